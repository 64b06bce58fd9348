"""The shape of a schema, to compare a replayed village with a migrated one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
MIGRATED = "t_migratedcompare"
_QUERIES = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
    "WHERE table_schema = %s ORDER BY 1, 2",
    "constraints": "SELECT c.relname, x.conname, pg_get_constraintdef(x.oid) FROM pg_constraint x "
    "JOIN pg_class c ON c.oid = x.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s ORDER BY 1, 2",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s ORDER BY 1, 2",
    "triggers": "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND NOT t.tgisinternal ORDER BY 1, 2",
    "functions": "SELECT p.proname, md5(p.prosrc) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname = %s ORDER BY 1",
}


def _plain(text: str, schema: str) -> str:
    # A dump writes the same expression with other casts and brackets than a migration does.
    text = text.replace(f"{schema}.", "")
    return re.sub(r"[()\s]", "", re.sub(r"::[a-z]+( varying)?(\[\])?", "", text))


def shape_of_schema(schema: str) -> dict[str, list[Any]]:
    """Columns, constraints, indexes, triggers and functions, with the schema's own name taken out."""
    with psycopg.connect(os.environ["BALAI_OWNER_URL"]) as connection:
        return {
            name: [tuple(_plain(str(value), schema) for value in row) for row in connection.execute(query, [schema])]
            for name, query in _QUERIES.items()
        }


def shape_of_migrated() -> dict[str, list[Any]]:
    """The same of a schema that migrations made just now (and that is dropped again)."""
    script = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from tenants.provisioning import migrate_schema\n"
        f"cursor = connection.cursor(); cursor.execute('DROP SCHEMA IF EXISTS {MIGRATED} CASCADE; CREATE SCHEMA {MIGRATED}')\n"
        f"migrate_schema('{MIGRATED}')\n"
    )
    environment = os.environ | {
        "BALAI_AS_OWNER": "1",
        "DJANGO_SETTINGS_MODULE": "balai.settings.test",
        "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
    }
    try:
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True)
        return shape_of_schema(MIGRATED)
    finally:
        with psycopg.connect(os.environ["BALAI_OWNER_URL"], autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {MIGRATED} CASCADE")
