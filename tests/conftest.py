"""Fixtures that every wing's tests share.

``village``, ``other_village``: two live villages with disjoint rows. A test that touches the database takes one of the
fixtures here (or ``django_db``): it runs under the app's login inside a transaction that is rolled back.
``real_db``: for threads, workers and browsers; nothing is rolled back, the database is copied afresh afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.building.database import copy
from tests.building.villages import PASSWORD, VILLAGES
from tests.plugin import with_database


def _name() -> str:
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _point_to(name: str) -> None:
    from django.db import connections

    connection = connections["default"]
    # The pool takes a connection back in a thread of its own, which its closing does not wait for.
    raw = connection.connection
    connection.close()
    if raw is not None:
        raw.close()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()
    connection.settings_dict["NAME"] = name
    os.environ["BALAI_DATABASE_URL"] = with_database(os.environ["BALAI_DATABASE_URL"], name)
    os.environ["BALAI_OWNER_URL"] = with_database(os.environ["BALAI_OWNER_URL"], name)
    from tenants.backend import base

    base._tokens.clear()


def _redis_of_worker() -> None:
    """Each worker has its own number on the Redis server."""
    from asgiref.local import Local
    from django.conf import settings
    from django.core.cache import caches

    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{int(worker) + 1}"
    os.environ["REDIS_URL"] = url
    settings.REDIS_URL = settings.CELERY_BROKER_URL = url
    settings.CACHES["default"]["LOCATION"] = url
    # A test without a database may have asked the cache before: that one counts on the number of all workers.
    caches._connections = Local(caches.thread_critical)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The worker's own copy of the template database."""
    from django.conf import settings

    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("files"))
    os.environ["BALAI_MEDIA_ROOT"] = settings.MEDIA_ROOT
    _redis_of_worker()
    with django_db_blocker.unblock():
        owner = with_database(os.environ["BALAI_OWNER_URL"], "postgres")
        copy(owner, os.environ["BALAI_TEST_TEMPLATE"], _name())
        _point_to(_name())
        yield
        from django.db import connections

        connections["default"].close()
        connections["default"].close_pool()


@pytest.fixture(autouse=True)
def _fresh_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees another's throttles, cards or cached rows."""
    yield
    if "django_db_setup" in request.fixturenames:
        import redis
        from django.db import connection

        from modules.letters.layers import forget as forget_letter_types
        from tenants.context import forget_cards

        redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
        forget_cards()
        forget_letter_types()
        if not connection.in_atomic_block:
            connection.set_schema_to_public()


@pytest.fixture()
def real_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No transaction round the test: threads, workers and servers see what it writes. Copied afresh afterwards."""
    from django.db import connection

    with django_db_blocker.unblock():
        yield
        connection.set_schema_to_public()
        _point_to(_name())
        copy(with_database(os.environ["BALAI_OWNER_URL"], "postgres"), os.environ["BALAI_TEST_TEMPLATE"], _name())


def _village(subdomain: str) -> Any:
    from django.db import connection

    from tenants.models import Village

    connection.set_schema_to_public()
    return Village.objects.select_related("district__regency").get(code=VILLAGES[subdomain])


@pytest.fixture()
def village(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Desa Geyer, live; the connection is inside it."""
    if "real_db" not in request.fixturenames:
        request.getfixturevalue("db")
    from django.db import connection

    found = _village("geyer")
    connection.set_tenant(found)
    yield found
    connection.set_schema_to_public()


@pytest.fixture()
def other_village(request: pytest.FixtureRequest) -> Any:
    """Desa Boloh, live."""
    if "real_db" not in request.fixturenames:
        request.getfixturevalue("db")
    from django.db import connection

    before = connection.tenant
    found = _village("boloh")
    connection.set_tenant(before)
    return found


@pytest.fixture()
def inside() -> Callable[[Any], AbstractContextManager[Any]]:
    """``with inside(village): ...``"""
    from tenants.context import village_context

    return lambda village: village_context(village.schema_name)


@pytest.fixture()
def actor() -> Any:
    """Somebody with every right."""
    from balai.actor import Actor

    return Actor.operator("tests")


@pytest.fixture()
def client_of() -> Callable[..., Any]:
    """``client_of(village)``: Django's client on a village's host (None: the regency's)."""
    from django.test import Client

    def make(village: Any = None) -> Any:
        host = f"{village.subdomain}.grobogan.localhost" if village else "grobogan.localhost"
        return Client(HTTP_HOST=host)

    return make


@pytest.fixture()
def office_client(client_of: Callable[..., Any], request: pytest.FixtureRequest) -> Callable[..., Any]:
    """``office_client("operator", village)``: signed in at the office through the page, as a person is."""

    def make(role: str = "operator", at: Any = None) -> Any:
        at = at or request.getfixturevalue("village")
        client = client_of(at)
        answer = client.post("/kantor/masuk/", {"username": role, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return client

    return make


@pytest.fixture()
def regency_client(client_of: Callable[..., Any], db: None) -> Callable[..., Any]:
    """``regency_client("kabupaten")`` or ``"geyer.camat"``: signed in on the regency's host."""

    def make(username: str = "kabupaten") -> Any:
        client = client_of(None)
        answer = client.post("/masuk/", {"username": username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return client

    return make
