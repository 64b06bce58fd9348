"""What one citizen can do to another of the same village: every keyed page with the neighbours' keys, and the neighbours' keys
in the body of one's own pages. Not the answers alone: the rows of the whole village stay as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.context import village_context
from tests.isolation.test_every_route import PLAIN, _ask, _citizen, _person, filled, objects_of, quiet, routes  # noqa: F401

#: Kinds, subjects and channels that exist: else a page says 404 before it looks whose it is.
REAL = PLAIN | {"kind": "domisili", "what": "birth_place", "key": "email"}
#: What a page of one's own would take, so that a foreign key is the only thing that is wrong.
BODY = {
    "act": "cancel", "stars": "5", "words": "Baik", "keperluan": "Melamar", "body": "Halo", "answer": "Ya", "value": "Lain",
    "step": "send",
}  # fmt: skip
#: Answers before anybody's key is looked at, each with its reason.
ELSEWHERE = {"/layanan/anjungan/antrean/{pk}/": "only a kiosk's device shows tickets; any other is led away"}
#: Written by the walk itself: who looked and was refused, and the walker's own session.
WALKERS = {"audit_entry", "django_session", "selfservice_citizensession", "files_storedfile"}


def rows_of(village: Any) -> dict[str, str]:
    """A hash of every table of a village, by name."""
    names = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    tables = sorted({
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in names and model._meta.managed and not model._meta.proxy
    } - WALKERS)  # fmt: skip
    one = "SELECT '{0}', md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM \"{0}\" t"
    with village_context(village.schema_name), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return dict(cursor.fetchall())


@pytest.fixture()
def walker(filled: Any, client_of: Callable[..., Any], actor: Any) -> Any:  # noqa: F811
    """A citizen at the door, and the keys of everybody else's things, here and next door."""
    village, other = filled
    client = _citizen(client_of(village), village, actor)
    client.raise_request_exception = False
    with village_context(village.schema_name):
        from modules.population.models import Resident
        from modules.selfservice.models import CitizenAccount, CitizenSession

        mine = {str(key) for key in Resident.objects.filter(family=_person().family_id).values_list("pk", flat=True)}
        account = CitizenAccount.objects.get(resident=_person())
        # With the own session's key the walk would sign itself out, and find every door closed.
        mine |= {str(account.pk), *(str(each.pk) for each in CitizenSession.objects.filter(account=account))}
    # One of every kind of the neighbours', as a route that answered to one would to any; and people of next door.
    here = [[key for key in keys if key not in mine][:1] for keys in objects_of(village).values()]
    others = [key for keys in here for key in keys] + objects_of(other)["population.resident"]
    return client, village, other, others


def test_a_citizen_does_nothing_to_what_is_anothers(walker: Any) -> None:
    client, village, other, others = walker
    before = (rows_of(village), rows_of(other))
    wrong, walked = [], 0
    for path, names in routes("balai.urls.village"):
        if not path.startswith("/layanan/") or not [name for name in names if name not in REAL] or path in ELSEWHERE:
            continue
        for asked, status, body in _ask(client, path, names, others, plain=REAL, data=BODY):
            walked += 1
            if status not in {404, 405}:
                wrong.append((asked, status, body[:200]))
    assert walked > 50
    assert wrong == []
    after = (rows_of(village), rows_of(other))
    changed = [
        table for was, now in zip(before, after, strict=True) for table in was if was[table] != now[table]
    ]  # fmt: skip
    assert changed == []
    # The citizen's session opens nothing of the office.
    assert client.get("/kantor/").status_code == 302


def test_neighbours_keys_in_ones_own_form_bring_nothing_of_theirs(walker: Any) -> None:
    """Kept files, kept papers, people who take part, followers: named by hand in one's own request."""
    client, village, _other, _others = walker
    with village_context(village.schema_name):
        from balai.files import StoredFile
        from modules.letters.models import Letter
        from modules.population.models import Resident, ResidentDocument
        from modules.selfservice.models import OwnDocument
        from modules.selfservice.selectors import kinds_for_citizens

        me = _person()
        head = Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).order_by("nik")[0]
        assert head.family_id != me.family_id
        files = list(StoredFile.objects.exclude(citizen_id=me.pk).values_list("pk", "name"))
        papers = [f"d:{key}" for key in OwnDocument.objects.exclude(resident=me).values_list("pk", flat=True)]
        papers += [f"p:{key}" for key in ResidentDocument.objects.exclude(resident=me).values_list("pk", flat=True)]
        kinds = [kind for kind in kinds_for_citizens() if kind.requirements][:2]
        kinds += [kind for kind in kinds_for_citizens() if kind.parties][:4]
        assert files and papers and kinds
    for kind in kinds:
        wanted = [each.key for each in kind.requirements]
        bodies: list[dict[str, Any]] = [
            {f"kept_{key}": str(pk) for key in wanted} for pk, _name in files
        ] + [{f"own_{key}": paper for key in wanted} for paper in papers] + [
            {f"p_{group.key}": str(head.pk) for group in kind.groups} | {"followers": [str(head.pk)]}
        ]  # fmt: skip
        for body in bodies:
            filling = {field.name: "1" for field in kind.fields}
            for step in ("check", "send"):
                answer = client.post(f"/layanan/minta/{kind.key}/", filling | body | {"step": step})
                text = answer.content.decode()
                assert answer.status_code in {200, 302, 404, 422}, (kind.key, body, answer.status_code)
                assert head.nik not in text and head.name not in text, (kind.key, body)
    with village_context(village.schema_name):
        for letter in Letter.objects.filter(resident=me):
            for each in letter.attachments.exclude(file_id=None):
                assert str(StoredFile.objects.get(pk=each.file_id).citizen_id) == str(me.pk)
            assert str(head.pk) not in str(letter.parties) and str(head.pk) not in [
                str(key) for key in letter.followers
            ]
