"""``data-suplemen/`` below ``/kantor/``."""

from django.urls import path

from modules.supplements import views

app_name = "supplements"
urlpatterns = [
    path("data-suplemen/", views.SupplementsView.as_view(), name="list"),
    path("data-suplemen/baru/", views.CreateView.as_view(), name="create"),
    path("data-suplemen/cari-orang/", views.PersonView.as_view(), name="search_person"),
    path("data-suplemen/cari-keluarga/", views.FamilyView.as_view(), name="search_family"),
    path("data-suplemen/<uuid:pk>/", views.SupplementView.as_view(), name="page"),
    path("data-suplemen/<uuid:pk>/ubah/", views.EditView.as_view(), name="edit"),
    path("data-suplemen/<uuid:pk>/unduh/", views.ExportView.as_view(), name="export"),
    path("data-suplemen/<uuid:pk>/impor/", views.ImportView.as_view(), name="import"),
    path("data-suplemen/<uuid:pk>/hapus/", views.DeleteView.as_view(), name="delete"),
    path("data-suplemen/<uuid:pk>/kosongkan/", views.ClearView.as_view(), name="clear"),
    path("data-suplemen/<uuid:pk>/bersihkan/", views.RemoveGoneView.as_view(), name="remove_gone"),
    path("data-suplemen/<uuid:pk>/kolom/", views.ColumnsView.as_view(), name="columns"),
    path("data-suplemen/<uuid:pk>/kolom/baru/", views.AddColumnView.as_view(), name="add_column"),
    path("data-suplemen/<uuid:pk>/kolom/<uuid:column_id>/ubah/", views.EditColumnView.as_view(), name="edit_column"),
    path(
        "data-suplemen/<uuid:pk>/kolom/<uuid:column_id>/hapus/", views.RemoveColumnView.as_view(), name="remove_column"
    ),
    path("data-suplemen/<uuid:pk>/isi/baru/", views.AddEntryView.as_view(), name="add_entry"),
    path("data-suplemen/<uuid:pk>/isi/keluarkan/", views.RemoveEntriesView.as_view(), name="remove_entries"),
    path("data-suplemen/<uuid:pk>/isi/<uuid:entry_id>/", views.EditEntryView.as_view(), name="edit_entry"),
    path("data-suplemen/<uuid:pk>/isi/<uuid:entry_id>/hapus/", views.RemoveEntryView.as_view(), name="remove_entry"),
]
