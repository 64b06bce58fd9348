"""For this machine alone: messages become files that one can look at, so that everything can be tried without a provider."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.jobs.schema import current_schema
from modules.messages.drivers.base import DeliveryRef, Driver, Later, Never, Outgoing
from modules.messages.models import Channel
from tenants.context import current_village


def allowed() -> bool:
    """Only where no real people are written to."""
    return bool(settings.BALAI_DEMO_ACCOUNTS) or current_village().data != "real"


class Files(Driver):
    """Writes each message once, under its key, into ``outbox/<schema>/`` of the data folder."""

    key = "file"
    title = _("Berkas pada komputer ini (untuk mencoba)")
    channels = tuple(Channel.values)

    @property
    def idempotent(self) -> bool:
        """The file's name is the key."""
        return True

    def folder(self) -> Path:
        """Where this village's messages lie."""
        return Path(settings.DATA) / "outbox" / current_schema()

    def send(self, out: Outgoing) -> DeliveryRef:
        """A file that is there already was written by the first try."""
        if not allowed():
            raise Never(str(_("Saluran percobaan tidak mengirim apa pun untuk desa dengan data nyata.")))
        try:
            self.folder().mkdir(parents=True, exist_ok=True)
            with (self.folder() / f"{out.key}.json").open("x", encoding="utf-8") as file:
                json.dump({"to": out.to, "title": out.title, "text": out.text}, file, ensure_ascii=False, indent=1)
        except FileExistsError:
            pass
        except OSError:
            raise Later(str(_("Berkas tidak dapat ditulis."))) from None
        return DeliveryRef(out.key, delivered=True)
