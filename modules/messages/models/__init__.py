"""Tables, by subject."""

from modules.messages.models.delivery import (
    SPENT,
    TROUBLED,
    Channel,
    Contact,
    Delivery,
    DeliveryState,
    Gateway,
    Notice,
    OneTimeCode,
    Wording,
)
from modules.messages.models.staff import StaffNotice, StaffWish
from modules.messages.models.threads import (
    BODY_LENGTH,
    Message,
    MessageSettings,
    ReplyTemplate,
    Side,
    Thread,
    ThreadState,
)

__all__ = [
    "BODY_LENGTH", "SPENT", "TROUBLED", "Channel", "Contact", "Delivery", "DeliveryState", "Gateway", "Message",
    "MessageSettings", "Notice", "OneTimeCode", "ReplyTemplate", "Side", "StaffNotice", "StaffWish", "Thread", "ThreadState", "Wording",
]  # fmt: skip
