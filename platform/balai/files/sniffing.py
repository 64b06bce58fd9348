"""What a file is, from its bytes. Its name and what the browser says about it decide nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

OCTETS = "application/octet-stream"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
XLS = "application/vnd.ms-excel"

#: Short names that callers may use in ``accept``, with the file ending that a download gets.
ALIASES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "xlsx": XLSX,
    "xls": XLS,
    "ods": ODS,
    "docx": DOCX,
    "odt": ODT,
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "zip": "application/zip",
}
#: The words people know them by.
TITLES = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WebP",
    XLSX: "Excel (.xlsx)",
    XLS: "Excel 97 (.xls)",
    ODS: "OpenDocument (.ods)",
    DOCX: "Word (.docx)",
    ODT: "OpenDocument (.odt)",
    "text/csv": "CSV",
    "text/plain": "teks",
    "application/json": "JSON",
    "application/zip": "ZIP",
}
IMAGES = ("image/png", "image/jpeg", "image/webp")
ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    XLSX: ".xlsx",
    XLS: ".xls",
    ODS: ".ods",
    DOCX: ".docx",
    ODT: ".odt",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/zip": ".zip",
}


def accepted_types(accept: Sequence[str]) -> tuple[str, ...]:
    """Content types from what a caller accepts: types, ``image/*``, endings (``.pdf``) or short names (``pdf``)."""
    found: list[str] = []
    for each in accept:
        word = each.strip().lower().lstrip(".")
        if word in {"image", "image/*"}:
            found += IMAGES
        elif word in ALIASES:
            found.append(ALIASES[word])
        elif "/" in word:
            found.append(word)
        else:
            raise ValueError(f"unknown kind of file: {each!r}")
    return tuple(dict.fromkeys(found))


def sniff(path: Path) -> str:
    """The content type of a file on the disk; ``application/octet-stream`` for what is none of ours."""
    with path.open("rb") as handle:
        head = handle.read(4096)
    for magic, found in (
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS),
    ):
        if head.startswith(magic):
            return found
    # Readers accept a PDF whose header stands a little later, but only one that starts with it is what it seems.
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path)
    return _of_text(path, head)


def _of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared in {ODS, ODT}:
                    return declared
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return OCTETS
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return XLSX
        if any(name.startswith("word/") for name in names):
            return DOCX
    return "application/zip"


def _of_text(path: Path, head: bytes) -> str:
    if b"\x00" in head:
        return OCTETS
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The cut at 4,096 bytes may fall into a character; anything else is not UTF-8.
        if error.start < len(head) - 4 or len(head) < 4096:
            return OCTETS
        text = head[: error.start].decode("utf-8-sig")
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        # HTML, SVG and XML may hold scripts: none of them is ever taken.
        return "image/svg+xml" if "<svg" in text.lower() else "text/html"
    if start.startswith(("{", "[")):
        return "application/json"
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    for separator in (";", ",", "\t"):
        if lines and all(separator in line for line in lines):
            return "text/csv"
    return "text/plain" if text.strip() else OCTETS
