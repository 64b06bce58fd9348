"""Every write of the citizen's door, by subject."""

from modules.selfservice.services.accounts import (
    ADULT,
    PIN_DIGITS,
    SHEET,
    actor_of,
    change_pin,
    close_door,
    end_sessions,
    is_easy,
    issue_pin,
    issue_pins_for_rt,
    set_demo_pin,
    sign_in,
)
from modules.selfservice.services.uploads import UPLOAD_BYTES, UPLOADS_A_DAY, keep_upload

__all__ = [
    "ADULT",
    "PIN_DIGITS",
    "SHEET",
    "UPLOADS_A_DAY",
    "UPLOAD_BYTES",
    "actor_of",
    "change_pin",
    "close_door",
    "end_sessions",
    "is_easy",
    "issue_pin",
    "issue_pins_for_rt",
    "keep_upload",
    "set_demo_pin",
    "sign_in",
]
