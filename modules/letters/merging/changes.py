"""Which elements of somebody's data two papers say differently: what form F-1.06 asks as "semula" and "menjadi"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from balai.documents.blocks.casing import written
from balai.ui.formats import short_date

#: What the row of the group "perubahan" knows beside the person's own fields.
FIELDS: Final[Mapping[str, str]] = {
    "elemen": "Elemen data", "semula": "Semula", "menjadi": "Menjadi", "dasar": "Dasar perubahan",
}  # fmt: skip
#: (element, the register's field, the question of "Keterangan Beda Identitas" that asks the other paper's)
_ELEMENTS: Final = (
    ("Nama", "nama", "form_nama_identitas_kedua"),
    ("Tempat lahir", "tempatlahir", "form_tempat_lahir_identitas_kedua"),
    ("Tanggal lahir", "tanggallahir", "form_tanggal_lahir_identitas_kedua"),
    ("Jenis kelamin", "jenis_kelamin", "form_jenis_kelamin_identitas_kedua"),
    ("Agama", "agama", "form_agama_identitas_kedua"),
    ("Pekerjaan", "pekerjaan", "form_pekerjaan_identitas_kedua"),
    ("Alamat", "alamat", "form_alamat_identitas_kedua"),
)
#: As many lines as the form has.
_LINES: Final = 4


def changed_elements(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of the form: the family card's words and the other paper's for each element that differs, then empty ones.

    An address is never written the same way twice: it counts only where the applicant named it among the differences.
    """
    named = str(values.get("form_perbedaan_identitas_kedua") or "").casefold()
    paper = str(values.get("form_nama_kartu_identitas_identitas_kedua") or "")
    number = str(values.get("form_nomor_identitas_identitas_kedua") or "")
    basis = " ".join(part for part in (paper, number and f"nomor {number}") if part)
    rows = []
    for element, ours, theirs in _ELEMENTS:
        before, after = _words(values.get(ours)), _words(values.get(theirs))
        if not after or _alike(before) == _alike(after) or (element == "Alamat" and "alamat" not in named):
            continue
        rows.append({"elemen": element, "semula": before, "menjadi": after, "dasar": basis})
    blank = dict.fromkeys([*FIELDS, "nama", "nik"], "")
    return rows + [blank] * max(0, _LINES - len(rows))


def _words(value: Any) -> str:
    """A value as the form has it: dates in figures."""
    day = written(value, "short_date")
    return short_date(value) if hasattr(value, "year") else day


def _alike(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
