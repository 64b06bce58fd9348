"""Health, readiness, metrics, and Caddy's question: they arrive without a village's host."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture()
def bare(db: None) -> Client:
    """A client on an IP address, as probes arrive."""
    return Client(HTTP_HOST="127.0.0.1:8000")


def test_healthz_and_readyz(bare: Client, village: Any) -> None:
    assert bare.get("/healthz").content == b"ok\n"
    answer = bare.get("/readyz")
    assert answer.status_code == 200, answer.content
    assert answer.json()["database"] == answer.json()["redis"] == "ok"


def test_metrics_are_for_this_machine_or_the_token(bare: Client, village: Any, settings: Any) -> None:
    assert b"django_http_requests" in bare.get("/metrics").content
    assert bare.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 403
    settings.BALAI_METRICS_TOKEN = "secret-token"
    assert bare.get("/metrics").status_code == 403
    assert bare.get("/metrics", HTTP_AUTHORIZATION="Bearer secret-token").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("geyer.grobogan.localhost", 200),
        ("grobogan.localhost", 200),
        ("sidorejo.grobogan.localhost", 404),
        ("a.geyer.grobogan.localhost", 404),
        ("", 404),
        ("x" * 300, 404),
        ("geyer.grobogan.localhost/../", 404),
    ],
)
def test_caddy_learns_which_hosts_exist(bare: Client, village: Any, host: str, status: int) -> None:
    assert bare.get("/tls/ask", {"domain": host}).status_code == status
    assert bare.get("/tls/ask", {"domain": host}).status_code == status
