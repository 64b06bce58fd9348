"""Forms of the register."""

from modules.population.forms.amending import AmendForm
from modules.population.forms.events import (
    DeathForm,
    EventForm,
    LeaveForm,
    MissingForm,
    MoveOutForm,
    PermanentForm,
    ReadmitForm,
    UndoForm,
    parts_of,
)
from modules.population.forms.fields import RtField
from modules.population.forms.imports import RunUndoForm, UploadForm
from modules.population.forms.person import BirthForm, CreateForm, MoveInForm, PersonForm, ResidentForm
from modules.population.forms.register import (
    CompleteForm,
    FamilyForm,
    MoveRtForm,
    ShdkForm,
    SplitForm,
)
from modules.population.forms.status import CloseForm, RepairForm
from modules.population.forms.territory import TerritoryEditForm, TerritoryForm

__all__ = [
    "AmendForm",
    "BirthForm",
    "CloseForm",
    "CompleteForm",
    "CreateForm",
    "DeathForm",
    "EventForm",
    "FamilyForm",
    "LeaveForm",
    "MissingForm",
    "MoveInForm",
    "MoveOutForm",
    "MoveRtForm",
    "PermanentForm",
    "PersonForm",
    "ReadmitForm",
    "RepairForm",
    "ResidentForm",
    "RtField",
    "RunUndoForm",
    "ShdkForm",
    "SplitForm",
    "TerritoryEditForm",
    "TerritoryForm",
    "UndoForm",
    "UploadForm",
    "parts_of",
]
