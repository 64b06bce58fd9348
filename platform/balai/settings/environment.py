"""Every environment variable that Balai reads: one table, validated at start, printed in the README."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One variable: its name, what it means, its default as text ('' means: not set) and how its text is read."""

    name: str
    meaning: str
    default: str = ""
    read: Callable[[str], Any] = str


def _yes_no(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("it must be 0 or 1")
    return text == "1"


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text) if text.lstrip("-").isdigit() else None
        if number is None or not low <= number <= high:
            raise ValueError(f"it must be a whole number from {low} to {high}")
        return number

    return read


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _roots(text: str) -> str:
    try:
        found = Path(text).read_text(encoding="ascii")
    except (OSError, ValueError):
        raise ValueError("it must be a PEM file that can be read") from None
    if "-----BEGIN CERTIFICATE-----" not in found:
        raise ValueError("it must hold at least one certificate (PEM)")
    return found


def _database(text: str) -> dict[str, Any]:
    parts = urlsplit(text)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.hostname or not parts.path.strip("/"):
        raise ValueError("it must read postgresql://user:password@host:port/database")
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(parts.port or 5432),
    }


def _redis(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("it must read redis://host:port/number")
    return text


VARIABLES = (
    Variable("BALAI_DATA", "Folder of the embedded servers, files and logs", "var"),
    Variable("BALAI_PRODUCTION", "1: production settings; nothing embedded, defaults refused", "0", _yes_no),
    Variable("BALAI_DEBUG", "1: tracebacks and the gallery of components; never in production", "0", _yes_no),
    Variable("BALAI_SETTINGS", "Settings module, where neither local nor production fits"),
    Variable("BALAI_DATABASE_URL", "PostgreSQL 18 or newer, the app login (no rights of its own)", "", _database),
    Variable("BALAI_OWNER_URL", "The same database, the owner: only for commands that need DDL", "", _database),
    Variable("BALAI_AS_OWNER", "1: this process connects as the owner (set by the command line)", "0", _yes_no),
    Variable("REDIS_URL", "Redis 7 or Valkey: broker, cache, throttles", "", _redis),
    Variable("BALAI_SECRET_KEY", "Secret for sessions and signatures, at least 50 characters"),
    Variable("BALAI_BASE_DOMAIN", "The regency's host; villages are its subdomains", "grobogan.localhost"),
    Variable("BALAI_PORT", "Port that people see in addresses; 0: the scheme's own", "8000", _between(0, 65535)),
    Variable("BALAI_SCHEME", "http or https, as people see it", "http"),
    Variable("BALAI_EXTRA_HOSTS", "Further hosts to answer (villages' own domains), with commas", "", _words),
    Variable("BALAI_MEDIA_ROOT", "Folder of the villages' files (default: files/ in BALAI_DATA)"),
    Variable("BALAI_ACCEL", "1: a reverse proxy serves checked files by X-Accel-Redirect", "0", _yes_no),
    Variable("BALAI_POOL_SIZE", "Database connections a process", "4", _between(1, 40)),
    Variable("BALAI_WEB_THREADS", "Threads a web worker; at most the pool's size", "4", _between(1, 40)),
    Variable("BALAI_WEB_WORKERS", "Web worker processes", "2", _between(1, 64)),
    Variable("BALAI_CELERY_WORKERS", "Celery processes", "2", _between(1, 64)),
    Variable(
        "BALAI_JOB_LEASE_SECONDS", "After so long without a sign of life a job counts as dead", "30", _between(2, 3600)
    ),
    Variable("BALAI_TRUSTED_PROXY", "1: the proxy in front overwrites X-Forwarded-*", "0", _yes_no),
    Variable("BALAI_METRICS_TOKEN", "Bearer token for /metrics; empty: loopback only"),
    Variable("BALAI_SMTP_URL", "smtp://user:password@host:port; empty: invitations are printed only"),
    Variable("BALAI_MAIL_FROM", "Sender of mails", "balai@localhost"),
    Variable(
        "BALAI_INNER_HOSTS", "Services inside the network that villages may name in a form, with commas", "", _words
    ),
    Variable("BALAI_ESIGN_HOSTS", "Hosts of signing services that passphrases may go to, with commas", "", _words),
    Variable("BALAI_SIGNING_ANCHORS", "PEM file of the roots that signers' certificates must lead to", "", _roots),
    Variable("SENTRY_DSN", "Where errors are reported; empty: nowhere"),
    Variable("BALAI_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "INFO"),
    Variable("BALAI_TIME_ZONE", "Zone of the villages", "Asia/Jakarta"),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


def value(name: str) -> Any:
    """The value of a variable of the table, read and checked.

    Raises:
        ImproperlyConfigured: with a sentence that says which variable, and what it must be.
    """
    variable = _BY_NAME[name]
    text = os.environ.get(name, "") or variable.default
    if text == "":
        return [] if variable.read is _words else ""
    try:
        return variable.read(text)
    except ValueError as error:
        shown = "***" if "URL" in name or "KEY" in name else text
        raise ImproperlyConfigured(f"{name}={shown} cannot be used: {error}.") from None
