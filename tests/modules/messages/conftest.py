"""Citizens and officers who write to each other; jobs are asked for but not sent."""

from __future__ import annotations

from typing import Any

import pytest

from balai.actor import Actor
from tests.modules.selfservice.conftest import (  # noqa: F401 - fixtures
    _no_broker,
    account,
    adults,
    back_in,
    citizen_client,
    desk,
    door,
)


@pytest.fixture()
def people(village: Any) -> list[Any]:
    """Adults of the village, always in the same order."""
    return adults()


def as_citizen(resident: Any) -> Actor:
    """The citizen as services get them."""
    return Actor(kind="citizen", id=str(resident.pk), name=resident.name, role="citizen")


@pytest.fixture()
def awake(village: Any, actor: Any) -> None:
    """No quiet hours: tests do not depend on the hour at which they run."""
    from datetime import time

    from modules.messages.services import change_settings

    change_settings(actor=actor, quiet_from=time(0, 0), quiet_until=time(0, 0))


@pytest.fixture()
def wa(village: Any, actor: Any, awake: None) -> Any:
    """``wa(base, price=350)``: WhatsApp through a server of ours."""
    from modules.messages.services import set_gateway

    def make(base: str, **more: Any) -> Any:
        values = {
            "base": base, "number": "106540352242922", "token": "T", "app_secret": "S", "verify": "V",
            "template": "kabar", "language": "id",
        }  # fmt: skip
        return set_gateway(
            actor=actor, channel="whatsapp", driver="whatsapp_cloud", values=values, active=True, **more
        )  # fmt: skip

    return make


def with_contact(resident: Any, channel: str = "whatsapp", address: str = "+6281234567890") -> Any:
    """A proven contact that its owner wants."""
    from modules.messages.services.contacts import keep_contact

    return keep_contact(actor=Actor.system(), resident=resident.pk, channel=channel, address=address)
