"""A village that signs electronically, and letters that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from modules.letters import services
from modules.letters.models import Letter, State
from modules.letters.signing.address import confirm_address
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.settings import add_certificate, change_signing
from tests.modules.letters.acting import requested
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.keys import PASSPHRASE, made
from tests.modules.letters.signing.services import PASSWORD, USER, Service, esign_service
from tests.modules.selfservice.conftest import account, citizen_client  # noqa: F401

SECRET = Passphrase(PASSPHRASE)
WRONG = Passphrase("salah")


def by_certificate(**more: Any) -> None:
    """The village signs by the head's own certificate."""
    change_signing(actor=staff("sekretaris"), **{"driver": "pades", "visible": True} | more)
    add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), content=made().pkcs12, passphrase=SECRET
    )


def by_service(service: Service, **more: Any) -> None:
    """The village signs by the national service."""
    from modules.government.models import Official
    from tests.modules.letters.conftest import person

    Official.objects.filter(pk=head().official_id, resident=None).update(resident=person(40))
    change_signing(
        actor=staff("sekretaris"),
        **{
            "driver": "esign",
            "visible": True,
            "esign_url": service.url,
            "esign_username": USER,
            "esign_password": PASSWORD,
        }
        | more,
    )
    confirm_address(actor=staff("kepala_desa"), url=service.url)


def waiting(number: int = 0, kind: str = "domisili", *, printed: bool = True) -> Letter:
    """An approved letter that waits for its electronic signature."""
    letter = services.approve_letter(
        actor=staff("kepala_desa"), letter=requested(number, kind), official_id=head().official_id
    )
    assert letter.state == State.SEALING
    if printed:
        services.render(letter.pk)
    letter.refresh_from_db()
    return letter


@pytest.fixture()
def pades(village: Any) -> Callable[..., Letter]:
    """The village signs by certificate; makes letters that wait."""
    by_certificate()
    return waiting


@pytest.fixture()
def service() -> Iterator[Service]:
    """The national service, running."""
    with esign_service() as running:
        yield running


@pytest.fixture()
def esign(village: Any, service: Service) -> Callable[..., Letter]:
    """The village signs by the national service; makes letters that wait."""
    by_service(service)
    return waiting
