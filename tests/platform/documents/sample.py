"""A letter's data as the letters module makes them; everybody in it is made up."""

from __future__ import annotations

import base64
import copy
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from balai.documents import LetterData, LetterTemplate
from balai.documents.blocks import Values, resolve

ROOT = Path(__file__).resolve().parents[3] / "modules" / "letters" / "templates_typst"


def template(name: str = "surat.typ") -> LetterTemplate:
    """The shipped template."""
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


#: Merge fields that the shipped texts of the sample ask for.
FIELDS: dict[str, Any] = {
    "jabatan_kepala_desa": "Kepala Desa Geyer",
    "nama_desa": "Geyer",
    "sebutan_desa": "Desa",
    "nama_kecamatan": "Geyer",
    "sebutan_kecamatan": "Kecamatan",
    "nama_kabupaten": "Kabupaten Grobogan",
    "nama_provinsi": "Jawa Tengah",
    "nama": "CONTOH WARGA",
    "nik": "3315000101800001",
    "ttl": "Grobogan, 1 Januari 1980",
    "jenis_kelamin": "Laki-laki",
    "agama": "Islam",
    "status_kawin": "Kawin",
    "pekerjaan": "Petani/Pekebun",
    "warga_negara": "WNI",
    "alamat": "Dusun Contoh RT 001 RW 002 Desa Geyer Kecamatan Geyer Kabupaten Grobogan",
    "form_nama_usaha": "Warung Contoh",
    "form_keperluan": "pengajuan kredit usaha",
    "form_keterangan": "melamar pekerjaan",
    "mulai_berlaku": "24 November 2026",
    "berlaku_sampai": "24 Desember 2026",
}
HEAD = {
    "lines": ["KEPALA DESA GEYER,"], "name": "CONTOH KEPALA", "number_label": "NIPD", "number": "1234",
    "place_line": "Geyer, 24 November 2026",
}  # fmt: skip

_FRAME: Any = {
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
    "place": "Geyer",
    "date": "2026-11-24",
    "date_words": "24 November 2026",
    "qr_text": "https://grobogan.example/v/k7m2-4tq8v0c1nbz3w",
    "seal_note": "Sah setelah ditandatangani dan dibubuhi cap desa.",
    "electronically_signed": False,
    "watermark": "",
    "village_code": "33.15.05.2010",
    "letter_code": "500",
    "empty": "-",
    "page": {
        "paper": "F4", "orientation": "portrait", "font": "Arimo", "size": 12, "header": True, "footer": True,
        "heading": True, "margin": {"left": 25, "right": 20, "top": 20, "bottom": 20},
    },
    "attachments": [],
}  # fmt: skip


def text_of(key: str) -> Mapping[str, Any]:
    """A shipped letter's tree. The texts are plain data: nothing of Django is needed for them."""
    from modules.letters.types.texts import TEXTS

    return next(text.body for text in TEXTS.values() if text.key == key)


def sample(
    kind: str = "usaha", *, tree: Mapping[str, Any] | None = None, fields: Mapping[str, Any] | None = None,
    signers: Mapping[str, Mapping[str, Any]] | None = None, rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    page: Mapping[str, Any] | None = None, **changes: Any,
) -> LetterData:  # fmt: skip
    """A shipped letter (or another tree) filled for people who never lived, with some values changed."""
    found: Any = copy.deepcopy(_FRAME)
    values = FIELDS | dict(fields or {})
    people = {"head": HEAD, "holder": {"lines": [], "name": values["nama"]}} | dict(signers or {})
    given = Values(fields=values, signers=people, rows=rows or {})
    found["content"], _problems = resolve(tree or text_of(kind), given)
    found["letterhead"]["crest_png"] = crest()
    found["page"] |= dict(page or {})
    found.update(changes)
    return found
