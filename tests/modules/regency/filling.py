"""Facts of a whole regency, written past the villages' own roles: what the dashboard must bear."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

BANDS = [f"{low:02d}-{low + 4:02d}" for low in range(0, 75, 5)] + ["75+"]


def facts_of(schema: str, rnd: random.Random) -> list[tuple[str, str, str, str, int]]:
    """One village's month: (village, indicator, d1, d2, value), about 180 cells."""
    rows: list[tuple[str, str, str, str, int]] = []
    for sex in ("1", "2"):
        rows += [(schema, "population.residents", sex, band, rnd.randint(60, 260)) for band in BANDS]
        rows += [(schema, "population.religion", str(code), sex, rnd.randint(1, 900)) for code in range(1, 8)]
        rows += [(schema, "population.education", str(code), sex, rnd.randint(1, 700)) for code in range(1, 11)]
        rows += [
            (schema, "population.occupation", str(code), sex, rnd.randint(1, 90))
            for code in range(1, 90)
            if rnd.random() < 0.6
        ]
        rows.append((schema, "population.families", sex, "", rnd.randint(200, 900)))
        rows += [(schema, "population.events", kind, sex, rnd.randint(0, 9)) for kind in ("birth", "death", "move_in")]
    for kind in ("domisili", "usaha", "skck"):
        rows += [
            (schema, "letters.by_type", kind, state, rnd.randint(0, 9)) for state in ("submitted", "signing", "ready")
        ]
    return rows


def fill_regency(period: date, months: int = 1) -> int:
    """Every village of the list live and with facts; returns how many facts a month. Commits: only with ``real_db``."""
    rnd = random.Random(7)
    now = datetime.now(UTC)
    with psycopg.connect(os.environ["BALAI_OWNER_URL"]) as connection:
        names = [row[0] for row in connection.execute("SELECT schema_name FROM tenants_village ORDER BY code")]
        connection.execute("UPDATE tenants_village SET state = 'live', live_at = now()")
        connection.execute("DELETE FROM indicators_fact")
        rows = [fact for name in names for fact in facts_of(name, rnd)]
        periods = [period]
        for _number in range(months - 1):
            periods.append((periods[-1] - timedelta(days=1)).replace(day=1))
        with connection.cursor() as cursor:
            columns = "village, indicator, period, d1, d2, value"
            with cursor.copy(f"COPY indicators_fact ({columns}) FROM STDIN") as copy:
                for month in periods:
                    for village, indicator, d1, d2, value in rows:
                        copy.write_row((village, indicator, month, d1, d2, value))
            done = {(row[0], row[1]) for row in rows}
            _copy(
                cursor, "indicators_computation (village, indicator, period, version, computed_at, milliseconds)",
                [(village, code, month, 1, now, 3) for month in periods for village, code in done],
            )  # fmt: skip
            cursor.execute("DELETE FROM exchange_activity")
            _copy(
                cursor, "exchange_activity (village, last_sign_in, last_change, officers)",
                [(name, now - timedelta(days=number % 40), now - timedelta(days=number % 50), 3)
                 for number, name in enumerate(names)],
            )  # fmt: skip
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE indicators_fact")
        connection.execute("VACUUM ANALYZE indicators_computation")
    return len(rows)


def _copy(cursor: Any, target: str, rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
