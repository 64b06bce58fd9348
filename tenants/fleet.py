"""Migrations over all villages: public, template, every schema, then grants. Owner only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from tenants.grants import apply_public_grants, apply_village_grants, difference, ensure_roles
from tenants.models import State, Village
from tenants.provisioning import ensure_template, migrate_schema, provisioning_lock, require_owner

Tell = Callable[[str], Any]


def wanted_migrations(app_names: list[str]) -> set[tuple[str, str]]:
    """Migrations on disk of the apps given."""
    labels = {config.label for config in apps.get_app_configs() if config.name in app_names}
    loader = MigrationLoader(None)
    return {key for key in loader.disk_migrations if key[0] in labels}


def applied_in(schema: str) -> set[tuple[str, str]]:
    """Migrations that a schema has recorded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema}.django_migrations"])
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute(f'SELECT app, name FROM "{schema}".django_migrations')  # noqa: S608
        return {(row[0], row[1]) for row in cursor.fetchall()}


def behind() -> dict[str, list[str]]:
    """Schemas that lack migrations: {schema: ["app.name", ...]}."""
    found: dict[str, list[str]] = {}
    public = wanted_migrations(settings.SHARED_APPS) - applied_in("public")
    if public:
        found["public"] = sorted(".".join(key) for key in public)
    if not public:
        wanted = wanted_migrations(settings.TENANT_APPS)
        for schema in _schemas():
            missing = wanted - applied_in(schema)
            if missing:
                found[schema] = sorted(".".join(key) for key in missing)
    return found


def _schemas() -> list[str]:
    away = [State.PLANNED, State.PROVISIONING, State.REMOVED]
    return list(Village.objects.exclude(state__in=away).values_list("schema_name", flat=True))


def migrate_fleet(*, tell: Tell, only_if_needed: bool = False) -> dict[str, Any]:
    """Bring public, the template and every village up to date, then their grants. Stops at the first failure.

    Returns ``{"migrated": [schema ...], "unchanged": n}``.
    """
    require_owner()
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    _check_server()
    public_behind = wanted_migrations(settings.SHARED_APPS) - applied_in("public")
    migrated: list[str] = []
    token = ""
    if public_behind:
        with transaction.atomic():
            token = ensure_roles()
        tell("public: migrating")
        migrate_schema("public")
        migrated.append("public")
    elif only_if_needed and not behind():
        return {"migrated": [], "unchanged": len(_schemas()) + 1}
    token = token or ensure_roles()
    with transaction.atomic(), provisioning_lock():
        apply_public_grants(token)
    _sync_definitions()
    ensure_template()
    wanted = wanted_migrations(settings.TENANT_APPS)
    unchanged = 0
    for village in Village.objects.filter(schema_name__in=_schemas()):
        if wanted - applied_in(village.schema_name):
            tell(f"{village.schema_name} ({village.title}): migrating")
            migrate_schema(village.schema_name)
            migrated.append(village.schema_name)
        else:
            unchanged += 1
        if village.schema_name in migrated or difference(village.schema_name, token, village.state):
            with transaction.atomic(), provisioning_lock():
                apply_village_grants(village.schema_name, token, village.state)
    return {"migrated": migrated, "unchanged": unchanged}


def _sync_definitions() -> None:
    from balai.indicators.services import sync_definitions

    sync_definitions()


def _check_server() -> None:
    from balai.errors import Refused

    version = connection.cursor().connection.info.server_version
    if version < 180000:
        raise Refused(f"PostgreSQL 18 or newer is needed; this server is {version // 10000}.")


def fleet_status() -> dict[str, Any]:
    """Versions and grants of every schema: who is behind, whose grants differ."""
    require_owner()
    token = ensure_roles()
    wrong = {schema: problems for schema in ["public"] if (problems := difference(schema, token))}
    for village in Village.objects.filter(schema_name__in=_schemas()):
        problems = difference(village.schema_name, token, village.state)
        if problems:
            wrong[village.schema_name] = problems
    return {"villages": len(_schemas()), "behind": behind(), "grants": wrong}
