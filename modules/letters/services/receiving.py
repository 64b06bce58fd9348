"""Many letters of a batch handed over as one thing: the ketua RT takes those of the whole RT along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, zone
from balai.documents.tables import Column, Signature, Table, TableDocument, head_of, render_table
from balai.errors import NotFound
from balai.reports.asking import report_frame
from balai.reports.papers import STANDING, kop
from balai.ui.formats import long_date, number, short_date
from modules.letters.errors import ReceiptRefused
from modules.letters.models import EventKind, Letter, LetterBatch, State
from modules.letters.services.issued import APPLICANT, receipt_of
from modules.letters.services.steps import move_many
from modules.population.models import Territory
from modules.population.selectors import place_words
from tenants.context import current_village

#: So many are one act at most: a handful of statements, still within what somebody waits for.
MOST = 500


#: An empty cell of two lines: a signature needs the height.
_ROOM = "\n\u00a0"


@dataclass(frozen=True)
class HandedOver:
    """``done``: handed over now. ``before``: this very act had done it already (pressed twice). ``others``: whose letter
    could not be, each with the sentence that says why."""

    done: int
    before: int
    others: tuple[tuple[str, str], ...]


@atomic
def hand_over_many(
    *,
    actor: Actor,
    batch: LetterBatch,
    letters: Sequence[UUID | str],
    who: str = APPLICANT,
    name: str = "",
    relation: str = "",
    on: date | None = None,
) -> HandedOver:
    """Somebody has them in hand: each applicant their own, or one named person all of them, today or on the day ``on``.

    What is ready is handed over in one transaction. What somebody else handed over, withdrew or replaced meanwhile stays
    as it is and is told; who presses twice is told the same as the first time.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        NotFound: none of them is a letter of this batch.
        ReceiptRefused: none or too many are named, another person without name or relation, or a day that cannot be.
    """
    require(actor, "letters.check")
    keys = list(dict.fromkeys(str(each) for each in letters))
    if not keys:
        raise ReceiptRefused(_("Belum ada surat yang dipilih. Centang surat yang diserahkan."), field="letter")
    if len(keys) > MOST:
        raise ReceiptRefused(_("Paling banyak {n} surat sekali catat.").format(n=number(MOST)), field="letter")
    # One order for everybody: two officers with overlapping choices wait for each other, not for ever.
    found = list(Letter.objects.select_for_update().filter(batch=batch, pk__in=keys).order_by("pk"))
    if not found:
        raise NotFound()
    now, receipts = timezone.now(), {each.pk: receipt_of(actor, each, who, name, relation) for each in found}
    ready, before, others = [], 0, []
    for each in found:
        receipt = receipts[each.pk][0]
        if each.state == State.READY and each.pdf_file_id is not None:
            each.receipt, each.handed_at = receipt, _moment(each, on, now)
            ready.append(each)
        elif each.state == State.HANDED and each.receipt == receipt:
            before += 1
        else:
            others.append((each.applicant_name, _why(each)))
    message = receipts[found[0].pk][1]
    move_many(ready, State.HANDED, EventKind.HANDED, actor=actor, message=message, also=["receipt", "handed_at"])
    return HandedOver(len(ready), before, tuple(others))


def receipts_pdf(*, actor: Actor, batch: LetterBatch, rt: Territory | None = None) -> bytes:
    """The list to be signed when a batch's letters are taken (tanda terima): who, which number, by whom and when where it
    is recorded already, and an empty column for the signature. Of one RT, or all.

    Raises:
        NotAllowed: the actor lacks ``letters.view``.
        ReceiptRefused: none has its number yet, or they are more than :data:`MOST`.
    """
    require(actor, "letters.view")
    issued = Letter.objects.filter(batch=batch, state__in=[State.READY, State.HANDED])
    if rt is not None:
        issued = issued.filter(resident__rt=rt)
    letters = list(issued.order_by("resident__rt__name", "year", "serial", "id")[: MOST + 1])
    if not letters:
        raise ReceiptRefused(_("Belum ada surat yang siap atau sudah diserahkan."))
    if len(letters) > MOST:
        raise ReceiptRefused(_("Lebih dari {n} surat. Pilih RT-nya dahulu, lalu cetak per RT.").format(n=number(MOST)))
    rows = [
        (place, each.applicant_name, each.number, _taken_words(each), _ROOM) for place, each in enumerate(letters, 1)
    ]
    village, frame, meant = current_village(), report_frame(), place_words(rt) if rt else batch.whom
    audit.record(actor, "letters.batch_receipts_printed", about=batch, letters=len(letters))
    return render_table(
        TableDocument(
            _("Tanda terima {title}").format(title=batch.title),
            [
                Table(
                    [Column(10, "right"), Column(60), Column(50), Column(45), Column(35)],
                    head_of(_("No."), _("Nama"), _("Nomor surat"), _("Diambil oleh"), _("Tanda tangan")), rows, numbering=False,
                )
            ],
            title=[_("TANDA TERIMA SURAT"), batch.title],
            facts=[(_("Surat"), str(batch.type.name)), *([(_("Untuk"), meant)] if meant else [])],
            kop=kop(),
            signatures=[
                Signature([_("Yang menyerahkan,")], actor.name),
                Signature([f"{village.name}, {long_date(today())}", _("Yang menerima,")], ""),
            ],
            watermark=frame.watermark,
            paper=STANDING,
            created=today(),
            size=9.0,
            head_size=8.5,
        )
    )  # fmt: skip


def _taken_words(letter: Letter) -> str:
    if letter.handed_at is None:
        return ""
    day = short_date(timezone.localdate(letter.handed_at, zone()))
    return f"{letter.receipt.get('name', '')}, {day}"


def _moment(letter: Letter, on: date | None, now: datetime) -> datetime:
    """When it was handed over: now, or about noon of an earlier day; never before it was approved."""
    if on is None or on == today():
        return now
    approved: Any = letter.approved_at
    if on > today():
        raise ReceiptRefused(_("Tanggal penyerahan belum tiba. Isi hari ini atau sebelumnya."), field="on")
    issued = timezone.localdate(approved, zone())
    if on < issued:
        raise ReceiptRefused(
            _("Surat baru terbit {date}. Isi tanggal itu atau sesudahnya.").format(date=long_date(issued)), field="on"
        )
    noon: datetime = max(datetime.combine(on, time(12), zone()), approved)
    return noon


def _why(letter: Letter) -> str:
    if letter.state == State.HANDED:
        return _("sudah diserahkan kepada {name}, dicatat {by}").format(
            name=letter.receipt.get("name", ""), by=letter.receipt.get("by", "")
        )
    if letter.state == State.READY:
        return _("belum dapat dicetak")
    return _("berstatus {state}").format(state=letter.get_state_display())
