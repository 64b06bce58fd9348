"""Pages of the register."""

from modules.population.views.families import (
    EditFamilyView,
    FamiliesView,
    FamilyView,
    MoveRtView,
    ShdkView,
    SplitView,
)
from modules.population.views.import_mending import ColumnsView, LayoutView, MendAlikeView, MendView
from modules.population.views.imports import (
    ApplyView,
    CompleteView,
    ImportsView,
    ImportView,
    UndoImportView,
    UploadView,
    run_or_404,
)
from modules.population.views.statistics.office import StatisticsView
from modules.population.views.statistics.public import HomePublicView
from modules.population.views.territory import (
    AddTerritoryView,
    EditTerritoryView,
    RemoveTerritoryView,
    TerritoryView,
)

__all__ = [
    "AddTerritoryView",
    "ApplyView",
    "ColumnsView",
    "CompleteView",
    "EditFamilyView",
    "EditTerritoryView",
    "FamiliesView",
    "FamilyView",
    "HomePublicView",
    "ImportView",
    "ImportsView",
    "LayoutView",
    "MendAlikeView",
    "MendView",
    "MoveRtView",
    "RemoveTerritoryView",
    "ShdkView",
    "SplitView",
    "StatisticsView",
    "TerritoryView",
    "UndoImportView",
    "UploadView",
    "run_or_404",
]
