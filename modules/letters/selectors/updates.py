"""Templates that moved on below what the village changed: somebody has to look at them and decide."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import QueueItem
from balai.ui.formats import number
from modules.letters import layers, types
from modules.letters.models import TypeOverride
from tenants.exchange.models import Publication

_TEXTS = Path(types.__file__).resolve().parent / "texts"


def template_updates(actor: Actor) -> list[QueueItem]:
    """One line for all of them, for who may take them over."""
    if not actor.may("letters.templates") or not TypeOverride.objects.exists():
        return []
    found = layers.differences()
    if not found:
        return []
    kinds = {each.type_key for each in found}
    from_regency = any(each.layer == "regency" for each in found)
    return [
        QueueItem(
            title=_("{n} jenis surat mempunyai pembaruan templat").format(n=number(len(kinds))),
            url=f"{reverse('letters:templates')}?bagian=baru",
            waiting_since=_since(kinds),
            next_step=_("Bandingkan, lalu pakai atau pertahankan milik desa"),
            detail=str(_("Dari kabupaten") if from_regency else _("Dari pembaruan aplikasi")),
        )
    ]


def _since(kinds: set[str]) -> datetime:
    """Since when: what the regency published last, or when this version's texts were put here; never before the village's
    own change, against which alone it is something new."""
    published = Publication.objects.filter(kind=layers.KIND, key__in=kinds, withdrawn_at=None).order_by("-id").first()
    changed = TypeOverride.objects.filter(type_key__in=kinds).order_by("updated_at").first()
    came = published.published_at if published else datetime.fromtimestamp(_TEXTS.stat().st_mtime, UTC)
    return min(max(came, changed.updated_at) if changed else came, timezone.now())
