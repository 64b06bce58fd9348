"""Who goes: deaths, moves, the missing, and temporary residents who leave."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.ui.formats import long_date
from modules.population.applying import snapshot
from modules.population.codes import DeathCause, DeathWitness, MoveKind, Presence, Residency
from modules.population.errors import BadDates, PopulationError
from modules.population.models import EventKind, Resident
from modules.population.selectors import birthday
from modules.population.services.events import places_of
from modules.population.services.ledger import check_dates, locked, moved, record

_CLOCK = re.compile(r"([01]\d|2[0-3])[.:]([0-5]\d)")


def _leave(
    actor: Actor, kind: str, now: Resident, presence: int, *, event_date: date, report_date: date, note: str, **details: Any
) -> Resident:  # fmt: skip
    late = check_dates(event_date, report_date)
    if now.birth_date and event_date < now.birth_date:
        raise BadDates(_("Tanggal peristiwa tidak boleh sebelum tanggal lahir."), field="event_date")
    before = snapshot(now)
    now.presence, now.updated_at = presence, timezone.now()
    now.save(update_fields=["presence", "updated_at"])
    record(actor, kind, now, before, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=now)
    moved()
    return now


@atomic()
def register_death(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, place: str, cause: int, witness: int,
    time: str = "", child_number: int | None = None, unknown: Collection[str] = (), certificate: str = "",
    reported_by: str = "", court_number: str = "", court_date: date | None = None, note: str = "",
) -> Resident:  # fmt: skip
    """Somebody died: place, time, cause, who attests and which child of the parents it was are needed.

    What nobody knows is said so: ``unknown`` may hold "time" and "child_number". Somebody missing is dead only by a
    court's ruling (``court_number``, ``court_date``), five years after the disappearance at the earliest; they left the
    balance when they were reported missing, so the ruling counts in none.

    Raises:
        NotHere, BeingMoved, BadDates, PopulationError (the field is named).
    """
    require(actor, "population.events")
    if not place.strip():
        raise PopulationError(_("Tempat meninggal belum diisi."), field="place")
    clock = clock_of(time) if time.strip() else ""
    if not clock and "time" not in unknown:
        raise PopulationError(_("Jam meninggal belum diisi. Tandai bila tidak diketahui."), field="time")
    if child_number is None and "child_number" not in unknown:
        raise PopulationError(_("Anak ke berapa belum diisi. Tandai bila tidak diketahui."), field="child_number")
    DeathCause(cause), DeathWitness(witness)
    now = locked(resident, also=(Presence.MISSING,))
    if now.presence == Presence.MISSING:
        check_court(now, event_date, court_number, court_date)
    return _leave(
        actor, EventKind.DEATH, now, Presence.DEAD, event_date=event_date, report_date=report_date, note=note,
        place=place.strip(), cause=int(cause), witness=int(witness), time=clock,
        certificate=certificate.strip(), child_number=child_number, reported_by=reported_by.strip(),
        court_number=court_number.strip(), court_date=court_date.isoformat() if court_date else "",
    )  # fmt: skip


#: Years after which a court may declare somebody missing dead (KUH Perdata 467).
COURT_YEARS = 5


def clock_of(text: str) -> str:
    """A time of day as the ledger holds it ("14:30"), however it was written.

    Raises:
        PopulationError: it is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise PopulationError(_("Tulis jam seperti 14.30."), field="time")
    return f"{found[1]}:{found[2]}"


def check_court(now: Resident, event_date: date, number: str, ruled: date | None) -> None:
    """The ruling of a court about somebody missing: number and day, five years after the disappearance at the earliest.

    Raises:
        BadDates, PopulationError: the field is named.
    """
    gone = now.events.filter(kind=EventKind.MISSING, undone_by=None).order_by("-id").first()
    if not number.strip() or ruled is None:
        raise PopulationError(
            _("{name} tercatat hilang: kematiannya ditetapkan pengadilan. Isi nomor dan tanggal penetapannya.").format(
                name=now.name
            ),
            field="court_date" if number.strip() else "court_number",
        )
    if gone is not None and ruled < birthday(gone.event_date, -COURT_YEARS):
        raise BadDates(
            _("Pengadilan menetapkannya paling cepat lima tahun sesudah hilang ({day}).").format(
                day=long_date(gone.event_date)
            ),
            field="court_date",
        )
    if gone is not None and event_date < gone.event_date:
        raise BadDates(_("Tanggal meninggal tidak boleh sebelum tanggal hilang."), field="event_date")


@atomic()
def register_move_out(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, kind: int, destination: str,
    to: dict[str, str] | None = None, whole_family: bool = False, note: str = "", handover: str = "", double: str = "",
) -> list[Resident]:  # fmt: skip
    """Somebody (or the whole family) moves out: kind of move and destination are needed.

    ``to`` names the place in parts (``village``, ``district``, ``regency``, ``province``), for the report's second table.
    ``handover`` and ``double`` name what it belongs to where the move crosses to a village of this regency.
    Returns who left.

    Raises:
        NotHere, BeingMoved, BadDates, PopulationError.
    """
    require(actor, "population.events")
    MoveKind(kind)
    if not destination.strip():
        raise PopulationError(_("Alamat tujuan belum diisi."), field="destination")
    leaving = [resident]
    if whole_family and resident.family_id:
        leaving = list(
            Resident.objects.filter(family=resident.family_id, presence=1, void_at=None).order_by("shdk", "pk")
        )
    return [
        _leave(
            actor, EventKind.MOVE_OUT, locked(each), Presence.MOVED, event_date=event_date, report_date=report_date,
            note=note, move_kind=int(kind), destination=destination.strip(), handover=handover, double=double,
            **places_of("to", to),
        )
        for each in leaving
    ]  # fmt: skip


@atomic()
def register_missing(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, report_number: str, reported_on: date,
    note: str = "",
) -> Resident:  # fmt: skip
    """Somebody is missing: number and date of the report to the police are needed. Leaves the balance in the month of the
    village's own report.

    Raises:
        NotHere, BeingMoved, BadDates, PopulationError.
    """
    require(actor, "population.events")
    if not report_number.strip():
        raise PopulationError(_("Nomor laporan kehilangan belum diisi."), field="report_number")
    if not event_date <= reported_on <= report_date:
        raise BadDates(
            _("Tanggal laporan kehilangan terletak antara tanggal hilang dan tanggal lapor ke desa."),
            field="reported_on",
        )
    return _leave(
        actor, EventKind.MISSING, locked(resident), Presence.MISSING, event_date=event_date, report_date=report_date,
        note=note, report_number=report_number.strip(), reported_on=reported_on.isoformat(),
    )  # fmt: skip


@atomic()
def register_leave(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, destination: str = "", note: str = ""
) -> Resident:
    """A temporary resident goes away (pergi); left out of the monthly balance.

    Raises:
        PopulationError: the person is TETAP: a move needs its kind and destination.
    """
    require(actor, "population.events")
    now = locked(resident)
    if now.residency != Residency.TEMPORARY:
        raise PopulationError(_("Pergi hanya bagi penduduk tidak tetap. Catat kepindahannya."))
    return _leave(
        actor, EventKind.LEAVE, now, Presence.LEFT, event_date=event_date, report_date=report_date, note=note,
        destination=destination.strip(),
    )  # fmt: skip
