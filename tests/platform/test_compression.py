"""Pages travel compressed, files as they are."""

from __future__ import annotations

import gzip
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from balai.web.compression import TextCompression


def _sent(response: Any, accepts: str = "gzip, br") -> Any:
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING=accepts)
    return TextCompression(lambda _request: response)(request)


def test_a_page_is_small_on_the_way_and_whole_at_its_end() -> None:
    text = "<p>Desa Geyer</p>" * 500
    answer = _sent(HttpResponse(text))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(text) / 10
    assert gzip.decompress(answer.content).decode() == text


def test_who_does_not_ask_gets_it_plain_and_files_stay_as_they_are() -> None:
    text = "<p>Desa Geyer</p>" * 500
    assert "Content-Encoding" not in _sent(HttpResponse(text), accepts="identity").headers
    assert "Content-Encoding" not in _sent(HttpResponse(b"%PDF" * 500, content_type="application/pdf")).headers
    stream = StreamingHttpResponse(iter([b"a" * 900]), content_type="text/csv")
    assert "Content-Encoding" not in _sent(stream).headers


def test_the_offices_pages_are_compressed(village: Any, office_client: Any) -> None:
    answer = office_client("operator").get("/kantor/penduduk/", HTTP_ACCEPT_ENCODING="gzip")
    assert answer.headers["Content-Encoding"] == "gzip" and len(answer.content) < 20_000
