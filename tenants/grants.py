"""Grants, brought about from what models declare (:mod:`balai.access`). Run by the owner, safe to repeat.

One function brings a schema's grants to the declared state; ``difference`` compares the catalogue with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from balai.access import Access, access_of
from balai.ids import random_base32

WRITES = ("INSERT", "UPDATE", "DELETE")
#: A village that is read-only or suspended still signs in, audits and runs its exports.
KEPT_WRITABLE = {"accounts", "audit", "sessions", "jobs", "files"}


@dataclass(frozen=True)
class TableGrant:
    """What one role may do with one table."""

    table: str
    rights: tuple[str, ...]


def _models_of(app_names: list[str]) -> list[Any]:
    wanted = {apps.get_app_config(_label(name)).label for name in app_names if _installed(name)}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in wanted and model._meta.managed and not model._meta.proxy
    ]


def _installed(name: str) -> bool:
    return any(config.name == name for config in apps.get_app_configs())


def _label(name: str) -> str:
    return next(config.label for config in apps.get_app_configs() if config.name == name)


def _rights(rule: Access, *, writable: bool = True) -> tuple[str, ...]:
    if rule.owner_only:
        return ()
    if rule.read_only or not writable:
        return ("SELECT",)
    if rule.append_only:
        return ("SELECT", "INSERT")
    return ("SELECT", *WRITES)


def village_tables(state: str = "live") -> list[TableGrant]:
    """What a village's role may do in its own schema."""
    found = []
    for model in _models_of(settings.TENANT_APPS):
        writable = state not in {"read_only", "suspended", "archived"} or model._meta.app_label in KEPT_WRITABLE
        found.append(TableGrant(model._meta.db_table, _rights(access_of(model), writable=writable)))
    return sorted(found, key=lambda grant: grant.table)


def regency_tables() -> list[TableGrant]:
    """What the regency's role may do in public."""
    found = []
    for model in _models_of(settings.SHARED_APPS):
        rule = access_of(model)
        # Where a column is hidden, reading is granted column by column (regency_columns).
        reads = () if rule.hidden_from_regency else ("SELECT",)
        rights = (*reads, *rule.regency_writes) if rule.guarded_by else _rights(rule)
        found.append(TableGrant(model._meta.db_table, rights))
    return sorted(found, key=lambda grant: grant.table)


def regency_columns() -> dict[str, set[str]]:
    """Tables of which the regency's role reads some columns only: table -> the columns that it may read."""
    return {
        model._meta.db_table: {str(field.column) for field in model._meta.concrete_fields}
        - set(rule.hidden_from_regency)
        for model in _models_of(settings.SHARED_APPS)
        if (rule := access_of(model)).hidden_from_regency
    }


def group_tables() -> list[TableGrant]:
    """What every village's role may do in public, through the group role."""
    found = []
    for model in _models_of(settings.SHARED_APPS):
        rule = access_of(model)
        if rule.guarded_by:
            found.append(TableGrant(model._meta.db_table, ("SELECT", *rule.village_writes)))
        elif rule.shared_read:
            found.append(TableGrant(model._meta.db_table, ("SELECT",)))
    return sorted(found, key=lambda grant: grant.table)


def guarded_tables() -> list[tuple[str, tuple[str, ...], Access]]:
    """Tables of public under row-level security: (table, the parties' columns, rule)."""
    return [
        (model._meta.db_table, rule.parties, rule)
        for model in _models_of(settings.SHARED_APPS)
        if (rule := access_of(model)).guarded_by
    ]


def ensure_roles() -> str:
    """Make the deployment's token, the regency's and the group role, and the app login's right to become them.

    Returns the token.
    """
    from tenants.backend.base import _TOKEN_QUERY

    with connection.cursor() as cursor:
        cursor.execute(_TOKEN_QUERY)
        found = cursor.fetchone()
        if found:
            return str(found[0])[len("r_") : -len("_regency")]
        token = random_base32(8)
        regency, group = f"r_{token}_regency", f"g_{token}_village"
        _run(
            cursor,
            "CREATE ROLE {r} NOLOGIN; CREATE ROLE {g} NOLOGIN; REVOKE ALL ON SCHEMA public FROM PUBLIC; "
            "GRANT USAGE ON SCHEMA public TO {r}, {g}; "
            "CREATE SCHEMA IF NOT EXISTS extensions; CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions; "
            "GRANT USAGE ON SCHEMA extensions TO {r}, {g}; "
            "GRANT {r} TO {app} WITH INHERIT FALSE, SET TRUE",
            r=regency,
            g=group,
            app=app_login(),
        )
    return token


def app_login() -> str:
    """The app's login name (from BALAI_DATABASE_URL)."""
    from balai.settings.environment import value

    return str((value("BALAI_DATABASE_URL") or {}).get("USER") or "balai_app")


def create_village_role(schema: str, token: str) -> None:
    """Make a village's role (once), member of the group, which the app login may become."""
    role = f"r_{token}_{schema}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            _run(
                cursor,
                "CREATE ROLE {r} NOLOGIN; GRANT {g} TO {r}; GRANT {r} TO {app} WITH INHERIT FALSE, SET TRUE",
                r=role,
                g=f"g_{token}_village",
                app=app_login(),
            )


def apply_village_grants(schema: str, token: str, state: str = "live") -> None:
    """Bring one village's schema to the declared grants for its state."""
    role = f"r_{token}_{schema}"
    with connection.cursor() as cursor:
        existing = _tables_in(cursor, schema)
        parts: list[sql.Composable] = [
            sql.SQL(
                "REVOKE ALL ON ALL TABLES IN SCHEMA {s} FROM {r}; REVOKE ALL ON ALL SEQUENCES IN SCHEMA {s} FROM {r}; "
                "REVOKE ALL ON SCHEMA {s} FROM PUBLIC; GRANT USAGE ON SCHEMA {s} TO {r}; "
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {s} TO {r}"
            ).format(s=sql.Identifier(schema), r=sql.Identifier(role))
        ]
        parts += _table_grants(schema, role, village_tables(state), existing)
        cursor.execute(_text(sql.SQL("; ").join(parts), cursor))


def apply_public_grants(token: str) -> None:
    """Bring public to the declared grants and row-level security."""
    regency, group = f"r_{token}_regency", f"g_{token}_village"
    prefix = f"r_{token}_"
    with connection.cursor() as cursor:
        existing = _tables_in(cursor, "public")
        parts: list[sql.Composable] = [
            sql.SQL(
                "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {r}, {g}, PUBLIC; "
                "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {r}, {g}; "
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {r}, {g}"
            ).format(r=sql.Identifier(regency), g=sql.Identifier(group))
        ]
        parts += _table_grants("public", regency, regency_tables(), existing)
        parts += _table_grants("public", group, group_tables(), existing)
        for table, columns in regency_columns().items():
            if table in existing:
                parts.append(
                    sql.SQL("GRANT SELECT ({c}) ON public.{t} TO {r}").format(
                        c=sql.SQL(", ").join(sql.Identifier(column) for column in sorted(columns)),
                        t=sql.Identifier(table),
                        r=sql.Identifier(regency),
                    )
                )
        for table, parties, rule in guarded_tables():
            if table not in existing:
                continue
            own = sql.SQL("(substr(current_user, {n}) IN ({c}))").format(
                c=sql.SQL(", ").join(sql.Identifier(column) for column in parties), n=sql.Literal(len(prefix) + 1)
            )
            parts.append(
                sql.SQL(
                    "ALTER TABLE public.{t} ENABLE ROW LEVEL SECURITY; "
                    "DROP POLICY IF EXISTS village_own ON public.{t}; DROP POLICY IF EXISTS regency_all ON public.{t}; "
                    "CREATE POLICY village_own ON public.{t} TO {g} USING {own} WITH CHECK {own}; "
                    "CREATE POLICY regency_all ON public.{t} FOR {f} TO {r} USING (true)"
                ).format(
                    t=sql.Identifier(table),
                    g=sql.Identifier(group),
                    r=sql.Identifier(regency),
                    own=own,
                    f=sql.SQL("ALL" if rule.regency_writes else "SELECT"),
                )
            )
        cursor.execute(_text(sql.SQL("; ").join(parts), cursor))


def _table_grants(schema: str, role: str, grants: list[TableGrant], existing: set[str]) -> list[sql.Composable]:
    by_rights: dict[tuple[str, ...], list[str]] = {}
    for grant in grants:
        if grant.table in existing and grant.rights:
            by_rights.setdefault(grant.rights, []).append(grant.table)
    return [
        sql.SQL("GRANT {rights} ON {tables} TO {role}").format(
            rights=sql.SQL(", ").join(sql.SQL(right) for right in rights),
            tables=sql.SQL(", ").join(sql.Identifier(schema, table) for table in tables),
            role=sql.Identifier(role),
        )
        for rights, tables in by_rights.items()
    ]


def _tables_in(cursor: Any, schema: str) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    return {row[0] for row in cursor.fetchall()}


def _run(cursor: Any, statement: str, **names: str) -> None:
    composed = sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
    cursor.execute(_text(composed, cursor))


def _text(composed: sql.Composable, cursor: Any) -> str:
    return composed.as_string(cursor.connection)


def actual_rights(schema: str, role: str) -> dict[str, set[str]]:
    """What the catalogue says a role itself may do with each table of a schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, "
            "aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee "
            "WHERE n.nspname = %s AND r.rolname = %s AND c.relkind IN ('r', 'p')",
            [schema, role],
        )
        found: dict[str, set[str]] = {}
        for table, right in cursor.fetchall():
            found.setdefault(table, set()).add(right)
    return found


def _columns_read(role: str) -> dict[str, set[str]]:
    """What the catalogue says of tables in public of which a role reads single columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x JOIN pg_roles r ON r.oid = x.grantee "
            "WHERE n.nspname = 'public' AND r.rolname = %s AND x.privilege_type = 'SELECT'",
            [role],
        )
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def difference(schema: str, token: str, state: str = "live") -> list[str]:
    """Where catalogue and declaration disagree for one schema; empty when all is well."""
    pairs = (
        [(f"r_{token}_{schema}", village_tables(state))]
        if schema != "public"
        else [(f"r_{token}_regency", regency_tables()), (f"g_{token}_village", group_tables())]
    )
    problems = []
    for role, declared in pairs:
        actual = actual_rights(schema, role)
        wanted = {grant.table: set(grant.rights) for grant in declared if grant.rights}
        for table in sorted(actual.keys() | wanted.keys()):
            if actual.get(table, set()) != wanted.get(table, set()):
                problems.append(
                    f"{schema}.{table}: {role} has {sorted(actual.get(table, set()))}, "
                    f"declared {sorted(wanted.get(table, set()))}"
                )
    if schema == "public":
        read, columns = _columns_read(f"r_{token}_regency"), regency_columns()
        problems += [
            f"public.{table}: the regency reads columns {sorted(read.get(table, set()))}, "
            f"declared {sorted(columns.get(table, set()))}"
            for table in sorted(read.keys() | columns.keys())
            if read.get(table, set()) != columns.get(table, set())
        ]
    return problems
