"""Bytes that nobody refers to: uploads broken off, transactions rolled back, files deleted a while ago."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from balai.files import disk
from balai.files.models import StoredFile

#: Younger bytes may belong to a transaction that has not committed.
GRACE_SECONDS = 24 * 3600
_BATCH = 500


@dataclass(frozen=True)
class Swept:
    """What a sweep found: files removed, bytes freed, and rows whose bytes are missing (a fault to look into)."""

    removed: int
    freed: int
    missing: int


def sweep_orphans(*, grace_seconds: float = GRACE_SECONDS) -> Swept:
    """Remove files of the current schema that no living row names and that are older than the grace."""
    root = disk.schema_folder()
    limit = time.time() - grace_seconds
    removed = freed = 0
    batch: list[Path] = []

    def work_off() -> None:
        nonlocal removed, freed
        names = [path.relative_to(root).as_posix() for path in batch]
        living = set(StoredFile.objects.filter(path__in=names, deleted_at=None).values_list("path", flat=True))
        for path, name in zip(batch, names, strict=True):
            if name not in living:
                with contextlib.suppress(FileNotFoundError):
                    size = path.stat().st_size
                    path.unlink()
                    removed, freed = removed + 1, freed + size
        batch.clear()

    if root.is_dir():
        for path in root.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < limit:
                    batch.append(path)
            if len(batch) >= _BATCH:
                work_off()
        work_off()
    present = StoredFile.objects.filter(deleted_at=None).values_list("path", flat=True).iterator()
    missing = sum(not (root / path).is_file() for path in present)
    return Swept(removed, freed, missing)
