"""Our own errors become pages wherever a view lets them rise."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from balai.errors import BalaiError
from balai.web.errors import of_error, only_sent


class ErrorMiddleware:
    """Turns a :class:`BalaiError` into the page of its status, and an empty 405 into words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not getattr(response, "content", b"-"):
            shown = only_sent(request)
            shown["Allow"] = response.get("Allow", "")
            return shown
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for what a view did not catch."""
        return of_error(request, exception) if isinstance(exception, BalaiError) else None
