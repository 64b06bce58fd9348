"""A template that cannot be printed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balai.errors import BalaiError


class TemplateError(BalaiError):
    """``place`` is file, line and column (``usaha.typ:12:3``), ``reason`` what the compiler says of it."""

    code = "template_error"
    status = 500

    def __init__(self, place: str, reason: str) -> None:
        super().__init__("", place=place, reason=reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    def message(self) -> str:
        return _("Surat belum dapat dicetak karena contoh suratnya salah (%(place)s).") % {"place": self.place}
