"""The files of a signature: the letter as it was approved, which only who signs may open, and the signed one."""

from __future__ import annotations

from balai.files import StoredFile, put_rendered
from balai.files.services import open_file
from modules.letters.models import Letter, Signature


def keep_unsigned(letter: Letter, content: bytes, name: str) -> StoredFile:
    """Keep the PDF that is still to be signed. Neither the applicant nor the office may open it, only who approves."""
    stored = put_rendered(
        content=content, name=f"Belum ditandatangani {name}", kind="letters.unsigned", key=f"letter:{letter.pk}:unsigned",
        permission="letters.approve",
    )  # fmt: skip
    row, _made = Signature.objects.get_or_create(letter=letter)
    Signature.objects.filter(pk=row.pk, unsigned_file_id=None).exclude(state="signed").update(
        unsigned_file_id=stored.pk
    )
    return stored


def unsigned_file(letter: Letter) -> StoredFile | None:
    """The PDF that waits for its signature, if it is printed."""
    found = Signature.objects.filter(letter=letter).values_list("unsigned_file_id", flat=True).first()
    return StoredFile.objects.filter(pk=found, deleted_at=None).first() if found else None


def keep_signed(letter: Letter, content: bytes) -> StoredFile:
    """Keep the signed PDF; the first one for a letter wins."""
    return put_rendered(
        content=content, name=f"{letter.title} {letter.serial}-{letter.year}.pdf", kind="letters.letter",
        key=f"letter:{letter.pk}", permission="letters.view", citizen_id=letter.resident_id,
    )  # fmt: skip


def bytes_of(stored: StoredFile) -> bytes:
    """A file's bytes."""
    with open_file(stored) as handle:
        return handle.read()
