"""Errors of the API: application/problem+json (RFC 9457) with a stable ``code``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from balai.errors import BalaiError, NotAllowed, NotFound

_KEPT_HEADERS = {"WWW-Authenticate", "Retry-After", "Allow"}


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any error that is meant for the caller into a problem; what is not goes on to be a 500 with a support code."""
    if isinstance(error, BalaiError):
        made = problem(error.status, error.code, error.message(), field=error.data.get("field", ""))
        if error.status == 429 and error.data.get("seconds"):
            made["Retry-After"] = str(int(error.data["seconds"]))
        return made
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, Http404 | PermissionDenied):
        # Django's own words name models and are not meant for strangers.
        ours: BalaiError = NotFound() if isinstance(error, Http404) else NotAllowed()
        return problem(response.status_code, ours.code, ours.message())
    errors = None
    if isinstance(error, ValidationError):
        detail, errors = _("Ada isian yang belum benar. Lihat errors."), response.data
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    made = problem(
        response.status_code,
        error.default_code if isinstance(error, APIException) else "error",
        str(detail),
        errors=errors,
    )
    for key, value in response.items():
        if key in _KEPT_HEADERS:
            made[key] = value
    return made


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """One problem."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail}
    body |= {key: value for key, value in more.items() if value}
    return Response(body, status=status, content_type="application/problem+json")
