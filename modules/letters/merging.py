"""What stands on a letter: register, village, signer and answers brought together once, at approval."""

from __future__ import annotations

import functools
import hashlib
from datetime import date
from typing import Any

from balai.documents import LetterData, LetterTemplate
from balai.ui.formats import long_date
from modules.government.selectors import Signer, head_title, letterhead
from modules.letters.answers import shown_answers
from modules.letters.models import Letter
from modules.population.documents import merge_data
from tenants.context import VillageCard

#: Label and key of merge_data, in the order of a letter's identity table.
IDENTITY = (
    ("Nama", "name"),
    ("NIK", "nik"),
    ("Tempat/tanggal lahir", "birth_words"),
    ("Jenis kelamin", "sex"),
    ("Agama", "religion"),
    ("Status perkawinan", "marital_status"),
    ("Pekerjaan", "occupation"),
    ("Kewarganegaraan", "citizenship"),
    ("Alamat", "address"),
)


def merged_data(
    letter: Letter, *, number: str, signer: Signer, village: VillageCard, on: date, token: str
) -> LetterData:
    """A letter's data on the day of its approval. The crest's picture is left out: it is the printer's, not the
    letter's, and would stand in every row."""
    kind = letter.type
    person = merge_data(letter.resident, on)
    district = f"Kecamatan {_bare(village.district_name, 'Kecamatan')}"
    if person["address"]:
        # The register's address ends at the dusun; whoever reads the letter elsewhere needs the rest.
        person["address"] = f"{person['address']}, {village.title}, {district}"
    answers = dict(shown_answers(kind, letter.answers))
    head = letterhead()
    valid = kind.validity if kind.validity is not None and kind.validity.printed else None
    return {
        "letterhead": {
            "lines": list(head["lines"]),
            "address": head["address"],
            "phone": head["phone"],
            "email": head["email"],
            "website": head["website"],
            "postal_code": head["postal_code"],
            "crest_png": None,
        },
        "title": str(kind.title),
        "number": number,
        "opening": {
            "signer_position": _position(head_title()),
            "village": village.title,
            "district": district,
            "regency": village.regency_name,
            "province": _bare(village.province_name, "Provinsi"),
        },
        "identity": [(label, str(person.get(key, ""))) for label, key in IDENTITY],
        "body": {
            field.name: _sentence(answers[str(field.label)]) if field.kind == "long_text" else answers[str(field.label)]
            for field in kind.fields
            if letter.answers.get(field.name)
        },
        "validity": {"since": long_date(on), "until": long_date(valid.until(on))} if valid else None,
        "closing": str(kind.closing),
        "place": village.name,
        "date": on.isoformat(),
        "date_words": long_date(on),
        "signers": [
            {
                "lines": list(signer.lines),
                "name": signer.name,
                "number_label": signer.number_label if signer.number else "",
                "number": signer.number,
            }
        ],
        "holder": {"name": str(person["name"])} if kind.holder_signs else None,
        "qr_text": village.verification_url(token),
        "seal_note": f"Sah setelah ditandatangani dan dibubuhi cap {village.kind}.",
        "electronically_signed": False,
        "watermark": "DATA LATIHAN" if village.data == "synthetic" else "",
        "paper": "F4",
        "village_code": dotted(village.code),
        "letter_code": kind.code,
        "empty": "-",
    }


def printed_data(letter: Letter) -> LetterData:
    """The frozen data with the crest, ready to print."""
    data: Any = {**letter.merged, "letterhead": {**letter.merged["letterhead"]}}
    data["letterhead"]["crest_png"] = letterhead()["crest_png"]
    return data  # type: ignore[no-any-return]


@functools.cache
def version_of(template: LetterTemplate) -> str:
    """What the template is at this moment: a digest of it and of what it is built on."""
    digest = hashlib.sha256(template.name.encode())
    for path in (template.root / "layout.typ", template.root / template.name):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def dotted(code: str) -> str:
    """3315052010 -> "33.15.05.2010"."""
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}" if len(code) == 10 else code


def _bare(name: str, word: str) -> str:
    return name.removeprefix(f"{word} ")


def _position(title: str) -> str:
    # "KEPALA DESA GEYER" stands in capitals under a signature, but not in a sentence.
    return " ".join(word.capitalize() for word in title.split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
