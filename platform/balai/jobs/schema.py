"""Where the connection stands."""

from __future__ import annotations

from typing import Any

from django.db import connection


def current_schema() -> str:
    """The schema that this thread's connection works in: a village's, or ``public``."""
    wrapper: Any = connection
    return str(wrapper.schema_name)
