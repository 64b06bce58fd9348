"""Pages of elections and voters."""

from modules.voters.views.elections import CreateView, DeleteView, EditView, ElectionsView
from modules.voters.views.lists import DifferenceView, FreezeView, FrozenView, ListsView
from modules.voters.views.people import (
    CountsView,
    ExceptionsView,
    ExceptionView,
    PersonView,
    RemoveExceptionView,
    VotersView,
    WhyView,
)
from modules.voters.views.stations import AddStationView, EditStationView, RemoveStationView, StationsView

__all__ = [
    "AddStationView", "CountsView", "CreateView", "DeleteView", "DifferenceView", "EditStationView", "EditView",
    "ElectionsView", "ExceptionView", "ExceptionsView", "FreezeView", "FrozenView", "ListsView", "PersonView",
    "RemoveExceptionView", "RemoveStationView", "StationsView", "VotersView", "WhyView",
]  # fmt: skip
