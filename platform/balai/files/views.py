"""One view a door: may they, then the bytes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from balai import audit
from balai.files.serving import file_for_citizen, file_for_staff, serve
from balai.web.views import SIGNED_IN, CitizenView, OfficeView


class OfficeFile(OfficeView):
    """A file for staff; the right that it needs stands in its row."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, file_id: UUID) -> HttpResponseBase:
        """Hand it out; ``?lihat=1`` shows it in place."""
        stored = file_for_staff(self.actor, file_id)
        response = serve(stored, inline="lihat" in request.GET)
        audit.record_read(self.actor, "files.file_read", about=stored)
        return response


class CitizenFile(CitizenView):
    """A citizen's own file."""

    def get(self, request: HttpRequest, file_id: UUID) -> HttpResponseBase:
        """Hand it out; ``?lihat=1`` shows it in place."""
        stored = file_for_citizen(self.resident_id, file_id)
        response = serve(stored, inline="lihat" in request.GET)
        audit.record_read(self.actor, "files.file_read", about=stored)
        return response
