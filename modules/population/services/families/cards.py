"""The card itself: made, numbered, described, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from modules.population.codes import Residency, Shdk, WelfareClass
from modules.population.errors import FamilyInUse, FamilyNumberTaken, PopulationError
from modules.population.models import EventKind, FamilyCard, FormerFamilyNumber, Resident, Territory
from modules.population.selectors.families import depends_on_family
from modules.population.services.families.locking import locked_families, locked_family, with_family
from modules.population.services.families.members import stand
from modules.population.services.ledger import moved, temporary_family_number
from tenants.exchange.doubles import numbers_changed


@atomic()
def create_family(
    *, actor: Actor, head: Resident, no_kk: str = "0", rt: Territory | None = None, address: str = "",
    welfare_class: int | None = None, registered_on: date | None = None, note: str = "",
) -> FamilyCard:  # fmt: skip
    """A card for somebody who lives in the village without one (penduduk lepas): they are its head.

    ``no_kk`` "0" gives a temporary number.

    Raises:
        PopulationError: they stand in a family (then it is a split), are temporary, or live in no RT.
        FamilyNumberTaken, NotHere, BeingMoved.
    """
    require(actor, "population.events")
    now = with_family(head)
    if now.family_id is not None:
        raise PopulationError(
            _("{name} sudah mempunyai KK. Gunakan Pecah KK dari halaman keluarganya.").format(name=now.name),
            field="head",
        )
    if now.residency != Residency.PERMANENT:
        raise PopulationError(
            _("{name} penduduk tidak tetap. Jadikan penduduk tetap dahulu, baru masuk KK.").format(name=now.name),
            field="head",
        )
    where = rt.pk if rt else now.rt_id
    if where is None:
        raise PopulationError(_("Pilih RT tempat keluarga ini tinggal."), field="rt")
    number = temporary_family_number() if no_kk in ("", "0") else no_kk
    with translate_unique({"family_number_once": FamilyNumberTaken(field="no_kk")}):
        card = FamilyCard.objects.create(
            number=number, number_temporary=number.startswith("0"), rt_id=where,
            address=address.strip() or now.address_current, welfare_class=welfare_class,
            registered_on=registered_on or today(),
        )  # fmt: skip
    stand(
        actor, now, EventKind.CORRECTION_FAMILY, note=note, details={"act": "new_family"}, family=card,
        shdk=int(Shdk.HEAD), rt_id=where,
    )  # fmt: skip
    audit.record(actor, "population.family_created", about=card)
    moved(event=False)
    return card


@atomic()
def update_family(
    *, actor: Actor, family: FamilyCard, version: str = "", number: str = "", address: str = "",
    welfare_class: int | None = None, registered_on: date | None = None, printed_on: date | None = None,
) -> FamilyCard:  # fmt: skip
    """Change a family card's own data; an empty ``number`` keeps the number that it has. A former number finds it still.

    Raises:
        Conflict: changed by somebody else since ``version`` (the card's own) was read.
        FamilyNumberTaken, FamilyGone.
    """
    require(actor, "population.change")
    now = locked_family(family)
    if version and version != now.version:
        raise Conflict()
    values: dict[str, Any] = {
        "address": address, "welfare_class": welfare_class, "registered_on": registered_on, "printed_on": printed_on
    }  # fmt: skip
    if number:
        values |= {"number": number, "number_temporary": number.startswith("0")}
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    if not changed:
        return now
    former = now.number
    for name in changed:
        setattr(now, name, values[name])
    now.updated_at = timezone.now()
    with translate_unique({"family_number_once": FamilyNumberTaken(field="number")}):
        now.save(update_fields=[*changed, "updated_at"])
    if "number" in changed:
        FormerFamilyNumber.objects.update_or_create(number=former, family=now, defaults={"since": timezone.now()})
    # "Kepemilikan KK" and "Kelas sosial" are numbers of the card's own columns: their facts and pages follow.
    moved(event=False)
    audit.record(actor, "population.family_changed", about=now, columns=sorted(changed))
    return now


@atomic()
def set_welfare_class(*, actor: Actor, families: Iterable[Any], welfare_class: int | None) -> int:
    """Give several families a class of welfare (None: not classified). Returns how many changed."""
    require(actor, "population.change")
    value = None if welfare_class is None else int(WelfareClass(welfare_class))
    cards = [each for each in locked_families(_keys(families)) if each.welfare_class != value]
    FamilyCard.objects.filter(pk__in=[each.pk for each in cards]).update(
        welfare_class=value, updated_at=timezone.now()
    )  # fmt: skip
    for each in cards:
        audit.record(actor, "population.family_changed", about=each, columns=["welfare_class"])
    if cards:
        moved(event=False)
    return len(cards)


def _keys(families: Iterable[Any]) -> list[Any]:
    return [getattr(each, "pk", each) for each in families]


@atomic()
def void_family(*, actor: Actor, family: FamilyCard, version: str = "") -> FamilyCard:
    """Delete a card that nothing depends on; its row stays, since the ledger names it, and its number is free again.

    Raises:
        FamilyInUse: somebody lives in it, or rows of any module point at it; the sentence says which.
        Conflict: its people are others than when ``version`` was read.
        FamilyGone.
    """
    require(actor, "population.change")
    card = locked_family(family, version)
    if needs := depends_on_family(card):
        what = ", ".join(f"{each.number} {each.words}" for each in needs)
        raise FamilyInUse(what=what, family=str(card.pk))
    card.void_at = card.updated_at = timezone.now()
    card.save(update_fields=["void_at", "updated_at"])
    audit.record(actor, "population.family_deleted", about=card)
    numbers_changed()
    return card


@atomic()
def void_families(*, actor: Actor, families: Iterable[Any]) -> tuple[int, int]:
    """Delete those of some cards that nothing depends on. Returns (deleted, kept)."""
    require(actor, "population.change")
    cards = locked_families(_keys(families))
    kept = 0
    for card in cards:
        try:
            void_family(actor=actor, family=card)
        except FamilyInUse:
            kept += 1
    return len(cards) - kept, kept


@atomic()
def restore_family(*, actor: Actor, family: FamilyCard) -> FamilyCard:
    """Take a deletion back.

    Raises:
        FamilyNumberTaken: another family has the number meanwhile.
        PopulationError: it is not deleted.
    """
    require(actor, "population.change")
    card = FamilyCard.objects.select_for_update(no_key=True).get(pk=family.pk)
    if card.void_at is None:
        raise PopulationError(_("Kartu keluarga ini tidak dihapus."))
    card.void_at, card.updated_at = None, timezone.now()
    with translate_unique({"family_number_once": FamilyNumberTaken()}):
        card.save(update_fields=["void_at", "updated_at"])
    audit.record(actor, "population.family_restored", about=card)
    numbers_changed()
    return card
