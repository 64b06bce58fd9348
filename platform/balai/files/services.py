"""Keeping and giving out files."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.cleaning import PdfRefused, cleaned_pdf
from balai.files import disk
from balai.files.errors import FileRefused
from balai.files.images import redraw
from balai.files.models import StoredFile
from balai.files.sniffing import ENDINGS, IMAGES, TITLES, accepted_types, sniff

if TYPE_CHECKING:
    from balai.actor import Actor

logger = logging.getLogger("balai.files")

#: Why a PDF cannot be kept.
_PDF: dict[str, Any] = {
    "locked": gettext_lazy("PDF ini terkunci sandi. Simpan tanpa sandi, atau kirim fotonya."),
    "broken": gettext_lazy("PDF ini rusak atau tidak dapat dibaca. Simpan ulang, atau kirim fotonya."),
    "too_long": gettext_lazy("PDF ini terlalu banyak halamannya. Kirim halaman yang diminta saja."),
}
#: Rendered papers (books of a whole village included) stay far below; more is a mistake.
MAX_RENDERED = 200 * 1024 * 1024


def store(
    *,
    actor: Actor,
    content: bytes | BinaryIO,
    name: str,
    kind: str,
    accept: Sequence[str],
    max_bytes: int,
    owner: models.Model | None = None,
    permission: str = "",
    citizen_id: UUID | None = None,
    max_side: int = 0,
) -> StoredFile:
    """Keep an uploaded file.

    ``accept`` names the kinds taken (``["pdf", "image/*"]``); what it is, its bytes say. Pictures are drawn anew
    without their metadata, and made smaller where a side is longer than ``max_side`` pixels; PDFs are written anew without
    anything that acts (:mod:`balai.documents.cleaning`). The row is written in the caller's transaction; if that is rolled back the file is an
    orphan, which the nightly sweep removes.

    Raises:
        FileRefused: empty, too large, of another kind, broken, or the disk is full.
    """
    wanted = accepted_types(accept)
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    aside = disk.write_aside(source, max_bytes=max_bytes)
    try:
        found = sniff(aside)
        if found not in wanted:
            # A list of names is plain text and a table alike: the one who accepts CSV takes a single column, too.
            if found == "text/plain" and "text/csv" in wanted:
                found = "text/csv"
            elif found == "text/csv" and "text/plain" in wanted:
                found = "text/plain"
            else:
                raise _wrong_kind(wanted)
        if found in IMAGES:
            disk.overwrite_aside(aside, redraw(aside, found, max_side=max_side))
        elif found == "application/pdf":
            disk.overwrite_aside(aside, _written_anew(aside))
        written = disk.put_in_place(aside)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()
        raise
    return _create(
        written,
        name=_clean_name(name, found),
        kind=kind,
        content_type=found,
        permission=permission,
        citizen_id=citizen_id,
        owner_type=owner._meta.label_lower if owner is not None else "",
        owner_id=str(owner.pk) if owner is not None else "",
        created_by=str(actor.id),
    )


def _written_anew(aside: Path) -> bytes:
    try:
        return cleaned_pdf(aside.read_bytes())
    except PdfRefused as error:
        raise FileRefused(_PDF[error.reason], reason=error.reason) from None


def put_rendered(
    *,
    content: bytes | BinaryIO,
    name: str,
    kind: str,
    key: str,
    permission: str,
    citizen_id: UUID | None = None,
) -> StoredFile:
    """Keep what we rendered ourselves (bytes, or a file open for reading) under ``key`` (``"letter:<id>"``). The first row for a key wins: a job that runs
    twice gets the first file back, byte for byte what was handed out.

    Raises:
        FileRefused: the disk is full.
    """
    known = StoredFile.objects.filter(key=key).exclude(key="").first()
    if known is not None:
        return known
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    aside = disk.write_aside(source, max_bytes=MAX_RENDERED)
    found = sniff(aside)
    written = disk.put_in_place(aside)
    try:
        with transaction.atomic():
            return _create(
                written,
                name=_clean_name(name, found),
                kind=kind,
                content_type=found,
                key=key,
                permission=permission,
                citizen_id=citizen_id,
            )
    except IntegrityError as error:
        disk.remove(written.path)
        if "file_key_once" not in str(error):
            raise
        return StoredFile.objects.get(key=key)


@dataclass(frozen=True)
class Paper:
    """Something that we rendered, among many of a kind."""

    content: bytes
    name: str
    key: str
    citizen_id: UUID | None = None


def put_many_rendered(*, papers: Sequence[Paper], kind: str, permission: str) -> dict[str, StoredFile]:
    """Keep what we rendered for many, by key, in a handful of statements; as :func:`put_rendered`, the first row for a
    key wins.

    Raises:
        FileRefused: the disk is full.
    """
    keys = [each.key for each in papers]
    known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [each for each in papers if each.key not in known]
    asides: list[Path] = []
    try:
        for each in new:
            asides.append(disk.write_aside(io.BytesIO(each.content), max_bytes=MAX_RENDERED))
        types = [sniff(aside) for aside in asides]
        written = disk.put_all_in_place(asides)
    except BaseException:
        for aside in asides:
            with contextlib.suppress(FileNotFoundError):
                aside.unlink()
        raise
    rows = [
        StoredFile(
            path=place.path, size=place.size, sha256=place.sha256, name=_clean_name(each.name, found), kind=kind,
            content_type=found, key=each.key, permission=permission, citizen_id=each.citizen_id,
        )
        for each, found, place in zip(new, types, written, strict=True)
    ]  # fmt: skip
    StoredFile.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {each.key: each for each in StoredFile.objects.filter(key__in=keys)}
    for row in rows:
        if kept[row.key].path != row.path:
            disk.remove(row.path)  # another run was quicker
    return kept


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie. Only for reading, and only inside the schema that the row is of."""
    return disk.schema_folder() / stored.path


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes, to be read and closed.

    Raises:
        FileRefused: the file was deleted, or its bytes are missing on the disk.
    """
    if stored.deleted_at is None:
        try:
            return path_of(stored).open("rb")
        except FileNotFoundError:
            logger.error("the bytes of file %s are missing", stored.pk)
    raise FileRefused(_("Berkas ini sudah tidak ada. Unggah atau buat lagi berkasnya."), reason="unreadable")


def discard(*, stored: StoredFile) -> None:
    """Delete a file: it can no longer be opened at once; its bytes go with the nightly sweep, after the day in which a
    rolled-back transaction or a page that is being read may still need them."""
    StoredFile.objects.filter(pk=stored.pk, deleted_at=None).update(deleted_at=Now(), key="")


def keep_again(*, stored: StoredFile) -> StoredFile:
    """Take a deletion back, while the nightly sweep has not yet removed the bytes.

    Raises:
        FileRefused: the bytes are gone.
    """
    if not path_of(stored).is_file():
        raise FileRefused(_("Berkas ini sudah tidak ada. Unggah lagi berkasnya."), reason="unreadable")
    StoredFile.objects.filter(pk=stored.pk).update(deleted_at=None)
    stored.refresh_from_db()
    return stored


def _create(written: disk.Written, **fields: object) -> StoredFile:
    return StoredFile.objects.create(path=written.path, size=written.size, sha256=written.sha256, **fields)


def _wrong_kind(wanted: Sequence[str]) -> FileRefused:
    titles = ", ".join(TITLES.get(each, each) for each in wanted)
    return FileRefused(
        _("Isi berkas bukan jenis yang diterima. Yang diterima: {kinds}.").format(kinds=titles), reason="wrong_kind"
    )


def _clean_name(name: str, content_type: str) -> str:
    """A name safe for any disk and header, with the ending that its content has."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = re.sub(r"[\x00-\x1f\x7f\"<>:|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).strip(" .") or "berkas"
    ending = ENDINGS.get(content_type, "")
    stem, dot, last = text.rpartition(".")
    if ending and last.lower() != ending[1:] and not (ending == ".jpg" and last.lower() == "jpeg"):
        known = dot and f".{last.lower()}" in {*ENDINGS.values(), ".jpeg", ".html", ".htm", ".svg", ".exe", ".js"}
        text = (stem if known else text) + ending
    return text if len(text) <= 150 else text[: 150 - len(ending)].rstrip() + ending
