"""A citizen at the door; jobs are asked for but not sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from balai.jobs import sending

PIN = "739164"


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: True)


def adults() -> list[Any]:
    """Adults of the village with a NIK of their own, always in the same order."""
    from modules.population.selectors import residents_found

    found = residents_found(filters={"age_from": 17}).filter(nik_temporary=False, family__isnull=False)
    return list(found.order_by("nik"))


def back_in(client: Any, village: Any) -> Any:
    """The test's own connection is in the village again after each request."""
    ask = client.request

    def request(**environ: Any) -> Any:
        try:
            return ask(**environ)
        finally:
            connection.set_tenant(village)

    client.request = request
    return client


@pytest.fixture()
def account(village: Any, actor: Any) -> Callable[..., Any]:
    """``account(resident)``: with a PIN of their own choice, as after the first sign-in."""
    from modules.selfservice import services

    def make(resident: Any, pin: str = PIN) -> Any:
        found, slip = services.issue_pin(actor=actor, resident=resident)
        return services.change_pin(actor=services.actor_of(found), old=slip, new=pin, again=pin)

    return make


@pytest.fixture()
def door(client_of: Callable[..., Any], village: Any) -> Any:
    """A phone at the village's host, signed out."""
    return back_in(client_of(village), village)


@pytest.fixture()
def citizen_client(client_of: Callable[..., Any], village: Any, account: Callable[..., Any]) -> Callable[..., Any]:
    """``citizen_client(resident)``: signed in through the page."""

    def make(resident: Any) -> Any:
        account(resident)
        client = back_in(client_of(village), village)
        answer = client.post("/layanan/masuk/", {"nik": resident.nik, "pin": PIN})
        assert answer.status_code == 302, answer.content.decode()[:1500]
        assert answer["Location"] == "/layanan/"
        return client

    return make


@pytest.fixture()
def desk(office_client: Callable[..., Any], village: Any) -> Any:
    """The operator at the office."""
    client = back_in(office_client("operator", village), village)
    connection.set_tenant(village)
    return client
