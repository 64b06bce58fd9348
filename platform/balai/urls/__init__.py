"""Both sites' addresses, built from the registry."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from balai.registry import Scope, on_side


def door(name: str, prefix: str, *scopes: Scope) -> list[Any]:
    """The URLs that installed modules mount at a door."""
    return [path(prefix, include(each.urls[name])) for each in on_side(*scopes) if name in each.urls]
