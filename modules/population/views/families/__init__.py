"""Pages of families: the list, one family, what can be done with it, and with many at once."""

from modules.population.views.families.acts import (
    AddMemberView,
    ArrangeView,
    EditFamilyView,
    LeaveFamilyView,
    MoveInFamilyView,
    MoveRtView,
    NewArrivalView,
    NewFamilyView,
    NewHeadView,
    PersonSearch,
    ShdkView,
    SplitAllView,
    SplitFamilyView,
    SplitView,
)
from modules.population.views.families.bulk import (
    DeleteUnusedView,
    ExportFamiliesView,
    MoveFamiliesView,
    UndoMoveView,
    WelfareView,
)
from modules.population.views.families.listing import FamiliesView, MendView
from modules.population.views.families.page import (
    AlignView,
    AppointHeadView,
    DeleteFamilyView,
    FamilyView,
    RestoreFamilyView,
)
from modules.population.views.families.sheets import PrintFamiliesView, PrintFamilyView

__all__ = [
    "AddMemberView", "AlignView", "AppointHeadView", "ArrangeView", "DeleteFamilyView", "DeleteUnusedView", "EditFamilyView",
    "ExportFamiliesView", "FamiliesView", "FamilyView", "LeaveFamilyView", "MendView", "MoveFamiliesView",
    "MoveInFamilyView", "MoveRtView", "NewArrivalView", "NewFamilyView", "NewHeadView", "PersonSearch", "PrintFamiliesView",
    "PrintFamilyView", "RestoreFamilyView",
    "ShdkView", "SplitAllView", "SplitFamilyView", "SplitView", "UndoMoveView", "WelfareView",
]  # fmt: skip
