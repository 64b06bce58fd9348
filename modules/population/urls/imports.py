"""``impor/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import import_mending, imports

patterns = [
    path("impor/", imports.ImportsView.as_view(), name="imports"),
    path("impor/lengkap/", imports.CompleteView.as_view(), name="complete"),
    path("impor/baru/", imports.UploadView.as_view(), name="upload"),
    path("impor/<uuid:pk>/", imports.ImportView.as_view(), name="import"),
    path("impor/<uuid:pk>/bentuk/", import_mending.LayoutView.as_view(), name="import_layout"),
    path("impor/<uuid:pk>/kolom/", import_mending.ColumnsView.as_view(), name="import_columns"),
    path("impor/<uuid:pk>/perbaiki/", import_mending.MendView.as_view(), name="mend"),
    path("impor/<uuid:pk>/perbaiki-sama/", import_mending.MendAlikeView.as_view(), name="mend_alike"),
    path("impor/<uuid:pk>/terapkan/", imports.ApplyView.as_view(), name="apply"),
    path("impor/<uuid:pk>/batalkan/", imports.UndoImportView.as_view(), name="undo_import"),
]
