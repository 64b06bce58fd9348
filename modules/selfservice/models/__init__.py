"""Every table of the citizen's door, by subject."""

from modules.selfservice.models.accounts import CitizenAccount
from modules.selfservice.models.alarms import PinAlarm
from modules.selfservice.models.kiosks import Kiosk, QueueService, ResidentTag, Ticket, TicketState
from modules.selfservice.models.own import Correction, CorrectionState, OwnDocument, Rating
from modules.selfservice.models.registrations import Registration, RegistrationState
from modules.selfservice.models.resets import PinReset
from modules.selfservice.models.sessions import CitizenSession
from modules.selfservice.models.slips import SlipBatch, SlipState

__all__ = [
    "CitizenAccount",
    "CitizenSession",
    "Correction",
    "CorrectionState",
    "Kiosk",
    "OwnDocument",
    "PinAlarm",
    "PinReset",
    "QueueService",
    "Rating",
    "Registration",
    "RegistrationState",
    "ResidentTag",
    "SlipBatch",
    "SlipState",
    "Ticket",
    "TicketState",
]
