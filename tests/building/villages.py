"""What every test finds: the regency, two live villages with disjoint rows, staff in each role, people.

Run twice: as the owner (schemas), then under the app's login (people, by the same services as everybody).
"""

from __future__ import annotations

import os
import sys

VILLAGES = {"geyer": "3315052010", "boloh": "3315042015"}
PASSWORD = "Sandi-uji-coba-9"
ROLES = ("kepala_desa", "sekretaris", "operator", "viewer")
RESIDENTS = 120


def as_owner() -> None:
    """Schemas, roles, grants, hosts."""
    from balai.actor import Actor
    from tenants.fleet import migrate_fleet
    from tenants.services import add_regency, add_village

    actor = Actor.operator("tests")
    migrate_fleet(tell=lambda line: sys.stderr.write(line + "\n"))
    add_regency(code="33.15", actor=actor, base_domain="grobogan.localhost")
    for subdomain, code in VILLAGES.items():
        add_village(actor=actor, code=code, subdomain=subdomain, data="synthetic")


def as_app() -> None:
    """Staff and people."""
    from balai.accounts.services import create_user
    from balai.actor import Actor
    from modules.government.services import set_up_demo
    from modules.population.services import populate
    from tenants.context import village_context
    from tenants.models import Village

    actor = Actor.operator("tests")
    create_user(actor=actor, username="kabupaten", name="Analis Kabupaten", role="regency", password=PASSWORD)
    create_user(
        actor=actor, username="geyer.camat", name="Staf Kecamatan Geyer", role="district", password=PASSWORD,
        district_code="331505",
    )  # fmt: skip
    for number, subdomain in enumerate(VILLAGES):
        village = Village.objects.get(subdomain=subdomain)
        with village_context(village.schema_name):
            for role in ROLES:
                create_user(
                    actor=actor, username=role, name=role.replace("_", " ").title(), role=role, password=PASSWORD
                )
            populate(actor=actor, residents=RESIDENTS, seed=100 + number)
            set_up_demo(actor=actor)


def finish() -> None:
    """Nothing waits to be computed, nobody was at work yet: tests begin with their own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE indicators_outbox, indicators_fact, indicators_computation, exchange_activity")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings.test"
    import django

    django.setup()
    {"schemas": as_owner, "people": as_app, "finish": finish}[sys.argv[1]]()
