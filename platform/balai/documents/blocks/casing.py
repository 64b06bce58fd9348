"""How a merge field's value is written: case and format are properties that one picks, not a spelling trick."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from balai.ui.formats import day_and_date, in_words, long_date, number, rupiah, short_date, title_case

#: Case rules of a field: as it is kept, UPPER, lower, Title Case, Sentence case.
CASES: Final = ("asis", "upper", "lower", "title", "sentence")
#: Formats: text, long date, short date, weekday and date, weekday alone, number, money, number in words, money in words.
FORMATS: Final = ("", "long_date", "short_date", "day_date", "day", "number", "rupiah", "words", "rupiah_words")


#: What stays in capitals in a sentence.
_SHORT = re.compile(r"\b(?:kk|ktp|kia|rt|rw|nik|wni|wna|itas|itap|skpln|sktt|bpjs)\b", re.IGNORECASE)


def cased(text: str, case: str) -> str:
    """``text`` in a case of :data:`CASES`."""
    if case == "upper":
        return text.upper()
    if case == "lower":
        return text.lower()
    if case == "title":
        return title_case(text)
    if case == "sentence":
        return _SHORT.sub(lambda found: found[0].upper(), text[:1].upper() + text[1:].lower())
    return text


def as_day(value: Any) -> date | None:
    """A date out of a date or ISO text."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def as_number(value: Any) -> Decimal | None:
    """A number out of a number, "1250000" or "1.250.000,50" (as people here write)."""
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    text = str(value).strip().removeprefix("Rp").strip()
    if "," in text or text.count(".") > 1 or (text.count(".") == 1 and len(text.rpartition(".")[2]) == 3):
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def written(value: Any, form: str) -> str:
    """A value in a format of :data:`FORMATS`; what does not fit the format stays as it is."""
    if value is None or value == "":
        return ""
    if form in {"long_date", "short_date", "day_date", "day"}:
        day = as_day(value)
        if day is None:
            return str(value)
        if form == "day":
            return day_and_date(day).partition(",")[0]
        return {"long_date": long_date, "short_date": short_date, "day_date": day_and_date}[form](day)
    if form:
        found = as_number(value)
        if found is None:
            return str(value)
        whole = int(found)
        if form == "number":
            return number(whole) if found == whole else number(found, 2)
        if form == "rupiah":
            return rupiah(whole)
        return in_words(whole) + (" rupiah" if form == "rupiah_words" else "")
    return long_date(value) if isinstance(value, date) else str(value)
