"""``kelompok/`` and ``lembaga/`` below ``/kantor/``: the same pages for the two kinds."""

from django.urls import URLPattern, path

from modules.groups import views
from modules.groups.models import Kind

app_name = "groups"


def _of(kind: str) -> list[URLPattern]:
    """The pages of a kind; every view is told its kind."""
    pages = [
        ("", views.GroupsView, ""),
        ("baru/", views.CreateView, "create"),
        ("unduh/", views.ExportView, "export"),
        ("cari-orang/", views.SearchView, "search"),
        ("kategori/", views.CategoriesView, "categories"),
        ("kategori/baru/", views.AddCategoryView, "add_category"),
        ("kategori/<uuid:category_id>/ubah/", views.EditCategoryView, "edit_category"),
        ("kategori/<uuid:category_id>/hapus/", views.RemoveCategoryView, "remove_category"),
        ("<uuid:pk>/", views.GroupView, "page"),
        ("<uuid:pk>/unduh/", views.ExportGroupView, "export_group"),
        ("<uuid:pk>/ubah/", views.EditView, "edit"),
        ("<uuid:pk>/bubarkan/", views.DissolveView, "dissolve"),
        ("<uuid:pk>/pulihkan/", views.RestoreView, "restore"),
        ("<uuid:pk>/hapus/", views.DeleteView, "delete"),
        ("<uuid:pk>/ketua/", views.ChairView, "chair"),
        ("<uuid:pk>/anggota/baru/", views.AddMemberView, "add_member"),
        ("<uuid:pk>/anggota/<uuid:member_id>/ubah/", views.EditMemberView, "edit_member"),
        ("<uuid:pk>/anggota/<uuid:member_id>/berhenti/", views.EndMemberView, "end_member"),
        ("<uuid:pk>/anggota/<uuid:member_id>/kembalikan/", views.ReopenMemberView, "reopen_member"),
    ]
    return [
        path(f"{kind}/{rest}", view.as_view(), {"kind": kind}, name=f"{kind}_{name}" if name else kind)
        for rest, view, name in pages
    ]


urlpatterns = [*_of(Kind.GROUP.value), *_of(Kind.INSTITUTION.value)]
