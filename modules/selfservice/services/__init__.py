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
from modules.selfservice.services.requests import ask_letter, citizen_of, person_for, rate_letter
from modules.selfservice.services.uploads import (
    UPLOAD_BYTES,
    UPLOADS_A_DAY,
    add_document,
    copy_for_request,
    keep_upload,
    kept_papers,
    remove_document,
)

__all__ = [
    "ADULT",
    "PIN_DIGITS",
    "SHEET",
    "UPLOADS_A_DAY",
    "UPLOAD_BYTES",
    "actor_of",
    "add_document",
    "ask_letter",
    "change_pin",
    "citizen_of",
    "close_door",
    "copy_for_request",
    "end_sessions",
    "is_easy",
    "issue_pin",
    "issue_pins_for_rt",
    "keep_upload",
    "kept_papers",
    "person_for",
    "rate_letter",
    "remove_document",
    "set_demo_pin",
    "sign_in",
]
