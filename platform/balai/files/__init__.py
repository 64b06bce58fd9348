"""A village's files: sniffed, written so that a power cut leaves no half file, served only through an access check."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from balai.files.errors import FileRefused

if TYPE_CHECKING:
    from balai.files.models import StoredFile
    from balai.files.services import (
        Paper,
        discard,
        keep_again,
        open_file,
        path_of,
        put_many_rendered,
        put_rendered,
        store,
    )

__all__ = [
    "FileRefused", "Paper", "StoredFile", "discard", "keep_again", "open_file", "path_of", "put_many_rendered", "put_rendered", "store",
]  # fmt: skip

_LATE = {"StoredFile": "balai.files.models"} | dict.fromkeys(
    ("Paper", "discard", "keep_again", "open_file", "path_of", "put_many_rendered", "put_rendered", "store"),
    "balai.files.services",
)


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
