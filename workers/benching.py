"""``balai bench [ROW ...] [--json]``: figures, measured on servers of its own that are thrown away afterwards.

Each row works in a copy of one small database, in a process of its own and under the login that the real thing has.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from balai.embedded.services import Running, Services, secret_key

ROOT = Path(__file__).resolve().parents[1]
MAKING = "bench_base"


@dataclass(frozen=True)
class Row:
    """One figure: whose login measures it, what it means, and its target as words and as a test of the numbers."""

    name: str
    words: str
    target: str
    met: Callable[[dict[str, Any]], bool]
    owner: bool = False


def _at_most(milliseconds: float) -> Callable[[dict[str, Any]], bool]:
    return lambda found: bool(found["median_ms"] <= milliseconds)


ROWS = (
    Row("onboard", "a village joins", "1500 ms a village", _at_most(1500), owner=True),
    Row("import_5000", "5,000 rows, stored file to applied", "600 ms", _at_most(600)),
    Row("import_20000", "20,000 rows, stored file to applied", "3500 ms", _at_most(3500)),
    Row("letter", "one letter as PDF", "25 ms", _at_most(25)),
    Row(
        "letters_throughput", "letters on all cores", "40 a second and core",
        lambda found: bool(found["per_second"] / found["cores"] >= 40),
    ),
    Row(
        "batch_800", "800 letters: asked, approved, printed, one file", "20 s in all",
        lambda found: bool(found["seconds"] <= 20),
    ),
    Row("sign", "one letter signed, visible box included", "400 ms", _at_most(400)),
    Row("preview", "the picture beside a text, after the last key", "300 ms", lambda found: bool(found["typed_ms"] <= 300)),
    Row("dashboard", "regency's first page, 280 villages", "50 ms", _at_most(50)),
    Row("residents_list", "list of 20,000 residents", "50 ms", _at_most(50)),
    Row("search", "the search box, 20,000 residents, 50 villages", "50 ms", _at_most(50)),
    Row("residents_filtered", "a page under three filters, the same", "50 ms", _at_most(50)),
    Row("statistics_cold", "a category of 20,000, after a change", "150 ms", _at_most(150)),
    Row("statistics_warm", "the same, kept", "10 ms", _at_most(10)),
    Row(
        "book_5000", "B.1 of 5,000 residents as PDF", "800 ms, 150 MB, 1 MB",
        lambda found: bool(found["median_ms"] <= 800 and found["rss_mb"] <= 150 and found["file_kb"] <= 1024),
    ),
    Row("book_20000", "B.1 of 20,000 residents as PDF", "3000 ms", _at_most(3000)),
    Row(
        "kk_sheet", "one family card's copy; 500 in one file", "100 ms, 500 in 20 s",
        lambda found: bool(found["median_ms"] <= 100 and found["many_s"] <= 20),
    ),
    Row("no_op_migrate", "deploy without a migration", "60 ms a village", _at_most(60), owner=True),
)  # fmt: skip


class BenchFailed(RuntimeError):
    """A row could not be measured; the text is what its process said last."""


def main(arguments: list[str]) -> int:
    """Measure the rows named, or all. Returns 0 when measured (targets met or not), 1 failed, 2 no such row."""
    parser = argparse.ArgumentParser(prog="balai bench", description="Figures on throw-away servers.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(row.name for row in ROWS))
    parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object on stdout")
    chosen = parser.parse_args(arguments)
    known = {row.name for row in ROWS}
    if wrong := [name for name in chosen.rows if name not in known]:
        sys.stderr.write(f"There is no row '{wrong[0]}'; there are {', '.join(row.name for row in ROWS)}.\n")
        return 2
    rows = [row for row in ROWS if not chosen.rows or row.name in chosen.rows]
    try:
        found = measure(rows)
    except BenchFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if chosen.as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write(table(rows, found))
    return 0


def table(rows: list[Row], found: dict[str, dict[str, Any]]) -> str:
    """The figures as people read them, beside their targets."""
    lines = [f"{'row':<19}{'median':>10}{'per second':>12}{'memory':>9}{'n':>5}  {'target':<21}"]
    for row in rows:
        one = found[row.name]
        lines.append(
            f"{row.name:<19}{one['median_ms']:>7.1f} ms{one['per_second']:>12.1f}{one['rss_mb']:>6} MB{one['n']:>5}"
            f"  {row.target:<21}{'met' if row.met(one) else 'MISSED'}  ({row.words})"
        )
    return "\n".join(lines) + "\n"


def measure(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """Measure rows one after another.

    Raises:
        BenchFailed: a row's process ended badly.
    """
    with tempfile.TemporaryDirectory(prefix="balai-bench-") as folder:
        # PostgreSQL may run as nobody: it must be able to reach its folder.
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Services(data, fsync=True) as running:
            _say("one small database for all rows ...")
            _sql(running, f"CREATE DATABASE {MAKING}")
            _python(["-m", "tests.bench.villages"], _environment(running, data, MAKING, owner=True))
            return {row.name: _row(row, running, data) for row in rows}


def _row(row: Row, running: Running, data: Path) -> dict[str, Any]:
    _say(f"{row.name} ...")
    name = f"bench_{row.name}"
    _sql(running, f"CREATE DATABASE {name} TEMPLATE {MAKING}")
    try:
        command = ["-m", "tests.bench.running", row.name]
        _python([*command, "prepare"], _environment(running, data, name, owner=True))
        found: dict[str, Any] = json.loads(
            _python([*command, "measure"], _environment(running, data, name, owner=row.owner))
        )
        return found
    finally:
        _sql(running, f"DROP DATABASE {name} WITH (FORCE)")


def _environment(running: Running, data: Path, database: str, *, owner: bool) -> dict[str, str]:
    return {
        **os.environ,
        **running.environment(database),
        "BALAI_AS_OWNER": "1" if owner else "0",
        "BALAI_DATA": str(data),
        "BALAI_MEDIA_ROOT": str(data / "files" / database),
        "BALAI_SECRET_KEY": secret_key(data),
        "BALAI_BASE_DOMAIN": "grobogan.localhost",
        "BALAI_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "balai.settings.local",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
    }


def _sql(running: Running, statement: str) -> None:
    parts = urlsplit(running.environment()["BALAI_OWNER_URL"])
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(sql.SQL(statement))  # type: ignore[arg-type]


def _python(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchFailed(f"{' '.join(arguments)} ended {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    # Remarks of a row are indented; request logs and warnings are not asked for.
    sys.stderr.write("".join(line for line in done.stderr.splitlines(True) if line.startswith("  ")))
    return done.stdout


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
