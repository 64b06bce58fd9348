"""Pages are sent small wherever no proxy does it: people here read over prepaid data."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

#: What shrinks. PDFs, pictures and workbooks are compressed already.
_TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class TextCompression(GZipMiddleware):
    """Django's own, for text alone. It adds up to a hundred random bytes to each answer, so that the length tells nothing
    of a secret in it (BREACH); a proxy that compresses, too, leaves an answer alone that is compressed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page; leave files and streams as they are."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)  # type: ignore[arg-type]
        return compressed
