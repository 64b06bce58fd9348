"""What becomes of a letter that has its number. The letter itself never changes again."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.documents.tables import Column, Signature, Table, TableDocument, head_of, render_table
from balai.errors import NotFound
from balai.reports.asking import report_frame
from balai.reports.papers import STANDING, kop
from balai.ui.formats import long_date, mask, moment
from modules.letters.errors import ReceiptRefused, ReplacementRefused, WrongState
from modules.letters.models import EventKind, Letter, State
from modules.letters.services.steps import locked, message_of, move
from tenants.context import current_village

#: Who takes a letter: the applicant, or somebody else who is named.
APPLICANT, OTHER = "applicant", "other"


@atomic
def hand_over(
    *, actor: Actor, letter: Letter, who: str = APPLICANT, name: str = "", relation: str = "", version: str = ""
) -> Letter:
    """Somebody has it in hand: the applicant, or another person with a name and what they are to the applicant.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        ReceiptRefused: another person without name or relation.
        WrongState: it is not ready.
    """
    require(actor, "letters.check")
    row = locked(letter, [State.READY], version)
    row.receipt, message = receipt_of(actor, row, who, name, relation)
    row.handed_at = timezone.now()
    return move(row, State.HANDED, EventKind.HANDED, actor=actor, message=message, also=["receipt", "handed_at"])


def receipt_of(actor: Actor, letter: Letter, who: str, name: str, relation: str) -> tuple[dict[str, str], str]:
    """What a letter keeps of who took it, and the ledger's sentence.

    Raises:
        ReceiptRefused: another person without name or relation.
    """
    by, name, relation = actor.name[:150], " ".join(name.split())[:100], " ".join(relation.split())[:60]
    if who != OTHER:
        return {"who": APPLICANT, "name": letter.applicant_name, "relation": "", "by": by}, ""
    if not name:
        raise ReceiptRefused(_("Nama yang mengambil belum diisi."), field="name")
    if not relation:
        raise ReceiptRefused(_("Hubungan dengan pemohon belum diisi, misalnya: anak, ketua RT."), field="relation")
    message = _("Diterima oleh {name} ({relation}).").format(name=name, relation=relation)
    return {"who": OTHER, "name": name, "relation": relation, "by": by}, message


@atomic
def withdraw_letter(
    *, actor: Actor, letter: Letter, reason: str, replaced_by: Letter | str | None = None, version: str = ""
) -> Letter:
    """Withdraw an issued letter: it keeps its number, and whoever scans it reads that it no longer counts. With
    ``replaced_by`` (a letter, or its number) it is replaced by that one.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``.
        ReplacementRefused: the other letter is none that counts, or is this one.
        MessageMissing, WrongState: as they say.
    """
    require(actor, "letters.manage")
    text = message_of(reason)
    row = locked(letter, [State.DISTRICT, State.SEALING, State.READY, State.HANDED], version)
    if row.handover is not None:
        # What stands before the camat is taken back first: an answer to a withdrawn letter would come too late.
        raise WrongState(state=row.state, label=str(State.DISTRICT.label))
    if not replaced_by:
        return move(row, State.WITHDRAWN, EventKind.WITHDRAWN, actor=actor, message=text, note=text)
    row.replaced_by = _replacement(row, replaced_by)
    words = _("{reason} Diganti surat nomor {number}.").format(reason=text, number=row.replaced_by.number)[:500]
    return move(row, State.REPLACED, EventKind.REPLACED, actor=actor, message=words, note=words, also=["replaced_by"])


def _replacement(row: Letter, wanted: Letter | str) -> Letter:
    # Only what counts can stand in its place: so no two letters ever replace each other.
    counts = Letter.objects.filter(state__in=[State.READY, State.HANDED])
    found = counts.filter(number=wanted.strip()) if isinstance(wanted, str) else counts.filter(pk=wanted.pk)
    other = found.exclude(pk=row.pk).select_for_update().first()
    if other is None:
        raise ReplacementRefused(field="replaced_by")
    return other


def receipt_pdf(*, actor: Actor, letter: Letter, shown: bool) -> bytes:
    """The printed receipt (tanda terima) of a letter that was handed over; ``shown``: the NIK stands on it whole.

    Raises:
        NotAllowed: the actor lacks ``letters.view``.
        NotFound: it was not handed over.
    """
    require(actor, "letters.view")
    if letter.handed_at is None:
        raise NotFound()
    receipt, village, frame = letter.receipt, current_village(), report_frame()
    nik = str(letter.applicant.get("nik", ""))
    taker = str(receipt.get("name", ""))
    relation = str(receipt.get("relation", "")) or _("pemohon sendiri")
    rows = [
        (_("Nomor surat"), letter.number),
        (_("Tanggal surat"), long_date(letter.letter_date)),
        (_("Jenis surat"), letter.title),
        (_("Pemohon"), letter.applicant_name),
        ("NIK", nik if shown else mask(nik)),
        (_("Diserahkan kepada"), taker),
        (_("Hubungan dengan pemohon"), relation),
        (_("Diserahkan pada"), moment(letter.handed_at)),
    ]
    on = timezone.localdate(letter.handed_at)
    audit.record_read(actor, "letters.receipt_printed", about=letter.resident, letter=str(letter.pk))
    return render_table(
        TableDocument(
            _("Tanda terima surat"),
            [Table([Column(60), Column(110)], head_of(_("Keterangan"), _("Isi")), rows, numbering=False)],
            title=[_("TANDA TERIMA SURAT")],
            kop=kop(),
            signatures=[
                Signature([_("Yang menyerahkan,")], str(receipt.get("by", ""))),
                Signature([f"{village.name}, {long_date(on)}", _("Yang menerima,")], taker),
            ],
            watermark=frame.watermark,
            paper=STANDING,
            created=today(),
        )
    )
