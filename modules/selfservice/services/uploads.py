"""What a citizen hands in: papers, kept as the citizen's own."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.files import StoredFile, discard, open_file, store
from modules.letters.models import LetterAttachment
from modules.letters.services.requests import ATTACHMENT_KIND
from modules.population.codes import PaperKind
from modules.population.selectors.people import papers_for_citizen
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import Correction, OwnDocument
from modules.selfservice.selectors import documents_of
from modules.selfservice.services.requests import citizen_of

UPLOADS_A_DAY, UPLOAD_BYTES = 20, 8 * 1024 * 1024
#: What was uploaded for a request that was never sent goes after so many days.
UNSENT_DAYS = 7
#: So many papers somebody may keep here at once.
MOST_DOCUMENTS = 30
#: A photographed page is still read at this size, and travels.
SIDE = 2200
ATTACHMENT, DOCUMENT = ATTACHMENT_KIND, "selfservice.document"
_ACCEPT = ["image/jpeg", "image/png", "application/pdf"]


@atomic()
def keep_upload(*, actor: Actor, content: BinaryIO, name: str, field: str = "", permission: str = "letters.view") -> StoredFile:  # fmt: skip
    """Keep a paper that a citizen adds to a request, as the citizen's own; staff with ``permission`` may open it.

    Raises:
        NotFound: the actor is no citizen.
        SelfserviceError: more in a day than :data:`UPLOADS_A_DAY`.
        FileRefused: too large, or neither a picture nor a PDF.
    """
    return _keep(actor, content, name, kind=ATTACHMENT, permission=permission, field=field)


def _keep(actor: Actor, content: BinaryIO, name: str, *, kind: str, permission: str, field: str) -> StoredFile:
    if actor.kind != "citizen":
        raise NotFound()
    owner = UUID(actor.id)
    advisory_lock(f"selfservice:uploads:{owner}")
    today = StoredFile.objects.filter(
        citizen_id=owner, kind__in=[ATTACHMENT, DOCUMENT], created_at__gte=timezone.now() - timedelta(days=1)
    )
    if today.count() >= UPLOADS_A_DAY:
        raise SelfserviceError(
            _("Paling banyak {limit} berkas sehari. Bawa berkas lainnya ke kantor desa.").format(limit=UPLOADS_A_DAY),
            field=field,
        )
    return store(
        actor=actor, content=content, name=name, kind=kind, max_bytes=UPLOAD_BYTES, accept=_ACCEPT,
        permission=permission, citizen_id=owner, max_side=SIDE,
    )  # fmt: skip


@atomic()
def add_document(*, actor: Actor, kind: str, content: BinaryIO, name: str, title: str = "") -> OwnDocument:
    """Keep a paper for later requests. No right of staff opens it: what a request takes is a copy.

    Raises:
        NotFound: the actor is no citizen.
        SelfserviceError: too many, or no such kind.
        FileRefused: as it says.
    """
    me = citizen_of(actor)
    if kind not in PaperKind.values:
        raise SelfserviceError(_("Jenis dokumen ini tidak ada. Pilih satu dari daftar."), field="kind")
    advisory_lock(f"selfservice:uploads:{me.pk}")
    if documents_of(me).count() >= MOST_DOCUMENTS:
        raise SelfserviceError(
            _("Paling banyak {n} dokumen. Hapus dahulu yang tidak dipakai.").format(n=MOST_DOCUMENTS), field="file"
        )
    stored = _keep(actor, content, name, kind=DOCUMENT, permission="", field="file")
    made = OwnDocument.objects.create(
        resident=me, kind=kind, title=(" ".join(title.split()) or str(PaperKind(kind).label))[:100], file_id=stored.pk
    )
    audit.record(actor, "selfservice.document_added", about=me, document=str(made.pk), kind=kind)
    return made


@atomic()
def remove_document(*, actor: Actor, document: OwnDocument) -> OwnDocument:
    """Delete one's own paper: at once for everybody, its bytes with the night's sweep. Copies in requests stay there.

    Raises:
        NotFound: another's, or deleted already.
    """
    me = citizen_of(actor)
    now = OwnDocument.objects.select_for_update().filter(pk=document.pk, resident=me, removed_at=None).first()
    if now is None:
        raise NotFound()
    now.removed_at = timezone.now()
    now.save(update_fields=["removed_at"])
    stored = StoredFile.objects.filter(pk=now.file_id).first()
    if stored is not None:
        discard(stored=stored)
    audit.record(actor, "selfservice.document_removed", about=me, document=str(now.pk), kind=now.kind)
    return now


def kept_papers(actor: Actor) -> list[tuple[str, str, str]]:
    """Papers that a request can take over instead of a photo: (kind, key, words): the citizen's own, and those that the
    village keeps and lets them see."""
    me = citizen_of(actor)
    own = [(each.kind, f"d:{each.pk}", each.title) for each in documents_of(me)]
    return own + [
        (each.kind, f"p:{each.pk}", _("{title} (disimpan desa)").format(title=each.title))
        for each in papers_for_citizen(me).filter(resident=me)
    ]


@atomic()
def copy_for_request(*, actor: Actor, key: str, field: str = "", permission: str = "letters.view") -> StoredFile:
    """A copy of a kept paper for a request, so that what is deleted later stays with the request.

    Raises:
        NotFound: not among :func:`kept_papers`.
        SelfserviceError, FileRefused: as for an upload.
    """
    if key not in {each for _kind, each, _words in kept_papers(actor)}:
        raise NotFound()
    me, place, pk = citizen_of(actor), key[0], key[2:]
    file_id = (
        documents_of(me).values_list("file_id", flat=True).get(pk=pk)
        if place == "d"
        else papers_for_citizen(me).values_list("file_id", flat=True).get(pk=pk)
    )
    stored = StoredFile.objects.filter(pk=file_id, deleted_at=None).first()
    if stored is None:
        raise NotFound()
    with open_file(stored) as source:
        content = io.BytesIO(source.read())
    return keep_upload(actor=actor, content=content, name=stored.name, field=field, permission=permission)


@atomic()
def upload_kept(*, actor: Actor, key: UUID, field: str = "") -> StoredFile | None:
    """What the citizen uploaded for a request a page before. Any other file, their own too (a letter's PDF, a kept paper), is
    nothing; one that hangs on another request or proves a proposal is copied, so that what becomes of that one does not
    touch this one.

    Raises:
        SelfserviceError, FileRefused: as for an upload.
    """
    if actor.kind != "citizen":
        raise NotFound()
    stored = StoredFile.objects.filter(pk=key, citizen_id=UUID(actor.id), kind=ATTACHMENT, deleted_at=None).first()
    if stored is None:
        return None
    hangs = LetterAttachment.objects.filter(file_id=stored.pk).exists()
    if not hangs and not Correction.objects.filter(file_id=stored.pk).exists():
        return stored
    with open_file(stored) as source:
        content = io.BytesIO(source.read())
    return keep_upload(actor=actor, content=content, name=stored.name, field=field)


def tidy_uploads(*, actor: Actor) -> int:
    """Every night: papers that were uploaded :data:`UNSENT_DAYS` ago and hang on no request and no proposal go. Nobody asked
    the village to keep them."""
    old = StoredFile.objects.filter(
        kind=ATTACHMENT, citizen_id__isnull=False, deleted_at=None,
        created_at__lt=timezone.now() - timedelta(days=UNSENT_DAYS),
    )  # fmt: skip
    sent = LetterAttachment.objects.filter(file_id__isnull=False).values("file_id")
    proofs = Correction.objects.filter(file_id__isnull=False).values("file_id")
    unsent = list(old.exclude(pk__in=sent).exclude(pk__in=proofs)[:1000])
    for stored in unsent:
        discard(stored=stored)
    if unsent:
        audit.record(actor, "selfservice.unsent_uploads_removed", files=len(unsent))
    return len(unsent)
