"""The archive of issued letters: where the papers lie, and many of them taken along at once."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.files.models import StoredFile
from balai.files.services import open_file, put_rendered
from balai.jobs.models import Job
from balai.ui.formats import number
from modules.letters.errors import ArchiveRefused
from modules.letters.models import ISSUED, Letter
from tenants.context import current_village

JOB = "letters.archive_zip"
#: So many letters are one ZIP at most.
MOST = 2_000
#: So many are placed at once: what one page of the list can tick, and more.
MOST_PLACED = 500
_NOT_IN_A_NAME = re.compile(r"[^\w.\-]+")

Progress = Callable[[int, int, str], None]


@atomic
def place_letters(
    *,
    actor: Actor,
    letters: Iterable[UUID | str],
    cabinet: str = "",
    shelf: str = "",
    box: str = "",
    remark: str | None = None,
) -> int:
    """Say where the papers of issued letters lie (lemari, rak, boks); all empty: they lie nowhere special. ``remark``
    None leaves the archive's remark as it is. Returns how many.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        ArchiveRefused: none or too many were named.
    """
    require(actor, "letters.check")
    keys = list(dict.fromkeys(str(each) for each in letters))
    if not keys or len(keys) > MOST_PLACED:
        raise ArchiveRefused(_("Centang 1 sampai {n} surat.").format(n=number(MOST_PLACED)), field="letters")
    changes = {
        name: " ".join(text.split())[:30] for name, text in (("cabinet", cabinet), ("shelf", shelf), ("box", box))
    }
    if remark is not None:
        changes["remark"] = " ".join(remark.split())[:300]
    found = list(Letter.objects.select_for_update().filter(pk__in=keys, state__in=ISSUED).only("pk"))
    Letter.objects.filter(pk__in=[each.pk for each in found]).update(**changes)
    place = "/".join(changes[name] for name in ("cabinet", "shelf", "box"))
    for each in found:
        audit.record(actor, "letters.placed", about=each, place=place)
    return len(found)


@atomic
def ask_for_zip(*, actor: Actor, letters: Sequence[UUID | str]) -> Job:
    """Ask for the PDFs of issued letters as one ZIP; a job.

    Raises:
        NotAllowed: the actor lacks ``letters.view``.
        ArchiveRefused: none or too many.
    """
    require(actor, "letters.view")
    keys = list(dict.fromkeys(str(each) for each in letters))
    if not keys:
        raise ArchiveRefused(
            _("Tidak ada surat yang dipilih. Centang suratnya, atau ubah saringannya."), field="letters"
        )
    if len(keys) > MOST:
        raise ArchiveRefused(
            _("Paling banyak {n} surat dalam satu ZIP. Saring menurut bulan.").format(n=number(MOST)), field="letters"
        )
    title = _("Arsip surat (ZIP, {n} surat)").format(n=number(len(keys)))
    return jobs.enqueue(JOB, actor=actor, title=title, args={"letters": keys}, queue="slow")


def write_zip(*, actor: Actor, letters: Sequence[str], key: str, progress: Progress | None = None) -> dict[str, Any]:
    """The job: every PDF into one ZIP, streamed through the disk, kept a week. Each is a reading of its applicant's paper.

    Raises:
        NotAllowed: the actor lacks ``letters.view``.
        ArchiveRefused: none of the letters is printed.
    """
    require(actor, "letters.view")
    found = list(
        Letter.objects.filter(pk__in=letters, state__in=ISSUED)
        .exclude(pdf_file_id=None)
        .select_related("resident")
        .only("pk", "type_key", "number", "letter_date", "applicant", "pdf_file_id", "resident__id")
        .order_by("letter_date", "year", "serial", "sub", "id")
    )
    if not found:
        raise ArchiveRefused(_("Belum ada PDF dari surat yang dipilih. Buka suratnya, lalu tekan Buat PDF lagi."))
    files = StoredFile.objects.in_bulk([each.pdf_file_id for each in found if each.pdf_file_id])
    with tempfile.TemporaryDirectory(prefix="balai-arsip-") as folder:
        target = Path(folder) / "arsip.zip"
        # A PDF is packed already: storing it as it is costs no time.
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
            for done, letter in enumerate(found, 1):
                stored = files[letter.pdf_file_id]  # type: ignore[index]
                with open_file(stored) as source, packed.open(_name(letter), "w") as inside:
                    while piece := source.read(256 * 1024):
                        inside.write(piece)
                if progress and done % 20 == 0:
                    words = _("{done} dari {total} surat dikemas").format(done=number(done), total=number(len(found)))
                    progress(done, len(found), words)
        with atomic(), target.open("rb") as handle:
            kept = put_rendered(
                content=handle, name=f"arsip-surat-{current_village().subdomain}-{today():%Y%m%d}.zip", kind="export",
                key=f"letters_zip:{key}", permission="letters.view",
            )  # fmt: skip
            for letter in found:
                audit.record_read(actor, "letters.letter_read", about=letter.resident, letter=str(letter.pk))
    return {"url": reverse("files:file", args=[kept.pk]), "letters": len(found), "missing": len(letters) - len(found)}


def _name(letter: Letter) -> str:
    """ "2026-11/470-012-3315052010-XI-2026 SITI AMINAH.pdf": by month, by number; the key keeps two apart."""
    plain = _NOT_IN_A_NAME.sub("-", letter.number).strip("-.")
    who = _NOT_IN_A_NAME.sub(" ", letter.applicant_name).strip()
    return f"{letter.letter_date:%Y-%m}/{plain} {who} {str(letter.pk)[-6:]}.pdf"
