"""Every shipped letter filled for people who never lived, without a database: what golden pictures are made of.

The values are what the register and the ledger would say (a birth's place, helper and weight; a death's cause and witness),
so that crossed boxes, dates in boxes and sentences are seen as an office prints them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from balai.documents.blocks import Values, resolve
from balai.documents.blocks.casing import written
from balai.ui.hijri import hijri_date
from modules.letters.merging import catalogue_of, signers_of
from modules.letters.merging.changes import changed_elements
from modules.letters.merging.letter import form_data
from modules.letters.merging.people import EVENTS, PERSON
from modules.letters.merging.village import civil_event
from modules.letters.types import Group, LetterType
from modules.letters.types.attachments import ATTACHMENTS
from tests.modules.letters import paper_people as people
from tests.modules.letters.paper_answers import ANSWERS, OF_KIND
from tests.platform.documents.sample import HEAD, sample

_VILLAGE = {
    "jabatan_kepala_desa": "Kepala Desa Geyer", "nama_desa": "Geyer", "sebutan_desa": "Desa", "nama_kecamatan": "Geyer",
    "nama_kabupaten": "Kabupaten Grobogan", "nama_provinsi": "Jawa Tengah", "tahun": "2026", "sebutan_kecamatan": "Kecamatan",
    "sebutan_dusun": "Dusun", "sebutan_kabupaten": "Kabupaten", "sebutan_camat": "Camat", "kode_desa": "3315052010",
    "kode_kecamatan": "331505", "kode_kabupaten": "3315", "kode_provinsi": "33", "kode_pos": "58172", "alamat_kantor": "Jalan Raya Geyer Nomor 1",
    "nama_kepala_camat": "Drs. CONTOH CAMAT, M.Si.", "nip_kepala_camat": "197001011995031001",
    "mulai_berlaku": "24 November 2026", "berlaku_sampai": "24 Desember 2026", "tgl_surat": people.ON,
    "tgl_surat_hijri": hijri_date(people.ON), "bulan_romawi": "XI", "nama_pamong": "CONTOH KEPALA", "jabatan": "Kepala Desa Geyer",
}  # fmt: skip
_BIRTH = {
    "jam_kelahiran": "04:15", "tempat_kelahiran": "Purwodadi",
    "tempat_dilahirkan": "RS/RB", "jenis_kelahiran": "Tunggal", "kelahiran_anak": 2, "penolong_kelahiran": "Bidan Perawat",
    "berat_bayi": "3200 gram", "panjang_bayi": "49 cm", "jumlah_saudara": 1, "jumlah_saudara_kelahiran": 1,
    "tanggal_lapor": date(2026, 11, 23),
}  # fmt: skip
_DEATH = {
    "hari_kematian": "Sabtu", "tanggal_kematian": date(2026, 11, 21), "jam_kematian": "22:40", "tempat_kematian": "RSUD Purwodadi",
    "penyebab_kematian": "Sakit biasa / tua", "penolong_kematian": "Tenaga Kesehatan", "anakke_kematian": 3,
    "tanggal_lapor": date(2026, 11, 22),
}  # fmt: skip
#: Who asks, where it is not the wife.
_APPLICANTS = {
    "kelahiran": people.BABY, "wali_hakim": people.BRIDE, "pergi_kawin": people.BRIDE, "kematian": people.DEAD, "nikah": people.GROOM, "nikah_non_muslim": people.GROOM,
    "kurang_mampu": people.HUSBAND, "kk_baru": people.HUSBAND, "kk_perubahan": people.HUSBAND, "pindah": people.HUSBAND,
    "penghasilan_ayah": people.SON, "penghasilan_ibu": people.SON, "penghasilan_orang_tua": people.SON, "izin_keluarga": people.HUSBAND,
    "duplikat_kelahiran": people.SON, "belum_akta_lahir": people.SON, "kendaraan": people.HUSBAND, "tanah": people.HUSBAND,
    "sporadik": people.HUSBAND, "jual_beli": people.HUSBAND, "perjalanan_dinas": people.HUSBAND,
}  # fmt: skip
#: Who else takes part, by the group's key; witnesses and strangers are taken in turn.
_PARTIES = {
    "ibu": people.WIFE, "ayah": people.HUSBAND, "dapp": people.FATHER, "dipp": people.MOTHER, "dcpw": people.BRIDE, "cpw": people.BRIDE,
    "dapw": people.HUSBAND, "dibpw": people.WIFE, "dipw": people.WIFE, "dwn": people.HUSBAND, "penerima_izin": people.WIFE,
    "dst": people.made("SUGENG RIYADI", "3315051404970006", "Laki-laki", "Grobogan", date(1997, 4, 14), married="Kawin"),
}  # fmt: skip


def party_of(group: Group, kind: LetterType) -> dict[str, Any]:
    """Who stands in a group."""
    known = _PARTIES.get(group.key.lower())
    if known is not None:
        return known
    others = [each.key for each in kind.parties if each.key.lower() not in _PARTIES]
    return people.OTHERS[others.index(group.key) % len(people.OTHERS)]


def answer_to(kind: LetterType, merge: str) -> Any:
    """What a question is answered: as given, else its first option, "" where nobody said anything."""
    question = next(each for each in kind.fields if each.merge == merge)
    own = OF_KIND.get(kind.key, {})
    if merge in own or merge in ANSWERS:
        return own.get(merge, ANSWERS.get(merge))
    if question.options:
        return question.options[0]
    needed = {"date": date(2026, 12, 17), "number": Decimal(2), "time": "09.30"}
    return needed.get(question.kind, "") if question.required else ""


def answers_of(kind: LetterType) -> dict[str, Any]:
    """Every answer; what hangs on another answer is only answered where that one asks for it."""
    given = {each.name: answer_to(kind, each.merge) for each in kind.fields}
    return {each.merge: given[each.name] if each.is_asked(given) else "" for each in kind.fields}


def fields_of_letter(kind: LetterType) -> dict[str, Any]:
    """Every merge field of the kind."""
    found: dict[str, Any] = {each.name: "" for each in catalogue_of(kind) if "." not in each.name}
    applicant = _APPLICANTS.get(kind.key, people.WIFE)
    found |= applicant
    relatives = {
        "ayah": people.HUSBAND,
        "ibu": people.WIFE,
        "pasangan": people.HUSBAND if applicant is not people.HUSBAND else people.WIFE,
    }
    for who, person in relatives.items():
        if applicant is people.DEAD:
            person = (
                people.made(applicant[f"nama_{who}"], "", "", "", people.ON, resident=False)
                if who != "pasangan"
                else {}
            )
            person = {name: person.get(name, "") if name == "nama" else "" for name in PERSON}
        found |= {f"{name}_{who}": value for name, value in person.items()}
    found["bin_pasangan"] = found["nama_ayah_pasangan"]
    found |= dict.fromkeys(EVENTS, "")
    if applicant["nama_ayah"] == "SLAMET WIDODO":
        born = applicant["tanggallahir"]
        found |= _BIRTH | {"hari_kelahiran": written(born, "day"), "tanggal_kelahiran": born}
    if applicant is people.DEAD:
        found |= _DEATH
    for group in kind.parties:
        found |= {f"{name}{group.suffix}": value for name, value in party_of(group, kind).items()}
    if kind.key == "nikah_non_muslim":
        found |= {name: "Kristen" for name in found if name.startswith("agama") and found[name]}
    found |= {name: value for name, value in _VILLAGE.items() if name in found}
    if not (kind.validity and kind.validity.printed):
        found |= {"mulai_berlaku": "", "berlaku_sampai": ""}
    found |= {
        "judul_surat": str(kind.title), "kode_surat": kind.code, "nomor_surat": f"{kind.code}/012/3315052010/XI/2026",
        "jenis_pelaporan": civil_event(kind),
    }  # fmt: skip
    return found | answers_of(kind)


def filled(kind: LetterType, form: str = "", **changes: Any) -> Any:
    """A kind's data, ready to print; or those of one form behind it. ``changes``: fields with another value."""
    fields = fields_of_letter(kind) | changes
    family = [people.HUSBAND, people.WIFE, people.SON]
    names = {key: {"lines": [], "name": str(fields.get(f"nama_{key.lower()}", ""))} for key in signers_of(kind)}
    camat = {
        "lines": ["CAMAT GEYER,"],
        "name": fields["nama_kepala_camat"],
        "number_label": "NIP",
        "number": fields["nip_kepala_camat"],
    }
    signers = names | {
        "head": HEAD, "holder": {"lines": [], "name": fields["nama"]}, "district": camat,
        "adat": {"lines": ["KETUA ADAT,"], "name": "KI WIRYO SENTONO"}, "free": {"lines": [], "name": ""},
    }  # fmt: skip
    rows = {"keluarga": family, "pengikut": family[1:], "perubahan": changed_elements(fields)}
    rows["yang_pindah"] = [{name: fields[name] for name in PERSON}, *rows["pengikut"]]
    data = sample(
        tree=kind.body, fields=fields, signers=signers, rows=rows, title=str(kind.title),
        number=fields["nomor_surat"], letter_code=kind.code, page=kind.page.as_dict(),
    )  # fmt: skip
    if form:
        done, _by_hand = resolve(ATTACHMENTS[form].body, Values(fields=fields, rows=rows, signers=signers, empty=""))
        data["attachments"] = [form_data(form, done)]
        data["content"] = {"type": "doc", "content": []}
    return data
