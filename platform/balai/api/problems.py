"""Errors of the API: application/problem+json (RFC 9457) with a stable ``code``."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from balai.errors import BalaiError


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any error into a problem."""
    if isinstance(error, BalaiError):
        return problem(error.status, error.code, error.message(), field=error.data.get("field", ""))
    response = exception_handler(error, context)
    if response is None:
        return None
    code = error.default_code if isinstance(error, APIException) else "not_found"
    errors = response.data if response.status_code == 400 else None
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    headers = {key: value for key, value in response.items() if key in {"WWW-Authenticate", "Retry-After", "Allow"}}
    made = problem(response.status_code, str(code), str(detail), errors=errors)
    for key, value in headers.items():
        made[key] = value
    return made


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """One problem."""
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    body |= {key: value for key, value in more.items() if value}
    return Response(body, status=status, content_type="application/problem+json")
