"""Tokens: of one side, with the rights they were given, for as long as they were given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balai.api.models import ApiToken
from balai.api.services import issue_token, revoke_token
from balai.audit.models import Entry
from balai.errors import NotAllowed, Refused
from modules.population.models import Resident


@pytest.fixture()
def ask(client_of: Callable[..., Any]) -> Callable[..., Any]:
    """``ask(village, secret, "residents")``: GET with a token."""

    def get(village: Any, secret: str, path: str = "residents", method: str = "get", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return getattr(client_of(village), method)(f"/api/v1/{path}", headers=headers, **more)

    return get


@pytest.fixture()
def secret(village: Any, actor: Any) -> str:
    return issue_token(actor=actor, name="Sistem lain", rights=["population.view"])[1]


def problem_of(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    return found


def test_a_token_reads_what_it_may(village: Any, secret: str, ask: Any) -> None:
    answer = ask(village, secret)
    assert answer.status_code == 200
    assert answer.json()["count"] > 10


def test_its_secret_is_not_kept(village: Any, secret: str) -> None:
    token = ApiToken.objects.get()
    assert secret not in str(token.__dict__)
    assert secret.startswith("balai_")
    assert token.prefix == secret[6:14]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer a b", "Bearer balai_unknown", "Basic b3A6b3A=", "Bearer é"])
def test_without_a_token_nothing(village: Any, client_of: Any, header: str) -> None:
    answer = client_of(village).get("/api/v1/residents", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert problem_of(answer)["code"] in {"not_authenticated", "authentication_failed"}


def test_the_session_of_the_office_opens_no_api(village: Any, office_client: Any) -> None:
    assert office_client("sekretaris").get("/api/v1/residents").status_code == 401


@pytest.mark.parametrize("change", ["revoked", "expired"])
def test_a_token_that_is_over(village: Any, actor: Any, secret: str, ask: Any, change: str) -> None:
    token = ApiToken.objects.get()
    if change == "revoked":
        revoke_token(actor=actor, token=token)
    else:
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert problem_of(ask(village, secret))["code"] == "authentication_failed"


def test_a_right_that_it_lacks_is_refused_method_by_method(village: Any, secret: str, ask: Any) -> None:
    resident = Resident.objects.filter(presence=1)[0]
    path = f"residents/{resident.pk}"
    assert ask(village, secret, path).status_code == 200
    answer = ask(village, secret, path, "patch", data="{}", content_type="application/json")
    assert problem_of(answer)["code"] == "permission_denied"


def test_a_view_that_names_no_right_is_closed_to_every_token(village: Any, actor: Any) -> None:
    from rest_framework.response import Response
    from rest_framework.test import APIRequestFactory
    from rest_framework.views import APIView

    class Forgotten(APIView):
        def get(self, request: Any) -> Response:
            return Response("open")

    class Named(Forgotten):
        required_permission = "population.view"

    secret = issue_token(actor=actor, name="Semua", rights=["population.view"])[1]
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert Forgotten.as_view()(request).status_code == 403
    assert Named.as_view()(request).status_code == 200


def test_another_village_and_the_regency_do_not_know_it(
    village: Any, other_village: Any, inside: Any, secret: str, ask: Any
) -> None:
    row = ApiToken.objects.get()
    assert ask(other_village, secret).status_code == 401
    assert ask(None, secret, "facts").status_code == 401
    with inside(other_village):
        ApiToken.objects.create(
            name="copied", token_hash=row.token_hash, prefix=row.prefix, rights=row.rights, created_by="x"
        )
    assert ask(other_village, secret).status_code == 401


def test_when_it_was_last_used_is_noted_every_five_minutes(village: Any, secret: str, ask: Any) -> None:
    ask(village, secret)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    ask(village, secret)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=6))
    ask(village, secret)
    later = ApiToken.objects.get().last_used_at
    assert later is not None and later > first


def test_sixty_requests_a_minute(village: Any, actor: Any, secret: str, ask: Any) -> None:
    path = "residents?page_size=1"
    assert [ask(village, secret, path).status_code for _n in range(60)] == [200] * 60
    answer = ask(village, secret, path)
    assert problem_of(answer)["code"] == "throttled"
    assert 0 < int(answer["Retry-After"]) <= 60
    other = issue_token(actor=actor, name="Lain", rights=["population.view"])[1]
    assert ask(village, other, path).status_code == 200


def test_a_reading_through_the_api_is_audited_with_the_token(village: Any, secret: str, ask: Any) -> None:
    resident = Resident.objects.filter(presence=1)[0]
    ask(village, secret, f"residents/{resident.pk}")
    entry = Entry.objects.get(action="population.resident_read")
    assert (entry.actor_role, entry.actor_id, entry.actor_name) == (
        "api",
        str(ApiToken.objects.get().pk),
        "API: Sistem lain",
    )
    assert entry.address == "127.0.0.1"
    assert len(entry.request_id) == 32


@pytest.mark.parametrize("rights", [[], ["nothing.such"], ["regency.view"]])
def test_rights_that_a_token_cannot_carry(village: Any, actor: Any, rights: list[str]) -> None:
    with pytest.raises(Refused) as raised:
        issue_token(actor=actor, name="x", rights=rights)
    assert raised.value.data["field"] == "rights"


def test_nobody_gives_a_token_more_than_they_hold(village: Any) -> None:
    from balai.accounts.models import User
    from balai.accounts.services import actor_of, set_right
    from balai.actor import Actor

    with pytest.raises(NotAllowed):
        issue_token(actor=actor_of(User.objects.get(username="viewer")), name="x", rights=["population.view"])
    set_right(actor=Actor.operator(), role="viewer", permission="api.manage", allowed=True)
    viewer = actor_of(User.objects.get(username="viewer"))
    assert not viewer.may("population.change")
    with pytest.raises(Refused, match="yang Anda miliki sendiri"):
        issue_token(actor=viewer, name="x", rights=["population.change"])


def test_issued_and_revoked_on_the_page(village: Any, office_client: Any, ask: Any) -> None:
    client = office_client("sekretaris")
    form = client.get("/kantor/token/baru/").content.decode()
    assert "population.view" in form
    sent = {"name": "Sistem lain", "rights": ["population.view"], "days": "30"}
    assert client.post("/kantor/token/baru/", sent)["Location"] == "/kantor/token/"
    page = client.get("/kantor/token/").content.decode()
    shown = re.findall(r"<code>(balai_[\w-]+)</code>", page)[0]
    assert shown not in client.get("/kantor/token/").content.decode()
    token = ApiToken.objects.get()
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert ask(village, shown).status_code == 200
    for _n in range(2):
        assert client.post(f"/kantor/token/{token.pk}/cabut/").status_code == 302
    assert ask(village, shown).status_code == 401
    assert list(Entry.objects.filter(action__startswith="api.").order_by("id").values_list("action", flat=True)) == [
        "api.token_issued",
        "api.token_revoked",
    ]


def test_the_regency_has_tokens_of_its_own(village: Any, regency_client: Any, ask: Any) -> None:
    client = regency_client("kabupaten")
    page = client.get("/kelola/token/baru/").content.decode()
    assert "population.view" not in page
    assert "regency.view" in page
    assert (
        client.post("/kelola/token/baru/", {"name": "x", "rights": ["regency.view"], "days": "90"}).status_code == 302
    )
    secret = re.findall(r"<code>(balai_[\w-]+)</code>", client.get("/kelola/token/").content.decode())[0]
    assert ask(None, secret, "facts").status_code == 200
    assert ask(village, secret).status_code == 401
