"""Handing down and taking back; a row is never changed, a newer one takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import BalaiError, NotFound, Refused
from modules.letters.convert.reading import parse_file
from modules.letters.layers.definitions import checked, checked_definition
from modules.letters.layers.effective import HANDED_DOWN, KIND, OWN, kind_of
from modules.letters.models.templates import Aspect
from modules.letters.types import shipped_types
from modules.publishing.selectors import last_withdrawn, newest
from tenants.exchange.models import Publication


def _put(actor: Actor, key: str, payload: Mapping[str, Any], mandatory: bool, note: str) -> Publication:
    row = Publication.objects.create(
        kind=KIND, key=key, payload=dict(payload), mandatory=mandatory, note=" ".join(note.split())[:300],
        published_by=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "publishing.letter_published", type=key, parts=len(payload), mandatory=mandatory)
    return row


@atomic()
def publish_aspect(*, actor: Actor, key: str, aspect: str, value: Any) -> Publication:
    """Publish one part of a kind; what is published of it already stays.

    Raises:
        NotAllowed, NotFound (no such kind), LetterError, BlocksRefused (the value).
    """
    require(actor, "publishing.letters")
    present = newest(key).get(key)
    payload = dict(present.payload) if present is not None else {}
    if "definition" in payload:
        kind = kind_of(key, payload["definition"])
        payload["definition"] = {**payload["definition"], aspect: checked(kind, aspect, value)}
    else:
        shipped = next((each for each in shipped_types() if each.key == key), None)
        if shipped is None or aspect not in Aspect.values:
            raise NotFound()
        payload[aspect] = checked(shipped, aspect, value)
    return _put(actor, key, payload, present.mandatory if present else False, present.note if present else "")


@atomic()
def withdraw_aspect(*, actor: Actor, key: str, aspect: str) -> Publication | None:
    """Take one part back: villages that follow have the shipped one again. The last part withdraws the kind.

    Raises:
        NotAllowed, NotFound.
    """
    require(actor, "publishing.letters")
    present = newest(key).get(key)
    if present is None or aspect not in present.payload:
        raise NotFound()
    payload = {name: value for name, value in present.payload.items() if name != aspect}
    if not payload:
        withdraw(actor=actor, key=key)
        return None
    return _put(actor, key, payload, present.mandatory, present.note)


@atomic()
def set_terms(*, actor: Actor, key: str, mandatory: bool, note: str) -> Publication:
    """Whether villages may change what is published, and what they are told about it.

    Raises:
        NotAllowed, NotFound (nothing of the kind is published).
    """
    require(actor, "publishing.letters")
    present = newest(key).get(key)
    if present is None:
        raise NotFound()
    return _put(actor, key, present.payload, mandatory, note)


@atomic()
def withdraw(*, actor: Actor, key: str) -> None:
    """Take a kind back. A kind that is the regency's own is no longer offered; letters of it stay.

    Raises:
        NotAllowed, NotFound.
    """
    require(actor, "publishing.letters")
    if not Publication.objects.filter(kind=KIND, key=key, withdrawn_at=None).update(withdrawn_at=Now()):
        raise NotFound()
    audit.record(actor, "publishing.letter_withdrawn", type=key)


@atomic()
def publish_again(*, actor: Actor, key: str) -> Publication:
    """Publish what was withdrawn last, as it was.

    Raises:
        NotAllowed, NotFound.
    """
    require(actor, "publishing.letters")
    row = last_withdrawn(key)
    if row is None:
        raise NotFound()
    return _put(actor, key, row.payload, row.mandatory, row.note)


@atomic()
def publish_file(*, actor: Actor, content: bytes, note: str = "") -> dict[str, Any]:
    """Publish what a village has exported: its own kinds whole, its changes of shipped kinds part by part.

    Returns ``{"published": [key], "issues": [(name, sentence)]}``.

    Raises:
        NotAllowed; ImportRefused: no file of ours; Refused: nothing in it can be published.
    """
    require(actor, "publishing.letters")
    parsed = parse_file(content)
    shipped = {kind.key: kind for kind in shipped_types()}
    done: list[str] = []
    issues: list[tuple[str, str]] = []
    for data in parsed.templates:
        data = data if parsed.source == "balai" else data.get("balai") or {}
        name = str(data.get("name") or _("Tanpa nama"))[:120]
        try:
            key, payload = _payload(data, shipped)
        except BalaiError as error:
            issues.append((name, error.message()))
        except (TypeError, ValueError, KeyError, AttributeError):
            issues.append((name, str(_("Templat ini rusak dan tidak dapat dibaca."))))
        else:
            if payload:
                present = newest(key).get(key)
                before = present.payload if present is not None and "definition" not in payload else {}
                _put(actor, key, {**before, **payload}, bool(present and present.mandatory), note)
                done.append(key)
    if not done:
        raise Refused(
            issues[0][1] if issues else _("Tidak ada yang dapat diterbitkan. Pakai berkas ekspor Balai dari sebuah desa."), field="file"
        )  # fmt: skip
    return {"published": done, "issues": issues}


def _payload(data: Mapping[str, Any], shipped: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    key = str(data.get("key") or "")
    if data.get("own"):
        # The same village's kind, published again, takes the place of its earlier state.
        return f"{HANDED_DOWN}{key.removeprefix(OWN)}"[:40], {"definition": checked_definition(data["definition"])}
    if key not in shipped:
        raise NotFound(_("Jenis surat ini tidak ada di sini."))
    aspects = data.get("aspects") or {}
    return key, {
        aspect: checked(shipped[key], aspect, value)
        for aspect, value in aspects.items()
        if aspect in Aspect.values and aspect != Aspect.ENABLED
    }
