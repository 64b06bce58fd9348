"""OpenSID's form of a letter: who takes part, what is asked; and the same back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from modules.letters.convert.errors import Report
from modules.letters.convert.reading import as_data
from modules.letters.types.loading import slug
from modules.population import codes

_KINDS = {
    "text": "text", "textarea": "long_text", "number": "number", "email": "text", "url": "text", "date": "date", "time": "time",
    "hari": "choice", "hari-tanggal": "date", "select-manual": "choice", "select-otomatis": "choice",
}  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
#: Code lists by the table that OpenSID names.
LISTS: Mapping[str, Any] = {
    "tweb_penduduk_sex": codes.Sex, "tweb_penduduk_agama": codes.Religion, "tweb_penduduk_pekerjaan": codes.Occupation,
    "tweb_penduduk_warganegara": codes.Citizenship, "tweb_penduduk_hubungan": codes.Shdk,
    "tweb_penduduk_kawin": codes.MaritalStatus, "tweb_penduduk_pendidikan_kk": codes.Education,
    "tweb_penduduk_pendidikan": codes.EducationCurrent, "tweb_golongan_darah": codes.BloodType,
}  # fmt: skip
MAX_GROUPS, MAX_FIELDS, MAX_OPTIONS = 20, 100, 200


@dataclass
class Questions:
    """Groups as an own kind's definition holds them, and what texts call the questions."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    #: OpenSID's code (lower case, without brackets) to our merge field.
    codes: dict[str, str] = field(default_factory=dict)
    weekdays: set[str] = field(default_factory=set)


def numbers(value: Any) -> list[int]:
    """Codes as numbers, whether they stand in a list, alone, or as text."""
    value = as_data(value) if isinstance(value, str) and value.strip().startswith("[") else value
    found = value if isinstance(value, list) else [value]
    return [int(each) for each in map(str, found) if each.isascii() and each.isdigit() and len(each) < 4]


def _key(name: str, used: set[str]) -> str:
    key = slug(str(name))[:30] or "bagian"
    key = key if key[0].isalpha() else f"b_{key}"
    made, count = key, 2
    while made in used:
        made, count = f"{key}_{count}", count + 1
    used.add(made)
    return made


def questions_of(template: Mapping[str, Any], report: Report) -> Questions:
    """Parties and questions of a template."""
    found = Questions()
    forms = as_data(template.get("form_isian"))
    forms = forms if isinstance(forms, Mapping) and forms else {"individu": {"data": ["1"]}}
    asked = as_data(template.get("kode_isian"))
    rows = [each for each in asked if isinstance(each, Mapping)] if isinstance(asked, list) else []
    keys: dict[str, str] = {}
    used: set[str] = set()
    order = ["individu", *[str(each) for each in forms if each != "individu"]]
    if len(order) > MAX_GROUPS:
        report.say(_("Hanya {n} bagian isian pertama yang diambil.").format(n=MAX_GROUPS), str(_("isian")))
    for name in order[:MAX_GROUPS]:
        data = forms.get(name)
        keys[name] = _key(name, used)
        found.groups.append(_group(keys[name], name, data if isinstance(data, Mapping) else {}))
    for group in found.groups:
        group["family_of"] = keys.get(str(group["family_of"]), "")
        if group["family_of"] == group["key"]:
            group["family_of"] = ""
    for number, row in enumerate(rows[:MAX_FIELDS]):
        target = keys.get(str(row.get("kategori") or "individu"), "individu")
        _question(next(each for each in found.groups if each["key"] == target), row, number, found, report)
    if len(rows) > MAX_FIELDS:
        report.say(_("Hanya {n} isian pertama yang diambil.").format(n=MAX_FIELDS), str(_("isian")))
    _links(rows, keys, found, report)
    return found


def _group(key: str, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    first = name == "individu"
    source = str(data.get("sumber", "1" if first or data.get("data") else "0") or "0")
    sources = numbers(data.get("data"))
    kind = "resident"
    if not first and source == "0":
        kind = "typed"
    elif any(each in (2, 3) for each in sources):
        kind = "either"
    sex = numbers(data.get("sex"))
    title = " ".join(str(data.get("judul") or "").split())[:80]
    return {
        "key": key, "title": "Pemohon" if first else title or name.replace("_", " ").title(),
        "label": " ".join(str(data.get("label") or title or "").split())[:80], "kind": kind,
        "sex": sex[0] if len(sex) == 1 and sex[0] in codes.Sex.values else None,
        "presence": [each for each in numbers(data.get("status_dasar")) if each in codes.Presence.values],
        "shdk": [each for each in numbers(data.get("kk_level")) if each in codes.Shdk.values],
        "family_of": str(data.get("hubungan") or ""), "required": True, "fields": [],
    }  # fmt: skip


def _question(group: dict[str, Any], row: Mapping[str, Any], number: int, found: Questions, report: Report) -> None:
    label = " ".join(str(row.get("nama") or row.get("deskripsi") or "").split())[:120]
    code = str(row.get("kode") or "").strip().strip("[]").lower()
    own = slug(code.removeprefix("form_") or label)[:40] or f"isian_{number + 1}"
    first = group["key"] == "individu"
    name = own if first else f"{group['key']}__{own}"
    place = str(_("isian “{label}”")).format(label=label or own)
    if any(each["name"] == name for each in group["fields"]):
        report.say(_("Isian ini tertulis dua kali; yang kedua tidak diambil."), place)
        return
    sort = str(row.get("tipe") or "text").lower()
    if sort not in _KINDS:
        report.say(_("Jenis isian {kind} tidak dikenal; menjadi isian teks.").format(kind=sort[:30]), place)
    kind = _KINDS.get(sort, "text")
    options = _options(row, sort, report, place)
    if kind == "choice" and not options:
        kind = "text"
        report.say(_("Isian pilihan ini tidak mempunyai pilihan; menjadi isian teks."), place)
    merge = f"form_{own}"
    if not first and merge in found.codes.values():
        merge = f"form_{own}_{group['key']}"
    group["fields"].append(
        {
            "name": name, "label": label or own.replace("_", " ").capitalize(), "kind": kind,
            "required": str(row.get("required") or "0") in {"1", "True", "true"}, "options": options, "merge": merge,
            "shown_when": None,
        }
    )  # fmt: skip
    for each in (code, f"form_{own}", f"form_{own}_{group['key']}"):
        if each:
            found.codes.setdefault(each, merge)
    if sort == "hari-tanggal":
        found.weekdays.add(merge)


def _options(row: Mapping[str, Any], sort: str, report: Report, place: str) -> list[str]:
    if sort == "hari":
        return list(_DAYS)
    if sort == "select-otomatis":
        wanted = str(row.get("refrensi") or row.get("referensi") or "")
        if wanted not in LISTS:
            report.say(_("Daftar pilihan {name} tidak dikenal.").format(name=wanted[:40] or "-"), place)
            return []
        return [str(label) for _code, label in LISTS[wanted].choices]
    if sort != "select-manual":
        return []
    given = as_data(row.get("pilihan"))
    given = list(given.values()) if isinstance(given, Mapping) else given
    found: list[str] = []
    for each in given if isinstance(given, list) else []:
        text = " ".join(str(each).split())[:120]
        if text and text not in found:
            found.append(text)
    if len(found) > MAX_OPTIONS:
        report.say(_("Hanya {n} pilihan pertama yang diambil.").format(n=MAX_OPTIONS), place)
    return found[:MAX_OPTIONS]


def _links(rows: list[Mapping[str, Any]], keys: Mapping[str, str], found: Questions, report: Report) -> None:
    """What an answer shows: ``kaitkan_kode`` holds, as text, values and the codes that appear with them."""
    names = {each["merge"]: each for group in found.groups for each in group["fields"]}
    for row in rows:
        links = row.get("kaitkan_kode")
        links = links if isinstance(links, list) else [links]
        for each in links:
            data = as_data(each)
            for link in data if isinstance(data, list) else [data]:
                if isinstance(link, Mapping):
                    _link(row, link, names, keys, found, report)


def _link(
    row: Mapping[str, Any], link: Mapping[str, Any], names: Mapping[str, dict[str, Any]], keys: Mapping[str, str],
    found: Questions, report: Report,
) -> None:  # fmt: skip
    code = str(row.get("kode") or "").strip().strip("[]").lower()
    source = names.get(found.codes.get(code, ""))
    values: list[str] = []
    shown: list[str] = []
    for name, value in link.items():
        given = [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []
        if "nilai" in name or name in {"value", "isian"}:
            values += given
        elif "kode" in name:
            shown += given
        elif "kategori" in name:
            shown += [
                each["merge"] for group in found.groups if group["key"] in {keys.get(key, key) for key in given} for each in group["fields"]
            ]  # fmt: skip
        elif "lampiran" in name and given:
            report.say(
                _("Lampiran yang bergantung pada jawaban dicetak selalu, atau dipilih saat surat dibuat."),
                str(_("isian")),
            )
    if source is None or not values:
        return
    for each in shown:
        target = names.get(found.codes.get(each.strip().strip("[]").lower(), each))
        if target is not None and target is not source:
            if target["shown_when"] is None:
                target["shown_when"] = [source["name"], values[:50]]
            elif target["shown_when"][0] == source["name"]:
                target["shown_when"][1] = [*dict.fromkeys([*target["shown_when"][1], *values])][:50]
            else:
                report.say(
                    _("Bergantung pada dua isian; yang dipakai hanya yang pertama."),
                    str(_("isian “{label}”")).format(label=target["label"]),
                )


def as_opensid(groups: list[Mapping[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """``form_isian`` and ``kode_isian`` of groups, as OpenSID writes them."""
    forms: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    back = {
        "text": "text",
        "long_text": "textarea",
        "number": "number",
        "date": "date",
        "time": "time",
        "choice": "select-manual",
    }
    links = _links_back(groups)
    for group in groups:
        forms[group["key"]] = {
            "sumber": 0 if group["kind"] == "typed" else 1, "data": ["1", "2"] if group["kind"] == "either" else ["1"],
            "sex": group.get("sex") or "", "status_dasar": [str(each) for each in group.get("presence", ())],
            "kk_level": [str(each) for each in group.get("shdk", ())], "data_orang_tua": "0", "data_pasangan": "0",
            "judul": "Utama" if group["key"] == "individu" else group["title"], "label": group.get("label", ""), "info": "",
            "hubungan": group.get("family_of") or None,
        }  # fmt: skip
        for each in group.get("fields", ()):
            kind = each.get("kind", "text")
            row = {
                "tipe": back[kind], "kode": f"[{each['merge']}]", "nama": each["label"], "deskripsi": each["label"],
                "required": "1" if each.get("required") else "0", "atribut": None,
                "pilihan": list(each.get("options", ())) if kind == "choice" else None, "refrensi": None, "kolom": "",
                "label": each["label"], "kaitkan_kode": links.get(each["name"], ""),
            }  # fmt: skip
            rows.append(row if group["key"] == "individu" else {"kategori": group["key"], **row})
    return forms, rows


def _links_back(groups: list[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, list[dict[str, Any]]] = {}
    for group in groups:
        for each in group.get("fields", ()):
            if each.get("shown_when"):
                source, values = each["shown_when"]
                found.setdefault(source, []).append(
                    {"nilai_isian": list(values), "kode_terkait": [f"[{each['merge']}]"]}
                )
    return {source: json.dumps(links, ensure_ascii=False) for source, links in found.items()}
