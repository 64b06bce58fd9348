"""A letter's data as the letters module makes them; everybody in it is made up."""

from __future__ import annotations

import base64
import copy
import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from balai.documents import LetterData, LetterTemplate

ROOT = Path(__file__).resolve().parents[3] / "modules" / "letters" / "templates_typst"


def template(name: str = "usaha.typ") -> LetterTemplate:
    """A shipped template."""
    return LetterTemplate(root=ROOT, name=name)


def crest() -> str:
    """A shield, base64 PNG."""
    picture = Image.new("RGBA", (260, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(10, 10), (250, 10), (250, 180), (130, 290), (10, 180)], fill=(20, 90, 60), outline=(200, 170, 40))
    pen.ellipse((80, 70, 180, 170), fill=(220, 190, 60))
    target = io.BytesIO()
    picture.save(target, format="PNG")
    return base64.b64encode(target.getvalue()).decode()


_SAMPLE: LetterData = {
    "letterhead": {
        "lines": ["Pemerintah Kabupaten Grobogan", "Kecamatan Geyer", "Desa Geyer"],
        "address": "Jalan Raya Contoh Nomor 1, Geyer",
        "phone": "(0292) 000000",
        "email": "kantor@desa.example",
        "website": "geyer.desa.example",
        "postal_code": "58172",
        "crest_png": None,
    },
    "title": "Surat Keterangan Usaha",
    "number": "500/012/3315052010/XI/2026",
    "opening": {
        "signer_position": "Kepala Desa Geyer",
        "village": "Desa Geyer",
        "district": "Kecamatan Geyer",
        "regency": "Kabupaten Grobogan",
        "province": "Jawa Tengah",
    },
    "identity": [
        ("Nama", "CONTOH WARGA"),
        ("NIK", "3315000101800001"),
        ("Tempat/tanggal lahir", "Grobogan, 1 Januari 1980"),
        ("Jenis kelamin", "Laki-laki"),
        ("Agama", "Islam"),
        ("Pekerjaan", "Petani/Pekebun"),
        ("Status perkawinan", "Kawin"),
        ("Alamat", "Dusun Contoh RT 001 RW 002 Desa Geyer Kecamatan Geyer Kabupaten Grobogan"),
    ],
    "body": {"business_name": "Warung Contoh", "business_kind": "Perdagangan", "purpose": "pengajuan kredit usaha."},
    "validity": {"since": "24 November 2026", "until": "24 Desember 2026"},
    "closing": "Demikian surat keterangan ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya.",
    "place": "Geyer",
    "date": "2026-11-24",
    "date_words": "24 November 2026",
    "signers": [{"lines": ["KEPALA DESA GEYER"], "name": "CONTOH KEPALA", "number_label": "NIPD", "number": "1234"}],
    "holder": {"name": "CONTOH WARGA"},
    "qr_text": "https://grobogan.example/v/k7m2-4tq8v0c1nbz3w",
    "seal_note": "Sah setelah ditandatangani dan dibubuhi cap desa.",
    "electronically_signed": False,
    "watermark": "",
    "paper": "F4",
    "village_code": "33.15.05.2010",
    "letter_code": "500",
    "empty": "-",
}


def sample(**changes: Any) -> LetterData:
    """The sample with some values changed."""
    found: Any = copy.deepcopy(_SAMPLE)
    found["letterhead"]["crest_png"] = crest()
    found.update(changes)
    return found
