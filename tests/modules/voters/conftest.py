"""People, staff and pages as in the register's tests; one election of each kind, a month ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from balai.db import today
from tests.modules.population.conftest import family, make, office_client, rt, travel

__all__ = ["family", "make", "office_client", "rt", "travel"]


@pytest.fixture()
def general(village: Any, actor: Any) -> Any:
    """A general election in thirty days."""
    from modules.voters.services import create_election

    return create_election(actor=actor, name="Pemilu", kind="general", day=today() + timedelta(days=30))


@pytest.fixture()
def pilkades(village: Any, actor: Any) -> Any:
    """A village head's election in thirty days; its DPS is ratified today."""
    from modules.voters.services import create_election

    return create_election(
        actor=actor, name="Pilkades", kind="pilkades", day=today() + timedelta(days=30), dps_on=today()
    )
