"""Forms of the register."""

from modules.population.forms.imports import RunUndoForm, UploadForm
from modules.population.forms.register import (
    BirthForm,
    CompleteForm,
    CreateForm,
    DeathForm,
    FamilyForm,
    LeaveForm,
    MissingForm,
    MoveInForm,
    MoveOutForm,
    MoveRtForm,
    PersonFields,
    PlaceForm,
    ReadmitForm,
    ResidentForm,
    RtField,
    ShdkForm,
    SplitForm,
    UndoForm,
)
from modules.population.forms.territory import TerritoryEditForm, TerritoryForm

__all__ = [
    "BirthForm",
    "CompleteForm",
    "CreateForm",
    "DeathForm",
    "FamilyForm",
    "LeaveForm",
    "MissingForm",
    "MoveInForm",
    "MoveOutForm",
    "MoveRtForm",
    "PersonFields",
    "PlaceForm",
    "ReadmitForm",
    "ResidentForm",
    "RtField",
    "RunUndoForm",
    "ShdkForm",
    "SplitForm",
    "TerritoryEditForm",
    "TerritoryForm",
    "UndoForm",
    "UploadForm",
]
