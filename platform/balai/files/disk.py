"""The bytes on the disk: written aside, made durable, then put in their place in one step."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.files.errors import FileRefused
from balai.jobs.schema import current_schema

#: "No space" also comes as "over quota" and "file size limit", according to the disk.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ASIDE = ".aside"
_PIECE = 256 * 1024


@dataclass(frozen=True)
class Written:
    """A file that lies in its place: path relative to the schema's folder, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def schema_folder(schema: str = "") -> Path:
    """The folder of a schema (the current one by default)."""
    return Path(settings.MEDIA_ROOT) / (schema or current_schema())


@contextlib.contextmanager
def disk_full_is_refused() -> Iterator[None]:
    """A full disk becomes a sentence; other trouble of the disk stays what it is (and is tried again in a job)."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise FileRefused(
                _("Ruang disk penuh, sehingga berkas tidak dapat disimpan. Hubungi pengelola."), reason="disk_full"
            ) from error
        raise


def write_aside(source: BinaryIO, *, max_bytes: int) -> Path:
    """Copy an upload beside its place-to-be and return where; nothing refers to it yet.

    Raises:
        FileRefused: larger than ``max_bytes``, empty, or the disk is full.
    """
    aside = schema_folder() / ASIDE / uuid.uuid4().hex
    size = 0
    with disk_full_is_refused():
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("xb") as target:
                while piece := source.read(_PIECE):
                    size += len(piece)
                    if size > max_bytes:
                        raise FileRefused(
                            _("Berkas terlalu besar; paling besar {limit}.").format(limit=in_words(max_bytes)),
                            reason="too_large",
                        )
                    target.write(piece)
            if size == 0:
                raise FileRefused(_("Berkas kosong. Pilih berkas lain."), reason="empty")
        except BaseException:
            _remove(aside)
            raise
    return aside


def overwrite_aside(aside: Path, content: bytes) -> None:
    """Replace what stands aside (a picture drawn anew)."""
    with disk_full_is_refused():
        try:
            aside.write_bytes(content)
        except OSError:
            _remove(aside)
            raise


def put_in_place(aside: Path) -> Written:
    """Make what stands aside durable and give it its lasting name. After this a power cut loses nothing of it."""
    return put_all_in_place([aside])[0]


def put_all_in_place(asides: Sequence[Path]) -> list[Written]:
    """The same for many: their folder is made durable once. Where one fails, none of those that still stand aside stays."""
    folder = schema_folder() / str(timezone.localdate().year)
    written = []
    with disk_full_is_refused():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for aside in asides:
                digest, size = hashlib.sha256(), 0
                with aside.open("rb+") as handle:
                    while piece := handle.read(_PIECE):
                        digest.update(piece)
                        size += len(piece)
                    os.fsync(handle.fileno())
                name = str(uuid.uuid4())
                os.rename(aside, folder / name)
                written.append(Written(f"{folder.name}/{name}", size, digest.hexdigest()))
            _sync_folder(folder)
        except OSError:
            for aside in asides:
                _remove(aside)
            raise
    return written


def remove(path: str) -> None:
    """Remove a file of the current schema; one that is gone already is fine."""
    _remove(schema_folder() / path)


def in_words(size: int) -> str:
    """A size as people read it: 2 MB, 512 KB."""
    if size >= 1024 * 1024:
        return f"{size / (1024 * 1024):.1f}".rstrip("0").rstrip(".").replace(".", ",") + " MB"
    return f"{max(1, size // 1024)} KB"


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def _sync_folder(folder: Path) -> None:
    # The new name itself must be durable, and so must be the folder's own name when it was just made.
    for each in (folder, folder.parent):
        descriptor = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
