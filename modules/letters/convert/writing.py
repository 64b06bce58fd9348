"""Our kinds as OpenSID writes templates: blocks to HTML, merge fields to [codes]."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from modules.letters.convert.questions import as_opensid
from modules.letters.convert.tables import MAX_COLUMNS
from modules.letters.types import REQUIREMENTS, LetterType

_BACK = {"nomor_surat": "format_nomor_surat", "alamat": "alamat_lengkap"}
_UNITS = {"day": "d", "week": "w", "month": "M", "year": "y"}
_TAGS = {"bold": "strong", "italic": "em", "underline": "u", "strike": "s"}
_FAMILY_ROWS = 7


def code_of(name: str, case: str = "asis") -> str:
    """[code] in the spelling that asks for a case."""
    known = _BACK.get(name, name)
    if name == "jabatan_kepala_desa":
        return "[SeButan_kepala_desa] [NaMa_desa]"
    if name == "nama_kabupaten":
        return f"[SeButan_kabupaten] {_spelled('nama_kabupaten', case)}"
    for base, other in _BACK.items():
        if (
            name.startswith(f"{base}_")
            and base == "alamat"
            and not name.startswith(("alamat_jalan", "alamat_kantor", "alamat_sebelumnya"))
        ):
            known = other + name[len(base) :]
    return _spelled(known, case)


def _spelled(name: str, case: str) -> str:
    if case == "lower" or len(name) < 3:
        return f"[{name.lower()}]"
    if case == "upper":
        return f"[{name[:2].upper()}{name[2:]}]"
    if case == "asis":
        return f"[{name[0].upper()}{name[1:-1]}{name[-1].upper()}]"
    return f"[{name[0].upper()}{name[1:]}]"


class _Writing:
    def __init__(self, aliases: Mapping[str, Sequence[Mapping[str, Any]]], parties: Mapping[str, str]) -> None:
        self.aliases, self.parties = aliases, parties
        self.row = 0
        self.above: tuple[str, ...] = ()

    def inline(self, nodes: Sequence[Mapping[str, Any]]) -> str:
        return "".join(self.one(node) for node in nodes)

    def one(self, node: Mapping[str, Any]) -> str:
        kind, attrs = node["type"], node.get("attrs") or {}
        if kind == "hardBreak":
            return "<br />"
        if kind == "tab":
            return "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;"
        if kind == "text":
            text = escape(node["text"], quote=False)
        elif kind == "calc":
            text = self.calc(attrs)
        else:
            text = self.field(attrs)
        for mark in node.get("marks", ()):
            tag = _TAGS.get(mark["type"])
            style = mark.get("attrs") or {}
            if tag:
                text = f"<{tag}>{text}</{tag}>"
            elif style.get("fontSize"):
                text = f'<span style="font-size: {style["fontSize"]}pt;">{text}</span>'
            elif style.get("fontFamily"):
                family = "times new roman" if style["fontFamily"] == "Tinos" else "arial"
                text = f'<span style="font-family: {family};">{text}</span>'
        return text

    def field(self, attrs: Mapping[str, Any]) -> str:
        name, case = str(attrs.get("name") or ""), str(attrs.get("case") or "asis")
        if self.row:
            return _spelled(f"klg{self.row}_{name}", case)
        if name in self.aliases and name not in self.above:
            self.above = (*self.above, name)
            text = self.inline(self.aliases[name])
            self.above = self.above[:-1]
            return text
        shape = str(attrs.get("format") or "")
        code = code_of(name, case)
        if shape in {"words", "rupiah_words"}:
            return f"[terbilang][{'Rp. ' if shape == 'rupiah_words' else ''}{code}]"
        return code

    def calc(self, attrs: Mapping[str, Any]) -> str:
        text = re.sub(r"[a-z_][a-z0-9_]*", lambda found: f"[{found[0]}]", str(attrs.get("expr") or ""))
        shape = str(attrs.get("format") or "")
        if shape in {"words", "rupiah_words"}:
            return f"[terbilang][{'Rp. ' if shape == 'rupiah_words' else ''}{text}]"
        return f"[hitung][{'Rp. ' if shape == 'rupiah' else ''}{text}]"

    def blocks(self, nodes: Sequence[Mapping[str, Any]]) -> str:
        return "\r\n".join(filter(None, (self.block(node) for node in nodes)))

    def block(self, node: Mapping[str, Any]) -> str:
        made: str = getattr(self, f"write_{node['type']}")(node, node.get("attrs") or {})
        return made

    def write_paragraph(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        align = attrs.get("textAlign") or "justify"
        indent = " text-indent: 30px;" if attrs.get("indent") is not False and align in {"justify", "left"} else ""
        return f'<p style="text-align: {align};{indent}">{self.inline(node.get("content") or ())}</p>'

    def write_heading(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        tag = f"h{attrs.get('level') or 2}"
        align = attrs.get("textAlign") or "left"
        return f'<{tag} style="text-align: {align};">{self.inline(node.get("content") or ())}</{tag}>'

    def write_bulletList(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        return f"<ul>{self.items(node)}</ul>"

    def write_orderedList(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        start = f' start="{attrs["start"]}"' if attrs.get("start") else ""
        return f'<ol type="{attrs.get("type") or "1"}"{start}>{self.items(node)}</ol>'

    def items(self, node: Mapping[str, Any]) -> str:
        return "".join(f"<li>{self.blocks(each.get('content') or ())}</li>" for each in node.get("content") or ())

    def write_identity(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        rows = []
        for number, row in enumerate(node.get("content") or (), 1):
            lead = f"{number}." if attrs.get("numbered") else "&nbsp;"
            label = escape(str((row.get("attrs") or {}).get("label") or ""), quote=False)
            rows.append(
                f'<tr><td style="width: 4%;">{lead}</td><td style="width: 32%; text-align: left;">{label}</td>'
                f'<td style="width: 2%; text-align: center;">:</td>'
                f'<td style="width: 62%; text-align: justify;">{self.inline(row.get("content") or ())}</td></tr>'
            )
        return _table("".join(rows), border=0)

    def write_table(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        if any((row.get("attrs") or {}).get("repeat") == "pengikut" for row in node.get("content") or ()):
            # OpenSID draws who comes along by itself, wherever this code stands alone.
            return "<p>[pengikut_surat]</p>"
        rows = []
        widths = attrs.get("widths") or []
        total = sum(widths) or 1
        for row in node.get("content") or ():
            over = (row.get("attrs") or {}).get("repeat")
            for self.row in range(1, _FAMILY_ROWS + 1) if over == "keluarga" else (0,):
                cells = []
                for index, cell in enumerate(row.get("content") or ()):
                    rules = cell.get("attrs") or {}
                    tag = "th" if cell["type"] == "tableHeader" else "td"
                    spans = "".join(
                        f' {name}="{int(rules[name])}"' for name in ("colspan", "rowspan") if rules.get(name)
                    )
                    width = (
                        f"width: {widths[index] / total * 100:.2f}%;"
                        if index < len(widths) <= MAX_COLUMNS and not spans
                        else ""
                    )
                    align = f" text-align: {rules['textAlign']};" if rules.get("textAlign") else ""
                    cells.append(f'<{tag}{spans} style="{width}{align}">{self.cell(cell)}</{tag}>')
                rows.append(f"<tr>{''.join(cells)}</tr>")
            self.row = 0
        return _table("".join(rows), border=0 if attrs.get("border") == "none" else 1)

    def cell(self, node: Mapping[str, Any]) -> str:
        parts = node.get("content") or ()
        if all(each["type"] == "paragraph" for each in parts):
            return "<br />".join(self.inline(each.get("content") or ()) for each in parts)
        return self.blocks(parts)

    def write_condition(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        return self.blocks(node.get("content") or ())

    write_repeat = write_condition

    def write_boxRow(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        label = escape(str(attrs.get("label") or ""), quote=False)
        return f'<p style="text-align: left;">{label} : {self.inline(node.get("content") or ())}</p>'

    def write_choiceRow(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        label = escape(str(attrs.get("label") or ""), quote=False)
        code = (
            code_of(str(attrs["field"]))
            if attrs.get("field")
            else " / ".join(escape(str(each), quote=False) for each in attrs.get("options") or ())
        )
        return f'<p style="text-align: left;">{label} : {code}</p>'

    def write_pageBreak(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        return "<!-- pagebreak -->"

    def write_space(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        return "<p>&nbsp;</p>"

    def write_rule(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        return "<hr />"

    def write_signature(self, node: Mapping[str, Any], attrs: Mapping[str, Any]) -> str:
        columns: dict[str, list[tuple[str, str, str, str]]] = {"left": [], "center": [], "right": []}
        for place in attrs.get("places") or ():
            columns[place["side"]].append(self.signer(place))
        rows = []
        for level in range(max((len(each) for each in columns.values()), default=0)):
            found = {side: each[level] if level < len(each) else ("", "", "", "") for side, each in columns.items()}
            for line in range(4):
                cells = "".join(
                    f'<td style="width: {35 if side != "center" else 30}%; text-align: center;">'
                    f"{found[side][line] or ('<br /><br /><br />' if line == 2 else '&nbsp;')}</td>"
                    for side in ("left", "center", "right")
                )
                rows.append(f"<tr>{cells}</tr>")
        return _table("".join(rows), border=0)

    def signer(self, place: Mapping[str, Any]) -> tuple[str, str, str, str]:
        """Two lines above the room, the room, and the name."""
        who, title = place["who"], escape(str(place.get("title") or ""), quote=False)
        if who == "head":
            first = title or "[NaMa_desa], [TgL_surat]"
            return first, "[Atas_namA]", "<br /><br />[qr_bsre]", "[Nama_pamonG]<br />[SEbutan_nip_desa] : [nip_pamong]"
        if who == "district":
            return title or "Mengetahui,", "Camat [NaMa_kecamatan]", "", "[Nama_kepala_camaT]"
        if who == "holder":
            return "", title or "Pemohon,", "", "[NAma]"
        if who in self.parties:
            return "", title or escape(self.parties[who], quote=False), "", _spelled(f"nama_{who.lower()}", "asis")
        return "", title or ("Ketua Adat," if who == "adat" else "Saksi,"), "", "(....................)"


def _table(rows: str, *, border: int) -> str:
    return f'<table style="border-collapse: collapse; width: 100%;" border="{border}"><tbody>{rows}</tbody></table>'


def html_of(kind: LetterType, aliases: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """A kind's text as OpenSID's editor holds it: with title and number, which our frame prints."""
    parties = {group.key: group.title for group in kind.groups}
    writing = _Writing(aliases, parties)
    head = ""
    if kind.page.heading:
        head = (
            '<h4 style="margin: 0; text-align: center;"><span style="text-decoration: underline;">[JUdul_surat]</span></h4>\r\n'
            '<p style="margin: 0; text-align: center;">Nomor : [Format_nomor_suraT]<br /><br /></p>\r\n'
        )
    tail = '\r\n<div style="text-align: center;"><br />[qr_code]</div>' if kind.qr else ""
    return head + writing.blocks(kind.body.get("content") or ()) + tail


def opensid_template(
    kind: LetterType, definition: Mapping[str, Any], aliases: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """One row of OpenSID's export."""
    forms, rows = as_opensid(definition["groups"])
    left, right, top, bottom = kind.page.margin
    papers = [each.key for each in REQUIREMENTS.values()]
    asked = [str(papers.index(each.key) + 1) for each in kind.requirements if each.key in papers]
    return {
        "nama": str(kind.name), "url_surat": f"surat-{kind.key.replace('_', '-')}", "kode_surat": kind.code,
        "lampiran": ",".join(kind.attachments) or None, "kunci": not kind.enabled, "favorit": False, "jenis": "4",
        "mandiri": kind.self_service, "masa_berlaku": kind.validity.count if kind.validity else 0,
        "satuan_masa_berlaku": _UNITS[kind.validity.unit] if kind.validity else "M", "qr_code": kind.qr, "logo_garuda": False,
        "kecamatan": "1" if kind.needs_district else "0", "syarat_surat": json.dumps(asked) if asked else None,
        "template": html_of(kind, aliases), "template_desa": None, "form_isian": forms, "kode_isian": rows,
        "orientasi": "Lanskap" if kind.page.orientation == "landscape" else "Potrait", "ukuran": kind.page.paper,
        "margin": json.dumps({"kiri": left / 10, "atas": top / 10, "kanan": right / 10, "bawah": bottom / 10}),
        "margin_global": "0", "footer": "1" if kind.page.footer else "0", "header": int(kind.page.header),
        "format_nomor": kind.number_format or None, "sumber_penduduk_berulang": "0",
    }  # fmt: skip
