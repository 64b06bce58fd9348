"""A PDF's objects: written one after another, small ones packed together, the index at the end.

Nothing depends on the clock or on chance: the same objects give the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from typing import Any

#: Small objects in one compressed stream.
_PACK = 100


@dataclass(frozen=True, slots=True)
class Ref:
    """An object by its number."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} 0 R"


class Writer:
    """PDF 1.7 with object streams and a cross-reference stream."""

    def __init__(self) -> None:
        self._out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        #: Number -> (1, offset) or (2, pack, place in it); 0 is the head of the free list.
        self._places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        self._last = 0
        self._packed: list[tuple[int, bytes]] = []

    def reserve(self) -> Ref:
        """A number for an object that is written later."""
        self._last += 1
        return Ref(self._last)

    def add(self, value: dict[str, Any], ref: Ref | None = None) -> Ref:
        """A dictionary; names are strings that begin with a slash, texts go through :func:`text`."""
        ref = ref or self.reserve()
        self._packed.append((ref.number, _plain(value).encode("latin-1")))
        if len(self._packed) >= _PACK:
            self._pack()
        return ref

    def stream(self, content: bytes, extra: dict[str, Any] | None = None, *, packed: bool = True) -> Ref:
        """A stream, compressed unless ``packed`` says that it is already or is not worth it.

        In ``extra`` a None stands for the length before compression.
        """
        ref = self.reserve()
        head = {key: len(content) if value is None else value for key, value in (extra or {}).items()}
        if packed:
            content = zlib.compress(content, 6)
            head["Filter"] = "/FlateDecode"
        self._write_stream(ref, content, head)
        return ref

    def finish(self, *, root: Ref, info: Ref) -> bytes:
        """The whole file."""
        self._pack()
        ref = self.reserve()
        start = len(self._out)
        self._places[ref.number] = (1, start, 0)
        rows = b"".join(struct.pack(">BIH", *self._places[number]) for number in range(self._last + 1))
        # Readers compare the two halves to know a file again; ours is its content's own mark.
        mark = hashlib.sha256(self._out).hexdigest()[:32].upper()
        self._write_stream(
            ref,
            zlib.compress(rows, 6),
            {
                "Type": "/XRef", "Size": self._last + 1, "W": [1, 4, 2], "Root": root, "Info": info,
                "ID": [f"<{mark}>", f"<{mark}>"], "Filter": "/FlateDecode",
            },
        )  # fmt: skip
        self._out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(self._out)

    def _write_stream(self, ref: Ref, content: bytes, head: dict[str, Any]) -> None:
        self._places[ref.number] = (1, len(self._out), 0)
        self._out += b"%d 0 obj\n" % ref.number
        self._out += _plain(head | {"Length": len(content)}).encode("latin-1")
        self._out += b"stream\n"
        self._out += content
        self._out += b"\nendstream\nendobj\n"

    def _pack(self) -> None:
        if not self._packed:
            return
        ref = self.reserve()
        index, body = [], bytearray()
        for place, (number, content) in enumerate(self._packed):
            self._places[number] = (2, ref.number, place)
            index.append(b"%d %d" % (number, len(body)))
            body += content + b"\n"
        first = b" ".join(index) + b"\n"
        self._write_stream(
            ref,
            zlib.compress(first + bytes(body), 6),
            {"Type": "/ObjStm", "N": len(self._packed), "First": len(first), "Filter": "/FlateDecode"},
        )
        self._packed = []


def text(value: str) -> str:
    """A text for people (a title) as a PDF string of UTF-16 in hexadecimal."""
    return f"<FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "<<" + "".join(f"/{key} {_plain(each)}" for key, each in value.items()) + ">>"
    if isinstance(value, list | tuple):
        return "[" + " ".join(_plain(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
