"""First step of a new village: people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor
from modules.population.models import Resident


def steps(actor: Actor) -> list[dict[str, Any]]:
    """Import people while there are none."""
    if not actor.may("population.import"):
        return []
    return [
        {
            "title": _("Impor penduduk"),
            "why": _("Dari buku kerja OpenSID, diperiksa dahulu sebelum disimpan."),
            "url": "/kantor/impor/",
            "done": Resident.objects.exists(),
        }
    ]
