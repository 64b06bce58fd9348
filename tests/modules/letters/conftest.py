"""People and letters; jobs are asked for but not sent: each test prints where it means to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from balai.actor import Actor
from balai.db import today
from balai.jobs import sending

ANSWERS = {
    "domisili": {"keperluan": "Membuka rekening bank"},
    "usaha": {"nama_usaha": "Warung Uji", "keperluan": "Pengajuan kredit"},
    "skck": {"keterangan": "Melamar pekerjaan"},
}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: True)


def person(number: int = 0) -> Any:
    """A resident who is here."""
    from modules.population.selectors import living

    return living().order_by("nik")[number]


def staff(role: str) -> Actor:
    """A member of staff with the role's own rights."""
    from balai.registry import permissions

    rights = frozenset(code for code, right in permissions().items() if role in right.roles)
    return Actor(kind="staff", id=f"test-{role}", name=role, role=role, rights=rights)


def citizen(resident: Any) -> Actor:
    """A resident at their own door."""
    return Actor(kind="citizen", id=str(resident.pk), name=resident.name, role="citizen")


def head() -> Any:
    """The official who signs without a.n."""
    from modules.government.selectors import signers

    return signers(today())[0]


@pytest.fixture()
def office_client(office_client: Callable[..., Any], village: Any) -> Callable[..., Any]:
    """As everywhere, but the test's own connection is in the village again after each request."""

    def make(role: str) -> Any:
        client = office_client(role)
        ask = client.request

        def request(**environ: Any) -> Any:
            try:
                return ask(**environ)
            finally:
                connection.set_tenant(village)

        client.request = request
        connection.set_tenant(village)
        return client

    return make


@pytest.fixture()
def signing(village: Any, actor: Any) -> Callable[..., Any]:
    """``signing("usaha", resident)``: a letter that waits for the signature."""
    from modules.letters import services

    def make(kind: str = "usaha", resident: Any = None) -> Any:
        return services.request_letter(
            actor=actor, letter_type=kind, resident=resident or person(), answers=ANSWERS[kind]
        )

    return make


@pytest.fixture()
def ready(signing: Callable[..., Any], actor: Any) -> Callable[..., Any]:
    """``ready("usaha")``: an approved letter, not printed yet."""
    from modules.letters import services

    def make(kind: str = "usaha", resident: Any = None) -> Any:
        return services.approve_letter(actor=actor, letter=signing(kind, resident), official_id=head().official_id)

    return make


@pytest.fixture()
def real_village(real_db: None, village: Any) -> Iterator[Any]:
    """The village for threads that write for good.

    Closes this thread's connection itself: psycopg's pool drops a return that it has not carried out when it is closed,
    and while an earlier error's traceback holds a cursor, that connection would keep the database from being copied.
    """
    yield village
    if connection.connection is not None:
        connection.connection.close()
