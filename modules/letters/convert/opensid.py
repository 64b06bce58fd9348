"""One template of OpenSID's export to a kind of letter of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.blocks.schema import walk
from balai.errors import BalaiError
from modules.letters.convert.blocks import Text, convert_html
from modules.letters.convert.codes import Words
from modules.letters.convert.errors import Issue, Report, TemplateRefused
from modules.letters.convert.questions import Questions, numbers, questions_of
from modules.letters.convert.reading import as_data
from modules.letters.layers.definitions import checked_definition, problems_of
from modules.letters.layers.effective import kind_of, value_of
from modules.letters.numbering import check_format
from modules.letters.types import REQUIREMENTS, LetterType, PageSetup
from modules.letters.types.attachments import ATTACHMENTS

#: Where OpenSID's code is one of its own ("S-11"), and no shipped kind says better.
GENERAL_CODE = "400.12.2.1"
_INTERNAL = re.compile(r"^S-\d+$", re.IGNORECASE)
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_PAPERS = {
    "f4": "F4",
    "a4": "A4",
    "a5": "A5",
    "a3": "A3",
    "a6": "A6",
    "legal": "Legal",
    "letter": "Letter",
    "folio": "F4",
}
#: Margins that OpenSID ships in centimetres: nobody chose them, so ours stand.
_SHIPPED_MARGINS = {"kiri": 1.78, "atas": 0.63, "kanan": 1.78, "bawah": 1.37}
_SIDES = {"left": "kiri", "top": "atas", "right": "kanan", "bottom": "bawah"}
_PAPERS_ASKED = tuple(REQUIREMENTS.values())


@dataclass
class Converted:
    """What became of a template: the definition of a kind of its own, and the aspects that it would change of a shipped one.

    ``definition`` is None where it could not be converted. ``match`` is the shipped kind of the same name, "" where none is.
    """

    name: str
    definition: dict[str, Any] | None
    match: str = ""
    aspects: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    more: int = 0
    #: Issues that only changing the shipped kind would bring.
    override_issues: list[Issue] = field(default_factory=list)


def _plain(value: Any, most: int = 120) -> str:
    return " ".join(str(value or "").split())[:most]


def _yes(value: Any) -> bool:
    return str(value).strip().lower() in {"1", "true", "ya", "yes"}


def name_key(name: str) -> str:
    """What two names of a kind have in common: "Surat Keterangan Usaha" and "Keterangan Usaha"."""
    text = re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
    return text.removeprefix("surat ")


def convert_template(template: Mapping[str, Any], known: Mapping[str, LetterType]) -> Converted:
    """A template's kind; ``known`` are the shipped kinds by :func:`name_key`."""
    name = _plain(template.get("nama")) or str(_("Tanpa nama"))
    report = Report(name)
    match = known.get(name_key(name))
    made = Converted(name, None, match.key if match else "")
    try:
        _convert(template, made, report, match)
    except TemplateRefused as error:
        report.say(error.message(), str(_("isi")), "error")
    except BalaiError as error:
        report.say(error.message(), str(_("seluruh templat")), "error")
    except (RecursionError, TypeError, ValueError, AttributeError, KeyError):
        # A file that somebody wrote by hand may be wrong in ways that nobody thought of: one template, not the import.
        report.say(str(_("Templat ini rusak dan tidak dapat dibaca.")), str(_("seluruh templat")), "error")
    made.issues, made.more = report.issues, report.more
    return made


def _convert(template: Mapping[str, Any], made: Converted, report: Report, match: LetterType | None) -> None:
    html = template.get("template_desa") or template.get("template") or ""
    if not isinstance(html, str) or not html.strip():
        raise TemplateRefused(_("Templat ini tidak berisi teks. Templat RTF lama tidak dapat diimpor."))
    asked = questions_of(template, report)
    page, size = _page(template, report)
    definition: dict[str, Any] = {
        "name": made.name, "title": made.name if made.name.lower().startswith("surat") else f"Surat {made.name}",
        "code": _code(template, report, match), "summary": "", "groups": asked.groups,
        "requirements": _requirements(template, report), "validity": _validity(template),
        "self_service": _yes(template.get("mandiri")), "qr": _yes(template.get("qr_code")), "page": page, "needs": [],
        "needs_district": _yes(template.get("kecamatan")), "attachments": _attachments(template, report),
        "number_format": _format(template, report),
    }  # fmt: skip
    if match is not None:
        definition |= {"title": str(match.title), "summary": str(match.summary), "needs": list(match.needs)}
    kind = kind_of("desa_baru", {**definition, "body": {"type": "doc", "content": []}})
    text = convert_html(html, Words.of(kind, asked.codes, asked.weekdays), report, size=size)
    definition |= _framed(text, definition, template)
    if definition["validity"]:
        definition["validity"]["printed"] = "berlaku_sampai" in str(text.blocks)
    definition["body"] = _body(text, kind, report)
    made.definition = checked_definition(definition)
    if match is not None:
        _override(template, made, match, asked, definition, size)


def _body(text: Text, kind: LetterType, report: Report) -> dict[str, Any]:
    """The tree; what a check still finds in it is said, and taken out of it."""
    body: dict[str, Any] = {"type": "doc", "attrs": {"v": 1}, "content": text.blocks}
    if not text.blocks:
        raise TemplateRefused(_("Templat ini tidak berisi teks yang dapat dicetak."))
    problems = [each for each in problems_of(kind, body) if each.level == "error"]
    nodes = dict(walk(body))
    for problem in problems:
        node: Any = nodes.get(problem.path)
        report.say(problem.message, str(_("bagian {n}")).format(n=problem.path[0] + 1 if problem.path else 1))
        if problem.code in {"too_many", "too_deep", "too_long"} or node is None:
            raise TemplateRefused(problem.message)
        if problem.code == "unknown_field" and node["type"] == "field":
            node.pop("marks", None)
            name = node.pop("attrs")["name"]
            node |= {"type": "text", "text": f"[{name}]"}
    return body


def _framed(text: Text, definition: Mapping[str, Any], template: Mapping[str, Any]) -> dict[str, Any]:
    page = {**definition["page"], "heading": text.heading}
    found: dict[str, Any] = {"page": page, "qr": bool(definition["qr"] or text.qr)}
    if text.title:
        found["title"] = text.title if not text.title.isupper() else text.title.title()
    return found


def _override(
    template: Mapping[str, Any], made: Converted, match: LetterType, asked: Questions, definition: Mapping[str, Any], size: float
) -> None:  # fmt: skip
    """What the shipped kind of the same name would become: its own questions stay, and the text may name those alone."""
    codes = {each.merge: each.merge for each in match.fields}
    for group in match.groups:
        for each in group.fields:
            own = each.name.rpartition("__")[2]
            codes.setdefault(f"form_{own}", each.merge)
    report = Report(made.name)
    html = template.get("template_desa") or template.get("template") or ""
    text = convert_html(str(html), Words.of(match, codes, asked.weekdays), report, size=size)
    try:
        body = _body(text, match, report)
    except TemplateRefused:
        made.match = ""
        return
    aspects: dict[str, Any] = {"body": body, "page": {**definition["page"]}, "qr": definition["qr"]}
    aspects |= {name: definition[name] for name in ("validity", "self_service", "needs_district", "number_format")}
    if definition["code"] != GENERAL_CODE:
        aspects["code"] = definition["code"]
    if definition["requirements"]:
        aspects["requirements"] = definition["requirements"]
    if definition["attachments"]:
        aspects["attachments"] = definition["attachments"]
    made.aspects = {name: value for name, value in aspects.items() if value != value_of(match, name)}
    plain = {(each.place, each.message) for each in made.issues}
    made.override_issues = [each for each in report.issues if (each.place, each.message) not in plain]


def _code(template: Mapping[str, Any], report: Report, match: LetterType | None) -> str:
    code = _plain(template.get("kode_surat"), 40)
    if code and not _INTERNAL.match(code):
        return code
    chosen = match.code if match is not None else GENERAL_CODE
    report.say(
        _("Kode {code} adalah kode OpenSID sendiri, bukan kode klasifikasi; dipakai {chosen}. Periksa kodenya.").format(
            code=code or "-", chosen=chosen
        ),
        str(_("kode surat")),
    )
    return chosen


def _validity(template: Mapping[str, Any]) -> dict[str, Any] | None:
    count = numbers(str(template.get("masa_berlaku") or ""))
    unit = _UNITS.get(str(template.get("satuan_masa_berlaku") or "").lower())
    return {"count": count[0], "unit": unit, "printed": True} if count and count[0] and unit else None


def _requirements(template: Mapping[str, Any], report: Report) -> list[dict[str, str]]:
    """Papers by their place in the list that OpenSID ships, or by name; a village may have changed that list."""
    given = as_data(template.get("syarat_surat"))
    found: list[dict[str, str]] = []
    for each in given if isinstance(given, list) else []:
        text = str(each.get("ref_syarat_nama") if isinstance(each, Mapping) else each).strip()
        index = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        paper = _PAPERS_ASKED[index - 1] if 1 <= index <= len(_PAPERS_ASKED) else REQUIREMENTS.get(text)
        if paper is None:
            report.say(
                _("Persyaratan {text} tidak dikenal; tambahkan sendiri.").format(text=text[:40]), str(_("persyaratan"))
            )
        elif not any(known["key"] == paper.key for known in found):
            found.append({"key": paper.key, "title": str(paper.title)})
    if found:
        report.say(
            _("Persyaratan dicocokkan dengan daftar bawaan OpenSID: {list}. Periksa, karena berkas hanya memuat nomornya.").format(
                list=", ".join(each["title"] for each in found)
            ),
            str(_("persyaratan")),
        )  # fmt: skip
    return found


def _attachments(template: Mapping[str, Any], report: Report) -> list[str]:
    given = template.get("lampiran")
    names = given if isinstance(given, list) else str(given or "").split(",")
    found: list[str] = []
    for each in names:
        text = str(each).strip().upper()
        if not text:
            continue
        code = next(
            (
                code
                for code in sorted(ATTACHMENTS, key=len, reverse=True)
                if text == code or text.startswith(f"{code}-")
            ),
            "",
        )
        if not code:
            report.say(_("Lampiran {text} tidak ada di sini.").format(text=text[:40]), str(_("lampiran")))
        elif code not in found:
            found.append(code)
    return found


def _format(template: Mapping[str, Any], report: Report) -> str:
    text = _plain(template.get("format_nomor"), 100)
    if not text or _yes(template.get("format_nomor_global")):
        return ""
    try:
        check_format(text)
    except BalaiError as error:
        report.say(error.message(), str(_("format nomor")))
        return ""
    return text


def _page(template: Mapping[str, Any], report: Report) -> tuple[dict[str, Any], float]:
    page = PageSetup()
    paper = _PAPERS.get(_plain(template.get("ukuran"), 20).lower(), "")
    if not paper:
        report.say(
            _("Kertas {paper} tidak ada di sini; dipakai F4.").format(paper=_plain(template.get("ukuran"), 20) or "-"),
            str(_("kertas")),
        )
    page = replace(page, paper=paper or "F4")  # type: ignore[arg-type]
    if _plain(template.get("orientasi"), 20).lower() in {"lanskap", "landscape", "l"}:
        page = replace(page, orientation="landscape")
    found = page.as_dict()
    margin = as_data(template.get("margin"))
    if isinstance(margin, Mapping) and not _yes(template.get("margin_global")) and not _shipped(margin):
        for side, name in _SIDES.items():
            try:
                found["margin"][side] = min(max(round(float(margin[name]) * 10, 1), 5.0), 80.0)
            except (KeyError, TypeError, ValueError):
                continue
    found |= {"header": str(template.get("header", 1)) != "0", "footer": str(template.get("footer", 1)) != "0"}
    return found, float(found["size"])


def _shipped(margin: Mapping[str, Any]) -> bool:
    return all(str(margin.get(name)) == str(value) for name, value in _SHIPPED_MARGINS.items())
