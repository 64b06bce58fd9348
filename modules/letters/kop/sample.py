"""A page that shows a design: no resident's data, the same engine, the same frame as every letter."""

from __future__ import annotations

from typing import Any

from balai.db import today
from balai.documents import LetterData
from balai.documents.blocks import doc, paragraph, signature
from balai.documents.blocks.casing import written
from modules.government.selectors import signers
from modules.letters.kop.design import Design
from modules.letters.kop.printing import logo_of, printed_kop
from modules.letters.layers.effective import page_of
from modules.letters.merging.letter import UNNUMBERED, letter_data
from modules.letters.merging.village import village_values
from modules.letters.types.declaration import LetterType
from modules.letters.types.texts.writing import opening
from tenants.context import current_village

_WORDS = (
    "Halaman ini menunjukkan kop, kaki, kertas, dan huruf surat desa. Kalimat ini hanya contoh: surat yang sebenarnya memuat "
    "data pemohon. Data yang tidak diketahui ditulis {kosong}, dan tanggal ditulis {tanggal}."
)


def sample_data(design: Design, logo: str) -> LetterData:
    """A letter that says nothing of anybody, with a design's head and foot."""
    village, on = current_village(), today()
    values = village_values(village, on)
    signer = next(iter(signers(on)), None)
    day = written(on, design["day"])
    text = _WORDS.format(kosong=design["empty"] or "(tidak dicetak)", tanggal=day)
    kind = LetterType(
        key="kop", number=0, name="Contoh Surat", title="Contoh Surat", code="000", summary="", groups=(), requirements=(),
        validity=None, body={}, page=page_of(design["page"]),
    )  # fmt: skip
    place: dict[str, Any] = {
        "who": "head", "side": "right", "title": "", "lines": list(signer.lines) if signer else ["KEPALA DESA,"],
        "name": signer.name if signer else "", "number_label": signer.number_label if signer and signer.number else "",
        "number": signer.number if signer else "", "place_line": f"{village.name}, {day}",
    }  # fmt: skip
    from balai.documents.blocks import Values, resolve

    tree, _problems = resolve(
        doc(opening(), paragraph(text), paragraph(text)), Values(fields=values, empty=design["empty"])
    )
    tree["content"].append({**signature(("head", "right")), "attrs": {"places": [place], "columns": 2}})
    kop = printed_kop(design, values, logo)
    data = letter_data(kind, {"": tree}, number=UNNUMBERED, village=village, on=on, token="", kop=kop, design=design)
    data["letterhead"]["crest_png"] = logo_of(kop)
    return data
