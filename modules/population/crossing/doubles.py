"""A number that counts in two villages: both agree to compare, both see the same few facts, one puts its side right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from modules.population.codes import MoveKind, Presence, Shdk
from modules.population.crossing.errors import CrossingError
from modules.population.models import EventKind, FamilyCard, Resident
from modules.population.selectors.crossing import village_of, village_title
from modules.population.services.departures import register_move_out
from modules.population.services.undoing import undo_event
from tenants.context import current_village
from tenants.exchange import doubles
from tenants.exchange.models import CaseOutcome, CaseState, DoubleCase, NumberKind


def subject(case: DoubleCase) -> Resident | FamilyCard | None:
    """This village's resident or family of a case; None once the number is gone here."""
    key = doubles.subject_of(case)
    if key is None:
        return None
    if case.kind == NumberKind.NIK:
        return Resident.objects.select_related("family", "rt__parent__parent").filter(pk=key).first()
    return FamilyCard.objects.filter(pk=key).first()


def comparison(case: DoubleCase) -> dict[str, Any] | None:
    """What one village shows the other: enough to tell whether it is the same person, and nothing beyond."""
    found = subject(case)
    if found is None:
        return None
    village = current_village()
    facts: dict[str, Any] = {"village": village.title, "district": village.district_name, "kind": case.kind}
    if isinstance(found, FamilyCard):
        members = found.members.filter(presence=Presence.PRESENT, void_at=None)
        head = members.filter(shdk=Shdk.HEAD).first()
        return facts | {
            "head": head.name if head else "",
            "members": members.count(),
            "registered_on": found.registered_on,
        }
    entry = found.events.exclude(kind=EventKind.UNDO).order_by("id").first()
    return facts | {
        "name": found.name, "sex": found.sex, "birth_place": found.birth_place, "birth_date": found.birth_date,
        "mother_name": found.mother_name, "since": entry.event_date if entry else None,
        "entry": entry.kind if entry else "",
    }  # fmt: skip


@atomic()
def agree_to_compare(*, actor: Actor, case: Any) -> bool:
    """This village agrees to show its person of a case, and to see the other's. Returns whether both have agreed.

    Raises:
        NotFound, CrossingError (the case has ended).
    """
    require(actor, "population.crossing")
    found = _open(case)
    both = doubles.agree(found)
    audit.record(actor, "population.double_agreed", about=found)
    return both


@atomic()
def settle_as_moved(*, actor: Actor, case: Any, event_date: date, report_date: date | None = None) -> list[Resident]:
    """The person (or the family) lives in the other village now: the departure is recorded here.

    Raises:
        NotFound, CrossingError (not compared yet, or gone here), BadDates, BeingMoved.
    """
    require(actor, "population.crossing")
    row = _compared(case)
    found = subject(row)
    other = village_of(doubles.other_party(row))
    kind = (
        MoveKind.OUT_OF_VILLAGE if other.district.code == current_village().district_code else MoveKind.OUT_OF_DISTRICT
    )
    if isinstance(found, FamilyCard):
        person = found.members.filter(presence=Presence.PRESENT, void_at=None).order_by("shdk", "pk").first()
    else:
        person = found
    if person is None:
        raise CrossingError(_("Nomor ini sudah tidak ada di desa ini. Kasusnya ditutup sebentar lagi."))
    left = register_move_out(
        actor=actor, resident=person, event_date=event_date, report_date=report_date or today(), kind=kind,
        destination=village_title(other), whole_family=isinstance(found, FamilyCard), double=str(row.pk),
    )  # fmt: skip
    doubles.acted(row, CaseOutcome.MOVED)
    audit.record(actor, "population.double_settled", about=row, outcome="moved", people=len(left))
    return left


@atomic()
def settle_as_mistaken(*, actor: Actor, case: Any, reason: str) -> Resident:
    """The person never lived here: the entry is taken back, the person void (dibatalkan).

    Raises:
        NotFound, CannotUndo (events stand on the entry), CrossingError (a family, not compared yet, or gone here).
    """
    require(actor, "population.crossing")
    row = _compared(case)
    found = subject(row)
    if not isinstance(found, Resident):
        raise CrossingError(_("Perbaiki nomor KK pada halaman keluarganya."))
    entry = found.events.filter(undone_by=None).exclude(kind=EventKind.UNDO).order_by("-id").first()
    if entry is None or entry.kind not in {EventKind.INITIAL, EventKind.BIRTH, EventKind.MOVE_IN}:
        raise CrossingError(
            _("Ada peristiwa sesudah orang ini masuk. Batalkan dahulu satu per satu dari halaman orangnya.")
        )
    undo_event(actor=actor, event=entry, reason=reason)
    doubles.acted(row, CaseOutcome.MISTAKEN)
    audit.record(actor, "population.double_settled", about=row, outcome="mistaken")
    return found


def _open(key: Any) -> DoubleCase:
    found = doubles.case_of(key, lock=True)
    if found.state == CaseState.SETTLED:
        raise CrossingError(_("Kasus ini sudah selesai."))
    return found


def _compared(key: Any) -> DoubleCase:
    found = _open(key)
    if not (found.agreed_a_at and found.agreed_b_at):
        raise CrossingError(_("Kedua desa perlu setuju membandingkan lebih dahulu."))
    return found
