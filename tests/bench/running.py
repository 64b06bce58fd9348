"""One row of the bench in a process of its own: ``python -m tests.bench.running ROW prepare|measure``.

``prepare`` runs as the owner on the row's own copy of the database, ``measure`` under the login that the real thing runs
under; ``workers.benching`` starts both. What a row's ``measure`` returns is printed as one JSON object, with the peak
memory of this very process beside it.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

#: Row -> (module, function that measures).
PLACES = {
    "onboard": ("tests.bench.onboard", "measure"),
    "import_5000": ("tests.bench.imports", "five_thousand"),
    "import_20000": ("tests.bench.imports", "twenty_thousand"),
    "letter": ("tests.bench.letter", "letter"),
    "sign": ("tests.bench.sign", "sign"),
    "letters_throughput": ("tests.bench.letter", "letters_throughput"),
    "batch_800": ("tests.bench.batch", "batch_800"),
    "preview": ("tests.bench.batch", "preview"),
    "dashboard": ("tests.bench.dashboard", "measure"),
    "residents_list": ("tests.bench.residents_list", "measure"),
    "search": ("tests.bench.finding", "search"),
    "residents_filtered": ("tests.bench.finding", "filtered"),
    "statistics_cold": ("tests.bench.statistics", "cold"),
    "statistics_warm": ("tests.bench.statistics", "warm"),
    "book_5000": ("tests.bench.book_5000", "measure"),
    "book_20000": ("tests.bench.book_20000", "measure"),
    "kk_sheet": ("tests.bench.kk_sheet", "measure"),
    "no_op_migrate": ("tests.bench.no_op_migrate", "measure"),
}


def timed(work: Callable[[], Any]) -> float:
    """Seconds that one call took by the wall's clock: the database and the disk count, too."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def result(seconds: Iterable[float]) -> dict[str, Any]:
    """The row's numbers from the seconds of each repetition."""
    times = list(seconds)
    return {
        "median_ms": round(statistics.median(times) * 1000, 1),
        "per_second": round(len(times) / sum(times), 1),
        "n": len(times),
    }


def main(row: str, step: str) -> None:
    """Carry out one step of a row."""
    import django

    django.setup()
    place, name = PLACES[row]
    module = importlib.import_module(place)
    if step == "prepare":
        if prepare := getattr(module, "prepare", None):
            prepare()
        return
    found = getattr(module, name)()
    # Peak, not present: what the machine must have. Kilobytes on Linux.
    found["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
