"""The nine villages of the demo, and how they come to life. Run as the owner, then under the app's login."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class DemoVillage:
    """A village of the demo: its code, how many people the generator gives it, and the generator's seed."""

    subdomain: str
    code: str
    residents: int
    seed: int


VILLAGES = (
    DemoVillage("geyer", "3315052010", 3_200, 2010),
    DemoVillage("tambirejo", "3315042013", 2_600, 2013),
    DemoVillage("boloh", "3315042015", 2_400, 2015),
    DemoVillage("sidorejo", "3315062005", 2_900, 2005),
    DemoVillage("grabagan", "3315072013", 2_000, 2113),
    DemoVillage("sumberagung-ngaringan", "3315092012", 3_600, 2012),
    DemoVillage("selo", "3315112004", 2_700, 2004),
    DemoVillage("karangsari", "3315142006", 2_300, 2006),
    DemoVillage("baturagung", "3315172016", 5_000, 2016),
)
PASSWORD = "balai-demo-2026"
STAFF = (
    ("kades", "kepala_desa"),
    ("sekretaris", "sekretaris"),
    ("operator", "operator"),
    ("pembaca", "viewer"),
)
CITIZEN_PIN = "481516"
#: Modules that have something to show of their own (``modules/<room>/demo.py``).
ROOMS = ("households", "groups", "supplements", "voters", "messages")


def as_owner(chosen: tuple[DemoVillage, ...]) -> None:
    """Migrations, the regency, and the schemas of the demo's villages. Safe to repeat."""
    from balai.actor import Actor
    from tenants.fleet import migrate_fleet
    from tenants.models import Regency, Village
    from tenants.services import add_regency, add_village

    actor = Actor.operator("demo")
    migrate_fleet(tell=_tell, only_if_needed=True)
    if not Regency.objects.filter(demo=True).exists():
        done = add_regency(code="33.15", actor=actor)
        Regency.objects.update(demo=True)
        _tell(done.words)
    for each in chosen:
        village = Village.objects.get(code=each.code)
        if not village.exists:
            started = time.perf_counter()
            done = add_village(actor=actor, code=each.code, data="synthetic")
            _tell(f"{done.words} ({time.perf_counter() - started:.1f} s)")


def as_app(chosen: tuple[DemoVillage, ...], part: int, parts: int) -> None:
    """People, officials, accounts: what a village's first week brings. Safe to repeat."""
    from balai.accounts.models import User
    from balai.accounts.services import create_user
    from balai.actor import Actor
    from modules.government.services import set_up_demo
    from modules.population.models import Resident
    from modules.population.services import populate
    from tenants.context import village_context
    from tenants.models import Village

    actor = Actor.operator("demo")
    if part == 0 and not User.objects.filter(username="dispermasdes").exists():
        create_user(actor=actor, username="dispermasdes", name="Analis Dispermasdes", role="regency", password=PASSWORD)
        create_user(
            actor=actor, username="camat.geyer", name="Staf Kecamatan Geyer", role="district", password=PASSWORD,
            district_code="331505",
        )  # fmt: skip
    for number, each in enumerate(chosen):
        if number % parts != part:
            continue
        village = Village.objects.get(code=each.code)
        with village_context(village.schema_name):
            if not Resident.objects.exists():
                started = time.perf_counter()
                populate(actor=actor, residents=each.residents, seed=each.seed)
                _tell(f"{village.title}: {each.residents} synthetic residents ({time.perf_counter() - started:.1f} s)")
            if not User.objects.exists():
                set_up_demo(actor=actor)
                for room in ROOMS:
                    import_module(f"modules.{room}.demo").set_up_demo(actor=actor)
                for username, role in STAFF:
                    create_user(actor=actor, username=username, name=_name_of(role), role=role, password=PASSWORD)
                _join_accounts(actor)
                _citizen(actor)


def _join_accounts(actor: Any) -> None:
    """The head's and the secretary's officials have their accounts: who acts for the head signs with it."""
    from balai.accounts.models import User
    from modules.government.models import Official
    from modules.government.services import change_official

    for post, role in (("kades", "kepala_desa"), ("sekdes", "sekretaris")):
        official, user = Official.objects.filter(post=post).first(), User.objects.filter(role=role).first()
        if official is not None and user is not None:
            change_official(actor=actor, official=official, user=user)


def _name_of(role: str) -> str:
    return {
        "kepala_desa": "Kepala Desa",
        "sekretaris": "Sekretaris Desa",
        "operator": "Operator Desa",
        "viewer": "Pembaca",
    }[role]


def demo_citizen() -> str:
    """NIK of the demo's citizen in the present village: the first head of a family by NIK, of age 30 to 60."""
    from datetime import timedelta

    from balai.db import today
    from modules.population.models import Resident

    on = today()
    return str(
        Resident.objects.filter(
            shdk=1, presence=1, void_at__isnull=True, nik_temporary=False,
            birth_date__lte=on - timedelta(days=30 * 366), birth_date__gte=on - timedelta(days=60 * 365),
        )
        .order_by("nik")
        .values_list("nik", flat=True)[0]
    )  # fmt: skip


def _citizen(actor: Any) -> None:
    from modules.population.models import Resident
    from modules.selfservice.services import set_demo_pin

    set_demo_pin(actor=actor, resident=Resident.objects.get(nik=demo_citizen()), pin=CITIZEN_PIN)


def _tell(line: str) -> None:
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()


def main() -> None:
    """``python -m workers.demo.villages owner [N]`` or ``app PART PARTS [N]``: the first N villages, all by default."""
    import django

    django.setup()
    words = sys.argv[1:]
    if words[0] == "owner":
        as_owner(VILLAGES[: int(words[1])] if len(words) > 1 else VILLAGES)
    elif words[0] == "citizen":
        from tenants.context import village_context
        from tenants.models import Village

        with village_context(Village.objects.get(code=VILLAGES[0].code).schema_name):
            sys.stdout.write(demo_citizen() + "\n")
    else:
        chosen = VILLAGES[: int(words[3])] if len(words) > 3 else VILLAGES
        as_app(chosen, int(words[1]), int(words[2]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings.local")
    main()
