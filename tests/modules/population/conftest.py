"""Staff with their roles' rights, people made by services, workbooks loaded as an operator loads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from balai.actor import Actor
from balai.db import today
from tests.factories.opensid import workbook


def staff(role: str) -> Actor:
    """A member of staff with the role's own rights."""
    from balai.registry import permissions

    rights = frozenset(code for code, right in permissions().items() if role in right.roles)
    return Actor(kind="staff", id=f"test-{role}", name=role, role=role, rights=rights)


def month(back: int = 0) -> date:
    """The first of the running month, or of one before it."""
    on = today()
    months = on.year * 12 + on.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def letters(number: int) -> str:
    """A number as letters (0 is A, 26 is AA): names hold no digits, and no two people without a NIK are called the same."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


#: What a form of a person who is entered asks for at least, as a browser sends it.
FILLED = {
    "name": "WARGA BARU", "sex": "1", "birth_place": "GROBOGAN", "birth_date": "01-02-1990", "religion": "1", "citizenship": "1",
    "father_name": "SUKARDI", "mother_name": "SUTINAH", "marital_status": "1", "education": "5", "occupation": "9",
    "blood_type": "13", "residency": "1",
}  # fmt: skip


@pytest.fixture()
def rt(village: Any) -> Any:
    """An RT of the village."""
    from modules.population.models import Territory

    return Territory.objects.filter(kind="rt").order_by("pk").first()


@pytest.fixture()
def make(village: Any, actor: Any, rt: Any) -> Callable[..., Any]:
    """``make("SITI AMINAH", no_kk=..., shdk=1)``: a person who lives here already."""
    from modules.population.services import create_resident

    def person(name: str = "SLAMET WIDODO", **data: Any) -> Any:
        values = {"sex": 1, "birth_place": "GROBOGAN", "birth_date": date(1980, 1, 31), "rt": rt} | data
        return create_resident(actor=actor, name=name, **values)

    return person


@pytest.fixture()
def family(make: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """A head, his wife and their child under one card."""
    number = "3315050101209777"
    head = make("SLAMET WIDODO", nik="3315053101809777", no_kk=number, shdk=1)
    wife = make("SITI AMINAH", nik="3315057101809778", no_kk=number, shdk=3, sex=2)
    child = make("BUDI SLAMET", nik="3315050505109779", no_kk=number, shdk=4, birth_date=date(2010, 5, 5))
    return head, wife, child


@pytest.fixture()
def load(village: Any, actor: Any, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """``load([rows])``: a workbook of these rows, imported as ``village load`` does."""
    from modules.population.importing import load as load_file

    def run(rows: Any, **options: Any) -> dict[str, Any]:
        return load_file(workbook(tmp_path / "penduduk.xlsx", rows), actor=actor, **options)

    return run


@pytest.fixture()
def office_client(office_client: Callable[..., Any], village: Any) -> Callable[..., Any]:
    """As everywhere, but the test's own connection is in the village again after each request."""

    def sign_in(role: str = "operator") -> Any:
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

    return sign_in


@pytest.fixture()
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """``travel(date(2026, 3, 9))``: from now on that is today for the register (not for history, which is the database's)."""
    from datetime import datetime

    def to(day: date) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return cls(day.year, day.month, day.day, 12, tzinfo=tz)

        monkeypatch.setattr("balai.db.datetime", Clock)

    return to
