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
