"""Letters about means: poverty, income, health schemes."""

from __future__ import annotations

from balai.documents.blocks import condition, doc, identity, paragraph, row, table
from modules.letters.types.texts.writing import (
    Text,
    closing,
    opening,
    person,
    plain,
    purpose,
    signed,
    signed_with_holder,
    validity,
)

_PARENT = ("nama", "nik", "ttl", "jenis_kelamin", "agama", "pekerjaan", "alamat")


def _income(who: str, title: str, field: str) -> Text:
    """The income of one parent."""
    return Text(
        key=f"penghasilan_{who}",
        name=f"Keterangan Penghasilan {title}",
        title=f"Surat Keterangan Penghasilan {title}",
        code="400.3",
        summary=f"Menerangkan penghasilan {title.lower()} untuk keperluan sekolah anak.",
        body=doc(
            opening(),
            person(*_PARENT, of=who),
            plain(f"adalah benar {title.lower()} dari:"),
            person("nama", "nik", "ttl", "jenis_kelamin", "agama", "status_kawin", more=(
                ("Pendidikan ditempuh", "{pendidikan_sedang}"), ("Nama sekolah", "{form_nama_sekolah}"),
            )),
            plain(f"dan mempunyai penghasilan rata-rata setiap bulan sebesar **{{{field}|rupiah}}**."),
            condition("form_keperluan", paragraph("Surat keterangan ini diberikan untuk keperluan: {form_keperluan}.")),
            closing(),
            signed(),
        ),
    )  # fmt: skip


TEXTS = {
    8: Text(
        key="jamkesos",
        name="Keterangan JAMKESOS",
        title="Surat Keterangan Jaminan Kesehatan Sosial",
        code="400.7",
        summary="Menerangkan pemegang kartu jaminan kesehatan sosial.",
        body=doc(
            opening(),
            person("nama", "nik", "ttl", "jenis_kelamin", "agama", "status_kawin", "pendidikan_kk", "pekerjaan", "alamat"),
            plain(
                "adalah benar penduduk {sebutan_desa} {nama_desa} dan pemegang kartu JAMKESOS nomor "
                "**{form_no_kartu_jamkesos}**."
            ),
            purpose(),
            closing(),
            signed(),
        ),
    ),
    15: Text(
        key="kurang_mampu",
        name="Keterangan Kurang Mampu",
        title="Surat Keterangan Tidak Mampu",
        code="400.9",
        summary="Menerangkan bahwa keluarga Anda tergolong kurang mampu.",
        needs=("meminta keringanan biaya sekolah atau berobat", "mengurus bantuan"),
        body=doc(
            opening(),
            person("nama", "nik", "ttl", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain(
                "adalah benar penduduk {sebutan_desa} {nama_desa} yang menurut pengamatan kami keluarganya tergolong kurang mampu, "
                "dengan anggota keluarga:"
            ),
            table(
                row("No", "Nama", "NIK", "L/P", "Tempat/tanggal lahir", "Hubungan", head=True),
                row("{no}", "{nama}", "{nik}", "{jenis_kelamin}", "{ttl}", "{hubungan_kk}", over="keluarga"),
                widths=[1, 5, 5, 3, 5, 3], size=10,
            ),
            condition("form_id_bdt", identity(("Nomor DTSEN/DTKS", "{form_id_bdt}"))),
            purpose(),
            validity(),
            closing(),
            signed_with_holder(),
        ),
    ),
    21: _income("ayah", "Ayah", "form_penghasilan_ayah"),
    22: _income("ibu", "Ibu", "form_jumlah_penghasilan_ibu"),
    23: Text(
        key="penghasilan_orang_tua",
        name="Keterangan Penghasilan Orang Tua",
        title="Surat Keterangan Penghasilan Orang Tua",
        code="400.3",
        summary="Menerangkan penghasilan kedua orang tua untuk keperluan sekolah atau kuliah.",
        body=doc(
            opening(),
            paragraph("**Ayah**", indent=False, keep=True),
            person(*_PARENT, of="ayah", more=(("Penghasilan sebulan", "{form_penghasilan_ayah|rupiah}"),)),
            paragraph("**Ibu**", indent=False, keep=True),
            person(*_PARENT, of="ibu", more=(("Penghasilan sebulan", "{form_penghasilan_ibu|rupiah}"),)),
            plain("adalah benar orang tua dari:"),
            person(
                "nama", "nik", "ttl", "jenis_kelamin", "alamat",
                more=(
                    ("Nomor induk siswa/mahasiswa", "{form_nomor_induk_siswa_mahasiswa}"),
                    ("Jurusan/fakultas/prodi", "{form_jurusan_fakultas_prodi}"),
                    ("Sekolah/perguruan tinggi", "{form_sekolah_perguruan_tinggi}"), ("Kelas/semester", "{form_kelas_semester}"),
                ),
            ),
            identity(("Penghasilan bersama", "**{=form_penghasilan_ayah+form_penghasilan_ibu|rupiah}** sebulan")),
            closing(),
            signed(),
        ),
    ),
}  # fmt: skip
