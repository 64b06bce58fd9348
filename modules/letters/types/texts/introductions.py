"""Introductions and statements for a purpose: travel, gatherings, losses, powers of attorney, orders."""

from __future__ import annotations

from balai.documents.blocks import condition, doc, heading, identity, paragraph, row, signature, space, table
from modules.letters.types.texts.writing import (
    Text,
    closing,
    opening,
    person,
    plain,
    purpose,
    signed,
    signed_with_district,
    signed_with_holder,
    validity,
)

TEXTS = {
    4: Text(
        key="bepergian",
        name="Keterangan Bepergian",
        title="Surat Keterangan Bepergian",
        code="400.12.2.2",
        summary="Menerangkan bahwa Anda penduduk desa ini yang sedang bepergian.",
        needs=("bepergian jauh",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan bermaksud bepergian ke luar {sebutan_desa|lower}."),
            purpose(),
            validity(),
            closing(),
            signed(),
        ),
    ),
    7: Text(
        key="izin_keluarga",
        name="Keterangan Izin Orang Tua, Suami, atau Istri",
        title="Surat Keterangan Izin Orang Tua/Suami/Istri",
        code="500.15",
        summary="Izin keluarga bagi calon Pekerja Migran Indonesia (PMI).",
        body=doc(
            paragraph("Yang bertanda tangan di bawah ini:"),
            person("nama", "ttl", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain(
                "selaku {form_memberi_izin_selaku|lower}, dengan ini memberi izin kepada "
                "{form_hubungan_dengan_pemberi_izin_penerima_izin|lower} saya:"
            ),
            person("nama", "ttl", "agama", "pekerjaan", "warga_negara", "alamat", of="penerima_izin"),
            plain(
                "untuk bekerja di {form_negara_tujuan_penerima_izin} sebagai {form_status_pekerjaan_tki_tkw_penerima_izin} melalui "
                "Perusahaan Penempatan Pekerja Migran Indonesia (P3MI) {form_nama_pptkis_penerima_izin} dengan masa kontrak "
                "{form_masa_kontrak_tahun_penerima_izin} tahun."
            ),
            paragraph("Demikian surat izin ini dibuat dengan sebenarnya dan tanpa paksaan dari siapa pun."),
            signature(("Penerima_Izin", "left", "Yang diberi izin,"), ("holder", "right", "Yang memberi izin,"), ("head", "center", "Mengetahui,")),
        ),
    ),
    19: Text(
        key="pengantar",
        name="Keterangan Pengantar",
        title="Surat Pengantar",
        code="400.12.2.1",
        summary="Pengantar dari desa untuk berbagai keperluan.",
        needs=("surat pengantar untuk keperluan lain",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "usia", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "gol_darah", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa}."),
            condition("form_keperluan", identity(("Keperluan", "{form_keperluan}"), ("Keterangan", "{form_keterangan}"))),
            validity(),
            closing("surat pengantar"),
            signed_with_holder("Pemegang surat,"),
        ),
    ),
    29: Text(
        key="kuasa",
        name="Kuasa",
        title="Surat Kuasa",
        code="400.10.2.2",
        summary="Kuasa kepada orang lain untuk mengurus sesuatu.",
        body=doc(
            paragraph("Yang bertanda tangan di bawah ini:"),
            person("nama", "nik", "ttl", "usia", "jenis_kelamin", "pekerjaan", "warga_negara", "alamat"),
            plain("selanjutnya disebut **Pemberi Kuasa**, dengan ini memberi kuasa kepada:"),
            person("nama", "nik", "ttl", "usia", "jenis_kelamin", "pekerjaan", "alamat", of="penerima_kuasa"),
            plain("selanjutnya disebut **Penerima Kuasa**."),
            heading("KHUSUS"),
            paragraph("Untuk {form_untuk_keperluan}."),
            paragraph(
                "Demikian surat kuasa ini dibuat dengan sebenarnya dalam keadaan sadar dan tanpa paksaan, untuk dapat "
                "dipergunakan sebagaimana mestinya."
            ),
            signature(
                ("Penerima_Kuasa", "left", "Penerima Kuasa,"), ("holder", "right", "Pemberi Kuasa, (meterai)"),
                ("head", "center", "Mengetahui,"),
            ),
        ),
    ),
    30: Text(
        key="keramaian",
        name="Pengantar Izin Keramaian",
        title="Surat Pengantar Izin Keramaian",
        code="300",
        summary="Pengantar ke kepolisian untuk acara yang mengundang orang banyak.",
        needs=("mengadakan hajatan atau acara",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan bermaksud mengadakan keramaian:"),
            identity(("Jenis acara", "**{form_jenis_acara}**"), ("Keperluan", "{form_keperluan}")),
            paragraph(
                "Pada prinsipnya kami tidak berkeberatan, dengan ketentuan penyelenggara menjaga keamanan, ketertiban, dan "
                "kebersihan lingkungan, serta mengurus izin kepada pihak yang berwenang."
            ),
            validity(),
            closing("surat pengantar"),
            signed_with_holder("Pemegang surat,"),
        ),
    ),
    31: Text(
        key="kehilangan",
        name="Pengantar Laporan Kehilangan",
        title="Surat Pengantar Laporan Kehilangan",
        code="300",
        summary="Pengantar ke kepolisian untuk melaporkan barang yang hilang.",
        needs=("melaporkan barang atau dokumen yang hilang",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan menyatakan telah kehilangan barang:"),
            identity(
                ("Nama barang", "**{form_nama_barang}**"), ("Rincian", "{form_rincian}"), ("Keterangan", "{form_keterangan}"),
            ),
            paragraph("Surat ini dipergunakan untuk melapor kepada kepolisian."),
            validity(),
            closing("surat pengantar"),
            signed_with_holder("Pemegang surat,"),
        ),
    ),
    32: Text(
        key="pas_lintas",
        name="Pengantar Permohonan Penerbitan Buku Pas Lintas",
        title="Surat Pengantar Permohonan Buku Pas Lintas Batas",
        code="400.12.2.2",
        summary="Pengantar untuk memohon buku pas lintas batas.",
        needs=("melintasi batas negara",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar penduduk {sebutan_desa} {nama_desa} dan bermaksud memohon penerbitan Buku Pas Lintas Batas, dengan pengikut:"),
            table(
                row("No", "Nama", "NIK", "L/P", "Tempat/tanggal lahir", "Hubungan", head=True),
                row("{no}", "{nama}", "{nik}", "{jenis_kelamin}", "{ttl}", "{hubungan_kk}", over="pengikut"),
                widths=[1, 5, 5, 3, 5, 3], size=10,
            ),
            validity(),
            closing("surat pengantar"),
            signed_with_district(),
        ),
    ),
    34: Text(
        key="perjalanan_dinas",
        name="Perintah Perjalanan Dinas",
        title="Surat Perintah Perjalanan Dinas",
        code="000.1.2.3",
        summary="Perintah perjalanan bagi perangkat desa.",
        body=doc(
            table(
                row("1", "Pejabat yang memberi perintah", "{jabatan_kepala_desa}"),
                row("2", "Nama yang diperintah", "**{nama}**"),
                row("3", "a. Pangkat dan golongan\nb. Jabatan/instansi\nc. Tingkat biaya perjalanan", "a. {form_pangkat_dan_golongan}\nb. {form_jabatan_instansi}\nc. {form_tingkat_biaya_perjalanan}"),
                row("4", "Maksud perjalanan dinas", "{form_maksud_perjalanan_dinas}"),
                row("5", "Alat angkut yang digunakan", "{form_alat_angkut_yang_digunakan}"),
                row("6", "a. Tempat berangkat\nb. Tempat tujuan", "a. {sebutan_desa} {nama_desa}\nb. {form_tempat_tujuan}"),
                row("7", "a. Tanggal berangkat\nb. Tanggal kembali", "a. {form_tanggal_berangkat|long_date}\nb. {form_tanggal_kembali|long_date}"),
                row("8", "Pengikut", "1. {form_nama_pengikut_i}\n2. {form_nama_pengikut_ii}\n3. {form_nama_pengikut_iii}\n4. {form_nama_pengikut_iv}\n5. {form_nama_pengikut_v}\n6. {form_nama_pengikut_vi}"),
                row("9", "Pembebanan anggaran", "APB {sebutan_desa} Tahun Anggaran {tahun}"),
                row("10", "Keterangan lain", "{form_keterangan_lain}"),
                widths=[1, 7, 10],
            ),
            space(3),
            signed(),
        ),
    ),
}  # fmt: skip
