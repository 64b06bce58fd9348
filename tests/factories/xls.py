"""The smallest .xls that readers take: BIFF8 records in a compound file. No living library writes this format."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_EPOCH = date(1899, 12, 30)
#: Cell formats: plain, and a day (dd/mm/yyyy is built in as 14).
_PLAIN, _DAY = 0, 1


def write_xls(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, macros: bool = False, formulas: bool = False
) -> Path:
    """Write sheets of text, numbers and dates. ``macros``: a VBA storage beside the workbook, as Excel keeps macros;
    ``formulas``: numbers are results of a formula."""
    streams = {"Workbook": _workbook(sheets, formulas=formulas)}
    if macros:
        streams["_VBA_PROJECT_CUR"] = b"Sub Auto_Open()\r\nEnd Sub\r\n"
    path.write_bytes(_compound(streams))
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(value: str, width: str) -> bytes:
    return struct.pack(width, len(value)) + b"\x01" + value.encode("utf-16-le")


def _workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], *, formulas: bool) -> bytes:
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    head = bof + _record(0x0042, struct.pack("<H", 1200))
    for kind in (0, 14):
        head += _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, kind, 0, 0, 0, 0, 0, 0, 0, 0))
    bodies = [_sheet(rows, formulas=formulas) for rows in sheets.values()]
    lengths = [4 + 6 + 2 + 2 * len(name) for name in sheets]
    place = len(head) + sum(lengths) + 4
    for name, body in zip(sheets, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IH", place, 0) + _text(name, "<B"))
        place += len(body)
    return head + _record(0x000A) + b"".join(bodies)


def _sheet(rows: Sequence[Sequence[Any]], *, formulas: bool) -> bytes:
    width = max((len(row) for row in rows), default=0)
    data = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    data += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                data += _record(0x0204, struct.pack("<HHH", number, column, _PLAIN) + _text(value, "<H"))
                continue
            form = _DAY if isinstance(value, date) else _PLAIN
            figure = float((value - _EPOCH).days if isinstance(value, date) else value)
            if formulas:
                # The formula is the number itself; readers take the stored result.
                tokens = b"\x1f" + struct.pack("<d", figure)
                cell = struct.pack("<HHHdHIH", number, column, form, figure, 0, 0, len(tokens))
                data += _record(0x0006, cell + tokens)
            else:
                data += _record(0x0203, struct.pack("<HHHd", number, column, form, figure))
    return data + _record(0x000A)


def _compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; every stream is padded beyond 4096 bytes, so that none needs the file within the file."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\x00")
        start = len(sectors)
        parts = [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        sectors += parts
        chains += [*range(start + 1, start + len(parts)), _END]
        entries.append((name, start, len(padded)))
    directory = _entry("Root Entry", 5, 1, _END, 0)
    for number, (name, start, size) in enumerate(entries, 1):
        directory += _entry(name, 2, _FREE, start, size, right=number + 1 if number < len(entries) else _FREE)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\x00")
    at_directory = len(sectors)
    parts = [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    sectors += parts
    chains += [*range(at_directory + 1, at_directory + len(parts)), _END]
    needed = 1
    while needed * 128 < len(sectors) + needed:
        needed += 1
    at_fat = len(sectors)
    chains += [_FAT] * needed
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(needed * _SECTOR, b"\xff")
    places = list(range(at_fat, at_fat + needed))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    )
    head += struct.pack("<IIIIIIIII", 0, needed, at_directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *(places + [_FREE] * (109 - len(places))))
    return head + b"".join(sectors) + table


def _entry(name: str, kind: int, child: int, start: int, size: int, *, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return (
        text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
        + b"\x00" * 36 + struct.pack("<IQ", start, size)
    )  # fmt: skip
