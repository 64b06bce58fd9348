"""Structured logs with request id and schema, and error reports without personal data."""

from __future__ import annotations

import os
from typing import Any

import structlog


def add_schema(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Every log line says for which schema it was written."""
    from django.db import connection

    event.setdefault("schema", getattr(connection, "schema_name", None) or "public")
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    add_schema,
]

structlog.configure(
    processors=[
        *_SHARED,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": _SHARED,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("BALAI_LOG_LEVEL") or "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django_structlog": {"level": "INFO"},
        "django_tenants_smart_executor": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}


def scrub(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Before an error leaves the house: no form, no cookie, no query, no local variable; only which village."""
    from django.db import connection

    event.setdefault("tags", {})["village"] = getattr(connection, "schema_name", None) or "public"
    request = event.get("request")
    if request:
        event["request"] = {key: request[key] for key in ("url", "method") if key in request}
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    for exception in (event.get("exception") or {}).get("values") or []:
        for frame in (exception.get("stacktrace") or {}).get("frames") or []:
            frame.pop("vars", None)
        # A database's message repeats the row it stumbled over.
        if "database" in str(exception.get("module", "")).lower() or "psycopg" in str(exception.get("module", "")):
            exception["value"] = "(left out: it may hold personal data)"
    return event


def configure_errors(dsn: str) -> None:
    """Wire Sentry; silent without a DSN."""
    if not dsn:
        return
    import sentry_sdk
    from sentry_sdk.integrations.celery import CeleryIntegration
    from sentry_sdk.integrations.django import DjangoIntegration

    sentry_sdk.init(
        dsn=dsn,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=scrub,  # type: ignore[arg-type]
    )
