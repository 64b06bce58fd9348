"""A person as letters print them: out of the register, or as typed where they live elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from balai.ui.formats import long_date, title_case, years
from modules.letters.merging.circle import Circle
from modules.population import codes
from modules.population.documents import head_of, label_in, merge_data
from modules.population.models import EventKind, PopulationEvent, Resident, TerritoryKind
from tenants.context import VillageCard

#: Merge fields of a person and what the editor calls them.
PERSON = {
    "nama": "Nama",
    "nik": "NIK",
    "tempatlahir": "Tempat lahir",
    "tanggallahir": "Tanggal lahir",
    "ttl": "Tempat, tanggal lahir",
    "usia": "Umur",
    "jenis_kelamin": "Jenis kelamin",
    "agama": "Agama",
    "status_kawin": "Status perkawinan",
    "pendidikan_kk": "Pendidikan dalam KK",
    "pendidikan_sedang": "Pendidikan sedang ditempuh",
    "pekerjaan": "Pekerjaan",
    "warga_negara": "Kewarganegaraan",
    "gol_darah": "Golongan darah",
    "hubungan_kk": "Hubungan dalam keluarga",
    "no_kk": "Nomor KK",
    "kepala_kk": "Nama kepala keluarga",
    "nik_kepala_kk": "NIK kepala keluarga",
    "alamat": "Alamat lengkap",
    "alamat_jalan": "Alamat KK",
    "alamat_sebelumnya": "Alamat sebelumnya",
    "nama_dusun": "Dusun",
    "nama_rt": "RT",
    "nama_rw": "RW",
    "pend_desa": "Desa tempat tinggal",
    "pend_kecamatan": "Kecamatan tempat tinggal",
    "pend_kabupaten": "Kabupaten tempat tinggal",
    "pend_provinsi": "Provinsi tempat tinggal",
    "nama_ayah": "Nama ayah",
    "nik_ayah": "NIK ayah",
    "nama_ibu": "Nama ibu",
    "nik_ibu": "NIK ibu",
    "akta_lahir": "Nomor akta kelahiran",
    "akta_perkawinan": "Nomor akta perkawinan",
    "tanggalperkawinan": "Tanggal perkawinan",
    "akta_perceraian": "Nomor akta perceraian",
    "tanggalperceraian": "Tanggal perceraian",
    "dokumen_pasport": "Nomor paspor",
    "tanggal_akhir_paspor": "Paspor berlaku sampai",
    "dokumen_kitas": "Nomor KITAS/KITAP",
    "cacat": "Cacat",
    "sakit_menahun": "Sakit menahun",
    "cara_kb": "Cara KB",
    "suku": "Suku",
    "bahasa": "Dapat membaca huruf",
    "telepon": "Telepon",
    "email": "Surel",
    "nama_asuransi": "Asuransi kesehatan",
    "no_asuransi": "Nomor asuransi",
    "bpjs_ketenagakerjaan": "Nomor BPJS Ketenagakerjaan",
    "anakke": "Anak ke",
    "ktp_berlaku": "Masa berlaku KTP-el",
}
#: What an outsider's form asks: name in the form, label, kind of input.
TYPED = (
    ("nama", "Nama lengkap", "text"),
    ("nik", "NIK", "text"),
    ("tempatlahir", "Tempat lahir", "text"),
    ("tanggallahir", "Tanggal lahir", "date"),
    ("jenis_kelamin", "Jenis kelamin", "choice"),
    ("agama", "Agama", "choice"),
    ("pekerjaan", "Pekerjaan", "text"),
    ("warga_negara", "Kewarganegaraan", "choice"),
    ("alamat", "Alamat lengkap", "text"),
)
TYPED_CHOICES = {"jenis_kelamin": codes.Sex, "agama": codes.Religion, "warga_negara": codes.Citizenship}


def _titled(choices: Any, value: int | None) -> str:
    return title_case(label_in(choices, value))


def resident_values(person: Resident, on: date, village: VillageCard) -> dict[str, Any]:
    """A resident's merge fields on a day. Temporary numbers are never printed."""
    known = merge_data(person, on)
    dusun, rw, rt = _territory(person)
    head = head_of(person)
    address = known["address"]
    if address:
        # The register's address ends at the dusun; whoever reads the letter elsewhere needs the rest.
        address = f"{address}, {village.title}, Kecamatan {village.district_name.removeprefix('Kecamatan ')}"
    return {
        "nama": known["name"],
        "nik": known["nik"],
        "tempatlahir": known["birth_place"],
        "tanggallahir": person.birth_date,
        "ttl": known["birth_words"],
        "usia": known["age"],
        "jenis_kelamin": known["sex"],
        "agama": known["religion"],
        "status_kawin": known["marital_status"],
        "pendidikan_kk": title_case(known["education"]),
        "pendidikan_sedang": _titled(codes.EducationCurrent, person.education_current),
        "pekerjaan": known["occupation"],
        "warga_negara": known["citizenship"],
        "gol_darah": known["blood_type"],
        "hubungan_kk": known["shdk"],
        "no_kk": known["no_kk"],
        "kepala_kk": head.name if head else "",
        "nik_kepala_kk": "" if head is None or head.nik_temporary else head.nik,
        "alamat": address,
        "alamat_jalan": person.family.address if person.family else "",
        "alamat_sebelumnya": person.address_previous,
        "nama_dusun": title_case(dusun),
        "nama_rt": rt,
        "nama_rw": rw,
        "pend_desa": village.name,
        "pend_kecamatan": village.district_name.removeprefix("Kecamatan "),
        "pend_kabupaten": village.regency_name,
        "pend_provinsi": village.province_name.removeprefix("Provinsi "),
        "nama_ayah": person.father_name,
        "nik_ayah": person.father_nik,
        "nama_ibu": person.mother_name,
        "nik_ibu": person.mother_nik,
        "akta_lahir": person.birth_certificate,
        "akta_perkawinan": person.marriage_certificate,
        "tanggalperkawinan": person.marriage_date,
        "akta_perceraian": person.divorce_certificate,
        "tanggalperceraian": person.divorce_date,
        "dokumen_pasport": person.passport_number,
        "tanggal_akhir_paspor": person.passport_expires,
        "dokumen_kitas": person.kitas_number,
        "cacat": _titled(codes.Disability, person.disability),
        "sakit_menahun": _titled(codes.ChronicIllness, person.chronic_illness),
        "cara_kb": label_in(codes.FamilyPlanning, person.family_planning),
        "suku": title_case(person.ethnicity),
        "bahasa": label_in(codes.Reading, person.reading),
        "telepon": person.phone,
        "email": person.email,
        "nama_asuransi": label_in(codes.HealthInsurance, person.health_insurance),
        "no_asuransi": person.health_insurance_number,
        "bpjs_ketenagakerjaan": person.employment_insurance_number,
        "anakke": person.birth_order or "",
        "ktp_berlaku": ktp_validity(person),
    }


def ktp_validity(person: Resident) -> str:
    """How long somebody's KTP-el is valid: for life (UU 24/2013 art. 64 paragraph 7a); a foreigner's ends with the stay
    permit, which the register does not know. "" for who has none: children, and whose card is not made yet."""
    if person.ktp_el != codes.KtpEl.KTP_EL or person.citizenship == codes.Citizenship.WNA:
        return ""
    return "SEUMUR HIDUP"


def _territory(person: Resident) -> tuple[str, str, str]:
    rt = person.rt
    if rt is None:
        return "", "", ""
    above = rt.parent
    if above is not None and above.kind == TerritoryKind.RW:
        return (above.parent.name if above.parent else ""), above.name, rt.name
    return (above.name if above else ""), "", rt.name


def typed_values(typed: Mapping[str, Any], on: date) -> dict[str, Any]:
    """An outsider's merge fields out of what was typed (dates as ISO text)."""
    born = None
    try:
        born = date.fromisoformat(str(typed.get("tanggallahir") or ""))
    except ValueError:
        born = None
    place = title_case(str(typed.get("tempatlahir") or ""))
    found = dict.fromkeys(PERSON, "") | {name: str(typed.get(name) or "") for name, _label, _kind in TYPED}
    found["nama"] = found["nama"].upper()
    words = [part for part in (place, long_date(born) if born else "") if part]
    for name in ("jenis_kelamin", "agama", "pekerjaan"):
        found[name] = title_case(found[name])
    return found | {
        "tempatlahir": place,
        "tanggallahir": born or "",
        "ttl": ", ".join(words),
        "usia": f"{years(born, on)} tahun" if born else "",
        "alamat_jalan": found["alamat"],
    }


def family_rows(person: Resident, circle: Circle, on: date, village: VillageCard) -> list[dict[str, Any]]:
    """The family's present members as rows, head first."""
    return [resident_values(each, on, village) for each in circle.members(person)]


#: Merge fields of the last birth, death, departure or disappearance of the applicant.
EVENTS = {
    "hari_kelahiran": "Hari kelahiran",
    "tanggal_kelahiran": "Tanggal kelahiran",
    "jam_kelahiran": "Jam kelahiran",
    "tempat_kelahiran": "Tempat kelahiran",
    "tempat_dilahirkan": "Tempat dilahirkan",
    "jenis_kelahiran": "Jenis kelahiran",
    "kelahiran_anak": "Kelahiran anak ke",
    "jumlah_saudara": "Jumlah saudara dalam KK",
    "jumlah_saudara_kelahiran": "Jumlah saudara (kelahiran)",
    "penolong_kelahiran": "Penolong kelahiran",
    "berat_bayi": "Berat bayi",
    "panjang_bayi": "Panjang bayi",
    "hari_kematian": "Hari kematian",
    "tanggal_kematian": "Tanggal kematian",
    "jam_kematian": "Jam kematian",
    "tempat_kematian": "Tempat kematian",
    "penyebab_kematian": "Penyebab kematian",
    "penolong_kematian": "Yang menerangkan kematian",
    "bukti_kematian": "Nomor akta kematian",
    "anakke_kematian": "Anak ke (kematian)",
    "jumlah_saudara_kematian": "Jumlah saudara (kematian)",
    "hari_pindah": "Hari pindah",
    "tanggal_pindah": "Tanggal pindah",
    "alamat_tujuan": "Alamat tujuan",
    "hari_hilang": "Hari hilang",
    "tanggal_hilang": "Tanggal hilang",
    "tanggal_lapor": "Tanggal lapor",
    "catatan": "Catatan peristiwa",
}


def event_values(person: Resident, lines: Sequence[PopulationEvent]) -> dict[str, Any]:
    """What the ledger (its standing ``lines``) says of the applicant's birth, death, departure or disappearance."""
    from balai.documents.blocks.casing import written

    found: dict[str, Any] = dict.fromkeys(EVENTS, "")
    born = person.birth_date
    found |= {
        "hari_kelahiran": written(born, "day"),
        "tanggal_kelahiran": born or "",
        "jam_kelahiran": person.birth_time,
        "tempat_kelahiran": title_case(person.birth_place),
        "tempat_dilahirkan": label_in(codes.BirthPlaceKind, person.birth_place_kind),
        "jenis_kelahiran": label_in(codes.BirthKind, person.birth_kind),
        "kelahiran_anak": person.birth_order or "",
        "penolong_kelahiran": label_in(codes.BirthHelper, person.birth_helper),
        "berat_bayi": f"{person.birth_weight} gram" if person.birth_weight else "",
        "panjang_bayi": f"{person.birth_length} cm" if person.birth_length else "",
    }
    for event in lines:
        details, day = event.details, event.event_date
        if event.kind == EventKind.DEATH:
            found |= {
                "hari_kematian": written(day, "day"), "tanggal_kematian": day, "jam_kematian": details.get("time", ""),
                "tempat_kematian": details.get("place", ""),
                "penyebab_kematian": label_in(codes.DeathCause, details.get("cause")),
                "penolong_kematian": label_in(codes.DeathWitness, details.get("witness")),
                "bukti_kematian": details.get("certificate", ""), "anakke_kematian": details.get("child_number", ""),
            }  # fmt: skip
        elif event.kind == EventKind.MOVE_OUT:
            found |= {
                "hari_pindah": written(day, "day"),
                "tanggal_pindah": day,
                "alamat_tujuan": details.get("destination", ""),
            }
        elif event.kind == EventKind.MISSING:
            found |= {"hari_hilang": written(day, "day"), "tanggal_hilang": day}
        if event.kind in {EventKind.BIRTH, EventKind.DEATH, EventKind.MOVE_OUT, EventKind.MISSING}:
            found |= {"tanggal_lapor": event.report_date, "catatan": event.note}
    return found
