"""Pages of supplements."""

from modules.supplements.views.columns import AddColumnView, ColumnsView, EditColumnView, RemoveColumnView
from modules.supplements.views.entries import (
    AddEntryView,
    EditEntryView,
    FamilyView,
    PersonView,
    RemoveEntriesView,
    RemoveEntryView,
    RemoveGoneView,
)
from modules.supplements.views.lists import (
    ClearView,
    CreateView,
    DeleteView,
    EditView,
    ExportView,
    ImportView,
    PublicListView,
    SupplementsView,
    SupplementView,
)

__all__ = [
    "AddColumnView", "AddEntryView", "ClearView", "ColumnsView", "CreateView", "DeleteView", "EditColumnView",
    "EditEntryView", "EditView", "ExportView", "FamilyView", "ImportView", "PersonView", "PublicListView", "RemoveColumnView", "RemoveEntriesView",
    "RemoveEntryView", "RemoveGoneView", "SupplementView", "SupplementsView",
]  # fmt: skip
