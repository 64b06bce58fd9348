"""Python's collector of circles, paused where hundreds of thousands of values live until the end anyway."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for circles of references meanwhile; what is no longer needed is freed as always.

    An import of 5,000 rows spent a quarter of its time on looking through cells that were all still needed. It holds for
    the whole process; who finds it paused already leaves it so.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
