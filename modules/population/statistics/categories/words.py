"""Pieces that several categories share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Wajib KTP (UU 24/2013 article 63): 17 years old, or married now or before.
KTP_DUE = "p.years >= 17 OR coalesce(p.marital_status, 1) <> 1"
#: The same turned round: whose card is the KIA (Permendagri 2/2016).
KIA_DUE = "p.years < 17 AND coalesce(p.marital_status, 1) = 1"


def labels_of(choices: Any) -> dict[str, Any]:
    """A code list as the words of cells."""
    return {str(value): label for value, label in choices.choices}


def yes_no(yes: Any, no: Any) -> Mapping[str, Any]:
    """The words of a paper that somebody has or has not."""
    return {"yes": yes, "no": no}


def has_text(column: str) -> str:
    """A cell: whether a number is written."""
    return f"CASE WHEN p.{column} <> '' THEN 'yes' ELSE 'no' END"


#: A number that is not written: nobody knows whether the paper is missing or only its number.
UNWRITTEN_NOTE = _("Yang nomornya belum ditulis terhitung belum memiliki.")
