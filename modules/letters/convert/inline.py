"""A line of text: runs with marks, codes to merge fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from modules.letters.convert.codes import FOLLOWERS, FRAME, TOKEN, Words, looks_like_code, sum_of, words_of
from modules.letters.convert.errors import Report
from modules.letters.convert.html import BLOCKS, Element

Node = dict[str, Any]
_MARKS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strike",
    "strike": "strike", "del": "strike",
}  # fmt: skip
_SIZES = {"xx-small": 7.0, "x-small": 8.0, "small": 10.0, "large": 14.0, "x-large": 18.0, "xx-large": 24.0}
#: What a run of text stands for besides its letters.
BREAK, TAB = "\n", "\t"


@dataclass(frozen=True)
class Style:
    """Marks of a run."""

    marks: frozenset[str] = frozenset()
    size: float = 0.0
    font: str = ""
    upper: bool = False

    def nodes(self, plain_size: float) -> list[Node]:
        """As marks of a node."""
        found: list[Node] = [{"type": each} for each in ("bold", "italic", "underline", "strike") if each in self.marks]
        style: dict[str, Any] = {}
        if self.size and abs(self.size - plain_size) >= 0.5:
            style["fontSize"] = self.size
        if self.font:
            style["fontFamily"] = self.font
        return [*found, {"type": "textStyle", "attrs": style}] if style else found


def points(text: str) -> float:
    """A font size in points within what is printed; 0 where it is none."""
    if text in _SIZES:
        return _SIZES[text]
    found = re.match(r"^([\d.]{1,6})\s*(pt|px|em|rem|%)?$", text)
    if found is None:
        return 0.0
    try:
        value = float(found[1])
    except ValueError:
        return 0.0
    factor = {"px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}.get(found[2] or "pt", 1.0)
    return round(min(max(value * factor, 6.0), 28.0), 1)


def styled(element: Element, style: Style, report: Report) -> Style:
    """The style inside an element."""
    marks = set(style.marks)
    if element.tag in _MARKS:
        marks.add(_MARKS[element.tag])
    weight, shape = element.style.get("font-weight", ""), element.style.get("font-style", "")
    line = element.style.get("text-decoration", "") + element.style.get("text-decoration-line", "")
    if weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600):
        marks.add("bold")
    elif weight in {"normal", "400"}:
        marks.discard("bold")
    if shape == "italic":
        marks.add("italic")
    if "underline" in line:
        marks.add("underline")
    if "line-through" in line:
        marks.add("strike")
    if element.tag in {"sup", "sub"}:
        report.say(_("Huruf naik atau turun ditulis biasa: “{text}”.").format(text=element.text[:40]))
    size = points(element.style["font-size"]) if "font-size" in element.style else 0.0
    family = element.style.get("font-family", "") + element.attrs.get("face", "").lower()
    font = "Tinos" if "times" in family else "Arimo" if "arial" in family or "helvetica" in family else ""
    upper = style.upper or element.style.get("text-transform") == "uppercase"
    return replace(style, marks=frozenset(marks), size=size or style.size, font=font or style.font, upper=upper)


@dataclass
class Run:
    """Letters that look alike."""

    text: str
    style: Style


def runs_of(children: list[Element | str], style: Style, report: Report) -> list[Run]:
    """The text of inline elements with its marks; line ends as :data:`BREAK`."""
    found: list[Run] = []
    for each in children:
        if isinstance(each, str):
            # An editor in a page writes no-break spaces where somebody pressed the bar twice; many of them are a tab.
            text = re.sub(r"(?:\xa0 ?){4,}", TAB, re.sub(r"[ \r\n\t\f]+", " ", each)).replace("\xa0", " ")
            found.append(Run(text.upper() if style.upper and "[" not in text else text, style))
        elif each.tag == "br":
            found.append(Run(BREAK, style))
        elif each.tag == "img":
            report.say(
                _("Gambar tidak diambil. Lambang desa dicetak kop surat; gambar lain tidak ada tempatnya di surat.")
            )
        elif each.tag == "input":
            report.say(_("Kotak isian di dalam teks dibuang."))
        else:
            inner = runs_of(each.children, styled(each, style, report), report)
            found += [Run(BREAK, style), *inner] if each.tag in BLOCKS and found else inner
    return found


class Inline:
    """Runs to nodes."""

    def __init__(self, words: Words, report: Report, size: float = 12.0) -> None:
        self.words, self.report, self.size = words, report, size
        #: Whether codes of family members are fields of a repeated row just now.
        self.in_row = False

    def nodes(self, runs: list[Run]) -> list[Node]:
        """Inline nodes, without space at either end, and without line ends at the end."""
        runs = _trimmed(runs)
        text = "".join(each.text for each in runs)
        styles: list[Style] = []
        for each in runs:
            styles += [each.style] * len(each.text)
        found: list[Node] = []
        end = 0
        for token in TOKEN.finditer(text):
            made = self.token(token)
            if made is None:
                continue
            self.plain(text, styles, end, token.start(), found)
            style = styles[token.start()]
            marks = style.nodes(self.size)
            for node in made:
                if marks and node["type"] in {"text", "field", "calc"}:
                    node["marks"] = marks
                if style.upper and node["type"] == "field":
                    node["attrs"]["case"] = "upper"
            found += made
            end = token.end()
        self.plain(text, styles, end, len(text), found)
        return _tidy(found)

    def plain(self, text: str, styles: list[Style], start: int, end: int, found: list[Node]) -> None:
        """Text without codes, cut where its marks change."""
        at = start
        while at < end:
            if text[at] == BREAK:
                found.append({"type": "hardBreak"})
                at += 1
                continue
            if text[at] == TAB:
                found.append({"type": "tab"})
                at += 1
                continue
            stop = at
            while stop < end and text[stop] not in {BREAK, TAB} and styles[stop] == styles[at]:
                stop += 1
            node: Node = {"type": "text", "text": text[at:stop]}
            marks = styles[at].nodes(self.size)
            if marks:
                node["marks"] = marks
            found.append(node)
            at = stop

    def token(self, token: re.Match[str]) -> list[Node] | None:
        """What brackets become; None where they are words."""
        function = (token["function"] or "").lower()
        if function:
            made = (sum_of if function == "hitung" else words_of)(token["argument"], self.words)
            if made is not None:
                self.report.say(
                    _("{what} menjadi isian yang dihitung tanpa menjalankan program. Periksa hasilnya di pratinjau.").format(
                        what=token[0][:60]
                    )
                )  # fmt: skip
                return [made]
            self.report.say(_("{what} tidak dapat dihitung dan dibiarkan sebagai teks.").format(what=token[0][:60]))
            return [{"type": "text", "text": token[0]}]
        if token["boxed"] is not None:
            inner = self.nodes([Run(token["boxed"], Style())])
            self.report.say(_("Kotak huruf {what} ditulis biasa.").format(what=token[0][:60]))
            return inner
        return self.code(token["code"])

    def code(self, code: str) -> list[Node] | None:
        """A code's nodes."""
        plain = code.strip().lower()
        if plain in FRAME:
            return []
        if plain == "form_nip_pamong":
            return [
                {"type": "field", "attrs": {"name": "sebutan_nip_desa"}}, {"type": "text", "text": ": "},
                {"type": "field", "attrs": {"name": "nip_pamong"}},
            ]  # fmt: skip
        row = self.words.row(code)
        if row is not None:
            if self.in_row:
                return [{"type": "field", "attrs": {"name": row[1]}}]
            self.report.say(_("[{code}] di luar tabel anggota keluarga dibiarkan sebagai teks.").format(code=code[:40]))
            return [{"type": "text", "text": f"[{code}]"}]
        node = self.words.node(code)
        if node is not None:
            return [node]
        if plain in FOLLOWERS:
            self.report.say(_("[{code}] hanya dapat berdiri sendiri di satu baris.").format(code=code[:40]))
            return [{"type": "text", "text": f"[{code}]"}]
        if looks_like_code(code):
            self.report.say(
                _("Kode [{code}] tidak dikenal dan dibiarkan sebagai teks. Pilih isian penggantinya di editor.").format(
                    code=code[:40]
                )
            )
            return [{"type": "text", "text": f"[{code}]"}]
        return None


def _trimmed(runs: list[Run]) -> list[Run]:
    """One space between words across runs, none at either end of a line; no empty lines at the end."""
    made: list[Run] = []
    before = BREAK
    for run in runs:
        text = ""
        for letter in run.text:
            if letter == " " and before in {" ", BREAK}:
                continue
            if letter == BREAK and before == " ":
                if text.endswith(" "):
                    text = text[:-1]
                elif made and made[-1].text.endswith(" "):
                    made[-1] = Run(made[-1].text[:-1], made[-1].style)
            text += letter
            before = letter
        if text:
            made.append(Run(text, run.style))
    while made:
        cut = made[-1].text.rstrip(" \n\t")
        if cut:
            made[-1] = Run(cut, made[-1].style)
            break
        made.pop()
    while made:
        cut = made[0].text.lstrip(" \n")
        if cut:
            made[0] = Run(cut, made[0].style)
            break
        made.pop(0)
    return made


def _name(node: Node) -> str:
    return str(node["attrs"]["name"]) if node["type"] == "field" else ""


def _tidy(nodes: list[Node]) -> list[Node]:
    """Without words that our fields bring along: "Kabupaten" stands in a regency's name, the village in a position's."""
    found: list[Node] = []
    for node in nodes:
        before = found[-1] if found else None
        earlier = found[-2] if len(found) > 1 else None
        gap = before is not None and before["type"] == "text" and not before["text"].strip()
        if _name(node) == "nama_desa" and gap and earlier is not None and _name(earlier) == "jabatan":
            found.pop()
            continue
        if _name(node) == "nama_kabupaten":
            if gap and earlier is not None and _name(earlier) == "sebutan_kabupaten":
                del found[-2:]
            elif before is not None and before["type"] == "text":
                before["text"] = re.sub(r"\bKabupaten +$", "", before["text"], flags=re.IGNORECASE)
                if not before["text"]:
                    found.pop()
        if (
            found and node["type"] == "text" and found[-1]["type"] == "text"
            and node.get("marks") == found[-1].get("marks")
        ):  # fmt: skip
            found[-1]["text"] += node["text"]
        else:
            found.append(node)
    return [each for each in found if each["type"] != "text" or each["text"]]
