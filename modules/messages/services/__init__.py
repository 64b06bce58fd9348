"""Every write of messages and notifications, by subject."""

from modules.messages.services.retention import forget_old
from modules.messages.services.settings import change_settings, present_settings
from modules.messages.services.templates import add_template, change_template, filled_template, remove_template
from modules.messages.services.threads import (
    answer_thread,
    assign_thread,
    close_thread,
    mark_read,
    reopen_thread,
    write_again,
    write_to_citizen,
    write_to_village,
)

__all__ = [
    "add_template", "answer_thread", "assign_thread", "change_settings", "change_template", "close_thread", "filled_template",
    "forget_old", "mark_read", "present_settings", "remove_template", "reopen_thread", "write_again", "write_to_citizen",
    "write_to_village",
]  # fmt: skip
