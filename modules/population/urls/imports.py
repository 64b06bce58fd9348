"""``impor/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import imports

patterns = [
    path("impor/", imports.ImportsView.as_view(), name="imports"),
    path("impor/lengkap/", imports.CompleteView.as_view(), name="complete"),
    path("impor/baru/", imports.UploadView.as_view(), name="upload"),
    path("impor/<uuid:pk>/", imports.ImportView.as_view(), name="import"),
    path("impor/<uuid:pk>/perbaiki/", imports.MendView.as_view(), name="mend"),
    path("impor/<uuid:pk>/terapkan/", imports.ApplyView.as_view(), name="apply"),
    path("impor/<uuid:pk>/batalkan/", imports.UndoImportView.as_view(), name="undo_import"),
]
