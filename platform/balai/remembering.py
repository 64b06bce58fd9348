"""What stays the same while one piece of work is done is asked for once.

A page asks the village's settings once or twice; a job that makes eight hundred letters would ask eight hundred times. Only
inside ``with remembering():`` anything is kept, and nothing beyond it: the next piece sees what was changed meanwhile.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("balai_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep the answers of remembered functions until the block ends. Inside a transaction of one village, never across."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A read whose answer is the same for everything in a piece of work; arguments must be hashable, the answer is shared."""

    @functools.wraps(function)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        kept = _kept.get()
        if kept is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        found: _R = kept[key]
        return found

    return asked


def in_one_piece() -> bool:
    """Whether a piece of work is being done as one."""
    return _kept.get() is not None
