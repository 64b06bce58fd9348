"""How fast letters are printed: ``python -m tests.bench.letter [N]``. Shipped letters of an office's usual day, filled as they are
in golden pictures: one line of text and one with a table, one that is fitted to its page, one with a form behind it."""

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

#: What most villages make most of; the last two are heavy: a page of two parents, a form behind the letter.
KINDS = (
    ("domisili", ""),
    ("usaha", ""),
    ("skck", ""),
    ("kurang_mampu", ""),
    ("penghasilan_orang_tua", ""),
    ("beda_identitas", "F-1.06"),
)
#: The three typical ones, whose bodies are of one page and text alone.
TYPICAL = ("domisili", "usaha", "skck")


def letter(n: int = 200) -> dict[str, Any]:
    """``n`` letters one after another on one core, each of another person; the fonts are read before."""
    work = _letters(n)
    _warm()
    times: list[float] = []
    by_kind: dict[str, list[float]] = {}
    started = time.perf_counter()
    for kind, data, chosen in work:
        before = time.perf_counter()
        render_letter(data, chosen)
        times.append(time.perf_counter() - before)
        by_kind.setdefault(kind, []).append(times[-1])
    took = time.perf_counter() - started
    return _result(times, took) | {
        "median_ms_by_kind": {kind: _ms(statistics.median(some)) for kind, some in by_kind.items()}
    }


def letters_throughput(n: int = 400) -> dict[str, Any]:
    """``n`` typical letters on all cores, a thread a core, as a worker prints a batch: Typst releases the GIL."""
    work = _letters(n, TYPICAL)
    cores = len(os.sched_getaffinity(0))

    def print_one(job: tuple[str, LetterData, LetterTemplate]) -> float:
        before = time.perf_counter()
        render_letter(*job[1:])
        return time.perf_counter() - before

    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(print_one, _letters(cores * len(TYPICAL), TYPICAL)))
        started = time.perf_counter()
        times = list(pool.map(print_one, work))
        took = time.perf_counter() - started
    return _result(times, took) | {"cores": cores}


def _letters(n: int, kinds: tuple[str, ...] = ()) -> list[tuple[str, LetterData, LetterTemplate]]:
    """Letters of the kinds in turn, ready to print: what is measured is printing alone."""
    from modules.letters.types import shipped_types
    from tests.modules.letters.paper import filled

    kinds_by_key = {each.key: each for each in shipped_types()}
    chosen = [each for each in KINDS if not kinds or each[0] in kinds]
    made = []
    for index in range(n):
        key, form = chosen[index % len(chosen)]
        kind = kinds_by_key[key]
        own = {"nama": f"WARGA NOMOR {index}", "nomor_surat": f"{kind.code}/{index:03}/3315052010/XI/2026"}
        data = filled(kind, **own)
        if form:
            data["attachments"] = filled(kind, form, **own)["attachments"]
        data["qr_text"] = f"https://grobogan.example/v/{index:08}"
        made.append((key, data, template()))
    return made


def _warm() -> None:
    for _kind, data, chosen in _letters(len(KINDS)):
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
