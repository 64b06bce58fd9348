"""Tables, by subject."""

from modules.messages.models.threads import (
    BODY_LENGTH,
    Message,
    MessageSettings,
    ReplyTemplate,
    Side,
    Thread,
    ThreadState,
)

__all__ = ["BODY_LENGTH", "Message", "MessageSettings", "ReplyTemplate", "Side", "Thread", "ThreadState"]
