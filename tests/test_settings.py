"""What must hold at start: no demo data in production, no personal data in error reports, logs that say where."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from balai.settings.logs import LOGGING, scrub


def test_production_does_not_start_on_the_demos_accounts(village: Any, settings: Any) -> None:
    from tenants.models import Regency
    from tenants.start import refuse_demo_data

    connection.set_schema_to_public()
    settings.BALAI_DEMO_ACCOUNTS = False
    Regency.objects.update(demo=False)
    _without_closing(refuse_demo_data)
    Regency.objects.update(demo=True)
    with pytest.raises(ImproperlyConfigured, match="demo's accounts"):
        _without_closing(refuse_demo_data)
    settings.BALAI_DEMO_ACCOUNTS = True
    _without_closing(refuse_demo_data)


def _without_closing(check: Any) -> None:
    """The check closes its connection, which would end the test's transaction."""
    close, connection.close = connection.close, lambda: None
    try:
        check()
    finally:
        connection.close = close


def test_error_reports_carry_the_village_and_no_person(village: Any) -> None:
    from sentry_sdk.transport import Transport

    kept: list[dict[str, Any]] = []

    class Keep(Transport):
        def capture_envelope(self, envelope: Any) -> None:
            kept.extend(item.payload.json for item in envelope.items if item.payload.json)

    client = sentry_sdk.Client(
        dsn="https://key@errors.example/1", transport=Keep, before_send=scrub, send_default_pii=False,
        include_local_variables=False, max_request_body_size="never",
    )  # fmt: skip
    secret = "3315050101800012"
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        scope.set_user({"id": "1", "username": secret})
        scope.add_breadcrumb({"message": f"SELECT '{secret}'"})
        try:
            nik = secret
            raise ValueError("something broke" if nik else "")
        except ValueError:
            sentry_sdk.capture_exception()
    client.flush()
    (event,) = kept
    assert event["tags"]["village"] == village.schema_name
    assert secret not in json.dumps(event)


def test_a_request_in_an_error_report_is_its_address_alone() -> None:
    event = {
        "request": {"url": "http://x/", "method": "POST", "data": {"nik": "1"}, "cookies": {"a": "b"}, "headers": {}},
        "exception": {"values": [{"module": "psycopg.errors", "value": "Key (nik)=(3315) exists", "stacktrace": {}}]},
    }
    found = scrub(event, None)
    assert found["request"] == {"url": "http://x/", "method": "POST"}
    assert "3315" not in json.dumps(found)


def test_log_lines_are_json_with_schema(village: Any, capsys: pytest.CaptureFixture[str]) -> None:
    handler = LOGGING["formatters"]["json"]
    formatter = handler["()"](processor=handler["processor"], foreign_pre_chain=handler["foreign_pre_chain"])
    record = logging.LogRecord("balai.test", logging.WARNING, __file__, 1, "a line", None, None)
    line = json.loads(formatter.format(record))
    assert line["schema"] == village.schema_name
    assert (line["event"], line["level"]) == ("a line", "warning")
