"""People who never lived, for pictures of letters: every field that the register knows of them, as letters print it."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.ui.formats import long_date, years
from modules.letters.merging.people import PERSON

ON = date(2026, 11, 24)


def made(
    name: str, nik: str, sex: str, place: str, born: date, *, work: str = "Petani/Pekebun", married: str = "Kawin",
    role: str = "Kepala Keluarga", school: str = "SLTA / Sederajat", resident: bool = True, religion: str = "Islam", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A person as the register knows them; ``resident`` is off for who lives elsewhere: what was typed and no more."""
    age = years(born, ON)
    typed = {
        "nama": name, "nik": nik, "tempatlahir": place, "tanggallahir": born, "ttl": f"{place}, {long_date(born)}",
        "usia": f"{age} tahun", "jenis_kelamin": sex, "agama": religion, "pekerjaan": work, "warga_negara": "WNI",
        "alamat": "Jalan Melati Nomor 7 RT 003/RW 001, Desa Ledokdawan, Kecamatan Geyer", "alamat_jalan": "Jalan Melati Nomor 7 RT 003/RW 001",
    }  # fmt: skip
    empty: dict[str, Any] = dict.fromkeys(PERSON, "")
    if not resident:
        return empty | typed
    return empty | typed | {
        "status_kawin": married, "pendidikan_kk": school, "gol_darah": "O", "hubungan_kk": role,
        "no_kk": "3315050101100007", "kepala_kk": "SLAMET WIDODO", "nik_kepala_kk": "3315050305850002",
        "alamat": "Jalan Raya Geyer Nomor 12 RT 001/RW 002 Dusun Krajan, Desa Geyer, Kecamatan Geyer",
        "alamat_jalan": "Jalan Raya Geyer Nomor 12", "nama_dusun": "Krajan", "nama_rt": "001", "nama_rw": "002",
        "pend_desa": "Geyer", "pend_kecamatan": "Geyer", "pend_kabupaten": "Kabupaten Grobogan", "pend_provinsi": "Jawa Tengah",
        "nama_ayah": "KARTO SUWIRYO", "nik_ayah": "3315050107600001", "nama_ibu": "SUMIRAH", "nik_ibu": "3315054107650002",
        "akta_lahir": "3315-LT-12081988-0041", "telepon": "081200000001",
        "ktp_berlaku": "SEUMUR HIDUP" if age >= 17 else "",
    } | more  # fmt: skip


WIFE = made(
    "SITI NURHALIMAH", "3315055208880003", "Perempuan", "Grobogan", date(1988, 8, 12), role="Istri", work="Mengurus Rumah Tangga",
    akta_perkawinan="114/23/V/2010", tanggalperkawinan=date(2010, 5, 5),
)  # fmt: skip
HUSBAND = made("SLAMET WIDODO", "3315050305850002", "Laki-laki", "Grobogan", date(1985, 5, 3))
SON = made(
    "ADITYA PRATAMA", "3315052011110001", "Laki-laki", "Grobogan", date(2011, 11, 20), role="Anak", married="Belum Kawin",
    work="Pelajar/Mahasiswa", school="Tamat SD / Sederajat", pendidikan_sedang="Sedang SLTP/Sederajat", nama_ayah="SLAMET WIDODO",
    nik_ayah=HUSBAND["nik"], nama_ibu="SITI NURHALIMAH", nik_ibu=WIFE["nik"],
)  # fmt: skip
BABY = made(
    "CAHYA PUTRI RAMADHANI", "3315056011260001", "Perempuan", "Purwodadi", date(2026, 11, 20), role="Anak", married="Belum Kawin",
    work="Belum/Tidak Bekerja", school="Tidak / Belum Sekolah", nama_ayah="SLAMET WIDODO", nik_ayah=HUSBAND["nik"],
    nama_ibu="SITI NURHALIMAH", nik_ibu=WIFE["nik"],
)  # fmt: skip
DEAD = made("KARTO SUWIRYO", "3315050107600001", "Laki-laki", "Blora", date(1960, 7, 1), role="Orang Tua", married="Cerai Mati", nama_ayah="WONGSO", nik_ayah="", nama_ibu="SAKIYEM", nik_ibu="")  # fmt: skip
GROOM = made("JOKO PURNOMO", "3315051203990004", "Laki-laki", "Grobogan", date(1999, 3, 12), role="Anak", married="Belum Kawin", work="Karyawan Swasta")  # fmt: skip
BRIDE = made("DEWI LESTARI", "3315054906010002", "Perempuan", "Grobogan", date(2001, 6, 9), role="Anak", married="Belum Kawin", work="Guru")  # fmt: skip
FATHER = made("SUPARMAN", "3315050211720003", "Laki-laki", "Grobogan", date(1972, 11, 2))
MOTHER = made("SRI REJEKI", "3315056504750001", "Perempuan", "Demak", date(1975, 4, 25), role="Istri")
#: A neighbour, a midwife's husband, somebody of another village: witnesses, reporters, buyers.
OTHERS = (
    made("BUDI SANTOSO", "3315051708790005", "Laki-laki", "Grobogan", date(1979, 8, 17), work="Pedagang"),
    made("AGUS SALIM", "3315050909820001", "Laki-laki", "Kudus", date(1982, 9, 9), work="Wiraswasta"),
    made("KARTINI", "3318066104830002", "Perempuan", "Jepara", date(1983, 4, 21), work="Pedagang", resident=False),
)
