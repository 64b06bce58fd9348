"""The template database of the tests, built once as the owner."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


def ensure(owner_url: str, name: str) -> None:
    """Build the database ``name`` unless it is there; older templates are dropped."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        found = [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_%'")]
        if name in found:
            return
        for old in found:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
        making = f"making_{name}"
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    from tests.plugin import with_database

    environment = os.environ | {
        "BALAI_OWNER_URL": with_database(owner_url, making),
        "BALAI_DATABASE_URL": with_database(os.environ["BALAI_DATABASE_URL"], making),
        "BALAI_SETTINGS": "balai.settings.test",
        "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
    }
    for login, step in (("1", "schemas"), ("0", "people"), ("1", "finish")):
        done = subprocess.run(
            [sys.executable, "-m", "tests.building.villages", step],
            cwd=ROOT,
            env=environment | {"BALAI_AS_OWNER": login},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"The template database could not be built:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
        )


def copy(owner_url: str, template: str, name: str) -> None:
    """Make ``name`` a fresh copy of the template."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
