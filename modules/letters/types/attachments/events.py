"""Form F-2.01 of Permendagri 109/2019: one form for every event of the civil registry. Which one a letter reports is the merge
field ``jenis_pelaporan``; the parts of all others stand empty, so that a birth never fills what the form asks of a death.
"""

from __future__ import annotations

from typing import Any

from balai.documents.blocks import box_row, choice_row, condition, date_row, doc, page_break, signature
from modules.letters.types.attachments.declaration import Attachment
from modules.letters.types.attachments.parts import LAW, head, name_row, nik_row, only, part

Node = dict[str, Any]

#: As the form numbers them.
EVENTS = (
    "Kelahiran",
    "Lahir mati",
    "Perkawinan",
    "Pembatalan perkawinan",
    "Perceraian",
    "Pembatalan perceraian",
    "Kematian",
    "Pengangkatan anak",
    "Pengakuan anak",
    "Pengesahan anak",
    "Perubahan nama",
    "Perubahan kewarganegaraan",
    "Peristiwa penting lainnya",
    "Pembetulan akta",
    "Pembatalan akta",
)
_EVENT = "jenis_pelaporan"
_PLACES = ("RS/RB", "Puskesmas", "Polindes", "Rumah", "Lainnya")
_HELPERS = ("Dokter", "Bidan Perawat", "Dukun", "Lainnya")
_BIRTHS = ("Tunggal", "Kembar 2", "Kembar 3", "Kembar 4")
#: The child of "Permohonan Akta Lahir" is typed; everywhere else it is a resident.
_TYPED_CHILD = "form_nama_anak_anak"


def _reporter(end: str) -> list[Node]:
    """Who reports: another party (``_pelapor``), or the applicant."""
    return [
        name_row("Nama", f"nama{end}"),
        nik_row("NIK", f"nik{end}"),
        box_row("Nomor dokumen perjalanan", f"{{dokumen_pasport{end}}}"),
        nik_row("Nomor Kartu Keluarga", f"no_kk{end}"),
        box_row("Kewarganegaraan", f"{{warga_negara{end}}}"),
        box_row("Nomor handphone", f"{{telepon{end}}}", 14),
    ]


def _witness(number: str, end: str) -> list[Node]:
    return [
        part(f"DATA SAKSI {number}"),
        name_row("Nama", f"nama_{end}"),
        nik_row("NIK", f"nik_{end}"),
        nik_row("Nomor Kartu Keluarga", f"no_kk_{end}"),
        box_row("Kewarganegaraan", f"{{warga_negara_{end}}}"),
    ]


def _parents(father: str, mother: str, *, typed: bool = False) -> list[Node]:
    """Father and mother; ``father`` and ``mother`` end the fields of theirs ("" is the applicant)."""
    if typed:
        empty = box_row("NIK ayah", "", 16), box_row("NIK ibu", "", 16)
        return [
            name_row("Nama ayah", "form_nama_ayah_anak"), empty[0], name_row("Nama ibu", "form_nama_ibu_anak"), empty[1],
        ]  # fmt: skip
    made = []
    for word, end in (("ayah", father), ("ibu", mother)):
        made += [
            name_row(f"Nama {word}", f"nama{end}"), nik_row(f"NIK {word}", f"nik{end}"),
            box_row(f"Tempat lahir {word}", f"{{tempatlahir{end}|upper}}"), date_row(f"Tanggal lahir {word}", f"tanggallahir{end}"),
            box_row(f"Kewarganegaraan {word}", f"{{warga_negara{end}}}"),
        ]  # fmt: skip
    return made


_CHILD = [
    name_row("Nama", "nama"),
    choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
    choice_row("Tempat dilahirkan", "tempat_dilahirkan", *_PLACES, columns=5),
    box_row("Tempat kelahiran", "{tempat_kelahiran|upper}"),
    box_row("Hari lahir", "{hari_kelahiran|upper}"),
    date_row("Tanggal lahir", "tanggal_kelahiran"),
    box_row("Pukul", "{jam_kelahiran}", 5),
    choice_row("Jenis kelahiran", "jenis_kelahiran", *_BIRTHS, columns=4),
    box_row("Kelahiran ke", "{kelahiran_anak}", 2),
    choice_row("Penolong kelahiran", "penolong_kelahiran", *_HELPERS, columns=4),
    box_row("Berat bayi", "{berat_bayi}"),
    box_row("Panjang bayi", "{panjang_bayi}"),
]
_TYPED = [
    name_row("Nama", _TYPED_CHILD),
    choice_row("Jenis kelamin", "", "Laki-laki", "Perempuan"),
    choice_row("Tempat dilahirkan", "", *_PLACES, columns=5),
    box_row("Tempat kelahiran", "{form_tempat_lahir_anak|upper}"),
    box_row("Hari lahir", "{form_hari_lahir_anak|upper}"),
    date_row("Tanggal lahir", "form_tanggal_lahir_anak"),
    box_row("Pukul", "", 5),
    choice_row("Jenis kelahiran", "", *_BIRTHS, columns=4),
    box_row("Kelahiran ke", "", 2),
    choice_row("Penolong kelahiran", "", *_HELPERS, columns=4),
    box_row("Berat bayi", ""),
    box_row("Panjang bayi", ""),
]
_STILLBORN = [
    box_row("Lama dalam kandungan", "{form_lama_kandungan} bulan"),
    choice_row("Jenis kelamin", "", "Laki-laki", "Perempuan"),
    box_row("Hari lahir mati", "{form_hari|upper}"),
    date_row("Tanggal lahir mati", "form_tanggal"),
    choice_row("Jenis kelahiran", "", *_BIRTHS, columns=4),
    box_row("Anak ke", "", 2),
    choice_row("Tempat dilahirkan", "", *_PLACES, columns=5),
    box_row("Tempat lahir mati", "{form_tempat_mati|upper}"),
    choice_row("Penolong kelahiran", "", *_HELPERS, columns=4),
    box_row("Sebab lahir mati", ""),
]
_MARRIAGE = [
    name_row("Nama suami", "nama"), nik_row("NIK suami", "nik"),
    name_row("Nama ayah suami", "nama_dapp"), name_row("Nama ibu suami", "nama_dipp"),
    name_row("Nama istri", "nama_cpw"), nik_row("NIK istri", "nik_cpw"),
    name_row("Nama ayah istri", "nama_dapw"), name_row("Nama ibu istri", "nama_dipw"),
    box_row("Status sebelum kawin", "Suami: {form_status_kawin}; istri: {form_status_kawin_cpw}"),
    box_row("Perkawinan yang ke", "Suami: {form_perkawinan_ke}; istri: {form_perkawinan_ke_cpw}"),
    box_row("Hari pemberkatan perkawinan", "{form_hari_nikah_kawin|upper}"),
    date_row("Tanggal pemberkatan", "form_tanggal_nikah_kawin"),
    box_row("Agama/penghayat kepercayaan", "{form_agama_kawin|upper}"),
    name_row("Nama pemuka agama/penghayat", "form_nama_pemuka_agama_pghyt_kepercayaan_kawin"),
    box_row("Badan peradilan", "{form_nama_badan_peradilan_kawin}"),
    box_row("Nomor penetapan pengadilan", "{form_nomor_putusan_penetapan_pengadilan_kawin}"),
    date_row("Tanggal penetapan pengadilan", "form_tanggal_putusan_penetapan_pengadilan_kawin"),
    box_row("Izin perwakilan bagi WNA", "{form_ijin_perwakilan_bagi_wna_nomor_kawin}"),
    box_row("Jumlah anak yang disahkan", "{form_jumlah_anak_yang_telah_diakui_dan_disahkan_kawin}", 2),
]  # fmt: skip
_DEATH = [
    nik_row("NIK", "nik"),
    name_row("Nama lengkap", "nama"),
    box_row("Hari kematian", "{hari_kematian|upper}"),
    date_row("Tanggal kematian", "tanggal_kematian"),
    box_row("Pukul", "{jam_kematian}", 5),
    choice_row(
        "Sebab kematian", "penyebab_kematian",
        "Sakit biasa / tua", "Wabah Penyakit", "Kecelakaan", "Kriminalitas", "Bunuh Diri", "Lainnya", columns=3,
    ),
    box_row("Tempat kematian", "{tempat_kematian|upper}"),
    choice_row(
        "Yang menerangkan", "penolong_kematian", "Dokter", "Tenaga Kesehatan", "Kepolisian", "Lainnya", columns=4,
    ),
]  # fmt: skip


def _else(rule: str, yes: list[Node], no: list[Node]) -> list[Node]:
    """Either rows, by a rule."""
    return [condition(rule, *yes), condition(rule, *no, negate=True)]


#: The typed applicants report themselves; a stillbirth's reporter has a name of its own in the shipped list.
_REPORTER = _else(
    "nama_pelapor", _reporter("_pelapor"),
    _else("nama_identitias_pelapor", _reporter("_identitias_pelapor"), _reporter("")),
)  # fmt: skip
#: A birth's parents are parties of the letter, a stillborn's mother is the applicant.
_PARENTS = _else(
    f"{_EVENT}=Lahir mati", _parents("_pasangan", ""),
    _else(
        f"{_EVENT}=Kelahiran|Kematian",
        _else(_TYPED_CHILD, _parents("", "", typed=True), _parents("_ayah", "_ibu")),
        only(_EVENT, "-", *_parents("_ayah", "_ibu")),
    ),
)  # fmt: skip

F_2_01 = Attachment(
    code="F-2.01",
    title="Formulir Pelaporan Pencatatan Sipil di dalam Wilayah NKRI",
    regulation=LAW,
    size=8.5,
    body=doc(
        head("FORMULIR PELAPORAN PENCATATAN SIPIL", "DI DALAM WILAYAH NKRI"),
        choice_row("Jenis pelaporan", _EVENT, *EVENTS, columns=3),
        part("DATA PELAPOR"),
        _REPORTER,
        _witness("I", "saksi_i"),
        _witness("II", "saksi_ii"),
        part("DATA ORANG TUA"),
        _PARENTS,
        part("DATA ANAK (kelahiran)"),
        _else(_TYPED_CHILD, _TYPED, only(_EVENT, "Kelahiran", *_CHILD)),
        page_break(),
        part("DATA LAHIR MATI"),
        only(_EVENT, "Lahir mati", *_STILLBORN),
        part("DATA PERKAWINAN"),
        only(_EVENT, "Perkawinan", *_MARRIAGE),
        part("DATA KEMATIAN"),
        only(_EVENT, "Kematian", *_DEATH),
        # Who reports signs: the party where there is one.
        _else(
            "nama_pelapor", [signature(("free", "left", "Petugas,"), ("pelapor", "right", "Pelapor,"))],
            _else(
                "nama_identitias_pelapor",
                [signature(("free", "left", "Petugas,"), ("identitias_pelapor", "right", "Pelapor,"))],
                [signature(("free", "left", "Petugas,"), ("holder", "right", "Pelapor,"))],
            ),
        ),
    ),
)  # fmt: skip

FORMS = (F_2_01,)
