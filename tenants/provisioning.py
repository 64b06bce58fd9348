"""A village's schema: built once as a template by migrate, dumped, and replayed under each new name. Owner only."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from balai.embedded.services import postgres_binary
from tenants.grants import apply_village_grants, create_village_role

#: A name that occurs nowhere else, so that it can be replaced in the dump.
TEMPLATE = "t_zq0template0qz"
#: One provisioner or migrator at a time.
LOCK = 3_315_000_001


class OwnerNeeded(RuntimeError):
    """A command that needs DDL ran under the app login."""


def require_owner() -> None:
    """Refuse to go on under the app login.

    Raises:
        OwnerNeeded: this process does not connect as the owner.
    """
    if not connection.settings_dict.get("BALAI_OWNER"):
        raise OwnerNeeded("This needs the owner's login (BALAI_OWNER_URL); the command line takes it by itself.")


@contextmanager
def provisioning_lock() -> Iterator[None]:
    """Transaction-level advisory lock round everything that makes or migrates schemas."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    yield


def fingerprint() -> str:
    """What the template was made from: names of all migrations of a village's apps, and their text."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    loader = MigrationLoader(None)
    digest = hashlib.sha256()
    for key in sorted(loader.disk_migrations):
        if key[0] in labels:
            digest.update(repr(key).encode())
            module = loader.disk_migrations[key].__module__
            path = __import__(module, fromlist=["__file__"]).__file__
            if path:
                with open(path, "rb") as handle:
                    digest.update(handle.read())
    return digest.hexdigest()


def ensure_template() -> str:
    """The template's SQL, built and dumped when the migrations changed. Returns the SQL."""
    require_owner()
    from tenants.models import TemplateDump

    connection.set_schema_to_public()  # type: ignore[attr-defined]
    mark = fingerprint()
    kept = TemplateDump.objects.filter(fingerprint=mark).first()
    if kept:
        return kept.sql
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{TEMPLATE}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{TEMPLATE}"')
    migrate_schema(TEMPLATE)
    text = _dump(TEMPLATE)
    with transaction.atomic():
        TemplateDump.objects.all().delete()
        TemplateDump.objects.create(fingerprint=mark, sql=text)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{TEMPLATE}" CASCADE')
    return text


def migrate_schema(schema: str) -> None:
    """Bring one schema's tables up to the migrations on disk."""
    from django.core.management.commands.migrate import Command
    from django_tenants_smart_executor.executors import schema_context_without_public

    with schema_context_without_public(schema):
        call_command(Command(), verbosity=0, interactive=False, database="default", run_syncdb=False)


def _dump(schema: str) -> str:
    database = connection.settings_dict
    done = subprocess.run(
        [
            postgres_binary("pg_dump"),
            "--schema", schema, "--inserts", "--rows-per-insert=500", "--no-owner", "--no-privileges", "--no-comments",
            "--host", str(database["HOST"]), "--port", str(database["PORT"]),
            "--username", str(database["USER"]), str(database["NAME"]),
        ],
        env={**os.environ, "PGPASSWORD": str(database["PASSWORD"])},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return clean_dump(done.stdout)


def clean_dump(text: str) -> str:
    """The dump without psql's own lines and without settings of the session: what stays runs inside a transaction."""
    lines = []
    in_body = False
    for line in text.splitlines():
        if not in_body:
            if line.startswith(("\\", "--", "SET ", "SELECT pg_catalog.set_config")) or not line.strip():
                continue
            in_body = True
        if line.startswith(("\\", "SET default_", "--")):
            continue
        lines.append(line)
    return "\n".join(lines)


def replay(schema: str, text: str) -> None:
    """Make a village's schema from the template's SQL, inside the caller's transaction."""
    renamed = text.replace(f"{TEMPLATE}.", f"{schema}.").replace(f"SCHEMA {TEMPLATE};", f"SCHEMA {schema};")
    with connection.cursor() as cursor:
        # Checking function bodies would look for tables that a later line makes.
        raw: Any = cursor.connection
        raw.execute("SET LOCAL check_function_bodies = false; SET LOCAL client_min_messages = warning")
        raw.execute(renamed)


def make_schema(schema: str, *, token: str, sql_text: str, state: str = "live") -> None:
    """Schema, role and grants of a village, in the caller's transaction."""
    replay(schema, sql_text)
    create_village_role(schema, token)
    apply_village_grants(schema, token, state)
