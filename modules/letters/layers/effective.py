"""The three layers laid over one another; kept for a moment, since a page asks for them at every letter."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Q

from balai.remembering import remembered
from modules.letters.models.templates import Aspect, OwnType, TextAlias, TypeOverride
from modules.letters.types.declaration import (
    AnswerField,
    Group,
    LetterType,
    PageSetup,
    Requirement,
    Validity,
)
from modules.letters.types.loading import REQUIREMENTS, shipped_types, version_of
from tenants.exchange.models import Publication

KIND = "letter_type"
#: How keys of a village's own kinds begin, and of kinds that the regency made.
OWN, HANDED_DOWN = "desa_", "kab_"
#: How long a process may go on with what it has read (seconds); its own changes are seen at once.
KEPT = 2.0
_by_key = {each.key: each for each in REQUIREMENTS.values()}
#: By schema: (until, types by key). Never a village's rows under another's name: the schema is the key.
_kept: dict[str, tuple[float, dict[str, LetterType]]] = {}


def forget(schema: str = "") -> None:
    """Read anew at the next question (after a change; between tests)."""
    from modules.letters.kop.printing import forget_kop

    forget_kop(schema)
    if schema:
        _kept.pop(schema, None)
    else:
        _kept.clear()


def digest(value: Any) -> str:
    """What a value is at this moment, in sixteen letters."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def value_of(kind: LetterType, aspect: str) -> Any:
    """An aspect of a kind as JSON."""
    if aspect == Aspect.REQUIREMENTS:
        return [{"key": each.key, "title": str(each.title)} for each in kind.requirements]
    if aspect == Aspect.VALIDITY:
        found = kind.validity
        return {"count": found.count, "unit": found.unit, "printed": found.printed} if found else None
    if aspect == Aspect.PAGE:
        return kind.page.as_dict()
    if aspect in (Aspect.ATTACHMENTS, Aspect.NEEDS):
        return list(getattr(kind, aspect))
    if aspect == Aspect.BODY:
        return dict(kind.body)
    if aspect == Aspect.ENABLED:
        return kind.enabled
    value = getattr(kind, aspect)
    return value if isinstance(value, bool) else str(value)


def requirements_of(value: Any) -> tuple[Requirement, ...]:
    """Requirements out of JSON; a title of the village's own stays."""
    return tuple(
        replace(
            _by_key.get(each["key"], Requirement(each["key"], each["key"])),
            **({"title": each["title"]} if each.get("title") else {}),
        )
        for each in value
    )


def page_of(value: Mapping[str, Any]) -> PageSetup:
    """A page out of JSON."""
    margin = value.get("margin") or {}
    plain = PageSetup()
    return PageSetup(
        paper=value.get("paper", plain.paper), orientation=value.get("orientation", plain.orientation),
        margin=tuple(float(margin.get(side, size)) for side, size in zip(("left", "right", "top", "bottom"), plain.margin, strict=True)),  # type: ignore[arg-type]
        font=value.get("font", plain.font), size=float(value.get("size", plain.size)), header=bool(value.get("header", True)),
        footer=bool(value.get("footer", True)), heading=bool(value.get("heading", True)),
    )  # fmt: skip


def laid_over(kind: LetterType, values: Mapping[str, Any], layer: str) -> LetterType:
    """A kind with some aspects of another layer."""
    if not values:
        return kind
    changes: dict[str, Any] = {}
    for aspect, value in values.items():
        if aspect == Aspect.REQUIREMENTS:
            changes["requirements"] = requirements_of(value)
        elif aspect == Aspect.VALIDITY:
            changes["validity"] = Validity(**value) if value else None
        elif aspect == Aspect.PAGE:
            changes["page"] = page_of(value)
        elif aspect in (Aspect.ATTACHMENTS, Aspect.NEEDS):
            changes[aspect] = tuple(value)
        elif aspect in Aspect.values:
            changes[str(aspect)] = value
    made = replace(kind, **changes, layers={**kind.layers, **dict.fromkeys(changes, layer)})
    return replace(made, version=version_of([str(made.title), made.body, made.page.as_dict()]))


def own_type(row: OwnType) -> LetterType:
    """A village's own kind out of its definition."""
    return kind_of(row.key, row.definition)


def kind_of(key: str, data: Mapping[str, Any]) -> LetterType:
    """A kind out of a definition (:func:`~modules.letters.layers.definitions.definition_of`)."""
    groups = tuple(_group(each) for each in data["groups"])
    kind = LetterType(
        key=key, number=0, name=data["name"], title=data["title"], code=data["code"], summary=data.get("summary", ""),
        groups=groups, requirements=requirements_of(data.get("requirements", [])),
        validity=Validity(**data["validity"]) if data.get("validity") else None, body=data["body"],
        self_service=bool(data.get("self_service")), qr=bool(data.get("qr", True)), page=page_of(data.get("page", {})),
        needs=tuple(data.get("needs", ())), needs_district=bool(data.get("needs_district")),
        attachments=tuple(data.get("attachments", ())), number_format=data.get("number_format", ""),
        layers=dict.fromkeys(Aspect.values, "village"),
    )  # fmt: skip
    return replace(kind, version=version_of([kind.title, kind.body, kind.page.as_dict()]))


def _group(data: Mapping[str, Any]) -> Group:
    fields = tuple(
        AnswerField(
            name=each["name"], label=each["label"], kind=each.get("kind", "text"), required=bool(each.get("required")),
            options=tuple(each.get("options", ())), merge=each.get("merge") or f"form_{each['name']}",
            shown_when=(each["shown_when"][0], tuple(each["shown_when"][1])) if each.get("shown_when") else None,
            max_length=600 if each.get("kind") == "long_text" else 200,
        )
        for each in data.get("fields", ())
    )  # fmt: skip
    return Group(
        key=data["key"], title=data["title"], label=data.get("label", data["title"]), kind=data["kind"], sex=data.get("sex"),
        presence=tuple(data.get("presence", ())), shdk=tuple(data.get("shdk", ())), family_of=data.get("family_of", ""),
        required=bool(data.get("required", True)), fields=fields,
    )  # fmt: skip


def below() -> tuple[dict[str, LetterType], dict[str, set[str]]]:
    """Kinds as they are without the village's layer, and which aspects the regency does not let villages change."""
    kinds = {kind.key: kind for kind in shipped_types()}
    fixed: dict[str, set[str]] = {}
    newest: set[str] = set()
    # A kind that the regency made and withdrew is no longer offered, but letters of it know what they are.
    wanted = Q(withdrawn_at=None) | Q(payload__has_key="definition")
    for row in Publication.objects.filter(wanted, kind=KIND).order_by("-id"):
        if row.key in newest:
            continue
        newest.add(row.key)
        if "definition" in row.payload:
            made = kind_of(row.key, row.payload["definition"])
            kinds[row.key] = replace(
                made, layers=dict.fromkeys(Aspect.values, "regency"), enabled=row.withdrawn_at is None
            )
            if row.mandatory:
                fixed[row.key] = set(Aspect.values) - {str(Aspect.ENABLED)}
        elif row.key in kinds:
            kinds[row.key] = laid_over(kinds[row.key], row.payload, "regency")
            if row.mandatory:
                fixed[row.key] = set(row.payload)
    return on_own_paper(kinds), fixed


def on_own_paper(kinds: Mapping[str, LetterType]) -> dict[str, LetterType]:
    """Kinds that ask for no paper of their own stand on the village's."""
    from modules.letters.kop.printing import (
        default_page,  # the kop's page is an aspect's value, which this package reads
    )

    page = default_page()
    if page is None:
        return dict(kinds)
    return {
        key: kind
        if Aspect.PAGE in kind.layers
        else replace(laid_over(kind, {Aspect.PAGE: page.as_dict()}, "kop"), layers=kind.layers)
        for key, kind in kinds.items()
    }


def effective_types(*, fresh: bool = False) -> dict[str, LetterType]:
    """Every kind of letter of the present village by its key, disabled ones included."""
    schema = str(connection.schema_name)  # type: ignore[attr-defined]
    if schema == "public":
        return {kind.key: kind for kind in shipped_types()}
    known = _kept.get(schema)
    if known is not None and not fresh and known[0] > time.monotonic():
        return known[1]
    kinds, fixed = below()
    values: dict[str, dict[str, Any]] = {}
    for row in TypeOverride.objects.all():
        if row.aspect not in fixed.get(row.type_key, ()):
            values.setdefault(row.type_key, {})[row.aspect] = row.value
    made = {key: laid_over(kind, values.get(key, {}), "village") for key, kind in kinds.items()}
    for own in OwnType.objects.all():
        enabled = (
            {"enabled": False} if own.void_at else {k: v for k, v in values.get(own.key, {}).items() if k == "enabled"}
        )
        made[own.key] = laid_over(own_type(own), enabled, "village")
    _kept[schema] = (time.monotonic() + KEPT, made)
    return made


@remembered
def aliases() -> dict[str, list[dict[str, Any]]]:
    """The village's snippets by name."""
    if str(connection.schema_name) == "public":  # type: ignore[attr-defined]
        return {}
    return {row.name: row.content for row in TextAlias.objects.all()}


@dataclass(frozen=True)
class Difference:
    """An aspect where the layer below has moved on since the village changed it."""

    type_key: str
    aspect: str
    mine: Any
    theirs: Any
    layer: str

    @property
    def title(self) -> str:
        """What of the letter it is."""
        return str(Aspect(self.aspect).label)


def differences(key: str = "") -> list[Difference]:
    """Where the layer below says something else than when the village changed it; one kind, or all."""
    kinds, _fixed = below()
    rows = TypeOverride.objects.filter(type_key=key) if key else TypeOverride.objects.all()
    found = []
    for row in rows.order_by("type_key", "aspect"):
        kind = kinds.get(row.type_key)
        if kind is None:
            continue
        theirs = value_of(kind, row.aspect)
        if row.base and digest(theirs) != row.base and theirs != row.value:
            layer = kind.layers.get(row.aspect, "shipped")
            found.append(Difference(row.type_key, row.aspect, row.value, theirs, layer))
    return found
