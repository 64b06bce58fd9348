"""Numbers that a village gives to its regency: declared once, computed in the village, kept in public as facts.

A service that changes what an indicator counts calls ``touch("population.residents")`` in its transaction; seconds
later a worker has computed that indicator under the village's own role and written its facts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from balai.indicators.declaration import Indicator
from balai.indicators.suppression import suppress

if TYPE_CHECKING:
    from balai.indicators.ages import facts_status, freshness
    from balai.indicators.services import (
        close_period,
        compute_touched,
        open_periods,
        rebuild,
        reopen_period,
        revision,
        sync_definitions,
        touch,
        touch_all,
    )

__all__ = [
    "Indicator",
    "close_period",
    "compute_touched",
    "facts_status",
    "freshness",
    "open_periods",
    "rebuild",
    "reopen_period",
    "revision",
    "suppress",
    "sync_definitions",
    "touch",
    "touch_all",
]

_SERVICES = (
    "close_period",
    "compute_touched",
    "open_periods",
    "rebuild",
    "reopen_period",
    "revision",
    "sync_definitions",
    "touch",
    "touch_all",
)
_LATE = dict.fromkeys(_SERVICES, "balai.indicators.services") | dict.fromkeys(
    ("facts_status", "freshness"), "balai.indicators.ages"
)


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
