"""Letters about births and deaths, and what is missing of their papers."""

from __future__ import annotations

from balai.documents.blocks import doc, heading, identity, page_break, paragraph, signature, space
from modules.letters.types.texts.writing import Text, closing, opening, person, plain, signed

_BIRTH = (
    ("Hari, tanggal", "{hari_kelahiran}, {tanggal_kelahiran|long_date}"), ("Pukul", "{jam_kelahiran}"),
    ("Tempat dilahirkan", "{tempat_dilahirkan}"), ("Jenis kelamin", "{jenis_kelamin}"),
    ("Anak ke", "{kelahiran_anak}"),
)  # fmt: skip

TEXTS = {
    11: Text(
        key="kelahiran",
        name="Keterangan Kelahiran",
        title="Surat Keterangan Kelahiran",
        code="400.12.3.1",
        summary="Menerangkan kelahiran anak yang sudah dicatat di desa.",
        body=doc(
            opening("menerangkan dengan sebenarnya bahwa telah lahir seorang anak:"),
            identity(("Nama", "**{nama}**"), *_BIRTH),
            paragraph("dari seorang ibu:", indent=False, keep=True),
            person("nama", "nik", "ttl", "usia", "pekerjaan", "warga_negara", "alamat", of="ibu"),
            paragraph("dan seorang ayah:", indent=False, keep=True),
            person("nama", "nik", "ttl", "usia", "pekerjaan", "warga_negara", "alamat", of="ayah"),
            plain(
                "Surat keterangan ini dibuat atas keterangan pelapor: {nama_pelapor}, NIK {nik_pelapor}, hubungan pelapor dengan "
                "bayi: {form_hubungan_pelapor_dengan_bayi_pelapor}."
            ),
            closing(),
            signature(("saksi_i", "left", "Saksi I,"), ("saksi_ii", "right", "Saksi II,"), ("head", "right")),
            page_break(),
            paragraph("Kepada\nYth. Kepala Dinas Kependudukan dan Pencatatan Sipil\n{nama_kabupaten}\ndi tempat", indent=False),
            space(3),
            heading("PELAPORAN KELAHIRAN"),
            paragraph("Yang bertanda tangan di bawah ini:"),
            person("nama", "nik", "ttl", "usia", "pekerjaan", "alamat", of="pelapor"),
            plain("dengan ini melaporkan kelahiran seorang anak:"),
            identity(("Nama", "**{nama}**"), *_BIRTH, ("Nama ibu", "{nama_ibu}"), ("Nama ayah", "{nama_ayah}")),
            paragraph("Pelaporan ini disaksikan oleh:", indent=False, keep=True),
            person("nama", "nik", "usia", "pekerjaan", "alamat", of="saksi_i"),
            person("nama", "nik", "usia", "pekerjaan", "alamat", of="saksi_ii"),
            paragraph("Demikian laporan ini dibuat dengan sebenarnya untuk keperluan pencatatan kelahiran."),
            signature(("pelapor", "right", "Pelapor,"), ("free", "left", "Diperiksa oleh: Kepala Seksi,"), ("free", "right", "Kepala Bidang,")),
        ),
    ),
    12: Text(
        key="kematian",
        name="Keterangan Kematian",
        title="Surat Keterangan Kematian",
        code="400.12.3.1",
        summary="Menerangkan kematian yang sudah dicatat di desa.",
        body=doc(
            opening(),
            person("nama", "nik", "ttl", "jenis_kelamin", "pekerjaan", "alamat"),
            plain("telah meninggal dunia pada:"),
            identity(
                ("Hari, tanggal", "{hari_kematian}, {tanggal_kematian|long_date}"), ("Pukul", "{jam_kematian}"),
                ("Bertempat di", "{tempat_kematian}"), ("Penyebab kematian", "{penyebab_kematian|sentence}"),
            ),
            plain("Surat keterangan ini dibuat berdasarkan keterangan pelapor:"),
            identity(
                ("Nama", "{nama_pelapor}"), ("Tanggal lahir", "{tanggallahir_pelapor|long_date}"),
                ("Pekerjaan", "{pekerjaan_pelapor}"), ("Alamat", "{alamat_pelapor}"),
                ("Hubungan pelapor", "{form_hubungan_pelapor_dengan_yang_mati_pelapor}"),
            ),
            closing(),
            signed(),
        ),
    ),
    16: Text(
        key="lahir_mati",
        name="Keterangan Lahir Mati",
        title="Surat Keterangan Lahir Mati",
        code="400.12.3.1",
        summary="Menerangkan bayi yang lahir dalam keadaan meninggal.",
        body=doc(
            opening("menerangkan dengan sebenarnya bahwa dari seorang ibu:"),
            person("nama", "nik", "ttl", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain("telah lahir seorang bayi dalam keadaan meninggal dunia:"),
            identity(
                ("Hari, tanggal", "{form_hari}, {form_tanggal|long_date}"), ("Bertempat di", "{form_tempat_mati}"),
                ("Lama dalam kandungan", "{form_lama_kandungan} bulan"),
            ),
            plain("Surat keterangan ini dibuat berdasarkan keterangan pelapor:"),
            person(
                "nama", "nik", "ttl", "pekerjaan", "alamat", of="identitias_pelapor",
                more=(("Hubungan dengan bayi", "{form_hubungan_identitias_pelapor}"),),
            ),
            closing(),
            signed(),
        ),
    ),
    35: Text(
        key="akta_lahir",
        name="Permohonan Akta Lahir",
        title="Surat Permohonan Akta Kelahiran",
        code="400.12.3.1",
        summary="Permohonan akta kelahiran, juga bagi anak yang kelahirannya terlambat dilaporkan.",
        body=doc(
            # No court: MK 18/PUU-XI/2013 struck its ruling out for births reported late, and UU 24/2013 art. 32 leaves the
            # decision to the head of the civil registration.
            paragraph("Kepada\nYth. Kepala Dinas Kependudukan dan Pencatatan Sipil\n{nama_kabupaten}\ndi tempat", indent=False),
            paragraph("Dengan hormat, yang bertanda tangan di bawah ini:"),
            person("nama", "nik", "ttl", "pekerjaan", "alamat"),
            plain("mengajukan permohonan pencatatan kelahiran dan penerbitan kutipan akta kelahiran bagi anak:"),
            identity(
                ("Nama", "**{form_nama_anak_anak|upper}**"),
                ("Tempat, hari, tanggal lahir", "{form_tempat_lahir_anak}, {form_hari_lahir_anak}, {form_tanggal_lahir_anak|long_date}"),
                ("Alamat", "{form_alamat_anak_anak}"), ("Nama ayah", "{form_nama_ayah_anak|upper}"),
                ("Nama ibu", "{form_nama_ibu_anak|upper}"), ("Alamat orang tua", "{form_alamat_orang_tua_anak}"),
            ),
            paragraph(
                "Anak tersebut sampai sekarang belum mempunyai akta kelahiran. Apabila kelahirannya dilaporkan lebih dari 60 (enam "
                "puluh) hari sejak tanggal lahir, kami mohon keputusan Kepala Dinas sesuai dengan Pasal 32 Undang-Undang Nomor 24 "
                "Tahun 2013 tentang Perubahan atas Undang-Undang Nomor 23 Tahun 2006 tentang Administrasi Kependudukan."
            ),
            paragraph("Demikian permohonan ini kami ajukan dengan sebenarnya. Atas perhatian Bapak/Ibu, kami ucapkan terima kasih."),
            signature(("holder", "left", "Pemohon,"), ("head", "right", "Mengetahui,")),
        ),
    ),
    37: Text(
        key="duplikat_kelahiran",
        name="Permohonan Duplikat Kelahiran",
        title="Surat Permohonan Duplikat Surat Kelahiran",
        code="400.12.3.1",
        summary="Permohonan salinan surat kelahiran yang hilang atau rusak.",
        body=doc(
            opening("menerangkan dengan sebenarnya bahwa telah lahir seorang anak:"),
            identity(
                ("Nama", "**{nama}**"), ("NIK", "{nik}"),
                ("Hari, tanggal", "{hari_kelahiran}, {tanggal_kelahiran|long_date}"), ("Pukul", "{jam_kelahiran}"),
                ("Tempat dilahirkan", "{tempat_dilahirkan}"), ("Jenis kelamin", "{jenis_kelamin}"), ("Agama", "{agama}"),
                ("Alamat", "{alamat}"),
            ),
            paragraph("anak dari:", indent=False, keep=True),
            identity(
                ("Nama ayah", "{nama_ayah}"), ("NIK ayah", "{nik_ayah}"), ("Pekerjaan ayah", "{pekerjaan_ayah}"),
                ("Nama ibu", "{nama_ibu}"), ("NIK ibu", "{nik_ibu}"), ("Pekerjaan ibu", "{pekerjaan_ibu}"),
                ("Alamat orang tua", "{alamat_ibu}"),
            ),
            plain(
                "Surat kelahiran yang pernah diterbitkan hilang atau rusak, dan duplikatnya dimohon oleh pelapor {nama_pelapor}, "
                "{ttl_pelapor}, alamat {alamat_pelapor}."
            ),
            closing("surat permohonan"),
            signed(),
        ),
    ),
    41: Text(
        key="belum_akta_lahir",
        name="Pernyataan Belum Memiliki Akta Lahir",
        title="Surat Pernyataan Belum Memiliki Akta Kelahiran",
        code="400.12.3.1",
        summary="Pernyataan bahwa seseorang belum pernah mempunyai akta kelahiran.",
        body=doc(
            opening("menyatakan dengan sebenarnya bahwa:"),
            person("nama", "ttl", "jenis_kelamin", "alamat"),
            plain("adalah anak dari:"),
            identity(
                ("Nama ayah", "{nama_ayah}"), ("NIK ayah", "{nik_ayah}"), ("Nama ibu", "{nama_ibu}"), ("NIK ibu", "{nik_ibu}"),
            ),
            plain("dan sampai dengan dibuatnya surat pernyataan ini belum pernah memiliki akta kelahiran."),
            closing("surat pernyataan"),
            signed(),
        ),
    ),
}  # fmt: skip
