"""What a citizen hands in: papers, kept as the citizen's own."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.files import StoredFile, store
from modules.selfservice.errors import SelfserviceError

UPLOADS_A_DAY, UPLOAD_BYTES = 20, 8 * 1024 * 1024


@atomic()
def keep_upload(*, actor: Actor, content: BinaryIO, name: str, field: str = "") -> StoredFile:
    """Keep a paper that a citizen adds to a request, as the citizen's own.

    Raises:
        NotFound: the actor is no citizen.
        SelfserviceError: more in a day than :data:`UPLOADS_A_DAY`.
        FileRefused: too large, or neither a picture nor a PDF.
    """
    if actor.kind != "citizen":
        raise NotFound()
    owner = UUID(actor.id)
    advisory_lock(f"selfservice:uploads:{owner}")
    today = StoredFile.objects.filter(
        citizen_id=owner, kind="letters.attachment", created_at__gte=timezone.now() - timedelta(days=1)
    )
    if today.count() >= UPLOADS_A_DAY:
        raise SelfserviceError(
            _("Paling banyak {limit} berkas sehari. Bawa berkas lainnya ke kantor desa.").format(limit=UPLOADS_A_DAY),
            field=field,
        )
    return store(
        actor=actor, content=content, name=name, kind="letters.attachment", max_bytes=UPLOAD_BYTES,
        accept=["image/jpeg", "image/png", "application/pdf"], permission="letters.view", citizen_id=owner,
    )  # fmt: skip
