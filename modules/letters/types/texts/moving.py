"""Letters about moving and about family cards."""

from __future__ import annotations

from balai.documents.blocks import condition, doc, identity, paragraph, row, table
from modules.letters.types.texts.writing import (
    Text,
    closing,
    opening,
    person,
    plain,
    signed_with_district,
    signed_with_holder,
    validity,
)

_ABROAD = [{"field": "form_jenis_permohonan", "op": "in", "value": ["SURAT KETERANGAN PINDAH LUAR NEGERI (SKPLN)"]}]
_FOLLOWERS = table(
    row("No", "NIK", "Nama", "L/P", "Umur", "Hubungan dalam keluarga", head=True),
    row("{no}", "{nik}", "{nama}", "{jenis_kelamin}", "{usia}", "{hubungan_kk}", over="pengikut"),
    widths=[1, 5, 6, 3, 3, 4], size=10,
)  # fmt: skip

TEXTS = {
    25: Text(
        key="pindah",
        name="Keterangan Pindah Penduduk",
        title="Surat Keterangan Pindah",
        code="400.12.2.2",
        summary="Keterangan pindah ke tempat lain, dengan formulir kependudukannya.",
        body=doc(
            opening(),
            person("nama", "nik", "ttl", "usia", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain("bermaksud pindah:"),
            identity(
                ("Alasan pindah", "{form_alasan_pindah|sentence}"),
                ("Klasifikasi pindah", "{form_klasifikasi_pindah|sentence}"),
                ("Jenis kepindahan", "{form_jenis_kepindahan|sentence}"),
                ("Tanggal pindah", "{form_tanggal_pindah|long_date}"),
            ),
            condition(
                _ABROAD,
                identity(
                    ("Negara tujuan", "{form_negara_tujuan}"),
                    ("Alamat di luar negeri", "{form_alamat_tujuan_luar_negeri}"),
                    ("Penanggung jawab", "{form_penanggung_jawab}"),
                ),
            ),
            condition(
                _ABROAD,
                identity(
                    (
                        "Alamat tujuan",
                        "{form_alamat_tujuan} RT {form_rt_tujuan} RW {form_rw_tujuan} {form_dusun_tujuan}",
                    ),
                    ("Desa/kelurahan", "{form_desa_atau_kelurahan_tujuan}"),
                    ("Kecamatan", "{form_kecamatan_tujuan}"),
                    ("Kabupaten/kota", "{form_kabupaten_tujuan}"),
                    ("Provinsi", "{form_provinsi_tujuan}"),
                    ("Kode pos, telepon", "{form_kode_pos_tujuan}, {form_telepon_tujuan}"),
                ),
                negate=True,
            ),
            identity(
                ("KK bagi yang tidak pindah", "{form_status_kk_bagi_yang_tidak_pindah|sentence}"),
                ("KK bagi yang pindah", "{form_status_kk_bagi_yang_pindah|sentence}"),
                ("Jumlah pengikut", "{form_jumlah_pengikut} orang"),
                ("Keterangan", "{form_keterangan}"),
            ),
            paragraph("Pengikut:", indent=False, keep=True),
            _FOLLOWERS,
            closing(),
            signed_with_holder(),
        ),
    ),
    39: Text(
        key="kk_baru",
        name="Permohonan Kartu Keluarga",
        title="Surat Permohonan Kartu Keluarga",
        code="400.12.2.1",
        summary="Permohonan Kartu Keluarga baru.",
        body=doc(
            opening(),
            person(
                "nama", "nik", "no_kk", "ttl", "usia", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat"
            ),
            plain("bermaksud mengajukan permohonan Kartu Keluarga:"),
            identity(
                ("Alasan permohonan", "{form_alasan_permohonan|sentence}"),
                ("Nomor KK semula", "{form_nomor_kartu_keluarga_semula}"),
                ("Keterangan", "{form_keterangan}"),
            ),
            validity(),
            closing("surat permohonan"),
            signed_with_district(),
        ),
    ),
    40: Text(
        key="kk_perubahan",
        name="Permohonan Perubahan Kartu Keluarga",
        title="Surat Permohonan Perubahan Kartu Keluarga",
        code="400.12.2.1",
        summary="Permohonan perubahan data pada Kartu Keluarga.",
        body=doc(
            opening(),
            person(
                "nama", "nik", "no_kk", "ttl", "usia", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat"
            ),
            plain("bermaksud mengajukan permohonan perubahan Kartu Keluarga:"),
            identity(("Alasan permohonan", "{form_alasan_permohonan|sentence}")),
            condition("form_alasan_lainnya", identity(("Keterangan", "{form_alasan_lainnya}"))),
            closing("surat permohonan"),
            signed_with_district(),
        ),
    ),
}
