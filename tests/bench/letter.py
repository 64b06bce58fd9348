"""How fast letters are printed: ``python -m tests.bench.letter [N]``. Shipped letters, filled as they are in golden pictures; the
row is an office's usual day, what is heavier stands beside it (``heavy_median_ms``)."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from balai.documents import LetterData, LetterTemplate, render_letter
from tests.platform.documents.sample import template

#: What most villages make most of: text alone, and one with a table of the family.
TYPICAL = (("domisili", ""), ("usaha", ""), ("skck", ""), ("penduduk", ""), ("kurang_mampu", ""))
#: The three that are asked for most, one page of text each: what a worker prints many of.
DAILY = TYPICAL[:3]
#: What is heavier, told beside the row: two parents on one page, a form behind the letter.
HEAVY = (("penghasilan_orang_tua", ""), ("kelahiran", "F-2.01"))


def letter(n: int = 200) -> dict[str, Any]:
    """``n`` letters one after another on one core, each of another person; the fonts are read before."""
    work = _letters(n, TYPICAL)
    _warm()
    times: list[float] = []
    started = time.perf_counter()
    for _kind, data, chosen in work:
        times.append(_timed(data, chosen))
    took = time.perf_counter() - started
    by_kind: dict[str, list[float]] = {}
    for kind, data, chosen in _letters(max(len(HEAVY), n // 10), HEAVY):
        by_kind.setdefault(kind, []).append(_timed(data, chosen))
    return _result(times, took) | {
        "heavy_median_ms": {kind: _ms(statistics.median(some)) for kind, some in by_kind.items()}
    }


def _timed(data: LetterData, chosen: LetterTemplate) -> float:
    before = time.perf_counter()
    render_letter(data, chosen)
    return time.perf_counter() - before


def letters_throughput(n: int = 400) -> dict[str, Any]:
    """``n`` letters of the three daily kinds on all cores, a thread a core, as a worker prints a batch: Typst releases the
    GIL. All five typical kinds are told beside it."""
    mixed = _on_all_cores(n // 2, TYPICAL)
    sys.stderr.write(f"  letters_throughput, the five typical kinds: {mixed['per_second']} a second\n")
    return _on_all_cores(n, DAILY)


def _on_all_cores(n: int, kinds: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    work = _letters(n, kinds)
    cores = len(os.sched_getaffinity(0))

    def print_one(job: tuple[str, LetterData, LetterTemplate]) -> float:
        return _timed(*job[1:])

    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(print_one, _letters(cores * len(kinds), kinds)))
        started = time.perf_counter()
        times = list(pool.map(print_one, work))
        took = time.perf_counter() - started
    return _result(times, took) | {"cores": cores}


def _letters(n: int, kinds: tuple[tuple[str, str], ...]) -> list[tuple[str, LetterData, LetterTemplate]]:
    """Letters of the kinds in turn, ready to print: what is measured is printing alone."""
    from modules.letters.types import shipped_types
    from tests.modules.letters.paper import filled

    kinds_by_key = {each.key: each for each in shipped_types()}
    made = []
    for index in range(n):
        key, form = kinds[index % len(kinds)]
        kind = kinds_by_key[key]
        own = {"nama": f"WARGA NOMOR {index}", "nomor_surat": f"{kind.code}/{index:03}/3315052010/XI/2026"}
        data = filled(kind, **own)
        if form:
            data["attachments"] = filled(kind, form, **own)["attachments"]
        data["qr_text"] = f"https://grobogan.example/v/{index:08}"
        made.append((key, data, template()))
    return made


def _warm() -> None:
    for _kind, data, chosen in _letters(len(TYPICAL), TYPICAL):
        render_letter(data, chosen)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _result(times: list[float], took: float) -> dict[str, Any]:
    return {
        "median_ms": _ms(statistics.median(times)),
        "p95_ms": _ms(sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]),
        "per_second": round(len(times) / took, 1),
        "rss_mb": _resident_mb(),
        "n": len(times),
    }


def _resident_mb() -> int:
    with open("/proc/self/status") as status:
        kilobytes = next(line for line in status if line.startswith("VmRSS:")).split()[1]
    return int(kilobytes) // 1024


if __name__ == "__main__":
    import django

    django.setup()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(json.dumps({"letter": letter(count), "letters_throughput": letters_throughput(count)}, indent=1))
