"""Scans on their way to another village: as they are while they fit, made lighter where they do not, else left behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from balai.documents.reading import pdf_as_pictures
from balai.files.errors import FileRefused
from balai.files.images import as_jpeg
from balai.files.models import StoredFile
from balai.files.services import open_file

#: So many bytes of papers and photos go along with a family: some twenty scans, sealed a row of about 11 MB that is
#: emptied once the move is settled.
ROOM = 8 * 1024 * 1024
#: Scans that do not fit are drawn anew: still read without effort, a fifth of the bytes.
SIDE, QUALITY = 1600, 78
#: A longer PDF is a book, and is left as it is.
PAGES = 20


class Luggage:
    """Which of some files travel, and as what. ``files`` are their bytes, named by place."""

    def __init__(self, keys: Iterable[UUID | None]) -> None:
        rows = StoredFile.objects.filter(pk__in={key for key in keys if key}, deleted_at=None)
        self._rows = {row.pk: row for row in rows}
        self.files: list[bytes] = []
        self._taken: dict[UUID, tuple[int, str, str]] = {}
        self._pack()

    def label(self, key: Any) -> dict[str, Any]:
        """A file's name, type and the place of its bytes; None where they were left behind."""
        row = self._rows.get(key)
        if row is None:
            return {"name": "", "type": "", "bytes": None}
        place, name, kind = self._taken.get(row.pk, (None, row.name, row.content_type))
        return {"name": name, "type": kind, "bytes": place}

    def _pack(self) -> None:
        found = {}
        for key, row in self._rows.items():
            content = _read(row)
            if content is not None:
                found[key] = (content, row.name, row.content_type)
        if sum(len(content) for content, _name, _kind in found.values()) > ROOM:
            fair = ROOM // len(found)
            found = {key: _lighter(*each) if len(each[0]) > fair else each for key, each in found.items()}
        left = ROOM
        # The smallest first: as many as fit arrive, and what is left behind is one or two by name.
        for key, (content, name, kind) in sorted(found.items(), key=lambda each: len(each[1][0])):
            if len(content) <= left:
                left -= len(content)
                self._taken[key] = (len(self.files), name, kind)
                self.files.append(content)


def _read(row: StoredFile) -> bytes | None:
    try:
        with open_file(row) as source:
            return source.read()
    except FileRefused:
        return None


def _lighter(content: bytes, name: str, kind: str) -> tuple[bytes, str, str]:
    try:
        if kind == "application/pdf":
            made = pdf_as_pictures(content, max_side=SIDE, quality=QUALITY, most=PAGES)
            lighter = (made, name, kind)
        else:
            made = as_jpeg(content, max_side=SIDE, quality=QUALITY)
            lighter = (made, f"{name.rpartition('.')[0] or name}.jpg", "image/jpeg")
    except (FileRefused, ValueError):
        return content, name, kind
    return lighter if len(made) < len(content) else (content, name, kind)
