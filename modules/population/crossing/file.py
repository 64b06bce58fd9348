"""A person's file on its way: what the village that is left knows, as plain JSON, and back again."""

from __future__ import annotations

import base64
import logging
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date

from balai.actor import Actor
from balai.files.errors import FileRefused
from balai.files.models import StoredFile
from balai.files.services import store
from modules.population.crossing.luggage import ROOM, Luggage
from modules.population.models import FormerNik, Resident, ResidentDocument

logger = logging.getLogger("balai.population")

#: What belongs to the village, not to the person: keys, places, states, and columns that are made here anew.
_STAYS = {
    "id", "family", "rt", "presence", "residency", "void_at", "created_at", "updated_at", "initial_data", "merged_into",
    "photo_file_id", "name_key", "lat", "lng", "address_current", "address_previous", "family_number_previous", "shdk",
}  # fmt: skip


def carried_columns() -> list[models.Field[Any, Any]]:
    """The columns that go with a person."""
    return [field for field in Resident._meta.concrete_fields if field.name not in _STAYS]


def pack(residents: Sequence[Resident], *, whole: bool, place: str) -> tuple[dict[str, Any], list[bytes]]:
    """The file of people who move together: register columns, family, former numbers (JSON values only), and beside it
    the bytes of their papers and photos; a paper names its own by place, or None where it was left behind.

    ``whole``: nobody of the family stays behind. ``place``: where they lived, in words.
    """
    family = residents[0].family
    papers: dict[uuid.UUID, list[ResidentDocument]] = {}
    for paper in ResidentDocument.objects.filter(resident__in=residents, void_at=None).order_by("created_at"):
        papers.setdefault(paper.resident_id, []).append(paper)
    photos = [each.photo_file_id for each in residents if each.photo_file_id]
    room = Luggage([*photos, *(paper.file_id for found in papers.values() for paper in found)])
    former: dict[uuid.UUID, list[str]] = {}
    for row in FormerNik.objects.filter(resident__in=residents):
        former.setdefault(row.resident_id, []).append(row.nik)
    data = {
        "version": 1,
        "place": place,
        "family": None
        if family is None
        else {
            "number": family.number, "temporary": family.number_temporary, "address": family.address, "whole": whole,
            "welfare_class": family.welfare_class, "registered_on": family.registered_on, "printed_on": family.printed_on,
        },
        "people": [
            {
                "columns": {field.name: getattr(each, field.attname) for field in carried_columns()},
                "shdk": each.shdk,
                "former_niks": former.get(each.pk, []),
                "photo": room.label(each.photo_file_id) if each.photo_file_id else None,
                "papers": [
                    {"kind": paper.kind, "title": paper.title, "for_family": paper.for_family,
                     "citizen_visible": paper.citizen_visible} | room.label(paper.file_id)
                    for paper in papers.get(each.pk, [])
                ],
            }
            for each in residents
        ],
        # What the law's forms will hold; none are built yet.
        "forms": {},
    }  # fmt: skip
    return data, room.files


def columns_of(person: dict[str, Any]) -> dict[str, Any]:
    """A packed person's columns as Python values; a column that this version does not know is left out."""
    found: dict[str, Any] = {}
    known = {field.name: field for field in carried_columns()}
    for name, value in person["columns"].items():
        field = known.get(name)
        if field is not None:
            found[name] = field.to_python(value) if value is not None else None
    return found


def day(text: str) -> date:
    """A date of a payload."""
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


def left_out(data: dict[str, Any]) -> list[str]:
    """Titles of papers (and photos) whose bytes did not travel."""
    found = []
    for person in data["people"]:
        name = person["columns"]["name"]
        found += [f"{paper['title']} ({name})" for paper in person["papers"] if paper["bytes"] is None]
        if person["photo"] and person["photo"]["bytes"] is None:
            found.append(f"Foto ({name})")
    return found


def keep_papers(actor: Actor, resident: Resident, person: dict[str, Any], files: Sequence[bytes]) -> None:
    """Store what travelled with a person: the photo and the papers, as this village's own files."""
    photo = person["photo"]
    if photo and photo["bytes"] is not None:
        stored = _store(actor, photo, "photo", resident, ["image/*"], files)
        if stored is not None:
            resident.photo_file_id = stored.pk
            resident.save(update_fields=["photo_file_id"])
    for paper in person["papers"]:
        if paper["bytes"] is None:
            continue
        stored = _store(actor, paper, "paper", resident, ["pdf", "image/*"], files)
        if stored is not None:
            ResidentDocument.objects.create(
                resident=resident, kind=paper["kind"], title=paper["title"], file_id=stored.pk,
                for_family=paper["for_family"], citizen_visible=paper["citizen_visible"], created_by=actor.name[:150],
            )  # fmt: skip


def _store(
    actor: Actor, packed: dict[str, Any], kind: str, owner: Resident, accept: list[str], files: Sequence[bytes]
) -> StoredFile | None:  # fmt: skip
    place = packed["bytes"]
    # Offers made before files stood beside the content hold them in it.
    content = base64.b64decode(place) if isinstance(place, str) else files[place]
    try:
        return store(
            actor=actor, content=content, name=packed["name"], kind=f"population.{kind}",
            accept=accept, max_bytes=ROOM, owner=owner,
            permission="population.view" if kind == "photo" else "population.papers",
        )  # fmt: skip
    except FileRefused as error:
        # A paper that cannot be kept must not stop a person from arriving.
        logger.warning("a paper that came with a hand-over was not kept: %s", error.code)
        return None
