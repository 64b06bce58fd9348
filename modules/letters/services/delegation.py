"""The head is away: recorded by the office, ended when the head is back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import NotFound
from balai.registry import announce
from modules.government.models import Official
from modules.government.selectors import signer_for
from modules.letters.errors import AbsenceRefused
from modules.letters.models import Absence

#: Who is away for longer is replaced by an acting head (Pj. Kepala Desa), who is recorded as an official.
LONGEST_DAYS = 180


@atomic
def record_absence(*, actor: Actor, since: date, until: date, reason: str, delegate: UUID | str) -> Absence:
    """Record that the head is away and who acts: the secretary a.n., or an official who may sign u.b.

    Raises:
        NotAllowed: the actor lacks ``letters.delegate``.
        AbsenceRefused: days that are over or too many, no reason, two at once, an official who may not sign, or oneself
            without ``letters.delegate_self``.
    """
    require(actor, "letters.delegate")
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise AbsenceRefused(_("Tulis alasannya, misalnya cuti, sakit, atau dinas luar."), field="reason")
    if until < since:
        raise AbsenceRefused(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="until")
    if until < today():
        raise AbsenceRefused(_("Masa itu sudah lewat. Catatan ini hanya untuk hari ini dan sesudahnya."), field="until")
    if (until - since).days >= LONGEST_DAYS:
        raise AbsenceRefused(
            _("Paling lama {days} hari. Bila lebih lama, catat penjabat kepala desa di menu Pemerintahan.").format(
                days=LONGEST_DAYS
            ),
            field="until",
        )
    found = signer_for(delegate, max(since, today()))
    if found is None or not found.line_style:
        raise AbsenceRefused(
            _("Pejabat ini tidak boleh menandatangani a.n. atau u.b. Tandai dahulu di menu Pemerintahan."),
            field="delegate",
        )
    user = Official.objects.filter(pk=found.official_id).values_list("user_id", flat=True).first()
    if user is not None and str(user) == actor.id and not actor.may("letters.delegate_self"):
        # Else whoever is to act could take the head's pen without anybody having given it.
        raise AbsenceRefused(
            _("Anda tidak dapat menunjuk diri sendiri. Minta kepala desa mencatatnya, dari telepon pun bisa."),
            field="delegate",
        )
    twice = AbsenceRefused(_("Pada masa itu sudah ada catatan berhalangan. Akhiri dahulu yang lama."), field="since")
    with translate_unique({"absence_one_at_a_time": twice}):
        row = Absence.objects.create(
            since=since, until=until, reason=reason, delegate_id=found.official_id, recorded_by=actor.name[:150]
        )
    audit.record(actor, "letters.absence_recorded", about=row, since=since.isoformat(), until=until.isoformat())
    # Who stands above letters tells the head: nobody loses the pen in silence.
    announce("letters.absence_recorded", absence=row, actor=actor)
    return row


@atomic
def end_absence(*, actor: Actor, absence: Absence) -> Absence:
    """The head is back: from this moment nobody acts for the head. Ending it twice changes nothing.

    Raises:
        NotAllowed: the actor lacks ``letters.delegate``.
        NotFound: it is not here.
    """
    require(actor, "letters.delegate")
    row = Absence.objects.select_for_update(of=("self",)).filter(pk=absence.pk).first()
    if row is None:
        raise NotFound()
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), actor.name[:150]
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(actor, "letters.absence_ended", about=row)
    return row
