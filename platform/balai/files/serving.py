"""Handing out a file's bytes so that nothing in them can act."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from balai.errors import NotFound
from balai.files.errors import FileRefused
from balai.files.models import StoredFile
from balai.files.services import open_file
from balai.files.sniffing import IMAGES
from balai.jobs.schema import current_schema

if TYPE_CHECKING:
    from balai.actor import Actor

#: Where the reverse proxy finds MEDIA_ROOT when BALAI_ACCEL is on; it must be internal there.
ACCEL_PREFIX = "/_berkas/"
#: Kinds that a browser may show in place; everything else is a download.
SHOWN = (*IMAGES, "application/pdf")
_SANDBOX = "default-src 'none'; sandbox"
# Browsers' own PDF viewers do not start in a sandbox; without sources a PDF still can load nothing.
_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def file_for_staff(actor: Actor, file_id: UUID | str) -> StoredFile:
    """A file that this member of staff may open.

    With a permission: who holds it now, whoever made the file: a right that was withdrawn opens nothing any more. Without
    one: any member of staff, unless the file is a citizen's own; that one only whoever put it there.

    Raises:
        NotFound: there is none, or it is not theirs: which of the two is not told.
    """
    stored = StoredFile.objects.filter(pk=file_id, deleted_at=None).first()
    if stored is not None:
        if stored.permission:
            allowed = actor.may(stored.permission)
        else:
            allowed = stored.citizen_id is None or bool(stored.created_by and stored.created_by == str(actor.id))
        if allowed:
            return stored
    raise NotFound()


def file_for_citizen(resident_id: UUID | str, file_id: UUID | str) -> StoredFile:
    """A file that belongs to this citizen.

    Raises:
        NotFound: there is none, or it is another's.
    """
    stored = StoredFile.objects.filter(pk=file_id, deleted_at=None, citizen_id__isnull=False).first()
    if stored is None or str(stored.citizen_id) != str(resident_id):
        raise NotFound()
    return stored


def serve(stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The bytes as a response. ``inline`` shows pictures and PDF in place; others are downloads always.

    Raises:
        NotFound: the bytes are gone.
    """
    shown = inline and stored.content_type in SHOWN
    response: HttpResponseBase
    if settings.BALAI_ACCEL:
        response = HttpResponse(content_type=stored.content_type)
        response["X-Accel-Redirect"] = f"{ACCEL_PREFIX}{current_schema()}/{stored.path}"
    else:
        try:
            response = FileResponse(open_file(stored), content_type=stored.content_type)
        except FileRefused as error:
            raise NotFound(error.message()) from error
        response["Content-Length"] = str(stored.size)
    disposition = content_disposition_header(not shown, stored.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _PDF if shown and stored.content_type == "application/pdf" else _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
