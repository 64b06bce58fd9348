"""What of the register waits for somebody at the office's home."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today, zone
from balai.registry import QueueItem
from balai.ui.formats import month_words
from modules.population.models import RegisterState
from modules.population.selectors import crossing
from modules.population.selectors.balance import month_end
from modules.population.selectors.closings import month_to_close
from modules.population.selectors.lines import overstayed


def waiting_for(actor: Actor) -> list[QueueItem]:
    """People on their way, doubles; a month to close; temporary residents who stay for too long."""
    items = crossing.waiting_for(actor)
    if actor.may("population.close"):
        month = month_to_close(RegisterState.objects.first())
        if month is not None:
            over = datetime.combine(month_end(month) + timedelta(days=1), time(), zone())
            items.append(
                QueueItem(
                    title=_("Buku {month} belum ditutup").format(month=month_words(month)),
                    url=reverse("population:close_month"), waiting_since=over, next_step=_("Periksa, lalu tutup"),
                )
            )  # fmt: skip
    if actor.may("population.events"):
        stays = overstayed(today())
        first = stays.first()
        if first is not None:
            number = stays.count()
            since = datetime.combine(first.arrived, time(), zone()) + timedelta(days=365)  # type: ignore[attr-defined]
            items.append(
                QueueItem(
                    title=_("{n} penduduk tidak tetap tinggal lebih dari setahun").format(n=number),
                    url=reverse("population:temporary"), waiting_since=since, next_step=_("Tetapkan statusnya"),
                )
            )  # fmt: skip
    return items
