"""Pages of groups and institutions."""

from modules.groups.views.categories import AddCategoryView, CategoriesView, EditCategoryView, RemoveCategoryView
from modules.groups.views.groups import (
    CreateView,
    DeleteView,
    DissolveView,
    EditView,
    ExportGroupView,
    ExportView,
    GroupsView,
    GroupView,
    RestoreView,
    SearchView,
)
from modules.groups.views.members import AddMemberView, ChairView, EditMemberView, EndMemberView, ReopenMemberView

__all__ = [
    "AddCategoryView", "AddMemberView", "CategoriesView", "ChairView", "CreateView", "DeleteView", "DissolveView",
    "EditCategoryView", "EditMemberView", "EditView", "EndMemberView", "ExportGroupView", "ExportView", "GroupView", "GroupsView", "RemoveCategoryView",
    "ReopenMemberView", "RestoreView", "SearchView",
]  # fmt: skip
