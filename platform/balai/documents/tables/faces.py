"""A font: how wide its characters are, what of it stands in a PDF.

Characters are written as their own code points (a Type0 font, Identity-H), so that any text extracts exactly, known to the
font or not; a map leads from code points to the font's glyphs. Only the glyphs used are embedded.
"""

from __future__ import annotations

import functools
import re
import struct
from pathlib import Path

from fontTools.ttLib import TTFont

from balai import assets
from balai.documents.tables.objects import Ref, Writer

_SPECIAL = re.compile(rb"[\\()\r]")
_ESCAPED = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r"}
#: Beyond the first 65,536 characters there is no code of two bytes: such ones borrow a private one in their document.
_PRIVATE = 0xE000
_COMPOSITE_WORDS, _COMPOSITE_SCALE, _COMPOSITE_MORE = 0x1, 0x8, 0x20
_COMPOSITE_XY_SCALE, _COMPOSITE_MATRIX = 0x40, 0x80


class _Widths(dict[str, int]):
    """Character -> advance in the font's units; the missing glyph's for what the font lacks."""

    def __init__(self, known: dict[str, int], missing: int) -> None:
        super().__init__(known)
        self._missing = missing

    def __missing__(self, character: str) -> int:
        return self._missing


class Face:
    """One font file, read once a process."""

    def __init__(self, path: Path) -> None:
        with TTFont(path, lazy=True) as font:
            glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
            advances = font["hmtx"].metrics
            order = font.getGlyphOrder()
            self.glyphs: dict[str, int] = glyphs
            self.widths = _Widths(
                {character: advances[order[glyph]][0] for character, glyph in glyphs.items()}, advances[order[0]][0]
            )
            self.units: int = font["head"].unitsPerEm
            self.ascent: int = font["hhea"].ascent
            self.descent: int = font["hhea"].descent
            self.cap_height: int = font["OS/2"].sCapHeight
            self.box = (font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax)
            self.name = f"Arimo-{'Bold' if font['head'].macStyle & 1 else 'Regular'}"
            self._advances = [advances[name][0] for name in order]
            self._raw = {tag: bytes(font.reader[tag]) for tag in ("head", "hhea", "maxp", "hmtx", "glyf", "prep")}
            self._places = list(font["loca"].locations)

    def width(self, text: str) -> int:
        """The text's width in the font's units."""
        return sum(map(self.widths.__getitem__, text))

    def subset(self, glyphs: set[int]) -> bytes:
        """A TrueType font with these glyphs at their own numbers, and nothing at the others."""
        wanted = self._with_parts(glyphs | {0})
        count = max(wanted) + 1
        outlines, places = bytearray(), [0]
        for glyph in range(count):
            if glyph in wanted:
                outlines += self._outline(glyph)
                outlines += b"\0" * (-len(outlines) % 4)
            places.append(len(outlines))
        metrics = b"".join(
            self._raw["hmtx"][glyph * 4 : glyph * 4 + 4] if glyph in wanted else b"\0\0\0\0" for glyph in range(count)
        )
        head = bytearray(self._raw["head"])
        head[8:12] = b"\0\0\0\0"
        head[50:52] = struct.pack(">h", 1)
        return _font_file(
            {
                "glyf": bytes(outlines),
                "head": bytes(head),
                "hhea": self._raw["hhea"][:34] + struct.pack(">H", count),
                "hmtx": metrics,
                "loca": struct.pack(f">{len(places)}I", *places),
                "maxp": self._raw["maxp"][:4] + struct.pack(">H", count) + self._raw["maxp"][6:],
                "prep": self._raw["prep"],
            }
        )

    def _outline(self, glyph: int) -> bytes:
        return self._raw["glyf"][self._places[glyph] : self._places[glyph + 1]]

    def _with_parts(self, glyphs: set[int]) -> set[int]:
        """The glyphs and what they are composed of (an accent and its letter)."""
        found: set[int] = set()
        todo = list(glyphs)
        while todo:
            glyph = todo.pop()
            if glyph in found:
                continue
            found.add(glyph)
            outline = self._outline(glyph)
            if len(outline) < 10 or struct.unpack(">h", outline[:2])[0] >= 0:
                continue
            at, flags = 10, _COMPOSITE_MORE
            while flags & _COMPOSITE_MORE:
                flags, part = struct.unpack(">HH", outline[at : at + 4])
                todo.append(part)
                at += 8 if flags & _COMPOSITE_WORDS else 6
                if flags & _COMPOSITE_SCALE:
                    at += 2
                elif flags & _COMPOSITE_XY_SCALE:
                    at += 4
                elif flags & _COMPOSITE_MATRIX:
                    at += 8
        return found


@functools.cache
def face(bold: bool = False) -> Face:
    """Arimo, Arial's metrics: from the built assets, never the machine's own fonts."""
    path = assets.TARGET / "fonts" / f"Arimo-{'Bold' if bold else 'Regular'}.ttf"
    if not path.is_file():
        assets.ensure()
    return Face(path)


class FaceInUse:
    """A face in one document: what of it is used."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._used: set[str] = set()
        self._borrowed: dict[str, str] = {}

    def literal(self, text: str) -> bytes:
        """The text as a PDF string, parentheses included."""
        raw = text.encode("utf-16-be", "replace")
        if len(raw) != 2 * len(text):
            text = "".join(self._borrow(each) if each > "\uffff" else each for each in text)
            raw = text.encode("utf-16-be", "replace")
        self._used.update(text)
        if _SPECIAL.search(raw):
            raw = _SPECIAL.sub(lambda found: _ESCAPED[found[0]], raw)
        return b"(" + raw + b")"

    def _borrow(self, character: str) -> str:
        if character not in self._borrowed:
            self._borrowed[character] = chr(_PRIVATE + len(self._borrowed))
        return self._borrowed[character]

    def embed(self, writer: Writer) -> Ref:
        """Write the font; returns the Type0 font's object."""
        lent = {private: real for real, private in self._borrowed.items()}
        used = sorted(self._used)
        codes = {ord(each): self.face.glyphs.get(lent.get(each, each), 0) for each in used}
        name = f"{_tag(used)}+{self.face.name}"
        file = writer.stream(self.face.subset(set(codes.values())), {"Length1": None})
        scale = 1000 / self.face.units
        descriptor = writer.add(
            {
                "Type": "/FontDescriptor", "FontName": f"/{name}", "Flags": 32, "ItalicAngle": 0, "StemV": 80,
                "FontBBox": [round(each * scale) for each in self.face.box], "Ascent": round(self.face.ascent * scale),
                "Descent": round(self.face.descent * scale), "CapHeight": round(self.face.cap_height * scale),
                "FontFile2": file,
            }
        )  # fmt: skip
        mapped = bytearray(2 * (max(codes, default=0) + 1))
        for code, glyph in codes.items():
            mapped[2 * code : 2 * code + 2] = glyph.to_bytes(2)
        descendant = writer.add(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": f"/{name}",
                "CIDSystemInfo": {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0},
                "FontDescriptor": descriptor, "CIDToGIDMap": writer.stream(bytes(mapped)),
                "DW": round(self.face.widths[""] * scale), "W": self._widths(used, lent, scale),
            }
        )  # fmt: skip
        return writer.add(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": f"/{name}", "Encoding": "/Identity-H",
                "DescendantFonts": [descendant], "ToUnicode": writer.stream(_to_unicode(used, lent)),
            }
        )  # fmt: skip

    def _widths(self, used: list[str], lent: dict[str, str], scale: float) -> list[object]:
        found: list[object] = []
        run: list[object] = []
        last = -2
        for each in used:
            code, width = ord(each), round(self.face.widths[lent.get(each, each)] * scale)
            if code != last + 1:
                run = []
                found += [code, run]
            run.append(width)
            last = code
        return found


def _tag(used: list[str]) -> str:
    """Six capitals that name the subset: the same characters give the same tag."""
    import zlib

    value = zlib.crc32("".join(used).encode("utf-16-be", "replace"))
    letters = ""
    for _ in range(6):
        value, digit = divmod(value, 26)
        letters += chr(65 + digit)
    return letters


def _to_unicode(used: list[str], lent: dict[str, str]) -> bytes:
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(used), 100):
        part = used[start : start + 100]
        lines.append(b"%d beginbfchar" % len(part))
        for each in part:
            real = lent.get(each, each).encode("utf-16-be", "replace").hex().upper()
            lines.append(b"<%04X> <%s>" % (ord(each), real.encode()))
        lines.append(b"endbfchar")
    lines.append(b"endcmap CMapName currentdict /CMap defineresource pop end end")
    return b"\n".join(lines)


def _font_file(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of these tables, with the checksums that strict readers ask for."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, (count << 4) - (16 << power))
    offset = 12 + 16 * count
    directory, body, head_at = b"", b"", 0
    for tag in sorted(tables):
        data = tables[tag]
        if tag == "head":
            head_at = offset
        directory += struct.pack(">4sIII", tag.encode(), _checksum(data), offset, len(data))
        padded = data + b"\0" * (-len(data) % 4)
        body += padded
        offset += len(padded)
    file = bytearray(head + directory + body)
    file[head_at + 8 : head_at + 12] = struct.pack(">I", (0xB1B0AFBA - _checksum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
