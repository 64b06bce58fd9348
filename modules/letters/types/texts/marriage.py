"""Letters about marriage and its end."""

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
    signed_with_district_alone,
    validity,
)

_PERSON = ("nama", "nik", "ttl", "agama", "pekerjaan", "warga_negara", "alamat")
_COUPLE = ("nama", "nik", "ttl", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat")

TEXTS = {
    17: Text(
        key="nikah",
        name="Keterangan Nikah",
        title="Surat Keterangan untuk Nikah",
        code="400.12.3.2",
        summary="Keterangan desa untuk calon pengantin yang menikah di KUA, dengan formulir N.",
        body=doc(
            opening(),
            paragraph("**I. Calon suami**", indent=False, keep=True),
            person(
                "nama", "nik", "ttl", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat",
                more=(("Bin", "{form_bin_pria|upper}"), ("Status perkawinan", "{form_status_kawin_pria}")),
            ),
            condition("form_istrike", plain("Yang bersangkutan beristri, dan perkawinan ini dengan istri ke-{form_istrike}.")),
            paragraph("adalah benar anak dari:", indent=False, keep=True),
            person(*_PERSON, of="dapp", more=(("Bin", "{form_bin_ayah_pria_dapp|upper}"),)),
            paragraph("dengan seorang wanita:", indent=False, keep=True),
            person(*_PERSON, of="dipp", more=(("Binti", "{form_binti_ibu_pria_dipp|upper}"),)),
            paragraph("**II. Calon istri**", indent=False, keep=True),
            person(
                *_PERSON, of="dcpw",
                more=(("Binti", "{form_binti_wanita_dcpw|upper}"), ("Status perkawinan", "{form_status_kawin_wanita_dcpw}")),
            ),
            paragraph("adalah benar anak dari:", indent=False, keep=True),
            person(*_PERSON, of="dapw", more=(("Bin", "{form_bin_ayah_wanita_dapw|upper}"),)),
            paragraph("dengan seorang wanita:", indent=False, keep=True),
            person(*_PERSON, of="dibpw", more=(("Binti", "{form_binti_ibu_wanita_dibpw|upper}"),)),
            condition(
                "nama_dst",
                condition("jenis_kelamin_dst=Perempuan", paragraph("**Istri terdahulu**", indent=False, keep=True)),
                condition("jenis_kelamin_dst=Perempuan", paragraph("**Suami terdahulu**", indent=False, keep=True), negate=True),
                identity(
                    ("Nama", "{nama_dst}"), ("Bin/binti", "{form_bin_suami_terdahulu_dst|upper}"),
                    ("Meninggal pada tanggal", "{form_tanggal_meninggal_suami_terdahulu_dst|long_date}"),
                    ("Meninggal di", "{form_tempat_meninggal_suami_terdahulu_dst}"),
                ),
            ),
            condition(
                "nama_dwn",
                paragraph("**Wali nikah**", indent=False, keep=True),
                person(
                    *_PERSON, of="dwn",
                    more=(("Bin", "{form_bin_wali_nikah_dwn|upper}"), ("Hubungan wali", "{form_hubungan_dengan_wali_dwn}")),
                ),
            ),
            condition(
                "form_tanggal_nikah_dpn",
                paragraph("Perkawinan direncanakan:", indent=False, keep=True),
                identity(
                    ("Hari, tanggal", "{form_hari_nikah_dpn}, {form_tanggal_nikah_dpn|long_date}"), ("Pukul", "{form_jam_nikah_dpn}"),
                    ("Tempat", "{form_tempat_nikah_dpn}"), ("Maskawin", "{form_maskawin_nikah_dpn}"),
                ),
            ),
            closing(),
            signed_with_district_alone(),
        ),
    ),
    20: Text(
        key="rujuk_cerai",
        name="Keterangan Pengantar Rujuk atau Cerai",
        title="Surat Pengantar Rujuk atau Cerai",
        code="400.12.3.2",
        summary="Pengantar ke pengadilan agama atau KUA untuk rujuk atau cerai.",
        body=doc(
            opening(),
            person("nama", "nik", "ttl", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan bermaksud rujuk atau cerai dengan:"),
            person(
                "nama", "ttl", "agama", "pekerjaan", "warga_negara", "alamat", of="pasangan",
                more=(("Nama ayah", "{form_nama_ayah_pasangan|upper}"),),
            ),
            closing("surat pengantar"),
            signed(),
        ),
    ),
    24: Text(
        key="pergi_kawin",
        name="Keterangan Pergi Kawin",
        title="Surat Keterangan Pergi Kawin",
        code="400.12.3.2",
        summary="Menerangkan bahwa Anda akan menikah di tempat lain.",
        needs=("menikah di luar desa",),
        body=doc(
            opening(),
            person(*_COUPLE),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan bermaksud pergi ke {form_tujuan} untuk melangsungkan perkawinan."),
            purpose(),
            validity(),
            closing(),
            signed(),
        ),
    ),
    26: Text(
        key="nikah_non_muslim",
        name="Keterangan untuk Nikah Warga Non-Muslim",
        title="Surat Keterangan untuk Pencatatan Perkawinan",
        code="400.12.3.2",
        summary="Keterangan desa untuk pencatatan perkawinan di Dinas Kependudukan dan Pencatatan Sipil.",
        body=doc(
            opening(),
            paragraph("**I. Mempelai pria**", indent=False, keep=True),
            person(
                *_PERSON,
                more=(
                    ("Status perkawinan", "{form_status_kawin}"), ("Anak ke", "{form_anak_ke}"), ("Perkawinan ke", "{form_perkawinan_ke}"),
                    ("Nomor paspor", "{form_paspor}"), ("Telepon", "{form_telepon}"),
                ),
            ),
            paragraph("Ayah:", indent=False, keep=True),
            person(*_PERSON, of="dapp"),
            paragraph("Ibu:", indent=False, keep=True),
            person(*_PERSON, of="dipp"),
            paragraph("**II. Mempelai wanita**", indent=False, keep=True),
            person(*_PERSON, of="cpw", more=(("Status perkawinan", "{form_status_kawin_cpw}"), ("Anak ke", "{form_anak_ke_cpw}"), ("Perkawinan ke", "{form_perkawinan_ke_cpw}"))),
            paragraph("Ayah:", indent=False, keep=True),
            person(*_PERSON, of="dapw"),
            paragraph("Ibu:", indent=False, keep=True),
            person(*_PERSON, of="dipw"),
            condition(
                "form_nama_istri_terdahulu_ilama",
                paragraph("Istri terdahulu:", indent=False, keep=True),
                identity(
                    ("Nama", "{form_nama_istri_terdahulu_ilama|upper}"), ("Meninggal", "{form_tanggal_meninggal_ilama|long_date}, {form_tempat_meninggal_ilama}"),
                ),
            ),
            condition(
                "form_nama_suami_terdahulu_slama",
                paragraph("Suami terdahulu:", indent=False, keep=True),
                identity(
                    ("Nama", "{form_nama_suami_terdahulu_slama|upper}"), ("Meninggal", "{form_tanggal_meninggal_slama|long_date}, {form_tempat_meninggal_slama}"),
                ),
            ),
            paragraph("**III. Saksi**", indent=False, keep=True),
            table(
                row("", "Nama", "NIK", "Pekerjaan", "Alamat", head=True),
                row("I", "{nama_saksi_i}", "{nik_saksi_i}", "{pekerjaan_saksi_i}", "{alamat_saksi_i}"),
                row("II", "{nama_saksi_ii}", "{nik_saksi_ii}", "{pekerjaan_saksi_ii}", "{alamat_saksi_ii}"),
                widths=[1, 5, 5, 4, 7], size=10,
            ),
            paragraph("**IV. Perkawinan**", indent=False, keep=True),
            identity(
                ("Hari, tanggal", "{form_hari_nikah_kawin}, {form_tanggal_nikah_kawin|long_date}"), ("Pukul", "{form_jam_nikah_kawin}"),
                ("Agama/kepercayaan", "{form_agama_kawin|title}"),
                ("Pemuka agama", "{form_nama_pemuka_agama_pghyt_kepercayaan_kawin}"),
            ),
            condition(
                "form_nomor_putusan_penetapan_pengadilan_kawin",
                identity(("Putusan pengadilan", "{form_nomor_putusan_penetapan_pengadilan_kawin}, tanggal {form_tanggal_putusan_penetapan_pengadilan_kawin|long_date}")),
            ),
            closing(),
            signed(),
        ),
    ),
    28: Text(
        key="wali_hakim",
        name="Keterangan Wali Hakim",
        title="Surat Keterangan Wali Hakim",
        code="400.12.3.2",
        summary="Menerangkan bahwa calon pengantin wanita memerlukan wali hakim.",
        body=doc(
            opening(),
            person(),
            plain(
                "akan melangsungkan perkawinan, dan menurut keterangan yang bersangkutan tidak mempunyai wali nasab yang dapat menjadi "
                "wali nikah, sehingga memerlukan **wali hakim**."
            ),
            closing(),
            signed(),
        ),
    ),
    36: Text(
        key="cerai",
        name="Permohonan Cerai",
        title="Surat Pengantar Permohonan Cerai",
        code="400.12.3.2",
        summary="Pengantar permohonan cerai kepada pengadilan.",
        body=doc(
            # UU 7/1989 art. 49 and PP 9/1975 art. 1: the religious court for Muslims, the general court for everybody else.
            condition("agama=Islam", paragraph("Kepada\nYth. Ketua Pengadilan Agama\ndi tempat", indent=False)),
            condition(
                [{"field": "agama", "op": "filled"}, {"field": "agama", "op": "is_not", "value": "Islam"}],
                paragraph("Kepada\nYth. Ketua Pengadilan Negeri\ndi tempat", indent=False),
            ),
            condition("agama", paragraph("Kepada\nYth. Ketua Pengadilan Agama/Pengadilan Negeri\ndi tempat", indent=False), negate=True),
            opening(),
            person("nama", "nik", "ttl", "agama", "pekerjaan", "alamat"),
            plain("bermaksud mengajukan permohonan cerai terhadap pasangannya:"),
            person("nama", "nik", "ttl", "agama", "pekerjaan", "alamat", of="pasangan"),
            plain("dengan sebab: {form_sebab_sebab}."),
            paragraph("Anggota keluarga yang tercatat:", indent=False, keep=True),
            table(
                row("No", "Nama", "Tempat/tanggal lahir", "Hubungan", head=True),
                row("{no}", "{nama}", "{ttl}", "{hubungan_kk}", over="keluarga"),
                widths=[1, 6, 6, 4], size=10,
            ),
            closing("surat pengantar"),
            signed(),
        ),
    ),
    38: Text(
        key="duplikat_nikah",
        name="Permohonan Duplikat Surat Nikah",
        title="Surat Pengantar Permohonan Duplikat Buku Nikah",
        code="400.12.3.2",
        summary="Pengantar ke KUA untuk duplikat buku nikah yang hilang atau rusak.",
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "jenis_kelamin", "agama", "pekerjaan", "alamat"),
            plain(
                "menurut keterangannya telah menikah dengan **{form_nama_pasangan|upper}** pada tanggal {form_tanggal_nikah|long_date} di "
                "hadapan Pegawai Pencatat Nikah KUA Kecamatan {form_kecamatan_kua}, dan buku nikahnya hilang atau rusak."
            ),
            paragraph("Surat ini dipergunakan untuk memohon duplikat buku nikah kepada KUA tersebut."),
            closing("surat pengantar"),
            signed(),
        ),
    ),
}  # fmt: skip
