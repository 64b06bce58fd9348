"""A person's own data: entered, changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from modules.population.applying import PLAIN, snapshot
from modules.population.codes import Citizenship, Residency, Sex, Shdk
from modules.population.errors import NeedsEvent, PopulationError
from modules.population.models import EventKind, FamilyCard, Resident, Territory
from modules.population.names import fold_name
from modules.population.services.ledger import (
    check_dates,
    locked,
    moved,
    record,
    register_state,
    temporary_family_number,
    temporary_nik,
    unique_errors,
)

#: Columns that ``update_resident`` may change freely (the ledger owns the others).
EDITABLE = (*(column for column in PLAIN if column not in {"sex", "citizenship"}), "email")


def _place_in_family(data: dict[str, Any], *, no_kk: str, rt: Territory | None, address: str) -> FamilyCard | None:
    if not no_kk:
        return None
    number = temporary_family_number() if no_kk == "0" else no_kk
    family = FamilyCard.objects.filter(number=number, void_at=None).first()
    if family is None:
        family = FamilyCard.objects.create(
            number=number, number_temporary=number.startswith("0"), rt=rt, address=address, registered_on=today()
        )
    return family


def enter(
    actor: Actor, kind: str, data: dict[str, Any], *, event_date: date, report_date: date, note: str, **details: Any
) -> Resident:
    """A person enters the register: row, ledger, audit, numbers."""
    late = check_dates(event_date, report_date)
    values = dict(data)
    no_kk, address = values.pop("no_kk", ""), values.pop("address", "")
    rt: Territory | None = values.pop("rt", None)
    nik = values.pop("nik", "") or "0"
    if nik == "0":
        nik = temporary_nik()
    family = _place_in_family(values, no_kk=no_kk, rt=rt, address=address)
    shdk = values.pop("shdk", None)
    if family is not None and family.rt_id and (shdk != Shdk.HEAD or rt is None):
        rt = family.rt
    if family is not None and shdk is None:
        raise PopulationError(_("Hubungan dalam keluarga belum dipilih."), field="shdk")
    if values.get("sex") == Sex.MALE:
        values["pregnancy"] = None
    name = str(values.pop("name")).strip().upper()
    clean = {
        key: value for key, value in values.items() if key in EDITABLE or key in {"sex", "citizenship", "residency"}
    }
    text = {f.name for f in Resident._meta.concrete_fields if not f.null}
    clean = {key: ("" if value is None and key in text else value) for key, value in clean.items()}
    if clean.get("citizenship") in ("", None):
        clean["citizenship"] = Citizenship.WNI
    if clean.get("residency") in ("", None):
        clean["residency"] = Residency.PERMANENT
    with translate_unique(unique_errors(nik, family)):
        resident = Resident.objects.create(
            nik=nik, nik_temporary=nik.startswith("0"), name=name, name_key=fold_name(name)[:120], family=family,
            shdk=shdk if family else None, rt=rt, **clean,
        )  # fmt: skip
    record(actor, kind, resident, {}, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=resident)
    moved()
    return resident


@atomic()
def create_resident(*, actor: Actor, note: str = "", **data: Any) -> Resident:
    """Enter a person who lives here already, as initial data (before the data are declared complete).

    Raises:
        NeedsEvent: the data are complete: people come by birth or arrival.
        NikTaken, FamilyHasHead, PopulationError.
    """
    require(actor, "population.change")
    if register_state().complete_on is not None:
        raise NeedsEvent()
    on = today()
    made = enter(actor, EventKind.INITIAL, data, event_date=on, report_date=on, note=note)
    Resident.objects.filter(pk=made.pk).update(initial_data=True)
    return made


@atomic()
def update_resident(*, actor: Actor, resident: Resident, version: str = "", **changes: Any) -> Resident:
    """Change what the register owns of a person; sex and citizenship leave a typed correction in the ledger.

    Raises:
        Conflict: changed by somebody else since ``version``.
        NikTaken, NotHere.
    """
    require(actor, "population.change")
    now = locked(resident, version)
    before, written = snapshot(now), []
    nik = changes.pop("nik", None)
    if nik and nik != now.nik:
        now.nik, now.nik_temporary = nik, nik.startswith("0")
        written += ["nik", "nik_temporary"]
    text = {f.name for f in Resident._meta.concrete_fields if not f.null}
    for column, value in changes.items():
        if column not in EDITABLE and column not in {"sex", "citizenship"}:
            raise ValueError(column)
        if value is None and column in {"sex", "citizenship"}:
            continue  # everybody has one: left empty means left as it is
        value = "" if value is None and column in text else value
        if column == "name":
            value = str(value).strip().upper()
        if getattr(now, column) != value:
            setattr(now, column, value)
            written.append(column)
    if now.sex == Sex.MALE and now.pregnancy is not None:
        now.pregnancy = None
        written.append("pregnancy")
    if not written:
        return now
    if "name" in written:
        now.name_key = fold_name(now.name)[:120]
        written.append("name_key")
    now.updated_at = timezone.now()
    with translate_unique(unique_errors(now.nik, None)):
        now.save(update_fields=[*written, "updated_at"])
    on = today()
    for column, kind in (("sex", EventKind.CORRECTION_SEX), ("citizenship", EventKind.CORRECTION_CITIZENSHIP)):
        if column in written:
            record(actor, kind, now, before, event_date=on, report_date=on)
            before = snapshot(now)
    audit.record(actor, "population.resident_changed", about=now, columns=sorted(set(written)))
    moved(event=False)
    return now
