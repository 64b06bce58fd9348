"""The errors that every wing shares: they carry data, the edges (pages, API, command line) make sentences of them."""

from __future__ import annotations

from typing import Any


class BalaiError(Exception):
    """Base of every error that a person may be shown.

    ``code`` is the stable machine name (problem+json, exit messages), ``status`` the HTTP status, ``message()`` one
    Indonesian sentence that says what, where and how to mend. Keyword arguments become attributes.
    """

    code = "error"
    status = 400

    def __init__(self, sentence: str = "", **data: Any) -> None:
        self.data = data
        self.sentence = sentence
        for key, value in data.items():
            setattr(self, key, value)
        super().__init__(sentence or self.code)

    def message(self) -> str:
        """One sentence for the person in front of it."""
        return self.sentence or self.code


class Refused(BalaiError):
    """The input cannot be taken: nothing was changed. Exit code 2 at the command line."""

    code = "refused"
    status = 422


class NotAllowed(BalaiError):
    """The actor lacks a right."""

    code = "not_allowed"
    status = 403

    def message(self) -> str:
        return self.sentence or "Anda tidak memiliki hak untuk tindakan ini. Mintalah kepada Sekretaris Desa."


class Conflict(BalaiError):
    """Somebody changed the same thing in between (If-Match)."""

    code = "conflict"
    status = 409

    def message(self) -> str:
        return self.sentence or "Data ini baru saja diubah orang lain. Muat ulang halaman, periksa, lalu simpan lagi."


class NotFound(BalaiError):
    """No such thing here. Also the answer where telling more would be a leak."""

    code = "not_found"
    status = 404

    def message(self) -> str:
        return self.sentence or "Yang Anda cari tidak ada di sini."
