"""Who stands in a family, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from modules.population.applying import snapshot
from modules.population.codes import Residency, Shdk
from modules.population.errors import FamilyHasHead, PopulationError
from modules.population.models import EventKind, FamilyCard, Resident
from modules.population.services.families.locking import (
    head_of,
    locked_family,
    present_members,
    refuse_headless,
    refuse_on_the_way,
    with_family,
)
from modules.population.services.ledger import moved, record


def stand(
    actor: Actor, person: Resident, kind: str, *, note: str = "", late: bool = False, details: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Give somebody another family, position or RT: the row and its line of the ledger, of today."""
    before, on = snapshot(person), today()
    for column, value in values.items():
        setattr(person, column, value)
    person.updated_at = timezone.now()
    person.save(update_fields=[*values, "updated_at"])
    record(actor, kind, person, before, event_date=on, report_date=on, note=note, late=late, **(details or {}))


@atomic()
def arrange_family(
    *, actor: Actor, family: FamilyCard, positions: Mapping[UUID, int], version: str = "", note: str = ""
) -> list[Resident]:
    """Say anew what everybody is in a family; who is not named stays what they are. One line for each who changes.

    Where another becomes head and the old one is given no other position, the old head becomes LAINNYA (11), as the law's
    lists have it.

    Raises:
        Conflict: somebody changed the family since ``version`` was read.
        FamilyGone, BeingMoved, PopulationError (two heads, none, or somebody of another family).
    """
    require(actor, "population.change")
    card = locked_family(family, version)
    members = present_members([card])
    known = {each.pk for each in members}
    if unknown := set(positions) - known:
        raise PopulationError(_("Ada orang yang bukan anggota keluarga ini."), people=[str(each) for each in unknown])
    wanted = {each.pk: int(positions.get(each.pk, each.shdk or Shdk.OTHER)) for each in members}
    old = head_of(members)
    heads = [key for key, shdk in wanted.items() if shdk == Shdk.HEAD]
    if old is not None and len(heads) == 2 and old.pk in heads and positions.get(old.pk) in (None, Shdk.HEAD):
        wanted[old.pk] = int(Shdk.OTHER)
        heads.remove(old.pk)
    if len(heads) > 1:
        raise PopulationError(_("Satu keluarga hanya mempunyai satu kepala."), field="positions")
    if not heads and members:
        raise PopulationError(_("Pilih siapa yang menjadi kepala keluarga."), field="positions")
    changed = [each for each in members if wanted[each.pk] != each.shdk]
    refuse_on_the_way(changed)
    # The old head's seat is vacated first: one head a family is checked row by row.
    for each in sorted(changed, key=lambda person: wanted[person.pk] == Shdk.HEAD):
        stand(actor, each, EventKind.CORRECTION_SHDK, note=note, shdk=wanted[each.pk])
    if changed:
        audit.record(actor, "population.family_arranged", about=card, people=len(changed))
        moved(event=False)
    return changed


@atomic()
def change_head(*, actor: Actor, family: FamilyCard, resident: Resident, version: str = "", note: str = "") -> Resident:
    """Make a member the head; the old head becomes LAINNYA.

    Raises:
        Conflict, FamilyGone, BeingMoved, PopulationError (not a present member).
    """
    arrange_family(
        actor=actor, family=family, positions={resident.pk: int(Shdk.HEAD)}, version=version, note=note
    )  # fmt: skip
    return Resident.objects.select_related("family").get(pk=resident.pk)


@atomic()
def change_shdk(*, actor: Actor, resident: Resident, shdk: int, version: str = "") -> Resident:
    """Change a person's position in the family; a new head makes the old one LAINNYA.

    Raises:
        NotHere, BeingMoved, PopulationError (no family), HeadLeaves (the only head becomes something else).
    """
    require(actor, "population.change")
    now = with_family(resident)
    if now.family is None:
        raise PopulationError(_("Orang ini belum mempunyai KK."), field="shdk")
    card = locked_family(now.family, version)
    if now.shdk == shdk:
        return now
    if shdk == Shdk.HEAD:
        return change_head(actor=actor, family=card, resident=now)
    if now.shdk == Shdk.HEAD:
        raise PopulationError(
            _("{name} kepala keluarga. Tetapkan kepala yang baru; kepala yang lama menjadi LAINNYA.").format(
                name=now.name
            ),
            field="shdk",
        )
    stand(actor, now, EventKind.CORRECTION_SHDK, shdk=int(shdk))
    audit.record(actor, "population.shdk_changed", about=now, shdk=int(shdk))
    moved(event=False)
    return now


@atomic()
def join_family(
    *, actor: Actor, family: FamilyCard, resident: Resident, shdk: int, version: str = "", note: str = ""
) -> Resident:
    """A resident of the village comes under a card: somebody without one, or a member of another family.

    They live where the family lives from now on.

    Raises:
        Conflict, FamilyGone, NotHere, BeingMoved.
        FamilyHasHead: they would be a second head.
        HeadLeaves: they lead another family that would stay behind without a head.
        PopulationError: a temporary resident, or a member already.
    """
    require(actor, "population.events")
    now = with_family(resident, family)
    card = locked_family(family, version)
    if now.residency != Residency.PERMANENT:
        raise PopulationError(
            _("{name} penduduk tidak tetap. Jadikan penduduk tetap dahulu, baru masuk KK.").format(name=now.name),
            field="resident",
        )
    if now.family_id == card.pk:
        raise PopulationError(_("{name} sudah menjadi anggota keluarga ini.").format(name=now.name), field="resident")
    former = now.family
    if former is not None:
        refuse_headless(present_members([former]), {now.pk})
    members = present_members([card])
    head = head_of(members)
    if head is not None and shdk == Shdk.HEAD:
        raise FamilyHasHead(name=head.name, field="shdk")
    if card.rt is None and now.rt_id:
        card.rt_id, card.updated_at = now.rt_id, timezone.now()
        card.save(update_fields=["rt", "updated_at"])
    details = {"act": "joined", "from_family": former.number if former else ""}
    with translate_unique({"family_one_head": FamilyHasHead(name=head.name if head else "", field="shdk")}):
        stand(
            actor, now, EventKind.CORRECTION_FAMILY, note=note, details=details, family=card, shdk=int(shdk),
            rt_id=card.rt_id or now.rt_id,
        )  # fmt: skip
    audit.record(actor, "population.family_joined", about=now, family=str(card.pk))
    moved(event=False)
    return now


@atomic()
def leave_family(*, actor: Actor, resident: Resident, note: str = "") -> Resident:
    """Take somebody out of a family; they stay in the village without a card (penduduk lepas).

    Raises:
        NotHere, BeingMoved, HeadLeaves, PopulationError (no family).
    """
    require(actor, "population.events")
    now = with_family(resident)
    if now.family is None:
        raise PopulationError(_("Orang ini belum mempunyai KK."))
    former = now.family
    refuse_headless(present_members([former]), {now.pk})
    details = {"act": "left", "from_family": former.number}
    stand(actor, now, EventKind.CORRECTION_FAMILY, note=note, details=details, family=None, shdk=None)
    audit.record(actor, "population.family_left", about=now, family=str(former.pk))
    moved(event=False)
    return now


@atomic()
def align_members(*, actor: Actor, family: FamilyCard) -> list[Resident]:
    """Members who stand in another RT than their family live where it lives: a correction for each.

    Raises:
        FamilyGone, BeingMoved, PopulationError (the family itself has no RT).
    """
    require(actor, "population.change")
    card = locked_family(family)
    if card.rt is None or card.rt.void_at is not None:
        raise PopulationError(_("Keluarga ini belum mempunyai RT. Pindahkan dahulu keluarganya ke sebuah RT."))
    astray = [each for each in present_members([card]) if each.rt_id != card.rt_id]
    refuse_on_the_way(astray)
    for each in astray:
        stand(actor, each, EventKind.CORRECTION_RT, rt_id=card.rt_id)
    if astray:
        audit.record(actor, "population.family_aligned", about=card, people=len(astray))
        moved(event=False)
    return astray
