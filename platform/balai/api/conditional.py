"""A write through the API names the version that it read: ``If-Match`` with the ETag of the answer before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai.errors import BalaiError, Conflict


class VersionNeeded(BalaiError):
    """A write without ``If-Match`` (RFC 6585, 428)."""

    code = "if_match_needed"
    status = 428

    def message(self) -> str:
        return _("Sertakan If-Match dengan ETag yang dibaca.")


def etag(version: str) -> str:
    """The header's value for a version."""
    return f'"{version}"'


def version_read(request: Any) -> str:
    """The version that a write names; "*" is whatever stands there now.

    Raises:
        VersionNeeded: none is named.
    """
    named = str(request.headers.get("If-Match", "")).strip().removeprefix("W/").strip('"')
    if not named:
        raise VersionNeeded()
    return named


def require_version(request: Any, now: str) -> None:
    """Refuse a write over a version that nobody read.

    Raises:
        VersionNeeded: none is named.
        Conflict: it is not the present one.
    """
    read = version_read(request)
    if read not in {"*", now}:
        raise Conflict(read=read, now=now)
