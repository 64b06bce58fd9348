"""Every write of messages and notifications, by subject."""

from modules.messages.services.codes import begin_telegram, send_code, take_telegram, verify_code
from modules.messages.services.contacts import (
    begin_contact,
    contact_of_token,
    contacts_of,
    end_by_token,
    finish_contact,
    reachable,
    remove_contact,
    set_wish,
    shown_address,
)
from modules.messages.services.gateways import gateways, open_channels, set_gateway
from modules.messages.services.notices import (
    notify,
    open_notice,
    preview,
    read_notices,
    set_wording,
    shipped_wording,
    words_of,
)
from modules.messages.services.retention import forget_old
from modules.messages.services.sending import deliver, send_again, send_test, told
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
    "add_template", "answer_thread", "assign_thread", "begin_contact", "begin_telegram", "change_settings", "change_template",
    "close_thread", "contact_of_token", "contacts_of", "deliver", "end_by_token", "filled_template", "finish_contact", "forget_old", "gateways",
    "mark_read", "notify", "open_channels", "open_notice", "present_settings", "preview", "reachable", "read_notices",
    "remove_contact", "remove_template", "reopen_thread", "send_again", "send_code", "send_test", "set_gateway", "set_wish",
    "set_wording", "shipped_wording", "shown_address", "take_telegram", "told", "verify_code", "words_of", "write_again",
    "write_to_citizen", "write_to_village",
]  # fmt: skip
