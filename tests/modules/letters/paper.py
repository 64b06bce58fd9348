"""Every shipped letter filled for people who never lived, without a database: what golden pictures are made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from balai.documents.blocks import Values, resolve
from modules.letters.merging import catalogue_of, signers_of
from modules.letters.merging.letter import form_data
from modules.letters.merging.people import PERSON
from modules.letters.types import LetterType
from modules.letters.types.attachments import ATTACHMENTS
from tests.platform.documents.sample import HEAD, sample

#: Values of a person's fields; others get their label's words.
_PERSON: dict[str, Any] = {
    "nama": "SITI NURHALIMAH", "nik": "3315055208880003", "tempatlahir": "Grobogan", "tanggallahir": date(1988, 8, 12),
    "ttl": "Grobogan, 12 Agustus 1988", "usia": "38 tahun", "jenis_kelamin": "Perempuan", "agama": "Islam",
    "status_kawin": "Kawin", "pendidikan_kk": "SLTA/Sederajat", "pekerjaan": "Petani/Pekebun", "warga_negara": "WNI",
    "gol_darah": "O", "hubungan_kk": "Istri", "no_kk": "3315050101100007", "kepala_kk": "SLAMET WIDODO",
    "alamat": "Jalan Raya RT 001/RW 002 Dusun Krajan, Desa Geyer, Kecamatan Geyer", "nama_rt": "001", "nama_rw": "002",
    "nama_dusun": "Krajan", "nama_ayah": "KARTO SUWIRYO", "nama_ibu": "SUMIRAH", "nik_ayah": "3315050107600001",
    "nik_ibu": "3315054107650002", "tanggalperkawinan": date(2010, 5, 5), "tanggal_akhir_paspor": "",
}  # fmt: skip
_OTHERS = ("SLAMET WIDODO", "BUDI SANTOSO", "SRI REJEKI", "KARTINI", "JOKO PURNOMO", "AGUS SALIM", "DEWI LESTARI")
_VILLAGE = {
    "jabatan_kepala_desa": "Kepala Desa Geyer", "nama_desa": "Geyer", "sebutan_desa": "Desa", "nama_kecamatan": "Geyer",
    "nama_kabupaten": "Kabupaten Grobogan", "nama_provinsi": "Jawa Tengah", "tahun": "2026",
    "mulai_berlaku": "24 November 2026", "berlaku_sampai": "24 Desember 2026",
}  # fmt: skip


def value_of(name: str, label: str, kind: LetterType) -> Any:
    """A value that fits a merge field."""
    if name in _VILLAGE:
        return _VILLAGE[name] if (kind.validity and kind.validity.printed) or "berlaku" not in name else ""
    question = next((each for each in kind.fields if each.merge == name), None)
    if question is not None:
        if question.options:
            return question.options[0]
        by_kind = {"date": date(2026, 12, 17), "number": Decimal(1_250_000), "time": "09.30"}
        return by_kind.get(question.kind, str(question.label))
    if name in _PERSON:
        return _PERSON[name]
    for group in kind.parties:
        own = name.removesuffix(group.suffix)
        if name.endswith(group.suffix) and own in PERSON:
            number = [each.key for each in kind.parties].index(group.key)
            return _OTHERS[number % len(_OTHERS)] if own == "nama" else _PERSON.get(own, "")
    if name.startswith("tanggal"):
        return date(2026, 11, 20)
    return label


def filled(kind: LetterType, form: str = "") -> Any:
    """A kind's data, ready to print; or those of one form behind it."""
    fields = {each.name: value_of(each.name, each.label, kind) for each in catalogue_of(kind) if "." not in each.name}
    family = [
        _PERSON | {"nama": name, "hubungan_kk": role}
        for name, role in zip(_OTHERS[:3], ("Suami", "Anak", "Anak"), strict=True)
    ]
    names = {key: {"lines": [], "name": str(fields.get(f"nama_{key.lower()}", ""))} for key in signers_of(kind)}
    signers = names | {
        "head": HEAD, "holder": {"lines": [], "name": fields["nama"]}, "district": {"lines": ["CAMAT GEYER,"], "name": ""},
        "adat": {"lines": ["KETUA ADAT,"], "name": "KI CONTOH"}, "free": {"lines": [], "name": ""},
    }  # fmt: skip
    rows = {"keluarga": family, "pengikut": family[1:]}
    data = sample(
        tree=kind.body, fields=fields, signers=signers, rows=rows, title=str(kind.title),
        number=f"{kind.code}/012/3315052010/XI/2026", letter_code=kind.code, page=kind.page.as_dict(),
    )  # fmt: skip
    if form:
        done, problems = resolve(ATTACHMENTS[form].body, Values(fields=fields, rows=rows, signers=signers, empty=""))
        data["attachments"] = [form_data(form, done)]
        data["content"] = {"type": "doc", "content": []}
        data["problems"] = problems  # type: ignore[typeddict-unknown-key]
    return data
