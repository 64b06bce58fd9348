"""What a kind of letter may be: each aspect's value, the questions, and a whole definition, checked before it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.blocks import Problem, check, refuse
from modules.letters.errors import LetterError
from modules.letters.layers.effective import aliases, kind_of, value_of
from modules.letters.merging.catalogue import groups_of, names_of, signers_of
from modules.letters.models.templates import Aspect
from modules.letters.types.attachments import ATTACHMENTS
from modules.letters.types.declaration import LetterType
from modules.population import codes

PAPERS = ("F4", "A4", "A5", "A3", "A6", "Legal", "Letter")


def checked(kind: LetterType, aspect: str, value: Any, more: Mapping[str, Sequence[Any]] | None = None) -> Any:
    """An aspect's value as it may be kept.

    Raises:
        BlocksRefused: a text with something wrong in it; LetterError: any other value that does not fit.
    """
    if aspect == Aspect.BODY:
        refuse(problems_of(kind, value, more))
        return value
    if aspect in (Aspect.SELF_SERVICE, Aspect.QR, Aspect.NEEDS_DISTRICT, Aspect.ENABLED):
        return bool(value)
    if aspect == Aspect.NUMBER_FORMAT:
        from modules.letters.numbering import check_format

        text = str(value or "").strip()[:100]
        if text:
            check_format(text)
        return text
    if aspect == Aspect.VALIDITY:
        return _validity(value)
    if aspect == Aspect.PAGE:
        return checked_page(value)
    if aspect == Aspect.REQUIREMENTS:
        rows = [{"key": str(each["key"])[:40], "title": str(each.get("title") or "")[:120]} for each in value or ()]
        if len({row["key"] for row in rows}) != len(rows):
            raise LetterError(_("Persyaratan yang sama tertulis dua kali."), field=aspect)
        return rows
    if aspect == Aspect.ATTACHMENTS:
        forms = [str(each) for each in value or ()]
        unknown = [each for each in forms if each not in ATTACHMENTS]
        if unknown:
            raise LetterError(_("Lampiran {code} tidak dikenal.").format(code=unknown[0][:40]), field=aspect)
        return forms
    if aspect == Aspect.NEEDS:
        return [str(each).strip()[:120] for each in value or () if str(each).strip()]
    text = " ".join(str(value or "").split())[:200]
    if not text and aspect in (Aspect.NAME, Aspect.TITLE, Aspect.CODE):
        raise LetterError(_("{what} belum diisi.").format(what=Aspect(aspect).label), field=aspect)
    return text


def _validity(value: Any) -> dict[str, Any] | None:
    if not value:
        return None
    count, unit = value.get("count"), value.get("unit")
    if not isinstance(count, int) or not 1 <= count <= 999 or unit not in ("day", "week", "month", "year"):
        raise LetterError(_("Masa berlaku ditulis sebagai angka 1 sampai 999 dan satuannya."), field="validity")
    return {"count": count, "unit": unit, "printed": bool(value.get("printed"))}


def checked_page(value: Mapping[str, Any]) -> dict[str, Any]:
    """Paper and letters as they may be kept.

    Raises:
        LetterError: a size, a paper or a font that there is not.
    """
    margin = {side: float((value.get("margin") or {}).get(side, 20)) for side in ("left", "right", "top", "bottom")}
    size = float(value.get("size", 12))
    if value.get("paper") not in PAPERS or value.get("orientation") not in ("portrait", "landscape"):
        raise LetterError(_("Pilih kertas dan arahnya dari daftar."), field="paper")
    if not all(5 <= each <= 80 for each in margin.values()):
        raise LetterError(_("Batas tepi antara 5 dan 80 milimeter."), field="margin")
    if not 8 <= size <= 16 or value.get("font") not in ("Arimo", "Tinos"):
        raise LetterError(_("Ukuran huruf antara 8 dan 16."), field="size")
    return {
        "paper": value["paper"], "orientation": value["orientation"], "margin": margin, "font": value["font"], "size": size,
        "header": bool(value.get("header", True)), "footer": bool(value.get("footer", True)),
        "heading": bool(value.get("heading", True)),
    }  # fmt: skip


def problems_of(kind: LetterType, body: Any, more: Mapping[str, Sequence[Any]] | None = None) -> list[Problem]:
    """Everything wrong with a text of a kind, each at its place: what the editor shows. ``more`` are snippets that come
    with it."""
    return check(
        body, fields=names_of(kind), groups=groups_of(kind), signers=signers_of(kind),
        aliases={**(more or {}), **aliases()},
    )  # fmt: skip


def definition_of(kind: LetterType) -> dict[str, Any]:
    """A kind's whole definition as JSON: what an own kind is made of, and what is exported."""
    return {
        "name": str(kind.name), "title": str(kind.title), "code": kind.code, "summary": str(kind.summary),
        "groups": [
            {
                "key": group.key, "title": group.title, "label": group.label, "kind": group.kind, "sex": group.sex,
                "presence": list(group.presence), "shdk": list(group.shdk), "family_of": group.family_of,
                "required": group.required,
                "fields": [
                    {
                        "name": each.name, "label": str(each.label), "kind": each.kind, "required": each.required,
                        "options": list(each.options), "merge": each.merge,
                        "shown_when": [each.shown_when[0], list(each.shown_when[1])] if each.shown_when else None,
                    }
                    for each in group.fields
                ],
            }
            for group in kind.groups
        ],
        "requirements": value_of(kind, Aspect.REQUIREMENTS), "validity": value_of(kind, Aspect.VALIDITY),
        "body": dict(kind.body), "page": kind.page.as_dict(), "self_service": kind.self_service, "qr": kind.qr,
        "needs": list(kind.needs), "needs_district": kind.needs_district, "attachments": list(kind.attachments),
        "number_format": kind.number_format,
    }  # fmt: skip


#: A village's own form: more than any letter asks.
MAX_GROUPS, MAX_FIELDS, MAX_OPTIONS = 20, 100, 200
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,79}$")
_FIELD_KINDS = ("text", "long_text", "number", "date", "time", "choice")


def _words(value: Any, most: int) -> str:
    return " ".join(str(value or "").split())[:most]


def _codes(value: Any, allowed: Any) -> list[int]:
    return sorted({each for each in value or () if isinstance(each, int) and each in allowed.values})


def checked_groups(groups: Any) -> list[dict[str, Any]]:
    """Parties and questions as they may be kept: names that are none twice, references that lead somewhere.

    Raises:
        LetterError: with the sentence for whoever builds the form.
    """
    if not isinstance(groups, Sequence) or isinstance(groups, str) or not 0 < len(groups) <= MAX_GROUPS:
        raise LetterError(_("Formulir surat memuat 1 sampai {n} bagian.").format(n=MAX_GROUPS), field="groups")
    keys = [str(each.get("key")) if isinstance(each, Mapping) else "" for each in groups]
    if keys[0] != "individu" or len(set(keys)) != len(keys) or not all(map(_KEY.match, keys)):
        raise LetterError(
            _("Bagian pertama adalah pemohon, dan setiap bagian mempunyai kunci sendiri."), field="groups"
        )
    made = [_checked_group(each, index, keys) for index, each in enumerate(groups)]
    fields = [each for group in made for each in group["fields"]]
    if len(fields) > MAX_FIELDS:
        raise LetterError(_("Terlalu banyak isian: paling banyak {n}.").format(n=MAX_FIELDS), field="groups")
    for what in ("name", "merge"):
        seen: set[str] = set()
        for each in fields:
            if each[what] in seen:
                raise LetterError(
                    _("Dua isian bernama sama: {label}. Beri nama lain.").format(label=each["label"]), field="groups"
                )
            seen.add(each[what])
    by_name = {each["name"]: each for each in fields}
    for each in fields:
        if each["shown_when"] and (each["shown_when"][0] not in by_name or each["shown_when"][0] == each["name"]):
            raise LetterError(
                _("{label} bergantung pada isian yang tidak ada.").format(label=each["label"]), field="groups"
            )
    return made


def _checked_group(data: Mapping[str, Any], index: int, keys: Sequence[str]) -> dict[str, Any]:
    title = _words(data.get("title"), 80)
    kind = data.get("kind")
    if not title or kind not in ("resident", "either", "typed") or (index == 0 and kind == "typed"):
        raise LetterError(_("Setiap bagian mempunyai judul dan jenis; pemohon selalu orang."), field="groups")
    family = str(data.get("family_of") or "")
    if family and (family not in keys or family == data["key"]):
        raise LetterError(_("{title}: keluarga dari bagian yang tidak ada.").format(title=title), field="groups")
    given = data.get("fields") or []
    if (
        not isinstance(given, Sequence)
        or isinstance(given, str)
        or not all(isinstance(each, Mapping) for each in given)
    ):
        raise LetterError(
            _("Isian bagian {title} tidak dapat dibaca. Minta berkas yang baru dari pembuatnya.").format(title=title),
            field="groups",
        )
    sex = data.get("sex")
    return {
        "key": data["key"], "title": title, "label": _words(data.get("label"), 80), "kind": kind,
        "sex": sex if sex in codes.Sex.values else None, "presence": _codes(data.get("presence"), codes.Presence),
        "shdk": _codes(data.get("shdk"), codes.Shdk), "family_of": family, "required": bool(data.get("required", True)),
        "fields": [_checked_field(each) for each in given],
    }  # fmt: skip


def _checked_field(data: Mapping[str, Any]) -> dict[str, Any]:
    name, label = str(data.get("name") or ""), _words(data.get("label"), 120)
    merge = str(data.get("merge") or f"form_{name}")
    kind = data.get("kind", "text")
    if not label:
        raise LetterError(_("Ada isian tanpa nama."), field="groups")
    if not _NAME.match(name) or not _NAME.match(merge) or not merge.startswith("form_") or kind not in _FIELD_KINDS:
        raise LetterError(
            _("Isian {label} tidak dapat dibaca. Minta berkas yang baru dari pembuatnya.").format(label=label),
            field="groups",
        )
    options = [text for each in data.get("options") or () if (text := _words(each, 120))]
    if kind == "choice" and not 0 < len(options) <= MAX_OPTIONS:
        raise LetterError(_("{label}: tulis 1 sampai {n} pilihan.").format(label=label, n=MAX_OPTIONS), field="groups")
    shown = data.get("shown_when")
    if shown:
        if (
            not isinstance(shown, Sequence)
            or isinstance(shown, str)
            or len(shown) != 2
            or not isinstance(shown[1], Sequence)
        ):
            raise LetterError(
                _("Isian {label} tidak dapat dibaca. Minta berkas yang baru dari pembuatnya.").format(label=label),
                field="groups",
            )
        values = [shown[1]] if isinstance(shown[1], str) else list(shown[1])
        shown = [str(shown[0]), [text for each in values if (text := _words(each, 120))][:50]]
    return {
        "name": name, "label": label, "kind": kind, "required": bool(data.get("required")),
        "options": list(dict.fromkeys(options)) if kind == "choice" else [], "merge": merge,
        "shown_when": shown if shown and shown[1] else None,
    }  # fmt: skip


def checked_definition(data: Mapping[str, Any], more: Mapping[str, Sequence[Any]] | None = None) -> dict[str, Any]:
    """A whole definition as it may be kept, whoever wrote it: a file of another village, a form, an import. ``more`` are
    snippets that come with it.

    Raises:
        LetterError, BlocksRefused (the text): what is wrong.
    """
    made: dict[str, Any] = {"groups": checked_groups(data.get("groups"))}
    body = data.get("body")
    draft = {
        "name": _words(data.get("name"), 120), "title": _words(data.get("title"), 200) or _words(data.get("name"), 120),
        "code": _words(data.get("code"), 40), **made, "body": body if isinstance(body, Mapping) else {},
    }  # fmt: skip
    kind = kind_of("desa_baru", draft)
    try:
        for aspect in OWN_ASPECTS:
            value = draft.get(aspect, data.get(aspect))
            if aspect == Aspect.PAGE:
                value = {**kind.page.as_dict(), **(value or {})}
            made[aspect] = checked(kind, aspect, body if aspect == Aspect.BODY else value, more)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise LetterError(
            _("Data jenis surat ini tidak dapat dibaca. Minta berkas yang baru dari pembuatnya.")
        ) from None
    return made


#: What a definition holds besides its groups.
OWN_ASPECTS = (
    Aspect.NAME, Aspect.TITLE, Aspect.SUMMARY, Aspect.CODE, Aspect.NUMBER_FORMAT, Aspect.REQUIREMENTS, Aspect.VALIDITY,
    Aspect.BODY, Aspect.PAGE, Aspect.SELF_SERVICE, Aspect.QR, Aspect.ATTACHMENTS, Aspect.NEEDS_DISTRICT, Aspect.NEEDS,
)  # fmt: skip
