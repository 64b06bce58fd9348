"""Errors of the API are problems with stable codes; writes name their version; the schema describes every route."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from balai.accounts.errors import Throttled
from balai.api.conditional import VersionNeeded, etag, require_version, version_read
from balai.api.problems import handler
from balai.errors import Conflict, NotAllowed, NotFound, Refused

REQUESTS = APIRequestFactory()


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Refused("Tidak dapat.", field="nik"), 422, "refused"),
        (NotAllowed(right="x.y"), 403, "not_allowed"),
        (Conflict(), 409, "conflict"),
        (NotFound(), 404, "not_found"),
        (Throttled(seconds=90), 429, "throttled"),
        (VersionNeeded(), 428, "if_match_needed"),
        (Http404("secret detail"), 404, "not_found"),
        (PermissionDenied("secret detail"), 403, "not_allowed"),
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        (exceptions.ValidationError({"nik": ["NIK harus 16 angka."]}), 400, "invalid"),
    ],
)
def test_every_error_is_a_problem(error: Exception, status: int, code: str) -> None:
    answer = handler(error, {"view": None})
    assert answer is not None
    assert answer.status_code == answer.data["status"] == status
    assert answer.data["code"] == code
    assert answer.data["title"]
    assert answer.data["detail"]
    assert "secret" not in str(answer.data)
    assert answer.content_type == "application/problem+json"


def test_fields_that_are_wrong_are_named() -> None:
    refused = handler(Refused("Tidak dapat.", field="nik"), {})
    invalid = handler(exceptions.ValidationError({"nik": ["NIK harus 16 angka."]}), {})
    parsed = handler(exceptions.ParseError(), {})
    assert refused is not None and refused.data["field"] == "nik"
    assert invalid is not None and invalid.data["errors"] == {"nik": ["NIK harus 16 angka."]}
    assert parsed is not None and "errors" not in parsed.data


def test_how_long_to_wait_stands_in_the_header() -> None:
    answer = handler(Throttled(seconds=90), {})
    assert answer is not None
    assert answer["Retry-After"] == "90"


def test_what_nobody_foresaw_is_not_explained_to_the_caller() -> None:
    assert handler(RuntimeError("column x of t_abc"), {"view": None}) is None


class Numbered(APIView):
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def put(self, request: Any) -> Response:
        require_version(request, "7")
        return Response({"done": True}, headers={"ETag": etag("8")})


@pytest.mark.parametrize(
    ("header", "status"),
    [('"7"', 200), ('W/"7"', 200), ("7", 200), ("*", 200), ('"6"', 409), ("", 428), ('""', 428)],
)
def test_a_write_names_the_version_that_it_read(header: str, status: int) -> None:
    request = REQUESTS.put("/", {}, format="json", headers={"If-Match": header} if header else {})
    answer = Numbered.as_view()(request)
    assert answer.status_code == status
    if status == 200:
        assert answer["ETag"] == '"8"'


def test_the_version_that_was_read_goes_to_the_service() -> None:
    assert (
        version_read(REQUESTS.put("/", headers={"If-Match": '"2026-11-24T10:00:00+07:00"'}))
        == "2026-11-24T10:00:00+07:00"
    )


def test_a_feed_gives_nothing_twice_though_rows_come_in_between(village: Any) -> None:
    from rest_framework.generics import ListAPIView

    from balai import audit
    from balai.actor import Actor
    from balai.api.paging import Feed
    from balai.audit.models import Entry

    class Out(serializers.ModelSerializer):
        class Meta:
            model = Entry
            fields = ("id",)

    class Entries(ListAPIView):  # type: ignore[type-arg]
        authentication_classes = ()
        permission_classes = ()
        throttle_classes = ()
        pagination_class = Feed
        serializer_class = Out
        queryset = Entry.objects.filter(action="feed.x")

    for _n in range(5):
        audit.record(Actor.system(), "feed.x")
    expected = list(Entry.objects.filter(action="feed.x").order_by("-id").values_list("id", flat=True))
    seen: list[int] = []
    address: str | None = "/?page_size=2"
    while address:
        page = Entries.as_view()(REQUESTS.get(address)).data
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
        audit.record(Actor.system(), "feed.x")
    assert seen == expected


@pytest.mark.parametrize("asked", [10, 200, 1000])
def test_a_page_holds_two_hundred_at_most(village: Any, asked: int) -> None:
    from balai.api.paging import Pages

    size = Pages().get_page_size(Numbered().initialize_request(REQUESTS.get(f"/?page_size={asked}")))
    assert size == min(asked, 200)


def test_the_schema_describes_every_route_and_how_to_be_let_in(village: Any, client_of: Any) -> None:
    for at, path in ((village, "/api/v1/residents"), (None, "/api/v1/facts")):
        answer = client_of(at).get("/api/schema", headers={"Accept": "application/json"})
        assert answer.status_code == 200
        schema = answer.json()
        assert path in schema["paths"]
        assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
        # Only this side's routes stand in it.
        assert ("/api/v1/residents" in schema["paths"]) is (at is not None)


def test_an_unknown_route_is_a_problem_too(village: Any, client_of: Any) -> None:
    answer = client_of(village).get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
