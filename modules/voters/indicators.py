"""Numbers of voters that the regency sees: by sex and age, by the rule of a general election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from balai.indicators import Indicator
from balai.ui.formats import years
from modules.population.codes import Sex

#: From, to and code of an age band.
_BANDS = [
    (17, 20, "17-20"),
    (21, 30, "21-30"),
    (31, 40, "31-40"),
    (41, 50, "41-50"),
    (51, 60, "51-60"),
    (61, 200, "61+"),
]


def band_of(born: date | None, on: date) -> str:
    """ "17-20" ... "61+"; "<17" for who married younger, "?" for who has no birth date."""
    if born is None:
        return "?"
    age = years(born, on)
    return next((code for low, high, code in _BANDS if low <= age <= high), "<17")


def _rows(on: date) -> Iterable[dict[str, Any]]:
    from modules.voters.selectors import eligible_on

    found: Counter[tuple[int, str]] = Counter()
    for sex, born, number in eligible_on(on):
        found[sex, band_of(born, on)] += number
    return [{"sex": sex, "age": band, "value": number} for (sex, band), number in found.items()]


eligible = Indicator(
    code="voters.eligible", name=_("Calon pemilih"), unit=_("orang"),
    words=_(
        "Penduduk tetap WNI yang hidup dan tinggal di desa pada akhir bulan, waktu itu berumur 17 tahun atau sudah/pernah kawin, bukan "
        "anggota TNI atau POLRI"
    ),
    dimensions=["sex", "age"], rows=_rows, law="UU 7/2017", touched_by="population.residents", group=_("Pemilih"),
    heads={"sex": _("Jenis kelamin"), "age": _("Umur")},
    labels={
        "sex": {str(value): label for value, label in Sex.choices},
        "age": {"<17": _("Di bawah 17, sudah kawin")}
        | {code: _("{band} tahun").format(band=code) for _low, _high, code in _BANDS}
        | {"?": _("Belum mengisi tanggal lahir")},
    },
)  # fmt: skip
