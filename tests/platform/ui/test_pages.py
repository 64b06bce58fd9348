"""The frame round real pages, error pages, undo and versions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest
from django.test import RequestFactory

from balai.errors import Conflict
from balai.ui import context
from balai.web import errors
from balai.web.conditional import check_version, if_match, version_of
from balai.web.undo import say_done
from tests.platform.ui.rendering import request_for


def test_the_office_shows_the_village_the_person_and_what_they_may_open(village: Any, office_client: Any) -> None:
    page = office_client("operator").get("/kantor/").content.decode()
    assert village.title in page
    assert 'href="/kantor/penduduk/"' in page
    assert 'aria-current="page"' in page
    assert "Data latihan" in page
    assert "Tidak ada pekerjaan dalam 24 jam terakhir." in page
    assert "Operator" in page


def test_who_lacks_a_right_does_not_see_its_line(village: Any, office_client: Any) -> None:
    assert "/kantor/pengguna/" not in office_client("operator").get("/kantor/").content.decode()


def test_the_regencys_frame_names_the_regency(regency_client: Any) -> None:
    page = regency_client().get("/dasbor/").content.decode()
    assert "Grobogan" in page
    assert "balai/regency.css" in page and "Data latihan" not in page


def test_the_regency_of_a_demo_says_that_nobody_in_it_is_real(regency_client: Any) -> None:
    from tenants.models import Regency

    Regency.objects.update(demo=True)
    context._regencies.clear()
    try:
        assert "Data latihan" in regency_client().get("/dasbor/").content.decode()
    finally:
        context._regencies.clear()


def test_a_letters_number_breaks_behind_its_strokes() -> None:
    from balai.ui.templatetags.balai import breakable

    assert breakable("400/<b>/XI/2026") == "400/<wbr>&lt;b&gt;/<wbr>XI/<wbr>2026"
    assert breakable("012.a") == "012.a"


def test_a_page_that_is_not_there_says_where_and_leads_home(village: Any, client_of: Any) -> None:
    answer = client_of(village).get("/tidak-ada/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f"tidak ada di {village.title}" in page
    assert 'href="/"' in page


def test_an_error_page_survives_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(context, "site", broken)
    request = request_for("/kantor/penduduk/")
    request.tenant = SimpleNamespace(schema_name="x", title="Desa X")  # type: ignore[attr-defined]
    monkeypatch.setattr("django.template.context.RequestContext.bind_template", lambda *args: broken(request))
    answer = errors.server_error(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Data Anda aman dan belum berubah" in page
    assert "Desa X" not in page


def test_who_asks_for_json_gets_a_problem() -> None:
    request = RequestFactory().get("/api/v1/x/", headers={"Accept": "application/json"})
    answer = errors.not_found(request)
    assert answer["Content-Type"] == "application/problem+json"


class _Kept(BaseStorage):
    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Message]:
        return []


def test_an_undo_is_offered_only_on_this_site() -> None:
    request = request_for()
    request._messages = _Kept(request)  # type: ignore[attr-defined]
    say_done(request, "Surat dikembalikan.", undo="/kantor/surat/1/urungkan/")
    said = request._messages._queued_messages[0]  # type: ignore[attr-defined]
    assert (said.message, said.extra_tags) == ("Surat dikembalikan.", "undo:/kantor/surat/1/urungkan/")
    for elsewhere in ("https://evil.example/", "//evil.example/"):
        with pytest.raises(ValueError, match="this site"):
            say_done(request, "x", undo=elsewhere)


def test_the_later_of_two_writers_is_told() -> None:
    check_version("", "2")
    check_version("2", "2")
    with pytest.raises(Conflict):
        check_version("1", "2")
    assert version_of(SimpleNamespace(version=3)) == "3"
    if_match(RequestFactory().put("/", headers={"If-Match": '"2"'}), "2")
    if_match(RequestFactory().put("/", headers={"If-Match": "*"}), "2")
    with pytest.raises(Conflict):
        if_match(RequestFactory().put("/", headers={"If-Match": 'W/"1"'}), "2")
