"""A person's file on its way: what the village that is left knows, as plain JSON, and back again."""

from __future__ import annotations

import base64
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date

from balai.actor import Actor
from balai.files.errors import FileRefused
from balai.files.models import StoredFile
from balai.files.services import open_file, store
from modules.population.models import FormerNik, Resident, ResidentDocument

logger = logging.getLogger("balai.population")

#: What belongs to the village, not to the person: keys, places, states, and columns that are made here anew.
_STAYS = {
    "id", "family", "rt", "presence", "residency", "void_at", "created_at", "updated_at", "initial_data", "merged_into",
    "photo_file_id", "name_key", "lat", "lng", "address_current", "address_previous", "family_number_previous", "shdk",
}  # fmt: skip
#: Bytes of papers and photo travel up to these sizes; what is left out is named, and said so on both pages.
MAX_PAPER, MAX_PAPERS = 200 * 1024, 1024 * 1024


def carried_columns() -> list[models.Field[Any, Any]]:
    """The columns that go with a person."""
    return [field for field in Resident._meta.concrete_fields if field.name not in _STAYS]


@dataclass
class _Room:
    """How many bytes may still travel."""

    left: int = MAX_PAPERS

    def bytes_of(self, file_id: Any) -> dict[str, Any]:
        """A file's name, type and, where it is small enough, its bytes."""
        stored = StoredFile.objects.filter(pk=file_id, deleted_at=None).first()
        if stored is None:
            return {"name": "", "type": "", "bytes": None}
        found: dict[str, Any] = {"name": stored.name, "type": stored.content_type, "bytes": None}
        if stored.size <= min(MAX_PAPER, self.left):
            try:
                with open_file(stored) as source:
                    content = source.read()
            except FileRefused:
                return found
            self.left -= len(content)
            found["bytes"] = base64.b64encode(content).decode()
        return found


def pack(residents: Sequence[Resident], *, whole: bool, place: str) -> dict[str, Any]:
    """The file of people who move together: register columns, family, former numbers, papers. JSON values only.

    ``whole``: nobody of the family stays behind. ``place``: where they lived, in words.
    """
    room = _Room()
    family = residents[0].family
    papers: dict[uuid.UUID, list[ResidentDocument]] = {}
    for paper in ResidentDocument.objects.filter(resident__in=residents, void_at=None).order_by("created_at"):
        papers.setdefault(paper.resident_id, []).append(paper)
    former: dict[uuid.UUID, list[str]] = {}
    for row in FormerNik.objects.filter(resident__in=residents):
        former.setdefault(row.resident_id, []).append(row.nik)
    return {
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
                "photo": room.bytes_of(each.photo_file_id) if each.photo_file_id else None,
                "papers": [
                    {"kind": paper.kind, "title": paper.title, "for_family": paper.for_family,
                     "citizen_visible": paper.citizen_visible} | room.bytes_of(paper.file_id)
                    for paper in papers.get(each.pk, [])
                ],
            }
            for each in residents
        ],
        # What the law's forms will hold; none are built yet.
        "forms": {},
    }  # fmt: skip


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
        found += [f"{paper['title']} ({name})" for paper in person["papers"] if not paper["bytes"]]
        if person["photo"] and not person["photo"]["bytes"]:
            found.append(f"Foto ({name})")
    return found


def keep_papers(actor: Actor, resident: Resident, person: dict[str, Any]) -> None:
    """Store what travelled with a person: the photo and the papers, as this village's own files."""
    photo = person["photo"]
    if photo and photo["bytes"]:
        stored = _store(actor, photo, "photo", resident, ["image/*"])
        if stored is not None:
            resident.photo_file_id = stored.pk
            resident.save(update_fields=["photo_file_id"])
    for paper in person["papers"]:
        if not paper["bytes"]:
            continue
        stored = _store(actor, paper, "paper", resident, ["pdf", "image/*"])
        if stored is not None:
            ResidentDocument.objects.create(
                resident=resident, kind=paper["kind"], title=paper["title"], file_id=stored.pk,
                for_family=paper["for_family"], citizen_visible=paper["citizen_visible"], created_by=actor.name[:150],
            )  # fmt: skip


def _store(actor: Actor, packed: dict[str, Any], kind: str, owner: Resident, accept: list[str]) -> StoredFile | None:
    try:
        return store(
            actor=actor, content=base64.b64decode(packed["bytes"]), name=packed["name"], kind=f"population.{kind}",
            accept=accept, max_bytes=MAX_PAPERS, owner=owner,
            permission="population.view" if kind == "photo" else "population.papers",
        )  # fmt: skip
    except FileRefused as error:
        # A paper that cannot be kept must not stop a person from arriving.
        logger.warning("a paper that came with a hand-over was not kept: %s", error.code)
        return None
