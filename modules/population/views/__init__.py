"""Pages of the register."""

from modules.population.views.events import (
    BirthView,
    DeathView,
    LeaveView,
    MissingView,
    MoveInView,
    MoveOutView,
    ReadmitView,
    UndoEventView,
)
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
from modules.population.views.residents import (
    CreateView,
    EditView,
    ResidentsView,
    ResidentView,
    filters_of,
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
    "BirthView",
    "ColumnsView",
    "CompleteView",
    "CreateView",
    "DeathView",
    "EditFamilyView",
    "EditTerritoryView",
    "EditView",
    "FamiliesView",
    "FamilyView",
    "HomePublicView",
    "ImportView",
    "ImportsView",
    "LayoutView",
    "LeaveView",
    "MendAlikeView",
    "MendView",
    "MissingView",
    "MoveInView",
    "MoveOutView",
    "MoveRtView",
    "ReadmitView",
    "RemoveTerritoryView",
    "ResidentView",
    "ResidentsView",
    "ShdkView",
    "SplitView",
    "StatisticsView",
    "TerritoryView",
    "UndoEventView",
    "UndoImportView",
    "UploadView",
    "filters_of",
    "run_or_404",
]
