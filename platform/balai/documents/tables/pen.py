"""What draws on a page: two faces, text at a place, rules, pictures. Lengths in points, y from the paper's lower edge."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from datetime import date

from PIL import Image

from balai.documents.tables.faces import Face, FaceInUse, face
from balai.documents.tables.objects import Ref, Writer
from balai.documents.tables.shape import Cell, Column
from balai.documents.tables.wrapping import Wrapper

MM = 72 / 25.4
#: Distance of two lines of text, in sizes of the font.
LEADING = 1.16
RULE = 0.4
_CREST_PIXELS = 320


class Pen:
    """The document's two faces and what is drawn with them."""

    def __init__(self) -> None:
        self.plain = FaceInUse(face(False), "F1")
        self.bold = FaceInUse(face(True), "F2")
        self._wrappers = {"F1": Wrapper(self.plain.face), "F2": Wrapper(self.bold.face)}

    def faced(self, bold: bool) -> FaceInUse:
        """One of the two."""
        return self.bold if bold else self.plain

    def lines(self, text: str, width: float, size: float, bold: bool = False) -> list[tuple[str, float]]:
        """The text in lines of at most ``width`` points, each with its width."""
        used = self.faced(bold)
        scale = size / used.face.units
        found = self._wrappers[used.resource].lines(text, int(width / scale))
        return [(line, wide * scale) for line, wide in found]

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide the text is."""
        chosen: Face = self.faced(bold).face
        return chosen.width(text) * size / chosen.units

    def write(self, text: str, x: float, y: float, size: float, bold: bool = False) -> bytes:
        """The text with its base line's beginning at (x, y)."""
        used = self.faced(bold)
        return b"BT /%b %.4g Tf %.2f %.2f Td %b Tj ET\n" % (used.resource.encode(), size, x, y, used.literal(text))

    def centered(self, text: str, x: float, y: float, size: float, bold: bool = False) -> bytes:
        """The text with its middle at x."""
        return self.write(text, x - self.width(text, size, bold) / 2, y, size, bold)

    def ascent(self, size: float, bold: bool = False) -> float:
        """From the top of a line's room to its base line."""
        chosen = self.faced(bold).face
        text_height = (chosen.ascent - chosen.descent) * size / chosen.units
        return (LEADING * size - text_height) / 2 + chosen.ascent * size / chosen.units


def line(x1: float, y1: float, x2: float, y2: float) -> bytes:
    """A rule, to be stroked."""
    return b"%.2f %.2f m %.2f %.2f l\n" % (x1, y1, x2, y2)


def stroked(lines: Iterable[bytes], width: float = RULE) -> bytes:
    """Rules in one stroke."""
    return b"%.2f w\n" % width + b"".join(lines) + b"S\n"


def words_of(value: Cell, column: Column) -> str:
    """A cell's text."""
    if isinstance(value, str):
        return value or column.empty
    if value is None:
        return column.empty
    if isinstance(value, int):
        if value == 0:
            return column.zero
        return f"{value:,}".replace(",", ".") if column.grouped else str(value)
    if isinstance(value, date):
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
    raise TypeError(f"a cell holds {type(value).__name__}")


def picture(writer: Writer, content: bytes) -> Ref:
    """A PNG or JPEG as an image object, not larger than print shows; clear places stay clear."""
    with Image.open(io.BytesIO(content)) as opened:
        opened.thumbnail((_CREST_PIXELS, _CREST_PIXELS))
        whole = opened.convert("RGBA")
    shape = {"Type": "/XObject", "Subtype": "/Image", "Width": whole.width, "Height": whole.height}
    alpha = whole.getchannel("A")
    extra = shape | {"ColorSpace": "/DeviceRGB", "BitsPerComponent": 8, "Filter": "/FlateDecode"}
    if alpha.getextrema() != (255, 255):
        mask = shape | {"ColorSpace": "/DeviceGray", "BitsPerComponent": 8, "Filter": "/FlateDecode"}
        extra["SMask"] = writer.stream(zlib.compress(alpha.tobytes(), 6), mask, packed=False)
    return writer.stream(zlib.compress(whole.convert("RGB").tobytes(), 6), extra, packed=False)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(content)) as opened:
        return opened.size
