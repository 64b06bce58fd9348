"""Writing down a surat kuasa, and that it ended."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today
from balai.errors import NotFound
from modules.population.errors import MandateRefused
from modules.population.models import Mandate, Resident
from modules.population.selectors.acting import is_minor

#: No longer: whoever gives it must be able to say so anew.
LONGEST = timedelta(days=366)


@atomic()
def record_mandate(*, actor: Actor, giver: Resident, holder: Resident, until: date, paper: str) -> Mandate:
    """An adult lets another adult act for them until a day; the officer has seen the signed paper. One that stands between
    the same two is replaced.

    Raises:
        NotAllowed: the actor lacks ``population.mandates``.
        MandateRefused: not both adults who live here, the same person, no paper, or a day that does not do (``field``).
    """
    require(actor, "population.mandates")
    paper = " ".join(paper.split())[:200]
    now = today()
    for who, name in ((giver, "giver"), (holder, "holder")):
        if not who.is_here or is_minor(who, now):
            raise MandateRefused(
                field=name, reason=_("{name} bukan penduduk dewasa yang tinggal di sini.").format(name=who.name)
            )
    if giver.pk == holder.pk:
        raise MandateRefused(field="holder", reason=_("Pemberi dan penerima kuasa harus dua orang yang berbeda."))
    if not paper:
        raise MandateRefused(field="paper", reason=_("Tulis tanggal dan keterangan surat kuasanya."))
    if not now <= until <= now + LONGEST:
        raise MandateRefused(field="until", reason=_("Kuasa berlaku paling lama satu tahun, mulai hari ini."))
    advisory_lock(f"population:mandate:{giver.pk}:{holder.pk}")
    Mandate.objects.filter(giver=giver, holder=holder, ended_at=None).update(
        ended_at=timezone.now(), ended_by=actor.name[:150]
    )
    made = Mandate.objects.create(
        giver=giver, holder=holder, since=now, until=until, paper=paper, recorded_by=actor.name[:150]
    )
    audit.record(actor, "population.mandate_recorded", about=giver, mandate=str(made.pk), until=until.isoformat())
    return made


@atomic()
def end_mandate(*, actor: Actor, mandate: Mandate) -> Mandate:
    """It was taken back.

    Raises:
        NotAllowed: the actor lacks ``population.mandates``.
        NotFound: there is none that stands.
    """
    require(actor, "population.mandates")
    row = Mandate.objects.select_for_update(of=("self",)).select_related("giver").filter(pk=mandate.pk, ended_at=None).first()  # fmt: skip
    if row is None:
        raise NotFound()
    row.ended_at, row.ended_by = timezone.now(), actor.name[:150]
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record(actor, "population.mandate_ended", about=row.giver, mandate=str(row.pk))
    return row
