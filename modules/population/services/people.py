"""A person's own data: entered, changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from modules.population.applying import PLAIN, snapshot
from modules.population.codes import Citizenship, Residency, Shdk
from modules.population.errors import BadValues, ContactTaken, NeedsEvent, PopulationError, SamePerson
from modules.population.fields import GUARDED
from modules.population.models import EventKind, FamilyCard, FormerNik, Resident, Territory
from modules.population.names import fold_name
from modules.population.nik import check_digits, weigh
from modules.population.services.ledger import (
    check_dates,
    locked,
    moved,
    place_of,
    record,
    register_state,
    temporary_family_number,
    temporary_nik,
    unique_errors,
)
from modules.population.sight import HEALTH
from modules.population.values import cleared, problems, tidy
from tenants.context import current_village

#: Columns that ``update_resident`` may change freely (the ledger owns the others).
EDITABLE = tuple(column for column in PLAIN if column not in {"sex", "citizenship"})
#: Of these the ledger keeps the change, too.
_TYPED = (("sex", EventKind.CORRECTION_SEX), ("citizenship", EventKind.CORRECTION_CITIZENSHIP))
#: What only one resident may have, as people call it.
_ONCE = {"email": "Alamat surel", "telegram": "Telegram", "tag_id_card": "Tag ID Card"}


def place_in_family(*, no_kk: str, rt: Territory | None, address: str) -> FamilyCard | None:
    """The card with this number, made where there is none ("0": with a temporary number); None without a number."""
    if not no_kk:
        return None
    if no_kk != "0":
        check_digits(no_kk, field="no_kk", what=_("Nomor KK"))
    number = temporary_family_number() if no_kk == "0" else no_kk
    family = card_numbered(number)
    if family is not None:
        return family
    try:
        with transaction.atomic():
            return FamilyCard.objects.create(
                number=number, number_temporary=number.startswith("0"), rt=rt, address=address, registered_on=today()
            )
    except IntegrityError:
        # Somebody made it in this very moment: it is the card that is meant.
        family = card_numbered(number)
        if family is None:
            raise
        return family


def card_numbered(number: str) -> FamilyCard | None:
    """The card that has a number now, locked so that nobody deletes it meanwhile: before people, as everywhere."""
    found = FamilyCard.objects.select_for_update(no_key=True, of=("self",)).select_related("rt")
    return found.filter(number=number, void_at=None).first()


def refuse_taken(values: Mapping[str, Any], *, but: Any = None) -> None:
    """Refuse an e-mail address, Telegram name or card tag that somebody else has, and name who.

    Raises:
        ContactTaken: with the field.
    """
    given = {column: values[column] for column in _ONCE if values.get(column)}
    if not given:
        return
    wanted = Q()
    for column, value in given.items():
        wanted |= Q(**{column: value})
    other = Resident.objects.filter(wanted, void_at=None).exclude(pk=but).select_related("rt__parent").first()
    if other is not None:
        column = next(name for name, value in given.items() if getattr(other, name) == value)
        raise ContactTaken(
            what=_ONCE[column], name=other.name, place=place_of(other), field=column, resident=str(other.pk)
        )


def _refuse_holder(nik: str, *, but: Any = None) -> None:
    """Who has the number already is said before anything is doubted."""
    if Resident.objects.filter(nik=nik, void_at=None).exclude(pk=but).exists():
        raise unique_errors(nik, None)["resident_nik_once"]


def _refuse_same(values: Mapping[str, Any]) -> None:
    """Without a NIK nothing tells two people apart who have all of this in common (domain: temporary NIK)."""
    same = (
        Resident.objects.filter(
            name_key=fold_name(values["name"])[:120], birth_place__iexact=values.get("birth_place") or "",
            birth_date=values.get("birth_date"), sex=values["sex"], void_at=None,
        ).select_related("rt__parent").first()
        if values.get("birth_date")
        else None
    )  # fmt: skip
    if same is not None:
        raise SamePerson(name=same.name, place=place_of(same), field="name", resident=str(same.pk))


def enter(
    actor: Actor, kind: str, data: dict[str, Any], *, event_date: date, report_date: date, note: str, **details: Any
) -> Resident:
    """A person enters the register: row, ledger, audit, numbers.

    ``nik_reason`` among the data answers doubts about the NIK; ``person_note`` is the person's own note (Keterangan), for
    ``note`` is the event's. Who moves in brings one from elsewhere: that alone is
    explained by the arrival.

    Raises:
        BadValues, NikDoubtful, NikTaken (NikOfDeparted), SamePerson, ContactTaken, FamilyHasHead, BadDates, PopulationError.
    """
    late = check_dates(event_date, report_date)
    values = dict(data)
    no_kk, address, reason = values.pop("no_kk", ""), values.pop("address", ""), values.pop("nik_reason", "")
    rt: Territory | None = values.pop("rt", None)
    nik = values.pop("nik", "") or "0"
    shdk = values.pop("shdk", None)
    values["note"] = values.pop("person_note", None)
    clean = tidy(
        {key: value for key, value in values.items() if key in EDITABLE or key in {"sex", "citizenship", "residency"}}
    )
    if clean.get("citizenship") is None:
        clean["citizenship"] = Citizenship.WNI
    if clean.get("residency") is None:
        clean["residency"] = Residency.PERMANENT
    wrong = problems({"name": ""} | clean, clean, on=today())
    if wrong:
        raise BadValues(wrong)
    clean |= cleared(clean)
    if nik == "0":
        _refuse_same(clean)
        nik, accepted = temporary_nik(), {}
    else:
        check_digits(nik)
        _refuse_holder(nik)
        accepted = _weigh_arrival(nik, clean, kind, reason, details)
    refuse_taken(clean)
    family = place_in_family(no_kk=no_kk, rt=rt, address=address)
    if family is not None and clean["residency"] == Residency.TEMPORARY:
        raise PopulationError(_("Penduduk tidak tetap tidak masuk KK di desa ini."), field="no_kk")
    if family is not None and family.rt_id and (shdk != Shdk.HEAD or rt is None):
        rt = family.rt
    if family is not None and shdk is None:
        raise PopulationError(_("Hubungan dalam keluarga belum dipilih."), field="shdk")
    with translate_unique(unique_errors(nik, family)):
        resident = Resident.objects.create(
            nik=nik, nik_temporary=nik.startswith("0"), name_key=fold_name(clean["name"])[:120], family=family,
            shdk=shdk if family else None, rt=rt, accepted_warnings=accepted, **clean,
        )  # fmt: skip
    record(actor, kind, resident, {}, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=resident, accepted=sorted(accepted))
    moved()
    return resident


def _weigh_arrival(
    nik: str, values: Mapping[str, Any], kind: str, reason: str, details: Mapping[str, Any]
) -> dict[str, str]:
    """What is accepted of a newcomer's NIK."""
    known: dict[str, str] = {}
    changed = frozenset({"nik", "sex", "birth_date"})
    code = current_village().code[:4]
    if kind in {EventKind.MOVE_IN, EventKind.TEMPORARY} and not reason.strip():
        # The number of somebody from elsewhere was issued elsewhere: the arrival itself says why.
        known["region"] = _("Datang dari {place}").format(place=details.get("previous_address") or "-")[:200]
        if nik[:4] != code:
            rest = weigh(nik, sex=values["sex"], birth_date=values.get("birth_date"), regency_code=nik[:4])
            return rest | known
    return weigh(
        nik, sex=values["sex"], birth_date=values.get("birth_date"), regency_code=code, reason=reason, changed=changed
    )


@atomic()
def create_resident(*, actor: Actor, note: str = "", since: date | None = None, **data: Any) -> Resident:
    """Enter a person who lives here already, as initial data (before the data are declared complete).

    ``since``: living here since that day, where it is known. ``previous_address``, ``purpose``, ``host_name`` and
    ``host_address`` of a temporary resident stand in the event.

    Raises:
        NeedsEvent: the data are complete: people come by birth or arrival.
        NikTaken, FamilyHasHead, BadValues, NikDoubtful, SamePerson, PopulationError.
    """
    require(actor, "population.change")
    if register_state().complete_on is not None:
        raise NeedsEvent()
    on = today()
    if since is not None and since > on:
        raise BadValues({"since": _("Tanggal ini belum tiba. Periksa tahunnya.")})
    details = {key: data.pop(key, "") for key in ("previous_address", "purpose", "host_name", "host_address")}
    if since is not None:
        details["since"] = since.isoformat()
    made = enter(
        actor, EventKind.INITIAL, data, event_date=since or on, report_date=on, note=note, **details
    )  # fmt: skip
    Resident.objects.filter(pk=made.pk).update(initial_data=True)
    return made


@atomic()
def update_resident(
    *, actor: Actor, resident: Resident, version: str = "", nik_reason: str = "", **changes: Any
) -> Resident:  # fmt: skip
    """Change what the register owns of a person; sex and citizenship leave a typed correction in the ledger.

    Only what changes is checked: what an import once brought does not stop a new phone number. Columns that the change
    makes meaningless are emptied (a marriage certificate of somebody unmarried). The number that a NIK replaces still
    finds the person (``FormerNik``). ``nik_reason`` answers doubts about the NIK.

    Raises:
        Conflict: changed by somebody else since ``version``.
        NotAllowed: without ``population.change``, or ``population.view_health`` for what it guards.
        BadValues, NikDoubtful, NikTaken (NikOfDeparted), ContactTaken, NotHere.
    """
    require(actor, "population.change")
    now = locked(resident, version)
    before = snapshot(now)
    nik = changes.pop("nik", None)
    for column in changes:
        if column not in EDITABLE and column not in {"sex", "citizenship"}:
            raise ValueError(column)
    # Everybody has a sex and a citizenship: left empty means left as it is.
    given = {key: value for key, value in changes.items() if value is not None or key not in {"sex", "citizenship"}}
    changed = {key: value for key, value in tidy(given).items() if getattr(now, key) != value}
    whole = {key: getattr(now, key) for key in (*EDITABLE, "sex", "citizenship")} | changed
    wrong = problems(changed, whole, on=today())
    if wrong:
        raise BadValues(wrong)
    guarded = [column for column in GUARDED if column in changed]
    if guarded:
        # Nobody writes over what they may not read.
        require(actor, HEALTH)
    changed |= cleared(whole, changed)
    if nik and nik != now.nik:
        check_digits(nik)
        _refuse_holder(nik, but=now.pk)
        changed |= {"nik": nik, "nik_temporary": nik.startswith("0")}
    accepted = weigh(
        changed.get("nik", now.nik), sex=whole["sex"], birth_date=whole["birth_date"], reason=nik_reason,
        regency_code=current_village().code[:4], accepted=now.accepted_warnings, changed=changed.keys(),
    )  # fmt: skip
    if accepted != now.accepted_warnings:
        changed["accepted_warnings"] = accepted
    if not changed:
        return now
    refuse_taken(changed, but=now.pk)
    if "name" in changed:
        changed["name_key"] = fold_name(changed["name"])[:120]
    if "nik" in changed:
        _remember_nik(now)
    for column, value in changed.items():
        setattr(now, column, value)
    now.updated_at = timezone.now()
    with translate_unique(unique_errors(now.nik, None)):
        now.save(update_fields=[*changed, "updated_at"])
    on = today()
    for column, kind in _TYPED:
        if column in changed:
            record(actor, kind, now, before, event_date=on, report_date=on)
            before = snapshot(now)
    audit.record(actor, "population.resident_changed", about=now, columns=sorted(changed))
    moved(event=any(column in changed for column, _kind in _TYPED))
    return now


def _remember_nik(now: Resident) -> None:
    """The number that is given up still finds the person."""
    reason = "temporary" if now.nik_temporary else "corrected"
    FormerNik.objects.get_or_create(nik=now.nik, resident=now, defaults={"reason": reason})
