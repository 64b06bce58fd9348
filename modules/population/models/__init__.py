"""The register: territory, family cards, residents, and the ledger of what happened to them.

The ledger owns exactly presence, residency, family, position in it (SHDK), RT, sex and citizenship of a person; every
other column is the register's, and its past is the history's (pghistory triggers, which COPY cannot pass by).
"""

from modules.population.models.crossing import CrossingPerson
from modules.population.models.imports import ImportRow, ImportRun, RunState
from modules.population.models.ledger import (
    BEGINNING,
    LEDGER_COLUMNS,
    EventAmendment,
    EventKind,
    MonthClosing,
    PopulationEvent,
    RegisterState,
)
from modules.population.models.lists import AgeBand, PublishedStatistic, QualityScore, SavedFilter
from modules.population.models.mandates import Mandate
from modules.population.models.merging import DistinctPeople
from modules.population.models.places import TerritoryPlace
from modules.population.models.register import (
    FamilyCard,
    FormerFamilyNumber,
    FormerNik,
    Resident,
    ResidentDocument,
    Territory,
    TerritoryKind,
)
from modules.population.models.reports import SignedReport

__all__ = [
    "BEGINNING", "LEDGER_COLUMNS", "AgeBand", "CrossingPerson", "DistinctPeople", "EventAmendment", "EventKind", "FamilyCard", "FormerFamilyNumber",
    "FormerNik", "ImportRow", "ImportRun", "Mandate", "MonthClosing", "PopulationEvent", "PublishedStatistic", "QualityScore", "RegisterState", "Resident",
    "ResidentDocument", "RunState", "SavedFilter", "SignedReport", "Territory", "TerritoryKind", "TerritoryPlace",
]  # fmt: skip
