"""Accounts as actors, second factors that are switched on, and a clock for the throttle."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest

from tests.building.villages import PASSWORD


@pytest.fixture()
def user_of(village: Any) -> Callable[[str], Any]:
    """``user_of("operator")``: the account of a role in the present village."""
    from balai.accounts.models import User

    return lambda role: User.objects.get(username=role)


@pytest.fixture()
def staff(user_of: Callable[[str], Any]) -> Callable[[str], Any]:
    """``staff("sekretaris")``: the actor of a role, with the rights that it holds now."""
    from balai.accounts.services import actor_of

    return lambda role: actor_of(user_of(role), address="192.0.2.7")


@pytest.fixture()
def with_factor(user_of: Callable[[str], Any]) -> Callable[[str], Any]:
    """``with_factor("operator")``: the second factor switched on, as ``(user, secret, recovery codes)``."""

    def make(role: str) -> Any:
        from balai.accounts import second_factor
        from balai.accounts.services import actor_of

        user = user_of(role)
        secret = second_factor.new_secret()
        # The code of the step before: the present one is still fresh for the sign-in.
        code = pyotp.TOTP(secret).at(int(time.time()) - second_factor.STEP_SECONDS)
        codes = second_factor.enrol(actor=actor_of(user), user=user, secret=secret, code=code, password=PASSWORD)
        return user_of(role), secret, codes

    return make


@pytest.fixture()
def throttle_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """``throttle_clock(900)``: the throttle's clock stands so many seconds later."""

    def move(seconds: float) -> None:
        monkeypatch.setattr("balai.accounts.throttle.time", SimpleNamespace(time=lambda: time.time() + seconds))

    return move


@pytest.fixture()
def session_of() -> Callable[..., Any]:
    """``session_of(client)``: the stored session behind a client's cookie."""

    def read(client: Any, cookie: str = "balai_kantor") -> Any:
        from django.contrib.sessions.backends.cached_db import SessionStore

        return SessionStore(client.cookies[cookie].value)

    return read
