"""What browser somebody stands at: in words for people, and whether this person has signed in here before."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from modules.selfservice.secrets_kept import keyed_hash

#: A phone is lent to the whole family, hardly to more.
PEOPLE_MOST = 8
KNOWN_SECONDS = 400 * 24 * 3600
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def device_words(user_agent: str) -> str:
    """ "Chrome di Android": as much as a browser says of itself, and a person can tell apart."""
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("{browser} di {system}").format(browser=browser, system=system)
    return browser or system or _("Peramban lain")


def _cookie_name() -> str:
    return f"balai_kenal{settings.BALAI_COOKIE_SUFFIX}"


def _salt() -> str:
    return f"selfservice.known:{connection.schema_name}"  # type: ignore[attr-defined]


@dataclass
class Known:
    """What the cookie holds: a number of the browser, and marks of those who have signed in with it."""

    device: str = ""
    marks: list[str] = field(default_factory=list)


def _read(request: HttpRequest) -> Known:
    try:
        kept = signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=_salt(), max_age=KNOWN_SECONDS)
        device, marks = kept["d"], kept["m"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Known()
    if not re.fullmatch(r"[0-9a-f]{16}", str(device)):
        return Known()
    return Known(device, [str(mark) for mark in marks][:PEOPLE_MOST])


def _mark(nik: str) -> str:
    return keyed_hash("known", nik)[:16]


def known_device(request: HttpRequest, nik: str) -> str:
    """The number of this browser where somebody with this NIK has signed in before, else "".

    Whoever is known here is not locked out by what strangers try elsewhere: the tries of a known browser are counted by
    themselves. The cookie opens nothing.
    """
    known = _read(request)
    return known.device if _mark(nik) in known.marks else ""


def remember_device(request: HttpRequest, response: HttpResponse, nik: str) -> None:
    """After a good sign-in: this browser knows the person from now on."""
    known = _read(request)
    mark = _mark(nik)
    kept = {
        "d": known.device or secrets.token_hex(8),
        "m": [mark, *(each for each in known.marks if each != mark)][:PEOPLE_MOST],
    }
    response.set_cookie(
        _cookie_name(), signing.dumps(kept, salt=_salt()), max_age=KNOWN_SECONDS, path="/layanan",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
