"""Every table of the citizen's door, by subject."""

from modules.selfservice.models.accounts import CitizenAccount
from modules.selfservice.models.own import Correction, CorrectionState, OwnDocument, Rating

__all__ = ["CitizenAccount", "Correction", "CorrectionState", "OwnDocument", "Rating"]
