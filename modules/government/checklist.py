"""First steps of a new village."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from modules.government import selectors


def steps(actor: Actor) -> list[dict[str, Any]]:
    """What is still missing before letters can be made."""
    if not actor.may("government.change"):
        return []
    return [
        {
            "title": _("Isi identitas desa"),
            "why": _("Tercetak pada kop surat."),
            "url": "/kantor/pemerintahan/identitas/",
            "done": bool(selectors.identity().address),
        },
        {
            "title": _("Catat Kepala Desa dan perangkat"),
            "why": _("Tanpa Kepala Desa, surat tidak dapat disetujui."),
            "url": "/kantor/pemerintahan/",
            "done": bool(selectors.signers(today())),
        },
    ]
