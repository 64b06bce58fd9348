"""Out of one family, two: pecah KK."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from modules.population.applying import snapshot
from modules.population.codes import Residency, Shdk
from modules.population.errors import FamilyHasHead, FamilyNumberTaken, PopulationError
from modules.population.models import EventKind, FamilyCard, Resident, Territory
from modules.population.selectors.families import family_version
from modules.population.services.families.locking import (
    head_of,
    locked_families,
    locked_family,
    present_members,
    refuse_headless,
    refuse_on_the_way,
)
from modules.population.services.ledger import check_dates, locked, moved, record, temporary_family_number


@atomic()
def split_family(
    *, actor: Actor, head: Resident, members: Sequence[tuple[Resident, int]] = (), no_kk: str = "0", rt: Territory | None = None,
    address: str = "", report_date: date | None = None, note: str = "", version: str = "",
) -> FamilyCard:  # fmt: skip
    """Split people off into a new family card (pecah KK): a new head, and others with their new position.

    ``no_kk`` "0" gives a temporary number. Those who go along may stand in the head's family, or in none.
    ``version``: what was read of the head's family (:func:`family_version`).

    Raises:
        FamilyNumberTaken, NotHere, BeingMoved, HeadLeaves, Conflict, PopulationError.
    """
    require(actor, "population.events")
    wanted = {head.pk: int(Shdk.HEAD)} | {each.pk: int(shdk) for each, shdk in members if each.pk != head.pk}
    if sum(1 for shdk in wanted.values() if shdk == Shdk.HEAD) > 1:
        raise PopulationError(_("Satu keluarga hanya mempunyai satu kepala."), field="members")
    keys = Resident.objects.filter(pk__in=wanted).order_by().values_list("family_id", flat=True)
    families = {each.pk: each for each in locked_families({key for key in keys if key})}
    people = [locked(each) for each in (head, *(each for each, _shdk in members if each.pk != head.pk))]
    if any(each.family_id and each.family_id not in families for each in people):
        raise Conflict()
    if version and people[0].family_id and version != family_version(families[people[0].family_id]):
        raise Conflict()
    for each in people:
        if each.residency != Residency.PERMANENT:
            raise PopulationError(
                _("{name} penduduk tidak tetap. Jadikan penduduk tetap dahulu, baru masuk KK.").format(name=each.name),
                field="members",
            )
    stay = present_members(list(families.values()))
    for key in families:
        refuse_headless([each for each in stay if each.family_id == key], set(wanted))
    card = _new_card(people[0], no_kk=no_kk, rt=rt, address=address, on=report_date or today())
    _settle(actor, card, people, wanted, on=report_date or today(), note=note)
    audit.record(actor, "population.split", about=card, people=len(people))
    moved(event=False)
    return card


@atomic()
def split_all(
    *, actor: Actor, family: FamilyCard, head: Resident, positions: Mapping[UUID, int] | None = None, no_kk: str = "0",
    rt: Territory | None = None, address: str = "", version: str = "", note: str = "",
) -> FamilyCard:  # fmt: skip
    """Everybody who is left moves to a new card because the head is gone (pecah semua); the old card stays with who is gone.

    ``positions``: what each is in the new family; who is not named keeps their position, who was head there is LAINNYA.

    Raises:
        FamilyHasHead: the head is still here; then another head is appointed or a member split off.
        Conflict, FamilyGone, FamilyNumberTaken, BeingMoved, PopulationError (nobody left, two heads, not a member).
    """
    require(actor, "population.events")
    card = locked_family(family, version)
    people = present_members([card])
    if not people:
        raise PopulationError(_("Tidak ada anggota yang tinggal di desa."))
    present = head_of(people)
    if present is not None:
        raise FamilyHasHead(name=present.name)
    if head.pk not in {each.pk for each in people}:
        raise PopulationError(_("Pilih kepala keluarga dari anggota keluarga ini."), field="head")
    refuse_on_the_way(people)
    given = positions or {}
    wanted = {each.pk: int(given.get(each.pk) or each.shdk or Shdk.OTHER) for each in people} | {
        head.pk: int(Shdk.HEAD)
    }
    if sum(1 for shdk in wanted.values() if shdk == Shdk.HEAD) > 1:
        raise PopulationError(_("Satu keluarga hanya mempunyai satu kepala."), field="positions")
    on = today()
    made = _new_card(people[0], no_kk=no_kk, rt=rt or card.rt, address=address or card.address, on=on)
    _settle(actor, made, people, wanted, on=on, note=note)
    audit.record(actor, "population.split_all", about=made, people=len(people), family=str(card.pk))
    moved(event=False)
    return made


def _new_card(first: Resident, *, no_kk: str, rt: Territory | None, address: str, on: date) -> FamilyCard:
    old = first.family
    number = temporary_family_number() if no_kk in ("", "0") else no_kk
    with translate_unique({"family_number_once": FamilyNumberTaken(field="no_kk")}):
        return FamilyCard.objects.create(
            number=number, number_temporary=number.startswith("0"), rt=rt or first.rt,
            address=address or (old.address if old else ""), welfare_class=old.welfare_class if old else None,
            registered_on=on,
        )  # fmt: skip


def _settle(
    actor: Actor, card: FamilyCard, people: Sequence[Resident], wanted: Mapping[UUID, int], *, on: date, note: str
) -> None:
    late = check_dates(on, on)
    for person in people:
        before, former = snapshot(person), person.family
        person.family, person.shdk, person.rt, person.updated_at = card, wanted[person.pk], card.rt, timezone.now()
        person.save(update_fields=["family", "shdk", "rt", "updated_at"])
        record(
            actor, EventKind.SPLIT, person, before, event_date=on, report_date=on, note=note, late=late,
            from_family=former.number if former else "",
        )  # fmt: skip
