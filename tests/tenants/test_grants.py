"""Who may touch what: each role tries what it must not do, and the catalogue equals the declaration."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from balai.access import access_of
from tenants.context import village_context
from tenants.grants import difference, guarded_tables, village_tables


@pytest.fixture()
def as_owner(db: None) -> Any:
    """A raw connection of the owner."""
    import os

    with psycopg.connect(os.environ["BALAI_OWNER_URL"], autocommit=True) as found:
        yield found


def test_the_catalogue_equals_what_models_declare(village: Any, other_village: Any) -> None:
    wrapper: Any = connection
    wrapper.ensure_connection()
    token = wrapper.token()
    connection.set_schema_to_public()
    assert difference("public", token) == []
    assert difference(village.schema_name, token) == []
    assert difference(other_village.schema_name, token) == []


def test_every_table_of_a_village_has_a_declared_or_default_access(village: Any, as_owner: Any) -> None:
    """A table that no model knows (besides Django's own bookkeeping) would have no grants: it fails here, not later."""
    known = {grant.table for grant in village_tables()}
    rows = as_owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [village.schema_name]).fetchall()
    assert {row[0] for row in rows} - known == {"django_migrations"}


def _append_only() -> list[Any]:
    names = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    return [model for model in apps.get_models() if model._meta.app_label in names and access_of(model).append_only]


def test_append_only_tables_refuse_update_and_delete(village: Any) -> None:
    found = _append_only()
    assert {model._meta.label_lower for model in found} >= {
        "audit.entry",
        "population.populationevent",
        "letters.letterevent",
    }
    for model in found:
        table, key = model._meta.db_table, model._meta.pk.column
        for statement in (f'UPDATE "{table}" SET "{key}" = "{key}"', f'DELETE FROM "{table}"'):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_guarded_tables_show_a_village_its_own_rows_alone(village: Any, other_village: Any, as_owner: Any) -> None:
    tables = {table for table, _, _ in guarded_tables()}
    assert {"indicators_fact", "indicators_outbox", "exchange_activity", "exchange_numbermark"} <= tables
    for each in (village, other_village):
        as_owner.execute(
            "INSERT INTO exchange_numbermark (village, sequence, year, serial) VALUES (%s, 'try', 2001, 7)",
            [each.schema_name],
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT village FROM exchange_numbermark WHERE year = 2001")
            assert cursor.fetchall() == [(village.schema_name,)]
        # Taken back at once: the owner tidies up below and must not wait for this row.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE exchange_numbermark SET serial = 9 WHERE year = 2001")
            assert cursor.rowcount == 1
            transaction.set_rollback(True)
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO exchange_numbermark (village, sequence, year, serial) VALUES (%s, 'forged', 2001, 1)",
                [other_village.schema_name],
            )
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM exchange_numbermark")
    finally:
        as_owner.execute("DELETE FROM exchange_numbermark WHERE year = 2001")


def test_a_forged_fact_is_refused(village: Any, other_village: Any) -> None:
    from balai.indicators.models import Fact

    fields = {field.name for field in Fact._meta.get_fields()}
    assert "village" in fields
    with pytest.raises(DatabaseError, match=r"row-level security"), transaction.atomic():
        Fact.objects.create(
            village=other_village.schema_name, indicator="population.residents", period="2001-01-01", value=1
        )


def test_a_village_reads_the_directory_and_changes_nothing_in_it(village: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_village")
        assert cursor.fetchone()[0] == 280
    for statement in (
        "UPDATE tenants_village SET name = 'X'",
        "DELETE FROM tenants_domain",
        "SELECT count(*) FROM tenants_templatedump",
        "SELECT count(*) FROM tenants_lifecycleevent",
        "SELECT count(*) FROM public.accounts_user",
        "SELECT count(*) FROM public.django_session",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_regency_cannot_write_facts_nor_change_its_own_history(village: Any) -> None:
    with village_context("public"):
        for statement in (
            "UPDATE indicators_fact SET value = 0",
            "DELETE FROM tenants_lifecycleevent",
            "UPDATE public.audit_entry SET action = 'x'",
            "SELECT 1 FROM tenants_templatedump",
            "CREATE TABLE public.intruder (id int)",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_no_public_table_of_the_wings_is_left_open_to_everybody(as_owner: Any, village: Any) -> None:
    rows = as_owner.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a "
        "WHERE a.grantee = 0 AND n.nspname IN ('public', %s)",
        [village.schema_name],
    ).fetchall()
    assert rows == []
