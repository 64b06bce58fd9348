"""Every URL, API route and task of every installed module, asked with another village's ids: 404 or refusal.

The routes are found, not typed. A route with a parameter for which this file knows no object fails the test: a new
module is covered or noticed.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.context import village_context

#: Parameters that name no row: what a route is asked with instead.
PLAIN = {
    "token": "x" * 24,
    "code": "zzzzzzzz-" + "z" * 20,
    "format": "json",
    "indicator": "population.residents",
    "aspect": "title",
    "act": "setujui",
    "kind": "birth",
    "report": "age",
    "role": "operator",
    "what": "religion",
    "category": "religion",
    "slug": "none",
    "letter_type": "domisili",
    "type_key": "domisili",
    "key": "domisili",
    "name": "age",
    "session_id": "1",
    "row": "2",
    "column": "nik",
    "path": "x",
    "month": "2026-02",
    "number": "1",
    "book": "b1",
    "group": "ibu",
}
ANSWERS_THAT_TELL_NOTHING = {302, 400, 403, 404, 405, 410, 415, 422, 428}


def routes(urlconf: str) -> list[tuple[str, list[str]]]:
    """Every route of a site as (path with {parameters}, parameter names)."""
    found: list[tuple[str, list[str]]] = []

    def walk(patterns: Any, prefix: str) -> None:
        for pattern in patterns:
            text = prefix + _text(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, text)
            elif isinstance(pattern, URLPattern):
                names = re.findall(r"{(\w+)}", text)
                found.append(("/" + text, names))

    walk(get_resolver(urlconf).url_patterns, "")
    return sorted({(path, tuple(names)) for path, names in found})  # type: ignore[return-value]


def _text(pattern: Any) -> str:
    route = getattr(pattern, "_route", None)
    if route is not None:
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(route))
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", str(pattern._regex))
    return text.replace("^", "").replace("$", "").replace("\\.", ".").replace("/?", "/").replace("\\Z", "")


def objects_of(village: Any) -> dict[str, list[str]]:
    """Keys of a village's rows by model, for every model of a village's side that has a UUID key."""
    from django.apps import apps
    from django.conf import settings
    from django.db import models

    found: dict[str, list[str]] = {}
    names = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    with village_context(village.schema_name):
        for model in apps.get_models():
            if model._meta.app_label in names and isinstance(model._meta.pk, models.UUIDField):
                found[model._meta.label_lower] = [str(key) for key in model.objects.values_list("pk", flat=True)[:2]]
    return found


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Tens of thousands of refusals are what is wanted here: writing each of them down takes a third of the time."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture()
def filled(village: Any, other_village: Any, actor: Any) -> Any:
    """Both villages with an object of every kind that routes name."""
    from tests.isolation.filling import fill

    for each in (village, other_village):
        with village_context(each.schema_name):
            fill(actor, each)
    connection.set_tenant(village)
    return village, other_village


def _ask(
    client: Any,
    path: str,
    names: tuple[str, ...],
    foreign: list[str],
    *,
    plain: dict[str, str] = PLAIN,
    data: dict[str, str] | None = None,
    **headers: str,
) -> list[tuple[str, int, bytes]]:
    answers = []
    keyed = [name for name in names if name not in plain]
    for key in foreign if keyed else ["-"]:
        url = path
        for name in names:
            url = url.replace(f"{{{name}}}", plain.get(name, key))
        # A page knows two methods; that it answers to no other is asked with one key.
        rare = path.startswith("/api/") or key in (foreign[0], "-")
        for method in ("get", "post", "put", "patch", "delete") if rare else ("get", "post"):
            answer = getattr(client, method)(url, *([data] if data and method == "post" else []), **headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answers.append((f"{method.upper()} {url}", answer.status_code, body))
    return answers


#: The walk is long: its parts run side by side.
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_no_route_of_a_village_answers_to_another_villages_ids(
    part: int, filled: Any, office_client: Callable[..., Any], actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balai.accounts.rights import permissions_here
    from balai.api.auth import TokenThrottle
    from balai.api.services import issue_token

    # The walk asks more in a minute than any system may.
    monkeypatch.setattr(TokenThrottle, "rate", "100000/min", raising=False)
    village, other = filled
    _token, secret = issue_token(actor=actor, name="walk", rights=[right.code for right in permissions_here()])
    # One of every kind: a route that answered to another village's row would to any of its kind.
    foreign = [keys[0] for keys in objects_of(other).values() if keys]
    own = {key for keys in objects_of(village).values() for key in keys}
    assert len(foreign) > 10
    assert not own & set(foreign)
    client = office_client("sekretaris", village)
    client.raise_request_exception = False
    leaks, broken, walked = [], [], 0
    for path, names in routes("balai.urls.village")[part::PARTS]:
        keyed = [name for name in names if name not in PLAIN]
        if not keyed:
            continue
        unknown = [name for name in keyed if not (name in {"pk", "id"} or name.endswith("_id"))]
        assert not unknown, f"{path} has the parameter {unknown}, for which this walk has no object: teach it one."
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if path.startswith("/api/") else {}
        for asked, status, body in _ask(client, path, names, foreign, **bearer):
            walked += 1
            if status >= 500:
                broken.append((asked, status))
            elif status not in ANSWERS_THAT_TELL_NOTHING:
                leaks.append((asked, status, body[:200]))
    assert walked > 200
    assert broken == []
    assert leaks == []


def _person() -> Any:
    """Somebody of the present village who is no head of a family."""
    from modules.population.models import Resident

    person = Resident.objects.filter(shdk=2, presence=1, void_at=None).order_by("nik").first()
    return person or Resident.objects.filter(shdk=3, presence=1, void_at=None).order_by("nik")[0]


def _citizen(client: Any, village: Any, actor: Any) -> Any:
    """A citizen signed in at the village's door, with a PIN of their own."""
    from modules.selfservice.services import set_demo_pin

    with village_context(village.schema_name):
        person = _person()
        set_demo_pin(actor=actor, resident=person, pin="740295")
    answer = client.post("/layanan/masuk/", {"nik": person.nik, "pin": "740295"})
    assert answer.status_code == 302, answer.content.decode()[:800]
    return client


def test_secrets_of_one_village_open_nothing_in_another(filled: Any, client_of: Callable[..., Any], actor: Any) -> None:
    """An API token, an invitation, a verification code and the citizen's door, each carried next door."""
    from balai.accounts.services import invite
    from balai.api.services import issue_token
    from modules.letters.models import Letter

    village, other = filled
    with village_context(village.schema_name):
        _token, secret = issue_token(actor=actor, name="walk", rights=["population.view"])
        _invitation, link = invite(actor=actor, role="operator", name="Walk")
        code = Letter.objects.exclude(token=None).exclude(token="").values_list("token", flat=True)[0]
    here, there = client_of(village), client_of(other)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert here.get("/api/v1/residents", **bearer).status_code == 200
    assert there.get("/api/v1/residents", **bearer).status_code == 401
    assert client_of(None).get("/api/v1/facts", **bearer).status_code == 401
    assert here.get(f"/kantor/undangan/{link}/").status_code == 200
    assert there.get(f"/kantor/undangan/{link}/").status_code == 404
    assert here.get(f"/v/{village.key}-{code}").status_code == 200
    for wrong in (f"/v/{village.key}-{code}", f"/v/{other.key}-{code}"):
        answer = there.get(wrong)
        assert answer.status_code == 404, wrong
        assert code not in answer.content.decode()
    citizen = _citizen(client_of(village), village, actor)
    answer = citizen.get("/layanan/data-saya/", HTTP_HOST=f"{other.subdomain}.grobogan.localhost")
    assert answer.status_code == 302 and "/layanan/masuk/" in answer["Location"]


@pytest.mark.parametrize("site", ["village", "regency"])
def test_the_api_describes_itself_and_every_documented_read_answers(
    site: str, filled: Any, client_of: Callable[..., Any], actor: Any
) -> None:
    """OpenAPI is generated without a complaint; each documented GET answers with a token and refuses without."""
    from balai.accounts.rights import permissions_here
    from balai.api.services import issue_token

    village, _other = filled
    client = client_of(village if site == "village" else None)
    answer = client.get("/api/schema", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert answer.status_code == 200
    import json

    described = json.loads(answer.content)["paths"]
    assert len(described) >= 2
    with village_context(village.schema_name if site == "village" else "public"):
        rights = [right.code for right in permissions_here()]
        _token, secret = issue_token(actor=actor, name="reader", rights=rights)
    for path, operations in described.items():
        if "get" not in operations or "schema" in path:
            continue
        url = re.sub(r"{\w+}", str(uuid.uuid4()), path)
        refused = client.get(url)
        assert refused.status_code == 401, url
        assert refused["Content-Type"].startswith("application/problem+json"), url
        found = client.get(url, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert found.status_code == (404 if "{" in path else 200), (url, found.content[:300])


def test_every_staff_page_refuses_who_is_not_signed_in(village: Any, client_of: Callable[..., Any]) -> None:
    client = client_of(village)
    client.raise_request_exception = False
    open_pages = ("masuk", "undangan", "kode", "gaya")
    leaks = []
    for path, names in routes("balai.urls.village"):
        if not path.startswith(("/kantor/", "/api/v1/")) or any(word in path for word in open_pages):
            continue
        for asked, status, _ in _ask(client, path, names, [str(uuid.uuid4())]):
            if status not in {301, 302, 401, 403, 404, 405}:
                leaks.append((asked, status))
    assert leaks == []


def test_another_villages_host_does_not_know_the_session(village: Any, other_village: Any, office_client: Any) -> None:
    client = office_client("operator", village)
    assert client.get("/kantor/").status_code == 200
    answer = client.get("/kantor/", HTTP_HOST=f"{other_village.subdomain}.grobogan.localhost")
    assert answer.status_code == 302
    assert "/kantor/masuk/" in answer["Location"]
    answer = client.get("/dasbor/", HTTP_HOST="grobogan.localhost")
    assert answer.status_code == 302


def test_a_host_of_no_village_tells_nothing(client_of: Any, village: Any) -> None:
    client = client_of(None)
    for host in (
        "atlantis.grobogan.localhost",
        "evil.example.org",
        "a.b.geyer.grobogan.localhost",
        "sidorejo.grobogan.localhost",
    ):
        answer = client.get("/kantor/", HTTP_HOST=host)
        assert answer.status_code == 404
        text = answer.content.decode().lower()
        assert "geyer" not in text
        assert "grobogan" not in text


def test_tasks_refuse_to_run_without_a_village(village: Any) -> None:
    """Every task of ours, called as a message without its village would, refuses or is declared public."""
    from workers.app import app

    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if name.startswith("balai.")}
    assert len(ours) >= 4
    with village_context("public"):
        for name, task in ours.items():
            if task.side != "village":
                continue
            with pytest.raises(Exception, match=r"(?i)village|public"):
                task(*(["00000000-0000-7000-8000-000000000000"] * _arity(task)))
                pytest.fail(f"{name} ran on public")


def _arity(task: Any) -> int:
    import inspect

    parameters = inspect.signature(task.run).parameters.values()
    return sum(
        1 for parameter in parameters if parameter.default is inspect.Parameter.empty and parameter.name != "self"
    )


def test_cache_keys_and_files_are_kept_apart(village: Any, other_village: Any) -> None:
    from django.core.cache import cache

    cache.set("walk", "of geyer", 30)
    with village_context(other_village.schema_name):
        assert cache.get("walk") is None
    assert cache.get("walk") == "of geyer"
