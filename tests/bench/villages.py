"""What every row finds: the regency and a few live villages without people. Run once as the owner."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg import sql

PASSWORD = "Sandi-bangku-9"
#: So many villages are there: one to warm up, the others measured.
LIVE = 8


def build() -> None:
    """Migrations, the official list, the first villages of it."""
    from balai.actor import Actor
    from tenants.fleet import migrate_fleet
    from tenants.models import Village
    from tenants.services import add_regency, add_village

    actor = Actor.operator("bench")
    migrate_fleet(tell=lambda line: None)
    add_regency(code="33.15", actor=actor)
    for code in Village.objects.order_by("code").values_list("code", flat=True)[:LIVE]:
        add_village(actor=actor, code=code, data="synthetic")


def live() -> list[Any]:
    """The villages that have a schema."""
    from tenants.models import Village

    return list(Village.objects.filter(state="live", provisioned_at__isnull=False).order_by("code"))


def planned(count: int) -> list[str]:
    """Codes of villages that have none yet."""
    from tenants.models import Village

    return list(Village.objects.filter(state="planned").order_by("code").values_list("code", flat=True)[:count])


def signed_in(host: str, path: str, username: str) -> Any:
    """Django's client after a real sign-in: each request then goes through the whole middleware."""
    from django.test import Client

    client = Client(HTTP_HOST=host)
    answer = client.post(path, {"username": username, "password": PASSWORD})
    if answer.status_code != 302:
        raise SystemExit(f"{host}{path} refused the sign-in: {answer.status_code}")
    return client


def analyzed(schema: str) -> None:
    """What autovacuum does within a minute of a large import, at once: as the owner, whose tables they are."""
    with psycopg.connect(os.environ["BALAI_OWNER_URL"], autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
        for (name,) in names:
            connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(schema, name)))


def shown(client: Any, path: str) -> None:
    """One page, which must be there."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")


if __name__ == "__main__":
    import django

    django.setup()
    build()
