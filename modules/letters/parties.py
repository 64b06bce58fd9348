"""Who takes part in a letter beside the applicant: picked from the register within what the kind allows, or typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balai.db import today
from modules.letters.errors import PartiesRefused
from modules.letters.merging.people import TYPED, TYPED_CHOICES
from modules.letters.types import Group, LetterType
from modules.population.models import Resident

_MOST_FOLLOWERS = 30


def candidates(group: Group, *, family: Any = None) -> QuerySet[Resident]:
    """Whom a group may name: within its sex, status and place in the family. ``family`` narrows to one family card."""
    found = Resident.objects.filter(void_at=None)
    if group.presence:
        found = found.filter(presence__in=group.presence)
    if group.sex:
        found = found.filter(sex=group.sex)
    if group.shdk:
        found = found.filter(shdk__in=group.shdk)
    if family is not None:
        found = found.filter(family=family)
    return found


def fits_applicant(kind: LetterType, resident: Resident) -> bool:
    """Whether the kind can be made out for somebody: of the status, sex and place in the family that its first group
    names. A letter of death is about somebody who is dead; where the list says "any status", whoever is not void fits."""
    group = kind.groups[0]
    if resident.void_at is not None:
        return False
    if group.presence and resident.presence not in group.presence:
        return False
    return not (group.sex and resident.sex != group.sex) and not (group.shdk and resident.shdk not in group.shdk)


def _key(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def checked_parties(
    kind: LetterType, resident: Resident, parties: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The parties as they are kept; groups that the kind does not know are dropped.

    Raises:
        PartiesRefused: somebody is missing or does not fit; ``errors`` says who and why, by group.
    """
    errors: dict[str, list[str]] = {}
    kept: dict[str, dict[str, Any]] = {}
    people: dict[str, Resident] = {kind.groups[0].key: resident}
    for group in kind.parties:
        given = parties.get(group.key) or {}
        key = _key(given.get("resident")) if given.get("resident") else None
        if key is not None:
            family = people[group.family_of].family_id if group.family_of in people else None
            found = candidates(group).filter(pk=key).first()
            if found is None:
                errors[group.key] = [_("{title}: orang ini tidak sesuai untuk bagian ini.").format(title=group.title)]
                continue
            if group.family_of and family is not None and found.family_id != family and group.kind == "resident":
                errors[group.key] = [_("{title}: pilih orang dari keluarga yang sama.").format(title=group.title)]
                continue
            people[group.key] = found
            kept[group.key] = {"resident": str(found.pk)}
        elif given.get("person") and group.kind == "either":
            person, wrong = checked_person(given["person"])
            if wrong:
                errors[group.key] = [f"{group.title}: {sentence}" for sentence in wrong]
            else:
                kept[group.key] = {"person": person}
        elif group.required:
            errors[group.key] = [_("{title} belum diisi.").format(title=group.title)]
    if errors:
        raise PartiesRefused(errors=errors, field=next(iter(errors)))
    return kept


def checked_person(typed: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """An outsider as typed: what is kept, and what is wrong with it."""
    kept = {name: " ".join(str(typed.get(name) or "").split())[:200] for name, _label, _kind in TYPED}
    wrong = []
    if not kept["nama"]:
        wrong.append(_("nama belum diisi."))
    if kept["nik"] and not (kept["nik"].isascii() and kept["nik"].isdigit() and len(kept["nik"]) == 16):
        wrong.append(_("NIK harus 16 angka. Yang tertulis {n} angka.").format(n=len(kept["nik"])))
    if kept["tanggallahir"]:
        try:
            born = date.fromisoformat(kept["tanggallahir"])
        except ValueError:
            wrong.append(_("tanggal lahir ditulis seperti 24-11-1990."))
        else:
            if born > today():
                wrong.append(_("tanggal lahir belum tiba."))
    for name, choices in TYPED_CHOICES.items():
        labels = {str(label).upper(): str(label) for _code, label in choices.choices}
        if kept[name] and kept[name].upper() not in labels:
            wrong.append(_("{value} tidak ada dalam daftar.").format(value=kept[name][:40]))
    return kept, wrong


def checked_followers(resident: Resident, followers: Sequence[Any]) -> list[str]:
    """Keys of residents who come along: of the applicant's family, present, not the applicant.

    Raises:
        PartiesRefused: somebody else is named, or too many.
    """
    keys = [key for key in map(_key, followers) if key is not None]
    if len(keys) > _MOST_FOLLOWERS:
        raise PartiesRefused(
            errors={"followers": [_("Paling banyak {n} pengikut.").format(n=_MOST_FOLLOWERS)]}, field="followers"
        )
    if not keys:
        return []
    found = set(
        Resident.objects.filter(pk__in=keys, void_at=None, presence=1, family=resident.family_id)
        .exclude(pk=resident.pk)
        .values_list("pk", flat=True)
        if resident.family_id
        else ()
    )
    if set(keys) - found:
        raise PartiesRefused(errors={"followers": [_("Pengikut harus anggota keluarga pemohon.")]}, field="followers")
    return [str(key) for key in dict.fromkeys(keys)]
