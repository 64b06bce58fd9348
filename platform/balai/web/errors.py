"""Errors as pages: what happened, what is safe, what to do; and nothing that helps a guesser."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import select_template
from django.utils.translation import gettext as _

from balai.errors import BalaiError
from balai.ids import ALPHABET

log = structlog.get_logger("balai.web")


def page(request: HttpRequest, *, status: int, heading: str, words: str, code: str = "") -> HttpResponse:
    """One error page; JSON for who asked for JSON."""
    if "application/json" in request.headers.get("Accept", "") or request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": heading, "detail": words, "status": status, "code": code}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"heading": heading, "words": words, "code": code, "home": home_of(request)}
    template = select_template([f"{status}.html", "ui/error.html"])
    try:
        # Without a tenant (unknown host) the page knows no site.
        body_of_page = template.render(context, request if hasattr(request, "tenant") else None)
    except Exception:
        # The page of an error must not fail on what failed (the database, most likely): the same words, no site.
        log.exception("error_page_without_site", path=request.path)
        body_of_page = template.render(context)
    return HttpResponse(body_of_page, status=status)


def home_of(request: HttpRequest) -> str:
    """The beginning of the door that the path belongs to."""
    for door in ("/kantor/", "/layanan/", "/dasbor/"):
        if request.path.startswith(door):
            return door
    return "/"


def of_error(request: HttpRequest, error: BalaiError) -> HttpResponse:
    """The page of one of our own errors."""
    headings = {
        403: _("Tidak boleh"),
        404: _("Tidak ditemukan"),
        409: _("Data sudah berubah"),
        429: _("Terlalu sering"),
    }
    heading = headings.get(error.status, _("Tidak dapat dilakukan"))
    response = page(request, status=error.status, heading=heading, words=error.message())
    if error.status == 429 and error.data.get("seconds"):
        response["Retry-After"] = str(int(error.data["seconds"]))
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 where more was sent than is taken."""
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        words = _("Yang dikirim terlalu besar: paling banyak {n} MB di luar berkas. Belum ada yang berubah.").format(
            n=limit
        )
        return page(request, status=413, heading=_("Terlalu besar"), words=words)
    words = _("Permintaan ini tidak dapat dibaca. Kembali, lalu coba lagi.")
    return page(request, status=400, heading=_("Permintaan tidak dapat dibaca"), words=words)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    whom = _("pengelola pengguna") if home_of(request) == "/dasbor/" else _("Sekretaris Desa")
    words = _("Anda tidak memiliki hak untuk halaman ini. Mintalah kepada {whom}.").format(whom=whom)
    return page(request, status=403, heading=_("Tidak boleh"), words=words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that waited too long, or came from elsewhere."""
    words = _("Formulir ini sudah kedaluwarsa. Kembali, muat ulang halaman, lalu kirim lagi. Belum ada yang berubah.")
    return page(request, status=403, heading=_("Formulir kedaluwarsa"), words=words)


def only_sent(request: HttpRequest) -> HttpResponse:
    """405 of an address that only takes what a form sends: typed, reloaded or come back to, it would show nothing."""
    words = _(
        "Alamat ini hanya menerima kiriman formulir. Kembali ke beranda, lalu buka lagi halamannya. Belum ada yang berubah."
    )
    return page(request, status=405, heading=_("Buka halamannya lagi"), words=words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same words whatever was asked for."""
    tenant = getattr(request, "tenant", None)
    where = tenant.title if tenant is not None and tenant.schema_name != "public" else _("situs ini")
    words = _("Halaman atau data ini tidak ada di {where}. Periksa alamatnya, atau kembali ke beranda.").format(
        where=where
    )
    return page(request, status=404, heading=_("Tidak ditemukan"), words=words)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500 with a code that support finds in the log."""
    code = "".join(secrets.choice(ALPHABET[2:]) for _n in range(4)).upper()
    log.error("server_error", support_code=code, path=request.path)
    words = _(
        "Kami sedang mengalami gangguan. Data Anda aman dan belum berubah. Coba lagi, atau sebutkan kode {code} "
        "kepada petugas."
    ).format(code=code)
    return page(request, status=500, heading=_("Ada gangguan"), words=words, code=code)
