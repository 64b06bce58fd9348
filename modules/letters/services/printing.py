"""From frozen data to a PDF, exactly once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from balai.actor import Actor
from balai.db import atomic, update_rows
from balai.documents import LetterData, LetterTemplate, render_letter
from balai.errors import BalaiError, NotFound
from balai.files import Paper, StoredFile, put_many_rendered
from balai.jobs import Job, enqueue
from modules.letters.errors import NotNumbered
from modules.letters.merging import printed_data
from modules.letters.models import ISSUED, Letter, State
from modules.letters.services.steps import locked, require_any
from modules.letters.signing.papers import keep_unsigned, unsigned_file

JOB = "letters.render"
#: Threads that print a batch.
CORES = max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
#: One template draws every letter: what differs is the tree.
TEMPLATE = LetterTemplate(Path(__file__).resolve().parents[1] / "templates_typst", "surat.typ")


def ask_for_print(*, actor: Actor, letter: Letter) -> Job:
    """Ask for a letter's PDF when this transaction commits."""
    return enqueue(
        JOB,
        actor=actor,
        title=f"{letter.title} {letter.number}"[:200],
        about=letter,
        args={"letter": str(letter.pk)},
        key=f"letter:{letter.pk}",
        queue="fast",
    )


@atomic
def print_again(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """Ask once more for a PDF that could not be made; where one is there already nothing happens.

    Raises:
        NotAllowed: neither ``letters.check`` nor ``letters.approve``.
        WrongState: it has no number.
    """
    require_any(actor, "letters.check", "letters.approve")
    row = locked(letter, [state for state in ISSUED if state != State.DISTRICT], version)
    if row.pdf_file_id is None and unsigned_file(row) is None:
        row.render_error = ""
        row.save(update_fields=["render_error"])
        ask_for_print(actor=actor, letter=row)
    return row


def render(letter_id: UUID | str) -> StoredFile:
    """Print a letter from its frozen data and keep the PDF; a letter printed already gives its first PDF back.

    No transaction is held while it prints. What fails is written on the letter, in words, and raised.

    Raises:
        NotFound, NotNumbered, TemplateError, FileRefused: as they say.
    """
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound()
    # What waits for the camat is printed once, with the camat's name: its first PDF stays for good.
    if not letter.number or letter.state == State.DISTRICT:
        raise NotNumbered(letter=str(letter.pk))
    if letter.pdf_file_id is not None:
        return StoredFile.objects.get(pk=letter.pdf_file_id)
    try:
        return keep_printed(letter, printed(printed_data(letter)))
    except BalaiError as error:
        Letter.objects.filter(pk=letter.pk, pdf_file_id=None).update(render_error=error.message()[:300])
        raise


def printed(data: LetterData) -> bytes:
    """A letter's data as PDF; needs no database, so that threads may do it."""
    return render_letter(data, TEMPLATE)


def keep_printed(letter: Letter, content: bytes) -> StoredFile:
    """Keep a letter's PDF; the first that was kept stays.

    Raises:
        FileRefused: the disk is full.
    """
    if letter.needs_signature:
        stored = keep_unsigned(letter, content, _file_name(letter))
        Letter.objects.filter(pk=letter.pk).update(render_error="")
        return stored
    return keep_many_printed([(letter, content)])[0]


def keep_many_printed(printed: Sequence[tuple[Letter, bytes]]) -> list[StoredFile]:
    """The same for letters that need no electronic signature, in a handful of statements.

    Raises:
        FileRefused: the disk is full.
    """
    papers = [
        Paper(content, _file_name(letter), f"letter:{letter.pk}", letter.resident_id) for letter, content in printed
    ]
    kept = put_many_rendered(papers=papers, kind="letters.letter", permission="letters.view")
    letters = [letter for letter, _content in printed]
    for letter in letters:
        letter.pdf_file_id, letter.render_error = kept[f"letter:{letter.pk}"].pk, ""
    # updated_at stays: printing changes nothing that a form could have read. The file of a key never changes.
    update_rows(letters, ["pdf_file_id", "render_error"])
    return [kept[paper.key] for paper in papers]


def _file_name(letter: Letter) -> str:
    return f"{letter.title} {letter.serial}-{letter.year}.pdf"
