"""How fast letters are printed: ``python -m tests.bench.letter [N]``."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from balai.documents import LetterData, LetterTemplate, render_letter
from tests.platform.documents.sample import sample, template

KINDS = ("domisili", "usaha", "skck")


def letter(n: int = 200) -> dict[str, Any]:
    """``n`` letters one after another on one core, each of another person; the fonts are read before."""
    work = _letters(n)
    _warm()
    times = []
    started = time.perf_counter()
    for data, chosen in work:
        before = time.perf_counter()
        render_letter(data, chosen)
        times.append(time.perf_counter() - before)
    return _result(times, time.perf_counter() - started)


def letters_throughput(n: int = 400) -> dict[str, Any]:
    """``n`` letters on all cores, a thread a core, as a worker prints a batch: Typst releases the GIL."""
    work = _letters(n)
    cores = len(os.sched_getaffinity(0))

    def print_one(job: tuple[LetterData, LetterTemplate]) -> float:
        before = time.perf_counter()
        render_letter(*job)
        return time.perf_counter() - before

    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(print_one, _letters(cores * len(KINDS))))
        started = time.perf_counter()
        times = list(pool.map(print_one, work))
        took = time.perf_counter() - started
    return _result(times, took) | {"cores": cores}


def _letters(n: int) -> list[tuple[LetterData, LetterTemplate]]:
    made = []
    for index in range(n):
        data = sample(
            KINDS[index % len(KINDS)],
            fields={"nama": f"WARGA NOMOR {index}"},
            number=f"500/{index:03}/3315052010/XI/2026",
            qr_text=f"https://grobogan.example/v/{index:08}",
        )
        made.append((data, template()))
    return made


def _warm() -> None:
    for data, chosen in _letters(len(KINDS)):
        render_letter(data, chosen)


def _result(times: list[float], took: float) -> dict[str, Any]:
    return {
        "median_ms": round(statistics.median(times) * 1000, 1),
        "per_second": round(len(times) / took, 1),
        "rss_mb": _resident_mb(),
        "n": len(times),
    }


def _resident_mb() -> int:
    with open("/proc/self/status") as status:
        kilobytes = next(line for line in status if line.startswith("VmRSS:")).split()[1]
    return int(kilobytes) // 1024


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(json.dumps({"letter": letter(count), "letters_throughput": letters_throughput(count)}, indent=1))
