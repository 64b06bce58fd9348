"""The collector comes back whatever happens meanwhile."""

from __future__ import annotations

import gc

import pytest

from balai.collecting import collector_paused


def test_paused_within_and_back_afterwards_even_after_an_error() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError), collector_paused():
        raise ValueError
    assert gc.isenabled()
