"""Whoever is shown a person's record leaves a line: every page of the office is opened, and where the NIK of one resident
stands in the answer, the audit must have grown by that request. A page that shows people and records nothing stands below,
with its reason, or fails here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.urls import Resolver404, resolve

from balai.documents.reading import pdf_text
from tenants.context import village_context
from tests.isolation.filling import fill
from tests.isolation.test_every_route import PLAIN, quiet, routes  # noqa: F401

#: Pages that list many: which of them somebody looked at says nothing about one, and a line for each of fifty at every turn
#: of a page would drown the readings that mean something. What opens from them is recorded.
LISTS = {
    "/kantor/cari/?q={nik}": "the search for a number that the officer has typed; what opens from it is recorded",
    "/kantor/penduduk/": "the list of residents; what opens from it is recorded",
    "/kantor/layanan-mandiri/": "the list of accounts; what is done to one of them is recorded",
    "/kantor/layanan-mandiri/pendaftaran/": "what waits for a decision; each that is opened is recorded",
    "/kantor/penduduk/?q={nik}": "the list of residents; what opens from it is recorded",
}
#: What needs more than a key.
MORE = (
    "/kantor/surat/baru/?resident={head}", "/kantor/surat/baru/?resident={head}&type=domisili",
    "/kantor/cari/?q={nik}", "/kantor/penduduk/?q={nik}",
)  # fmt: skip


def keys_by_app(head: Any) -> dict[str, list[str]]:
    """A key of every model, one that points at the resident where there is one; by the app's label."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        if not isinstance(model._meta.pk, models.UUIDField) or model._meta.proxy:
            continue
        rows = model._default_manager.all()
        own = [
            field.name for field in model._meta.fields
            if field.is_relation and field.related_model is type(head) and not field.name.endswith("merged_into")
        ]  # fmt: skip
        near = list(rows.filter(**{own[0]: head}).values_list("pk", flat=True)[:1]) if own else []
        near = near or list(rows.values_list("pk", flat=True)[:1])
        found.setdefault(model._meta.label_lower.split(".")[0], []).extend(dict.fromkeys(str(key) for key in near))
    return found


def test_a_page_that_shows_a_person_records_a_reading(
    village: Any, actor: Any, office_client: Callable[..., Any], monkeypatch: Any
) -> None:
    from balai.accounts.rights import permissions_here
    from balai.accounts.services import set_right
    from balai.audit.models import Entry
    from modules.population.models import Resident

    with village_context(village.schema_name):
        fill(actor, village)
        head = Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).order_by("nik")[0]
        for right in permissions_here():
            if "operator" not in right.roles and right.code != "accounts.manage":
                set_right(actor=actor, role="operator", permission=right.code, allowed=True)
        keys = keys_by_app(head)
    client = office_client("operator", village)
    client.raise_request_exception = False
    silent, shown = set(), 0
    asked = [(path, each) for path, names in routes("balai.urls.village") for each in urls(path, names, keys, head)]
    for path, url in [*asked, *((each, each.format(head=head.pk, nik=head.nik)) for each in MORE)]:
        connection.set_tenant(village)
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = client.get(url)
        if answer.status_code != 200 or not shows(answer, head.nik):
            continue
        shown += 1
        connection.set_tenant(village)
        if path not in LISTS and not Entry.objects.filter(pk__gt=last).exclude(outcome="refused").exists():
            silent.add(path)
    assert not silent, "shows a NIK and records nothing:\n" + "\n".join(sorted(silent))
    assert shown > 5


def urls(path: str, names: tuple[str, ...], keys: dict[str, list[str]], head: Any) -> list[str]:
    """A route with the keys of its own module's things, and of the person and their family."""
    if not path.startswith("/kantor/") or "keluar" in path:
        return []
    keyed = [name for name in names if name not in PLAIN]
    filled = path
    for name in names:
        if name in PLAIN:
            filled = filled.replace(f"{{{name}}}", PLAIN[name])
    if not keyed:
        return [filled]
    try:
        view = resolve(re.sub(r"{\w+}", str(head.pk), filled)).func
    except Resolver404:
        # Its keys are numbers or months: nobody's key stands there.
        return []
    label = str(getattr(view, "__module__", "")).split(".")[1]
    label = {"messages": "correspondence"}.get(label, label)
    people = [str(head.pk), str(head.family_id)]
    return [re.sub(r"{\w+}", key, filled) for key in dict.fromkeys([*people, *keys.get(label, [])])]


def shows(answer: Any, nik: str) -> bool:
    """Whether the number stands in the answer, in a PDF's text too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF-"):
        return nik in re.sub(r"\s", "", pdf_text(body))
    # Numbers are written in groups, for the eye.
    return nik in re.sub(r"<[^>]*>|[\s\u00a0.]", "", body.decode(errors="ignore"))
