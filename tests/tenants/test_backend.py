"""The backend: schema and role in one trip, and errors that are never swallowed."""

from __future__ import annotations

import threading
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.db.utils import DatabaseError, OperationalError

from tenants.backend.base import VillageChangedInTransaction
from tenants.context import village_context


def _whoami() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        return cursor.fetchone()


def test_each_cursor_runs_under_the_villages_role_and_schema(village: Any) -> None:
    role, schema = _whoami()
    assert schema == village.schema_name
    assert role.endswith(f"_{village.schema_name}")
    assert connection.settings_dict["USER"] != role


def test_the_app_login_itself_may_nothing(village: Any) -> None:
    with connection.cursor() as cursor:
        raw = cursor.connection
        with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
            raw.execute("RESET ROLE; SELECT count(*) FROM public.tenants_village")


def test_another_villages_table_is_permission_denied(village: Any, other_village: Any) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'SELECT count(*) FROM "{other_village.schema_name}".population_resident')


def test_ddl_is_denied(village: Any) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE intruder (id int)")


def test_the_regency_role_sees_no_villages_schema(village: Any) -> None:
    connection.set_schema_to_public()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'SELECT count(*) FROM "{village.schema_name}".population_resident')


@pytest.mark.usefixtures("real_db")
def test_a_role_that_is_missing_raises_and_reads_nothing(village: Any) -> None:
    connection.set_schema("t_00000000")
    with pytest.raises(DatabaseError, match="does not exist"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM population_resident")
    connection.set_tenant(village)
    assert _whoami()[1] == village.schema_name


def test_a_schema_that_is_not_ours_is_refused(village: Any) -> None:
    connection.set_schema("pg_catalog")
    with pytest.raises(OperationalError, match="not ours"):
        connection.cursor()
    connection.set_tenant(village)


@pytest.mark.usefixtures("real_db")
def test_the_village_cannot_change_inside_a_transaction(village: Any, other_village: Any) -> None:
    with pytest.raises(VillageChangedInTransaction), transaction.atomic(), village_context(other_village.schema_name):
        _whoami()
    assert connection.schema_name == village.schema_name


@pytest.mark.usefixtures("real_db")
def test_rollback_and_savepoints_keep_the_village(village: Any) -> None:
    with transaction.atomic():
        sid = transaction.savepoint()
        _whoami()
        transaction.savepoint_rollback(sid)
        assert _whoami()[1] == village.schema_name
        transaction.set_rollback(True)
    assert _whoami()[1] == village.schema_name


@pytest.mark.usefixtures("real_db")
def test_an_old_cursor_after_rollback_is_denied_not_the_previous_village(village: Any, other_village: Any) -> None:
    """Village A was served before; B's transaction rolls back; the same cursor used again must not read A's rows."""
    _whoami()
    connection.close()
    connection.set_tenant(other_village)
    cursor = None
    try:
        with transaction.atomic():
            cursor = connection.cursor()
            cursor.execute("SELECT 1")
            raise RuntimeError("roll back")
    except RuntimeError:
        pass
    assert cursor is not None
    with pytest.raises(ProgrammingError, match=r"permission denied|does not exist"):
        cursor.execute("SELECT nik FROM population_resident LIMIT 1")
    connection.set_tenant(village)


@pytest.fixture()
def settings_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements by which the backend set role and search_path."""
    found: list[str] = []
    execute = psycopg.Connection.execute

    def listened(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        if "SET search_path" in str(query):
            found.append(str(query))
        return execute(self, query, *args, **options)

    monkeypatch.setattr(psycopg.Connection, "execute", listened)
    return found


@pytest.mark.usefixtures("real_db")
def test_what_stands_is_not_set_again_and_what_fell_is(
    village: Any, other_village: Any, settings_made: list[str]
) -> None:
    """One trip a change: after another village, after a rollback, after the pool's reset, after a change behind our back."""

    def asked() -> tuple[int, bool]:
        """How often it was set for one question, and whether that ran in the present village."""
        settings_made.clear()
        role, schema = _whoami()
        return len(settings_made), schema == connection.schema_name and role.endswith(f"_{schema}")

    _whoami()
    assert asked() == (0, True)
    connection.set_tenant(other_village)
    assert (asked(), asked()) == ((1, True), (0, True))
    with transaction.atomic():
        assert asked() == (0, True)
        transaction.set_rollback(True)
    assert asked() == (0, True)
    # Set inside the transaction, and so gone with it: the village before would stand, the server tells of it.
    connection.set_tenant(village)
    with transaction.atomic():
        assert (asked(), asked()) == ((1, True), (0, True))
        transaction.set_rollback(True)
    assert (asked(), asked()) == ((1, True), (0, True))
    connection.set_tenant(other_village)
    with transaction.atomic():
        assert asked() == (1, True)
        point = transaction.savepoint()
        assert asked() == (0, True)
        transaction.savepoint_rollback(point)
        assert (asked(), asked()) == ((0, True), (0, True))
    connection.close()
    times, here = asked()
    assert times >= 1 and here and asked() == (0, True)
    with connection.cursor() as cursor:
        cursor.connection.execute("RESET ROLE; RESET search_path")
    assert (asked(), asked()) == ((1, True), (0, True))


def test_named_cursors_are_served_too(village: Any) -> None:
    with transaction.atomic():
        wrapper: Any = connection
        with wrapper.chunked_cursor() as cursor:
            cursor.execute("SELECT current_schema() FROM generate_series(1, 3)")
            assert {row[0] for row in cursor.fetchall()} == {village.schema_name}


@pytest.mark.usefixtures("real_db")
def test_eight_threads_over_a_pool_of_four_never_read_another_village(village: Any, other_village: Any) -> None:
    """Random rollbacks, savepoints, kept cursors and returns to the pool."""
    names = {village.schema_name: village, other_village.schema_name: other_village}
    wrong: list[str] = []
    done: list[int] = []

    def work(seed: int) -> None:
        random = Random(seed)
        count = 0
        for _ in range(60):
            chosen = names[random.choice(list(names))]
            try:
                with village_context(chosen.schema_name):
                    if random.random() < 0.5:
                        try:
                            with transaction.atomic():
                                cursor = connection.cursor()
                                cursor.execute("SELECT current_schema(), current_user")
                                schema, role = cursor.fetchone()
                                if random.random() < 0.5:
                                    raise ValueError("roll back")
                        except ValueError:
                            schema, role = _whoami()[::-1]
                    else:
                        schema, role = _whoami()[::-1]
                    if schema != chosen.schema_name or not role.endswith(chosen.schema_name):
                        wrong.append(f"{schema} {role} instead of {chosen.schema_name}")
                    count += 1
            finally:
                if random.random() < 0.3:
                    connection.close()
        connections.close_all()
        done.append(count)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [60] * 8
    assert wrong == []
