"""Forms of population registration after Permendagri 109/2019: F-1.01 to F-1.06; and the F-1.15 of Permendagri 74/2022.

Their order of lines and their words are written from knowledge of the forms, not copied from the Berita Negara: what a counter
wants otherwise is mended here. See docs/panduan/surat-formulir.md for what was checked and what was not.
"""

from __future__ import annotations

from balai.documents.blocks import box_row, choice_row, date_row, doc, paragraph, row, signature, space, table
from modules.letters.types.attachments.declaration import Attachment
from modules.letters.types.attachments.parts import (
    DESTINATION,
    LAW,
    MOVE_KINDS,
    MOVE_REASONS,
    MOVE_WHO,
    MOVING_FAMILY,
    ORIGIN,
    head,
    name_row,
    nik_row,
    part,
)

_REGION = (
    box_row("Provinsi", "{kode_provinsi} {nama_provinsi|upper}"),
    box_row("Kabupaten/kota", "{kode_kabupaten} {nama_kabupaten|upper}"),
    box_row("Kecamatan", "{kode_kecamatan} {nama_kecamatan|upper}"),
    box_row("Desa/kelurahan", "{kode_desa} {nama_desa|upper}"),
    box_row("Dusun/dukuh/kampung", "{nama_dusun|upper}"),
)
_APPLICANT = (
    name_row("Nama lengkap", "nama"),
    nik_row("NIK", "nik"),
    nik_row("Nomor Kartu Keluarga", "no_kk"),
    box_row("Nomor handphone", "{telepon}", 14),
    box_row("Alamat surel", "{email}"),
)

F_1_01 = Attachment(
    code="F-1.01",
    title="Formulir Biodata Keluarga",
    regulation=LAW,
    orientation="landscape",
    size=8,
    body=doc(
        head("FORMULIR BIODATA KELUARGA", "(Diisi oleh pemohon atau petugas dengan huruf cetak)"),
        part("I. DATA KEPALA KELUARGA"),
        name_row("Nama kepala keluarga", "kepala_kk"),
        box_row("Alamat", "{alamat_jalan|upper}"),
        box_row("RT / RW / Kode pos", "{nama_rt} / {nama_rw} / {kode_pos}"),
        box_row("Telepon / surel", "{telepon} / {email}"),
        list(_REGION),
        part("II. DATA ANGGOTA KELUARGA"),
        table(
            row("No", "Nama lengkap", "NIK", "Nomor paspor", "Berlaku sampai", "Jenis kelamin", "Tempat lahir", "Tanggal lahir", "Kewarga-negaraan", head=True),
            row("{no}", "{nama|upper}", "{nik}", "{dokumen_pasport}", "{tanggal_akhir_paspor|short_date}", "{jenis_kelamin}", "{tempatlahir|upper}", "{tanggallahir|short_date}", "{warga_negara}", over="keluarga"),
            widths=[1, 6, 5, 3, 3, 3, 4, 3, 3], size=7,
        ),
        space(2),
        table(
            row("No", "Nomor akta kelahiran", "Gol. darah", "Agama", "Status perkawinan", "Nomor akta perkawinan", "Tanggal perkawinan", "Nomor akta perceraian", "Tanggal perceraian", head=True),
            row("{no}", "{akta_lahir}", "{gol_darah}", "{agama}", "{status_kawin}", "{akta_perkawinan}", "{tanggalperkawinan|short_date}", "{akta_perceraian}", "{tanggalperceraian|short_date}", over="keluarga"),
            widths=[1, 5, 2, 3, 4, 5, 3, 5, 3], size=7,
        ),
        space(2),
        table(
            row("No", "Hubungan dalam keluarga", "Penyandang disabilitas", "Pendidikan terakhir", "Jenis pekerjaan", "NIK ibu", "Nama ibu", "NIK ayah", "Nama ayah", head=True),
            row("{no}", "{hubungan_kk|upper}", "{cacat}", "{pendidikan_kk}", "{pekerjaan}", "{nik_ibu}", "{nama_ibu|upper}", "{nik_ayah}", "{nama_ayah|upper}", over="keluarga"),
            widths=[1, 4, 3, 4, 4, 5, 5, 5, 5], size=7,
        ),
        paragraph("Pernyataan: data di atas benar. Bila ternyata tidak benar, saya bersedia dikenai sanksi sesuai dengan ketentuan peraturan perundang-undangan.", indent=False),
        signature(("free", "left", "Petugas registrasi,"), ("holder", "right", "Kepala keluarga/pemohon,")),
    ),
)  # fmt: skip

F_1_02 = Attachment(
    code="F-1.02",
    title="Formulir Pendaftaran Peristiwa Kependudukan",
    regulation=LAW,
    body=doc(
        head("FORMULIR PENDAFTARAN PERISTIWA KEPENDUDUKAN"),
        part("I. DATA PEMOHON"),
        list(_APPLICANT),
        paragraph("**II. JENIS PERMOHONAN** (beri tanda silang)", indent=False, keep=True),
        choice_row("Kartu Keluarga", "form_alasan_permohonan", "Karena membentuk rumah tangga baru", "Penggantian kepala keluarga", "Pisah KK", "Pindah datang", "WNI dari luar negeri", "Rentan administrasi kependudukan", "Menumpang dalam KK", "Karena Penambahan Anggota Keluarga (Kelahiran, Kedatangan)", "Karena Pengurangan Anggota Keluarga (Kematian, Kepindahan)", "Perubahan elemen data", "Karena Kartu Keluarga hilang/rusak", "Lainnya"),
        choice_row("KTP-el", "", "Baru", "Pindah datang", "Hilang/rusak", "Perpanjangan ITAP", "Perubahan status kewarganegaraan", "Luar domisili"),
        choice_row("Kartu Identitas Anak", "", "Baru", "Hilang/rusak", "Perpanjangan ITAP", "Lainnya"),
        choice_row("Perubahan data", "", "Kartu Keluarga", "KTP-el", "KIA"),
        part("III. PERSYARATAN YANG DILAMPIRKAN"),
        choice_row("Dilampirkan", "", "KK lama/rusak", "Buku nikah/kutipan akta perkawinan", "Kutipan akta perceraian", "Surat keterangan pindah", "Surat keterangan pindah luar negeri", "KTP-el lama/rusak", "Dokumen perjalanan", "Surat keterangan hilang dari kepolisian", "Surat pernyataan perubahan elemen data (F-1.06)", "Lainnya"),
        space(3),
        signature(("free", "left", "Petugas,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

F_1_03 = Attachment(
    code="F-1.03",
    title="Formulir Pendaftaran Perpindahan Penduduk",
    regulation=LAW,
    size=8.5,
    body=doc(
        head("FORMULIR PENDAFTARAN PERPINDAHAN PENDUDUK"),
        nik_row("1. Nomor Kartu Keluarga", "no_kk"),
        name_row("2. Nama lengkap pemohon", "nama"),
        nik_row("3. NIK", "nik"),
        choice_row("4. Jenis permohonan", "form_jenis_permohonan", "SURAT KETERANGAN KEPENDUDUKAN", "SURAT KETERANGAN PINDAH", "SURAT KETERANGAN PINDAH LUAR NEGERI (SKPLN)", "SURAT KETERANGAN TEMPAT TINGGAL (SKTT)", "BAGI ORANG ASING TINGGAL TERBATAS"),
        paragraph("5. Alamat asal", indent=False, keep=True),
        list(ORIGIN[2:]),
        choice_row("6. Klasifikasi kepindahan", "form_klasifikasi_pindah", *MOVE_KINDS),
        paragraph("7. Alamat pindah", indent=False, keep=True),
        list(DESTINATION),
        choice_row("8. Alasan pindah", "form_alasan_pindah", *MOVE_REASONS, columns=4),
        choice_row("9. Jenis kepindahan", "form_jenis_kepindahan", *MOVE_WHO),
        choice_row("10. Yang tidak pindah", "form_status_kk_bagi_yang_tidak_pindah", "NUMPANG KK", "MEMBUAT KK BARU"),
        choice_row("11. Yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU"),
        paragraph("12. Anggota keluarga yang pindah", indent=False, keep=True),
        MOVING_FAMILY,
        paragraph("Diisi oleh orang asing atau yang pindah ke luar negeri", indent=False, keep=True),
        name_row("Nama sponsor", "form_nama_sponsor"),
        choice_row("Tipe sponsor", "form_tipe_sponsor", "ORGANISASI INTERNASIONAL", "PEMERINTAH", "PERUSAHAAN", "PERORANGAN", "TANPA SPONSOR", columns=3),
        box_row("Alamat sponsor", "{form_alamat_sponsor|upper}"),
        box_row("Nomor ITAS/ITAP", "{form_nomor_itas}"),
        date_row("Tanggal ITAS/ITAP", "form_tanggal_itas"),
        box_row("Negara tujuan / kode", "{form_negara_tujuan|upper} / {form_kode_negara}"),
        box_row("Alamat di luar negeri", "{form_alamat_tujuan_luar_negeri|upper}"),
        name_row("Penanggung jawab", "form_penanggung_jawab"),
        date_row("Rencana tanggal pindah", "form_tanggal_pindah"),
        space(2),
        signature(("free", "left", "Petugas registrasi,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

_STATEMENT = "Demikian surat pernyataan ini saya buat dengan sebenarnya. Apabila tidak benar, saya bersedia diproses sesuai dengan ketentuan peraturan perundang-undangan, dan dokumen yang diterbitkan atas pernyataan ini menjadi tidak sah."

F_1_04 = Attachment(
    code="F-1.04",
    title="Surat Pernyataan Tidak Memiliki Dokumen Kependudukan",
    regulation=LAW,
    size=10,
    by_default=False,
    body=doc(
        head("SURAT PERNYATAAN TIDAK MEMILIKI DOKUMEN KEPENDUDUKAN"),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        name_row("Nama lengkap", "nama"),
        choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
        box_row("Tempat lahir", "{tempatlahir|upper}"),
        date_row("Tanggal lahir", "tanggallahir"),
        box_row("Agama", "{agama|upper}"),
        box_row("Pekerjaan", "{pekerjaan|upper}"),
        box_row("Nama ayah", "{nama_ayah|upper}"),
        box_row("Nama ibu", "{nama_ibu|upper}"),
        box_row("Alamat", "{alamat|upper}"),
        paragraph("menyatakan dengan sebenarnya bahwa saya tidak memiliki dokumen kependudukan (beri tanda silang):", indent=False),
        choice_row("Dokumen", "", "Kartu Keluarga", "KTP-el", "Akta kelahiran", "Buku nikah/akta perkawinan", "Surat keterangan pindah", "Lainnya: ...................."),
        paragraph("karena: ..........................................................................................................", indent=False),
        paragraph(_STATEMENT, indent=False),
        paragraph("Saksi-saksi yang mengetahui keberadaan yang bersangkutan:", indent=False, keep=True),
        signature(("free", "left", "Saksi I,"), ("holder", "right", "Yang membuat pernyataan, (meterai)"), ("free", "left", "Saksi II,"), ("head", "right", "Mengetahui,")),
    ),
)  # fmt: skip

F_1_05 = Attachment(
    code="F-1.05",
    title="Surat Pernyataan Tanggung Jawab Mutlak Perkawinan/Perceraian Belum Tercatat",
    regulation=LAW,
    size=10,
    by_default=False,
    body=doc(
        head("SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK (SPTJM)", "PERKAWINAN/PERCERAIAN BELUM TERCATAT"),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        name_row("Nama lengkap", "nama"),
        nik_row("NIK", "nik"),
        box_row("Tempat lahir", "{tempatlahir|upper}"),
        date_row("Tanggal lahir", "tanggallahir"),
        box_row("Pekerjaan", "{pekerjaan|upper}"),
        box_row("Alamat", "{alamat|upper}"),
        paragraph("menyatakan bahwa saya (beri tanda silang):", indent=False),
        choice_row("Status", "", "Kawin belum tercatat dengan:", "Cerai hidup belum tercatat dengan:", columns=2),
        name_row("Nama lengkap", "nama_pasangan"),
        nik_row("NIK", "nik_pasangan"),
        box_row("Tempat lahir", "{tempatlahir_pasangan|upper}"),
        date_row("Tanggal lahir", "tanggallahir_pasangan"),
        box_row("Pekerjaan", "{pekerjaan_pasangan|upper}"),
        box_row("Alamat", "{alamat_pasangan|upper}"),
        box_row("Sejak tanggal", ""),
        paragraph(_STATEMENT, indent=False),
        signature(("free", "left", "Saksi I,"), ("holder", "right", "Yang membuat pernyataan, (meterai)"), ("free", "left", "Saksi II,"), ("free", "right", "Suami/istri,")),
    ),
)  # fmt: skip

F_1_06 = Attachment(
    code="F-1.06",
    title="Surat Pernyataan Perubahan Elemen Data Kependudukan",
    regulation=LAW,
    size=10,
    body=doc(
        head("SURAT PERNYATAAN PERUBAHAN ELEMEN DATA KEPENDUDUKAN"),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        name_row("Nama lengkap", "nama"),
        nik_row("NIK", "nik"),
        nik_row("Nomor Kartu Keluarga", "no_kk"),
        box_row("Alamat rumah", "{alamat|upper}"),
        paragraph("menyatakan bahwa data saya dan/atau anggota keluarga saya telah berubah, dengan rincian:", indent=False),
        table(
            row("No", "Nama dan NIK", "Elemen data", "Semula", "Menjadi", "Dasar perubahan", head=True),
            row("{no}", "{nama|upper}\n{nik}", "{elemen}", "{semula|upper}", "{menjadi|upper}", "{dasar}", over="perubahan"),
            widths=[1, 6, 4, 5, 5, 5], size=9,
        ),
        paragraph(_STATEMENT, indent=False),
        signature(("holder", "right", "Yang membuat pernyataan, (meterai)")),
    ),
)  # fmt: skip

#: The number F-1.15 was given anew: the form of Permendagri 19/2010 keeps its code, this one is told apart by what it is for.
F_1_15_NEW = Attachment(
    code="F-1.15-NP",
    title="Formulir Pendaftaran Penduduk Nonpermanen",
    regulation="Permendagri 74/2022",
    size=9.5,
    corner="F-1.15",
    by_default=False,
    body=doc(
        head("FORMULIR PENDAFTARAN PENDUDUK NONPERMANEN"),
        part("I. DATA PENDUDUK"),
        name_row("Nama lengkap", "nama"),
        nik_row("NIK", "nik"),
        nik_row("Nomor Kartu Keluarga", "no_kk"),
        choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
        box_row("Tempat lahir", "{tempatlahir|upper}"),
        date_row("Tanggal lahir", "tanggallahir"),
        box_row("Agama", "{agama|upper}"),
        box_row("Status perkawinan", "{status_kawin|upper}"),
        box_row("Pendidikan", "{pendidikan_kk|upper}"),
        box_row("Pekerjaan", "{pekerjaan|upper}"),
        box_row("Kewarganegaraan", "{warga_negara}"),
        box_row("Nomor handphone", "{telepon}", 14),
        box_row("Alamat surel", "{email}"),
        part("II. ALAMAT ASAL (MENURUT KTP-EL ATAU KK)"),
        box_row("Alamat", "{alamat_sebelumnya|upper}"),
        box_row("RT / RW / kode pos", ""),
        box_row("Desa/kelurahan", ""), box_row("Kecamatan", ""), box_row("Kabupaten/kota", ""), box_row("Provinsi", ""),
        part("III. ALAMAT TEMPAT TINGGAL SEKARANG"),
        box_row("Alamat", "{alamat_jalan|upper}"),
        box_row("RT / RW / kode pos", "{nama_rt} / {nama_rw} / {kode_pos}"),
        box_row("Desa/kelurahan", "{nama_desa|upper}"), box_row("Kecamatan", "{nama_kecamatan|upper}"),
        box_row("Kabupaten/kota", "{nama_kabupaten|upper}"), box_row("Provinsi", "{nama_provinsi|upper}"),
        part("IV. MAKSUD DAN LAMA TINGGAL"),
        choice_row("Maksud tinggal", "", "Bekerja", "Bersekolah/kuliah", "Berobat", "Mengikuti keluarga", "Lainnya", columns=3),
        box_row("Sejak tanggal", ""), box_row("Rencana sampai", ""),
        space(2),
        signature(("head", "left", "Mengetahui,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

FORMS = (F_1_01, F_1_02, F_1_03, F_1_04, F_1_05, F_1_06, F_1_15_NEW)
