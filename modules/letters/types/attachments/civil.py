"""Forms of the civil registry after Permendagri 109/2019: F-1.01, F-1.02, F-1.03, F-1.06, F-2.01; and F-2.30, F-2.12."""

from __future__ import annotations

from balai.documents.blocks import (
    box_row,
    choice_row,
    doc,
    heading,
    page_break,
    paragraph,
    row,
    signature,
    space,
    table,
)
from modules.letters.types.attachments.declaration import Attachment

_LAW = "Permendagri 109/2019"


def _head(title: str, *lines: str) -> list[dict[str, object]]:
    return [heading(f"**{title}**", level=1), *[paragraph(line, align="center", indent=False) for line in lines]]


_REGION = (
    box_row("Provinsi", "{kode_provinsi} {nama_provinsi|upper}"),
    box_row("Kabupaten/kota", "{kode_kabupaten} {nama_kabupaten|upper}"),
    box_row("Kecamatan", "{kode_kecamatan} {nama_kecamatan|upper}"),
    box_row("Desa/kelurahan", "{kode_desa} {nama_desa|upper}"),
    box_row("Dusun/dukuh/kampung", "{nama_dusun|upper}"),
)
_APPLICANT = (
    box_row("Nama lengkap", "{nama|upper}"),
    box_row("NIK", "{nik}", 16),
    box_row("Nomor Kartu Keluarga", "{no_kk}", 16),
    box_row("Nomor handphone", "{telepon}", 14),
    box_row("Alamat surel", "{email}"),
)

F_1_01 = Attachment(
    code="F-1.01",
    title="Formulir Biodata Keluarga",
    regulation=_LAW,
    orientation="landscape",
    size=8,
    body=doc(
        _head("FORMULIR BIODATA KELUARGA", "(Diisi oleh pemohon atau petugas dengan huruf cetak)"),
        paragraph("**I. DATA KEPALA KELUARGA**", indent=False, keep=True),
        box_row("Nama kepala keluarga", "{kepala_kk|upper}"),
        box_row("Alamat", "{alamat_jalan|upper}"),
        box_row("RT / RW / Kode pos", "{nama_rt} / {nama_rw} / {kode_pos}"),
        box_row("Telepon / surel", "{telepon} / {email}"),
        list(_REGION),
        paragraph("**II. DATA ANGGOTA KELUARGA**", indent=False, keep=True),
        table(
            row("No", "Nama lengkap", "NIK", "Nomor paspor", "Berlaku sampai", "Jenis kelamin", "Tempat lahir", "Tanggal lahir", "Kewarganegaraan", head=True),
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
            row("No", "Hubungan dalam keluarga", "Penyandang cacat", "Pendidikan terakhir", "Jenis pekerjaan", "NIK ibu", "Nama ibu", "NIK ayah", "Nama ayah", head=True),
            row("{no}", "{hubungan_kk|upper}", "{cacat}", "{pendidikan_kk}", "{pekerjaan}", "{nik_ibu}", "{nama_ibu|upper}", "{nik_ayah}", "{nama_ayah|upper}", over="keluarga"),
            widths=[1, 4, 3, 4, 4, 4, 5, 4, 5], size=7,
        ),
        paragraph("Pernyataan: data di atas benar. Bila ternyata tidak benar, saya bersedia dikenai sanksi sesuai dengan ketentuan peraturan perundang-undangan.", indent=False),
        signature(("free", "left", "Petugas registrasi,"), ("holder", "right", "Kepala keluarga/pemohon,")),
    ),
)  # fmt: skip

F_1_02 = Attachment(
    code="F-1.02",
    title="Formulir Pendaftaran Peristiwa Kependudukan",
    regulation=_LAW,
    body=doc(
        _head("FORMULIR PENDAFTARAN PERISTIWA KEPENDUDUKAN"),
        paragraph("**I. DATA PEMOHON**", indent=False, keep=True),
        list(_APPLICANT),
        paragraph("**II. JENIS PERMOHONAN** (beri tanda silang)", indent=False, keep=True),
        choice_row("Kartu Keluarga", "form_alasan_permohonan", "Karena membentuk rumah tangga baru", "Penggantian kepala keluarga", "Pisah KK", "Pindah datang", "WNI dari luar negeri", "Rentan administrasi kependudukan", "Menumpang dalam KK", "Karena Penambahan Anggota Keluarga (Kelahiran, Kedatangan)", "Karena Pengurangan Anggota Keluarga (Kematian, Kepindahan)", "Perubahan elemen data", "Karena Kartu Keluarga hilang/rusak", "Lainnya"),
        choice_row("KTP-el", "", "Baru", "Pindah datang", "Hilang/rusak", "Perpanjangan ITAP", "Perubahan status kewarganegaraan", "Luar domisili"),
        choice_row("Kartu Identitas Anak", "", "Baru", "Hilang/rusak", "Perpanjangan ITAP", "Lainnya"),
        choice_row("Perubahan data", "", "Kartu Keluarga", "KTP-el", "KIA"),
        paragraph("**III. PERSYARATAN YANG DILAMPIRKAN**", indent=False, keep=True),
        choice_row("Dilampirkan", "", "KK lama/rusak", "Buku nikah/kutipan akta perkawinan", "Kutipan akta perceraian", "Surat keterangan pindah", "Surat keterangan pindah luar negeri", "KTP-el lama/rusak", "Dokumen perjalanan", "Surat keterangan hilang dari kepolisian", "Surat pernyataan perubahan elemen data (F-1.06)", "Lainnya"),
        space(3),
        signature(("free", "left", "Petugas,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

_MOVE_REASONS = ("PEKERJAAN", "PENDIDIKAN", "KEAMANAN", "KESEHATAN", "PERUMAHAN", "KELUARGA", "LAINNYA")
_MOVE_KINDS = (
    "DALAM SATU DESA/KELURAHAN",
    "ANTAR DESA/KELURAHAN",
    "ANTAR KECAMATAN",
    "ANTAR KAB/KOTA",
    "ANTAR PROVINSI",
)
_MOVE_WHO = (
    "KEP. KELUARGA",
    "KEP. KELUARGA DAN SELURUH ANGG. KELUARGA",
    "KEP. KELUARGA DAN SBG. ANGG. KELUARGA",
    "ANGG. KELUARGA",
)
_DESTINATION = (
    box_row("Alamat tujuan", "{form_alamat_tujuan|upper}"),
    box_row("RT / RW / dusun", "{form_rt_tujuan} / {form_rw_tujuan} / {form_dusun_tujuan|upper}"),
    box_row("Desa/kelurahan", "{form_desa_atau_kelurahan_tujuan|upper}"),
    box_row("Kecamatan", "{form_kecamatan_tujuan|upper}"),
    box_row("Kabupaten/kota", "{form_kabupaten_tujuan|upper}"),
    box_row("Provinsi", "{form_provinsi_tujuan|upper}"),
    box_row("Kode pos / telepon", "{form_kode_pos_tujuan} / {form_telepon_tujuan}"),
)
_ORIGIN = (
    box_row("Nomor Kartu Keluarga", "{no_kk}", 16),
    box_row("Nama kepala keluarga", "{kepala_kk|upper}"),
    box_row("Alamat", "{alamat_jalan|upper}"),
    box_row("RT / RW / dusun", "{nama_rt} / {nama_rw} / {nama_dusun|upper}"),
    box_row("Desa/kelurahan", "{nama_desa|upper}"),
    box_row("Kecamatan", "{nama_kecamatan|upper}"),
    box_row("Kabupaten/kota", "{nama_kabupaten|upper}"),
    box_row("Provinsi", "{nama_provinsi|upper}"),
    box_row("Kode pos / telepon", "{kode_pos} / {form_telepon_pemohon}"),
)
MOVING_FAMILY = table(
    row("No", "NIK", "Nama", "Masa berlaku KTP", "SHDK", head=True),
    row("{no}", "{nik}", "{nama|upper}", "SEUMUR HIDUP", "{hubungan_kk|upper}", over="pengikut"),
    widths=[1, 5, 8, 4, 4], size=8,
)  # fmt: skip

F_1_03 = Attachment(
    code="F-1.03",
    title="Formulir Pendaftaran Perpindahan Penduduk",
    regulation=_LAW,
    size=8.5,
    body=doc(
        _head("FORMULIR PENDAFTARAN PERPINDAHAN PENDUDUK"),
        box_row("1. Nomor Kartu Keluarga", "{no_kk}", 16),
        box_row("2. Nama lengkap pemohon", "{nama|upper}"),
        box_row("3. NIK", "{nik}", 16),
        choice_row("4. Jenis permohonan", "form_jenis_permohonan", "SURAT KETERANGAN KEPENDUDUKAN", "SURAT KETERANGAN PINDAH", "SURAT KETERANGAN PINDAH LUAR NEGERI (SKPLN)", "SURAT KETERANGAN TEMPAT TINGGAL (SKTT)", "BAGI ORANG ASING TINGGAL TERBATAS"),
        paragraph("5. Alamat asal", indent=False, keep=True),
        list(_ORIGIN[2:]),
        choice_row("6. Klasifikasi kepindahan", "form_klasifikasi_pindah", *_MOVE_KINDS),
        paragraph("7. Alamat pindah", indent=False, keep=True),
        list(_DESTINATION),
        choice_row("8. Alasan pindah", "form_alasan_pindah", *_MOVE_REASONS, columns=4),
        choice_row("9. Jenis kepindahan", "form_jenis_kepindahan", *_MOVE_WHO),
        choice_row("10. Yang tidak pindah", "form_status_kk_bagi_yang_tidak_pindah", "NUMPANG KK", "MEMBUAT KK BARU"),
        choice_row("11. Yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU"),
        paragraph("12. Anggota keluarga yang pindah", indent=False, keep=True),
        MOVING_FAMILY,
        paragraph("Diisi oleh orang asing atau yang pindah ke luar negeri", indent=False, keep=True),
        box_row("Nama sponsor", "{form_nama_sponsor|upper}"),
        choice_row("Tipe sponsor", "form_tipe_sponsor", "ORGANISASI INTERNASIONAL", "PEMERINTAH", "PERUSAHAAN", "PERORANGAN", "TANPA SPONSOR", columns=3),
        box_row("Alamat sponsor", "{form_alamat_sponsor|upper}"),
        box_row("Nomor dan tanggal ITAS/ITAP", "{form_nomor_itas} {form_tanggal_itas|short_date}"),
        box_row("Negara tujuan / kode", "{form_negara_tujuan|upper} / {form_kode_negara}"),
        box_row("Alamat di luar negeri", "{form_alamat_tujuan_luar_negeri|upper}"),
        box_row("Penanggung jawab", "{form_penanggung_jawab|upper}"),
        box_row("Rencana tanggal pindah", "{form_tanggal_pindah|short_date}"),
        space(2),
        signature(("free", "left", "Petugas registrasi,"), ("holder", "right", "Pemohon,")),
    ),
)  # fmt: skip

F_1_06 = Attachment(
    code="F-1.06",
    title="Surat Pernyataan Perubahan Elemen Data Kependudukan",
    regulation=_LAW,
    size=10,
    body=doc(
        _head("SURAT PERNYATAAN PERUBAHAN ELEMEN DATA KEPENDUDUKAN"),
        paragraph("Yang bertanda tangan di bawah ini:", indent=False),
        box_row("Nama lengkap", "{nama|upper}"),
        box_row("NIK", "{nik}", 16),
        box_row("Nomor Kartu Keluarga", "{no_kk}", 16),
        box_row("Alamat rumah", "{alamat|upper}"),
        paragraph("menyatakan bahwa data saya dan/atau anggota keluarga saya telah berubah, dengan rincian:", indent=False),
        table(
            row("No", "Nama dan NIK", "Elemen data", "Semula", "Menjadi", "Dasar perubahan", head=True),
            row("1", "{nama|upper}\n{nik}", "", "", "", ""), row("2", "", "", "", "", ""), row("3", "", "", "", "", ""),
            row("4", "", "", "", "", ""),
            widths=[1, 6, 4, 4, 4, 5],
        ),
        paragraph(
            "Demikian surat pernyataan ini saya buat dengan sebenarnya. Apabila tidak benar, saya bersedia diproses sesuai dengan "
            "ketentuan peraturan perundang-undangan, dan dokumen yang diterbitkan atas pernyataan ini menjadi tidak sah.",
            indent=False,
        ),
        signature(("holder", "right", "Yang membuat pernyataan, (meterai)")),
    ),
)  # fmt: skip

_EVENT_CHOICES = (
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
    "Pembetulan akta",
    "Pembatalan akta",
)

F_2_01 = Attachment(
    code="F-2.01",
    title="Formulir Pelaporan Pencatatan Sipil di dalam Wilayah NKRI",
    regulation=_LAW,
    size=8.5,
    body=doc(
        _head("FORMULIR PELAPORAN PENCATATAN SIPIL", "DI DALAM WILAYAH NKRI"),
        choice_row("Jenis pelaporan", "judul_surat", *_EVENT_CHOICES, columns=3),
        paragraph("**DATA PELAPOR**", indent=False, keep=True),
        box_row("Nama", "{nama_pelapor|upper}"), box_row("NIK", "{nik_pelapor}", 16),
        box_row("Nomor dokumen perjalanan", "{dokumen_pasport_pelapor}"), box_row("Nomor Kartu Keluarga", "{no_kk_pelapor}", 16),
        box_row("Kewarganegaraan", "{warga_negara_pelapor}"),
        paragraph("**DATA SAKSI I**", indent=False, keep=True),
        box_row("Nama", "{nama_saksi_i|upper}"), box_row("NIK", "{nik_saksi_i}", 16), box_row("Nomor Kartu Keluarga", "{no_kk_saksi_i}", 16),
        paragraph("**DATA SAKSI II**", indent=False, keep=True),
        box_row("Nama", "{nama_saksi_ii|upper}"), box_row("NIK", "{nik_saksi_ii}", 16), box_row("Nomor Kartu Keluarga", "{no_kk_saksi_ii}", 16),
        paragraph("**DATA ORANG TUA**", indent=False, keep=True),
        box_row("Nama ayah", "{nama_ayah|upper}"), box_row("NIK ayah", "{nik_ayah}", 16),
        box_row("Nama ibu", "{nama_ibu|upper}"), box_row("NIK ibu", "{nik_ibu}", 16),
        paragraph("**DATA ANAK** (kelahiran)", indent=False, keep=True),
        box_row("Nama", "{nama|upper}"),
        choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
        choice_row("Tempat dilahirkan", "tempat_dilahirkan", "RS/RB", "Puskesmas", "Polindes", "Rumah", "Lainnya", columns=5),
        box_row("Tempat kelahiran", "{tempat_kelahiran|upper}"),
        box_row("Hari dan tanggal lahir", "{hari_kelahiran|upper}, {tanggal_kelahiran|short_date}"), box_row("Pukul", "{jam_kelahiran}"),
        choice_row("Jenis kelahiran", "jenis_kelahiran", "Tunggal", "Kembar 2", "Kembar 3", "Kembar 4", columns=4),
        box_row("Kelahiran ke", "{kelahiran_anak}", 2),
        choice_row("Penolong kelahiran", "penolong_kelahiran", "Dokter", "Bidan Perawat", "Dukun", "Lainnya", columns=4),
        box_row("Berat / panjang bayi", "{berat_bayi} / {panjang_bayi}"),
        paragraph("**DATA KEMATIAN**", indent=False, keep=True),
        box_row("NIK", "{nik}", 16), box_row("Nama lengkap", "{nama|upper}"),
        box_row("Hari dan tanggal kematian", "{hari_kematian|upper}, {tanggal_kematian|short_date}"), box_row("Pukul", "{jam_kematian}"),
        choice_row("Sebab kematian", "penyebab_kematian", "Sakit biasa / tua", "Wabah Penyakit", "Kecelakaan", "Kriminalitas", "Bunuh Diri", "Lainnya", columns=3),
        box_row("Tempat kematian", "{tempat_kematian|upper}"),
        choice_row("Yang menerangkan", "penolong_kematian", "Dokter", "Tenaga Kesehatan", "Kepolisian", "Lainnya", columns=4),
        signature(("free", "left", "Petugas,"), ("pelapor", "right", "Pelapor,")),
    ),
)  # fmt: skip

F_2_30 = Attachment(
    code="F-2.30",
    title="Formulir Pelaporan Kematian",
    regulation=_LAW,
    body=doc(
        _head("FORMULIR PELAPORAN KEMATIAN"),
        list(_REGION),
        paragraph("**JENAZAH**", indent=False, keep=True),
        box_row("NIK", "{nik}", 16), box_row("Nama lengkap", "{nama|upper}"),
        choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
        box_row("Tempat/tanggal lahir", "{ttl}"), box_row("Agama", "{agama}"), box_row("Pekerjaan", "{pekerjaan}"),
        box_row("Alamat", "{alamat|upper}"), box_row("Anak ke", "{anakke_kematian}", 2),
        box_row("Hari dan tanggal kematian", "{hari_kematian|upper}, {tanggal_kematian|short_date}"), box_row("Pukul", "{jam_kematian}"),
        choice_row("Sebab kematian", "penyebab_kematian", "Sakit biasa / tua", "Wabah Penyakit", "Kecelakaan", "Kriminalitas", "Bunuh Diri", "Lainnya", columns=3),
        box_row("Tempat kematian", "{tempat_kematian|upper}"),
        choice_row("Yang menerangkan", "penolong_kematian", "Dokter", "Tenaga Kesehatan", "Kepolisian", "Lainnya", columns=4),
        paragraph("**AYAH DAN IBU**", indent=False, keep=True),
        box_row("Nama ayah", "{nama_ayah|upper}"), box_row("NIK ayah", "{nik_ayah}", 16),
        box_row("Nama ibu", "{nama_ibu|upper}"), box_row("NIK ibu", "{nik_ibu}", 16),
        paragraph("**PELAPOR**", indent=False, keep=True),
        box_row("Nama", "{nama_pelapor|upper}"), box_row("NIK", "{nik_pelapor}", 16), box_row("Umur", "{usia_pelapor}"), box_row("Alamat", "{alamat_pelapor|upper}"),
        paragraph("**SAKSI**", indent=False, keep=True),
        box_row("Saksi I", "{nama_saksi_i|upper}, {nik_saksi_i}"), box_row("Saksi II", "{nama_saksi_ii|upper}, {nik_saksi_ii}"),
        signature(("pelapor", "left", "Pelapor,"), ("head", "right")),
    ),
)  # fmt: skip


def _spouse(title: str, suffix: str) -> list[dict[str, object]]:
    end = f"_{suffix}" if suffix else ""
    return [
        paragraph(f"**{title}**", indent=False, keep=True),
        box_row("NIK", f"{{nik{end}}}", 16), box_row("Nomor KK", f"{{no_kk{end}}}", 16),
        box_row("Nama lengkap", f"{{nama{end}|upper}}"), box_row("Tempat/tanggal lahir", f"{{ttl{end}}}"),
        box_row("Alamat", f"{{alamat{end}|upper}}"), box_row("Pendidikan", f"{{pendidikan_kk{end}}}"),
        box_row("Agama", f"{{agama{end}}}"), box_row("Pekerjaan", f"{{pekerjaan{end}}}"),
        box_row("Kewarganegaraan", f"{{warga_negara{end}}}"),
        box_row("Status sebelum kawin", f"{{form_status_kawin{end}}}"),
        box_row("Anak ke / perkawinan ke", f"{{form_anak_ke{end}}} / {{form_perkawinan_ke{end}}}"),
    ]  # fmt: skip


F_2_12 = Attachment(
    code="F-2.12",
    title="Formulir Pencatatan Perkawinan",
    regulation=_LAW,
    size=8.5,
    body=doc(
        _head("FORMULIR PENCATATAN PERKAWINAN"),
        _spouse("DATA SUAMI", ""),
        box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan}"),
        box_row("Nama ayah / NIK", "{nama_dapp|upper} / {nik_dapp}"), box_row("Nama ibu / NIK", "{nama_dipp|upper} / {nik_dipp}"),
        box_row("Istri terdahulu", "{form_nama_istri_terdahulu_ilama|upper}, {form_tanggal_meninggal_ilama|short_date} {form_tempat_meninggal_ilama}"),
        _spouse("DATA ISTRI", "cpw"),
        box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan_cpw}"),
        box_row("Nama ayah / NIK", "{nama_dapw|upper} / {nik_dapw}"), box_row("Nama ibu / NIK", "{nama_dipw|upper} / {nik_dipw}"),
        box_row("Suami terdahulu", "{form_nama_suami_terdahulu_slama|upper}, {form_tanggal_meninggal_slama|short_date} {form_tempat_meninggal_slama}"),
        page_break(),
        paragraph("**DATA SAKSI**", indent=False, keep=True),
        box_row("Saksi I", "{nama_saksi_i|upper}, {nik_saksi_i}"), box_row("Saksi II", "{nama_saksi_ii|upper}, {nik_saksi_ii}"),
        paragraph("**DATA PERKAWINAN**", indent=False, keep=True),
        box_row("Hari, tanggal", "{form_hari_nikah_kawin|upper}, {form_tanggal_nikah_kawin|short_date}"), box_row("Pukul", "{form_jam_nikah_kawin}"),
        box_row("Agama/penghayat", "{form_agama_kawin|upper}"), box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan_kawin}"),
        box_row("Badan peradilan", "{form_nama_badan_peradilan_kawin}"),
        box_row("Nomor dan tanggal putusan", "{form_nomor_putusan_penetapan_pengadilan_kawin} {form_tanggal_putusan_penetapan_pengadilan_kawin|short_date}"),
        box_row("Pemuka agama/penghayat", "{form_nama_pemuka_agama_pghyt_kepercayaan_kawin}"),
        box_row("Izin perwakilan bagi WNA", "{form_ijin_perwakilan_bagi_wna_nomor_kawin}"),
        box_row("Anak yang diakui/disahkan", "{form_jumlah_anak_yang_telah_diakui_dan_disahkan_kawin}"),
        table(
            row("No", "Nama anak", "Nomor akta kelahiran", "Tanggal akta", head=True),
            *[
                row(str(number), f"{{form_nama_anak_{word}_kawin|upper}}", f"{{form_no_akta_lahir_anak_{word}_kawin}}", f"{{form_tanggal_lahir_anak_{word}_kawin|short_date}}")
                for number, word in enumerate(("pertama", "kedua", "ketiga", "ke_empat", "ke_lima", "ke_enam"), 1)
            ],
            widths=[1, 8, 6, 4],
        ),
        signature(("holder", "left", "Suami,"), ("cpw", "right", "Istri,"), ("saksi_i", "left", "Saksi I,"), ("saksi_ii", "right", "Saksi II,")),
    ),
)  # fmt: skip

FORMS = (F_1_01, F_1_02, F_1_03, F_1_06, F_2_01, F_2_12, F_2_30)
ORIGIN, DESTINATION = _ORIGIN, _DESTINATION
MOVE_REASONS, MOVE_KINDS, MOVE_WHO = _MOVE_REASONS, _MOVE_KINDS, _MOVE_WHO
__all__ = ["DESTINATION", "FORMS", "MOVE_KINDS", "MOVE_REASONS", "MOVE_WHO", "MOVING_FAMILY", "ORIGIN"]
