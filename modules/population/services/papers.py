"""A person's photo and scanned papers: kept as the village's own files, seen only by right, removed with a way back."""

from __future__ import annotations

from typing import Any, BinaryIO
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import NotFound
from balai.files import discard, keep_again, store
from balai.files.models import StoredFile
from modules.population.codes import PaperKind
from modules.population.errors import BeingMoved, NotHere, PopulationError
from modules.population.models import CrossingPerson, Resident, ResidentDocument

#: What is taken, and how large; pictures are drawn anew and made so small that they are still read, and travel.
PAPER_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
MAX_PAPER = 5 * 1024 * 1024
MAX_PHOTO = 12 * 1024 * 1024
PAPER_SIDE, PHOTO_SIDE = 2200, 900


def _holder(resident: Resident) -> Resident:
    """The resident, locked. Papers of the dead and of those who left may still come (an akta, a police report).

    Raises:
        NotHere: void. BeingMoved: the file is on its way as it is.
    """
    now = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
    if now.void_at is not None:
        raise NotHere(name=now.name, state=_("DIBATALKAN"))
    if CrossingPerson.objects.filter(resident=now, direction=CrossingPerson.Direction.OUT, closed_at=None).exists():
        raise BeingMoved(name=now.name)
    return now


# -- the photo ---------------------------------------------------------------------------------------------------------


@atomic()
def set_photo(*, actor: Actor, resident: Resident, content: bytes | BinaryIO, name: str) -> StoredFile:
    """Give a person a photo; the one before is discarded.

    Raises:
        FileRefused: no picture, too large, broken. NotHere, BeingMoved.
    """
    require(actor, "population.change")
    now = _holder(resident)
    stored = store(
        actor=actor, content=content, name=name, kind="population.photo", accept=["jpg", "png", "webp"], owner=now,
        max_bytes=MAX_PHOTO, permission="population.view", max_side=PHOTO_SIDE,
    )  # fmt: skip
    _drop(now.photo_file_id)
    _set(now, stored.pk)
    audit.record(actor, "population.photo_set", about=now)
    return stored


@atomic()
def remove_photo(*, actor: Actor, resident: Resident) -> UUID:
    """Take a person's photo away; returns the file's key, by which :func:`restore_photo` brings it back.

    Raises:
        NotFound: there is none. NotHere, BeingMoved.
    """
    require(actor, "population.change")
    now = _holder(resident)
    if now.photo_file_id is None:
        raise NotFound()
    key = now.photo_file_id
    _drop(key)
    _set(now, None)
    audit.record(actor, "population.photo_removed", about=now)
    return key


@atomic()
def restore_photo(*, actor: Actor, resident: Resident, file_id: Any) -> None:
    """Bring a photo back that was just removed.

    Raises:
        NotFound: not this person's photo. FileRefused: its bytes are gone. NotHere, BeingMoved.
    """
    require(actor, "population.change")
    now = _holder(resident)
    stored = StoredFile.objects.filter(
        pk=file_id, kind="population.photo", owner_type=now._meta.label_lower, owner_id=str(now.pk)
    ).first()
    if stored is None:
        raise NotFound()
    keep_again(stored=stored)
    if now.photo_file_id != stored.pk:
        _drop(now.photo_file_id)
    _set(now, stored.pk)
    audit.record(actor, "population.photo_restored", about=now)


def _set(now: Resident, key: UUID | None) -> None:
    now.photo_file_id, now.updated_at = key, timezone.now()
    now.save(update_fields=["photo_file_id", "updated_at"])


def _drop(key: UUID | None) -> None:
    stored = StoredFile.objects.filter(pk=key).first() if key else None
    if stored is not None:
        discard(stored=stored)


# -- papers ------------------------------------------------------------------------------------------------------------


@atomic()
def add_paper(
    *, actor: Actor, resident: Resident, kind: str, content: bytes | BinaryIO, name: str, title: str = "",
    for_family: bool = False, citizen_visible: bool = False,
) -> ResidentDocument:  # fmt: skip
    """Keep a scanned paper of a person.

    ``kind`` is a requirement type (``PaperKind``); ``title`` defaults to its name. ``for_family``: the whole family's
    (a KK); ``citizen_visible``: the person sees it in Layanan Mandiri.

    Raises:
        FileRefused: neither PDF nor picture, too large, broken. NotHere, BeingMoved, PopulationError (no such kind).
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    now = _holder(resident)
    made = ResidentDocument.objects.create(
        resident=now, kind=_kind(kind), title=_title(kind, title), file_id=_keep(actor, now, content, name).pk,
        for_family=for_family, citizen_visible=citizen_visible, created_by=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "population.paper_added", about=now, paper=str(made.pk), kind=kind)
    return made


@atomic()
def change_paper(
    *, actor: Actor, paper: ResidentDocument, kind: str, title: str = "", for_family: bool = False, citizen_visible: bool = False
) -> ResidentDocument:  # fmt: skip
    """Say anew what a paper is and who may see it.

    Raises:
        NotFound: removed meanwhile. NotHere, BeingMoved, PopulationError.
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    now = _locked(paper)
    now.kind, now.title = _kind(kind), _title(kind, title)
    now.for_family, now.citizen_visible = for_family, citizen_visible
    now.save(update_fields=["kind", "title", "for_family", "citizen_visible"])
    audit.record(
        actor, "population.paper_changed", about=now.resident, paper=str(now.pk), kind=kind, for_family=for_family,
        citizen_visible=citizen_visible,
    )  # fmt: skip
    return now


@atomic()
def replace_paper(
    *, actor: Actor, paper: ResidentDocument, content: bytes | BinaryIO, name: str
) -> ResidentDocument:  # fmt: skip
    """Put a newer scan in a paper's place; returns the new paper, the old one is void (:func:`undo_replace` turns back).

    Raises:
        NotFound, FileRefused, NotHere, BeingMoved.
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    old = _locked(paper)
    made = ResidentDocument.objects.create(
        resident=old.resident, kind=old.kind, title=old.title, file_id=_keep(actor, old.resident, content, name).pk,
        for_family=old.for_family, citizen_visible=old.citizen_visible, created_by=actor.name[:150],
    )  # fmt: skip
    _void(old)
    audit.record(actor, "population.paper_replaced", about=old.resident, paper=str(made.pk), former=str(old.pk))
    return made


@atomic()
def undo_replace(*, actor: Actor, paper: ResidentDocument, former: ResidentDocument) -> ResidentDocument:
    """Take a replacement back: the former scan stands again.

    Raises:
        NotFound: the two are not one person's, or something happened since. FileRefused: the bytes are gone.
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    now = _locked(paper)
    if former.resident_id != now.resident_id or former.kind != now.kind:
        raise NotFound()
    _void(now)
    return _stand_again(actor, former)


@atomic()
def remove_paper(*, actor: Actor, paper: ResidentDocument) -> ResidentDocument:
    """Take a paper away; :func:`restore_paper` brings it back until the night's sweep.

    Raises:
        NotFound: removed already. NotHere, BeingMoved.
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    now = _locked(paper)
    _void(now)
    audit.record(actor, "population.paper_removed", about=now.resident, paper=str(now.pk), kind=now.kind)
    return now


@atomic()
def restore_paper(*, actor: Actor, paper: ResidentDocument) -> ResidentDocument:
    """Bring back a paper that was just removed.

    Raises:
        FileRefused: its bytes are gone. NotHere, BeingMoved.
    """
    require(actor, "population.change")
    require(actor, "population.papers")
    return _stand_again(actor, paper)


def _stand_again(actor: Actor, paper: ResidentDocument) -> ResidentDocument:
    _holder(paper.resident)
    now = ResidentDocument.objects.select_for_update(of=("self",)).select_related("resident").get(pk=paper.pk)
    if now.void_at is not None:
        keep_again(stored=StoredFile.objects.get(pk=now.file_id))
        now.void_at = None
        now.save(update_fields=["void_at"])
        audit.record(actor, "population.paper_restored", about=now.resident, paper=str(now.pk), kind=now.kind)
    return now


def _locked(paper: ResidentDocument) -> ResidentDocument:
    _holder(paper.resident)
    now = ResidentDocument.objects.select_for_update(of=("self",)).select_related("resident").get(pk=paper.pk)
    if now.void_at is not None:
        raise NotFound()
    return now


def _void(paper: ResidentDocument) -> None:
    paper.void_at = timezone.now()
    paper.save(update_fields=["void_at"])
    _drop(paper.file_id)


def _keep(actor: Actor, owner: Resident, content: bytes | BinaryIO, name: str) -> StoredFile:
    return store(
        actor=actor, content=content, name=name, kind="population.paper", accept=["pdf", "jpg", "png"], owner=owner,
        max_bytes=MAX_PAPER, permission="population.papers", max_side=PAPER_SIDE,
    )  # fmt: skip


def _kind(kind: str) -> str:
    if kind not in PaperKind.values:
        raise PopulationError(_("Jenis berkas ini tidak ada. Pilih satu dari daftar."), field="kind")
    return kind


def _title(kind: str, title: str) -> str:
    return (" ".join(title.split()) or str(PaperKind(kind).label))[:150]
