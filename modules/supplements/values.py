"""A column's value: read from what a person typed or a sheet holds, checked, written as people write it.

One rule for forms, import and export; knows no database.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from balai.ui.formats import number as written_number
from balai.ui.formats import short_date
from modules.supplements.errors import BadValue
from modules.supplements.models import ColumnKind, SupplementColumn

LONGEST = 300
_DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$", re.ASCII)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)
#: 1.234.567,5 and 1234567.5 and 1234567,5.
_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$", re.ASCII)
_PLAIN = re.compile(r"^-?\d+([.,]\d+)?$", re.ASCII)

Value = str | int | float


def clean_value(column: SupplementColumn, raw: Any) -> Value | None:
    """What is kept for a column; None for nothing.

    Raises:
        BadValue: it does not fit the column's kind, or nothing stands where something must.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        if column.required:
            raise BadValue(_("{name} belum diisi.").format(name=column.name), field=f"c_{column.key}")
        return None
    read = {
        ColumnKind.TEXT: _text, ColumnKind.NUMBER: _number, ColumnKind.DATE: _day, ColumnKind.CHOICE: _choice
    }[ColumnKind(column.kind)]  # fmt: skip
    return read(column, raw)


def _bad(column: SupplementColumn, sentence: str) -> BadValue:
    return BadValue(sentence, field=f"c_{column.key}")


def _text(column: SupplementColumn, raw: Any) -> str:
    text = short_date(raw) if isinstance(raw, date) else _plain(raw)
    if len(text) > LONGEST:
        raise _bad(column, _("{name} paling banyak {n} huruf.").format(name=column.name, n=LONGEST))
    return text


def _plain(raw: Any) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def _number(column: SupplementColumn, raw: Any) -> int | float:
    text = _plain(raw).replace(" ", "")
    if _GROUPED.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif _PLAIN.match(text):
        text = text.replace(",", ".")
    else:
        raise _bad(column, _("{name} harus angka, misalnya 1.250 atau 3,5.").format(name=column.name))
    try:
        found = Decimal(text)
    except InvalidOperation:  # pragma: no cover - the patterns above let nothing else through
        raise _bad(column, _("{name} harus angka.").format(name=column.name)) from None
    if abs(found) >= 10**15:
        raise _bad(column, _("{name} terlalu besar.").format(name=column.name))
    return int(found) if found == found.to_integral_value() else float(found)


def _day(column: SupplementColumn, raw: Any) -> str:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return raw.isoformat()
    text = str(raw)
    parts: tuple[str, ...] | None = None
    if found := _DAY.match(text):
        parts = found.groups()[::-1]
    elif found := _ISO.match(text):
        parts = found.groups()
    if parts is None:
        raise _bad(column, _("{name}: tulis tanggal seperti 24-11-2026.").format(name=column.name))
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        raise _bad(
            column, _('{name}: "{value}" bukan tanggal yang ada.').format(name=column.name, value=text)
        ) from None


def _choice(column: SupplementColumn, raw: Any) -> str:
    text = _plain(raw).casefold()
    for each in column.choices:
        if str(each).casefold() == text:
            return str(each)
    options = ", ".join(str(each) for each in column.choices)
    raise _bad(column, _("{name}: pilih salah satu dari {options}.").format(name=column.name, options=options))


def shown(column: SupplementColumn, value: Value | None) -> str:
    """A kept value as people write it; "" for nothing."""
    if value is None or value == "":
        return ""
    if column.kind == ColumnKind.DATE:
        return short_date(date.fromisoformat(str(value)))
    if column.kind == ColumnKind.NUMBER:
        text = str(value)
        places = len(text.split(".")[1]) if "." in text and "e" not in text else 0
        return written_number(Decimal(text), places)
    return str(value)


def for_sheet(column: SupplementColumn, value: Value | None) -> Any:
    """A kept value as a cell of a workbook: true numbers and days."""
    if value is None or value == "":
        return ""
    return date.fromisoformat(str(value)) if column.kind == ColumnKind.DATE else value
