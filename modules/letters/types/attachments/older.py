"""Forms of Permendagri 19/2010, which Permendagri 109/2019 replaced: shipped because offices still ask for them, marked with
their regulation, off. F-2.12 and F-2.30 are among them: the forms of 109/2019 know F-2.01 alone for marriages and deaths.
"""

from __future__ import annotations

from typing import Any

from balai.documents.blocks import (
    box_row,
    choice_row,
    condition,
    date_row,
    doc,
    heading,
    page_break,
    paragraph,
    row,
    signature,
    table,
)
from modules.letters.types.attachments.declaration import Attachment
from modules.letters.types.attachments.parts import (
    DESTINATION,
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

Node = dict[str, Any]
_OLD = "Permendagri 19/2010 (diganti Permendagri 109/2019)"


def _title(text: str) -> list[Node]:
    return [heading(f"**{text}**", level=1)]


_MEMBERS = table(
    row("No", "NIK", "Nama lengkap", "Hubungan dalam keluarga", head=True),
    row("{no}", "{nik}", "{nama|upper}", "{hubungan_kk|upper}", over="keluarga"),
    widths=[1, 5, 8, 5], size=8,
)  # fmt: skip
_CARD = (
    name_row("Nama lengkap pemohon", "nama"),
    nik_row("NIK pemohon", "nik"),
    nik_row("Nomor KK semula", "no_kk"),
    box_row("Alamat pemohon", "{alamat_jalan|upper}"),
    box_row("RT / RW / dusun", "{nama_rt} / {nama_rw} / {nama_dusun|upper}"),
    box_row("Desa/kelurahan", "{nama_desa|upper}"),
    box_row("Kecamatan", "{nama_kecamatan|upper}"),
    box_row("Kabupaten/kota", "{nama_kabupaten|upper}"),
    box_row("Provinsi", "{nama_provinsi|upper}"),
    box_row("Kode pos", "{kode_pos}", 5),
    box_row("Telepon", "{telepon}", 14),
)
_SIGNED = signature(("head", "left", "Mengetahui,"), ("holder", "right", "Pemohon,"))

F_1_08 = Attachment(
    "F-1.08", "Surat Keterangan Pindah Datang WNI", _OLD, current=False, size=9,
    body=doc(
        _title("SURAT KETERANGAN PINDAH DATANG WNI"),
        paragraph("Nomor : {nomor_surat}", align="center"),
        part("DATA DAERAH ASAL"), list(ORIGIN),
        nik_row("NIK pemohon", "nik"), name_row("Nama lengkap", "nama"),
        part("DATA KEPINDAHAN"),
        choice_row("Alasan pindah", "form_alasan_pindah", *MOVE_REASONS, columns=4),
        list(DESTINATION),
        choice_row("Klasifikasi pindah", "form_klasifikasi_pindah", *MOVE_KINDS),
        choice_row("Jenis kepindahan", "form_jenis_kepindahan", *MOVE_WHO),
        choice_row("KK bagi yang tidak pindah", "form_status_kk_bagi_yang_tidak_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "TIDAK ADA ANGGOTA KELUARGA YANG DITINGGAL", "NOMOR KK TETAP"),
        choice_row("KK bagi yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "NOMOR KK TETAP", columns=3),
        date_row("Rencana tanggal pindah", "form_tanggal_pindah"),
        paragraph("Keluarga yang pindah:", indent=False, keep=True), MOVING_FAMILY,
        signature(("holder", "left", "Pemohon,"), ("head", "right")),
    ),
)  # fmt: skip

F_1_15 = Attachment(
    "F-1.15", "Formulir Permohonan Kartu Keluarga Baru WNI", _OLD, current=False,
    body=doc(
        _title("FORMULIR PERMOHONAN KARTU KELUARGA (KK) BARU WARGA NEGARA INDONESIA"), list(_CARD),
        choice_row("Alasan permohonan", "form_alasan_permohonan", "KARENA MEMBENTUK RUMAH TANGGA BARU", "KARENA KARTU KELUARGA HILANG/RUSAK", "LAINNYA"),
        paragraph("Daftar anggota keluarga:", indent=False, keep=True), _MEMBERS, _SIGNED,
    ),
)  # fmt: skip

F_1_16 = Attachment(
    "F-1.16", "Formulir Permohonan Perubahan Kartu Keluarga WNI", _OLD, current=False,
    body=doc(
        _title("FORMULIR PERMOHONAN PERUBAHAN KARTU KELUARGA (KK) WARGA NEGARA INDONESIA"), list(_CARD),
        choice_row("Alasan permohonan", "form_alasan_permohonan", "Karena Penambahan Anggota Keluarga (Kelahiran, Kedatangan)", "Karena Pengurangan Anggota Keluarga (Kematian, Kepindahan)", "Lainnya", columns=1),
        paragraph("Daftar anggota keluarga:", indent=False, keep=True), _MEMBERS, _SIGNED,
    ),
)  # fmt: skip

#: Which form a move is asked for on, by its kind: code at departure, code at arrival, the line below the title. Inside one
#: village nobody arrives, so there is no such form.
_BY_KIND = (
    ("DALAM SATU DESA/KELURAHAN", "F-1.23", "", "Dalam Satu Desa/Kelurahan"),
    ("ANTAR DESA/KELURAHAN", "F-1.25", "F-1.27", "Antar Desa/Kelurahan dalam Satu Kecamatan"),
    ("ANTAR KECAMATAN", "F-1.29", "F-1.31", "Antar Kecamatan dalam Satu Kabupaten/Kota"),
    ("ANTAR KAB/KOTA|ANTAR PROVINSI", "F-1.34", "F-1.39", "Antar Kabupaten/Kota atau Antar Provinsi"),
)


def _headings(title: str, departure: bool) -> list[Node]:
    """Code, title and kind of move, as the answered kind says; the form's own code where it says nothing."""
    field = "form_klasifikasi_pindah"
    own = "F-1.25" if departure else "F-1.27"
    made = []
    for kinds, leaving, arriving, words in _BY_KIND:
        code = (leaving if departure else arriving) or own
        made.append(
            condition(
                f"{field}={kinds}", paragraph(code, align="right"), _title(title.upper()),
                paragraph(words, align="center", indent=False),
            )
        )  # fmt: skip
    every = "|".join(kinds for kinds, *_rest in _BY_KIND)
    made.append(condition(f"{field}={every}", paragraph(own, align="right"), _title(title.upper()), negate=True))
    return made


def _moving(code: str, title: str, departure: bool) -> Attachment:
    place = [part("DATA DAERAH TUJUAN"), *DESTINATION]
    return Attachment(
        code, title, _OLD, current=False, size=8.5, corner="",
        body=doc(
            _headings(title, departure),
            part("DATA DAERAH ASAL"), list(ORIGIN),
            nik_row("NIK pemohon", "nik"), name_row("Nama lengkap", "nama"),
            part("DATA KEPINDAHAN" if departure else "DATA KEDATANGAN"),
            choice_row("Alasan pindah", "form_alasan_pindah", *MOVE_REASONS, columns=4),
            place,
            choice_row("Klasifikasi pindah", "form_klasifikasi_pindah", *MOVE_KINDS),
            choice_row("Jenis kepindahan", "form_jenis_kepindahan", *MOVE_WHO),
            choice_row("KK bagi yang tidak pindah", "form_status_kk_bagi_yang_tidak_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "TIDAK ADA ANGGOTA KELUARGA YANG DITINGGAL", "NOMOR KK TETAP"),
            choice_row("KK bagi yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "NOMOR KK TETAP", columns=3),
            date_row("Rencana tanggal pindah" if departure else "Tanggal kedatangan", "form_tanggal_pindah"),
            paragraph("Keluarga yang pindah:" if departure else "Keluarga yang datang:", indent=False, keep=True), MOVING_FAMILY, _SIGNED,
        ),
    )  # fmt: skip


F_1_25 = _moving("F-1.25", "Formulir Permohonan Pindah WNI", departure=True)
F_1_27 = _moving("F-1.27", "Formulir Permohonan Pindah Datang WNI", departure=False)

F_2_30 = Attachment(
    code="F-2.30",
    title="Formulir Pelaporan Kematian",
    regulation=_OLD,
    current=False,
    size=8.5,
    body=doc(
        head("FORMULIR PELAPORAN KEMATIAN"),
        box_row("Provinsi", "{kode_provinsi} {nama_provinsi|upper}"), box_row("Kabupaten/kota", "{kode_kabupaten} {nama_kabupaten|upper}"),
        box_row("Kecamatan", "{kode_kecamatan} {nama_kecamatan|upper}"), box_row("Desa/kelurahan", "{kode_desa} {nama_desa|upper}"),
        part("JENAZAH"),
        nik_row("NIK", "nik"), name_row("Nama lengkap", "nama"),
        choice_row("Jenis kelamin", "jenis_kelamin", "Laki-laki", "Perempuan"),
        box_row("Tempat lahir", "{tempatlahir|upper}"), date_row("Tanggal lahir", "tanggallahir"),
        box_row("Agama", "{agama}"), box_row("Pekerjaan", "{pekerjaan}"),
        box_row("Alamat", "{alamat|upper}"), box_row("Anak ke", "{anakke_kematian}", 2),
        box_row("Hari kematian", "{hari_kematian|upper}"), date_row("Tanggal kematian", "tanggal_kematian"), box_row("Pukul", "{jam_kematian}", 5),
        choice_row("Sebab kematian", "penyebab_kematian", "Sakit biasa / tua", "Wabah Penyakit", "Kecelakaan", "Kriminalitas", "Bunuh Diri", "Lainnya", columns=3),
        box_row("Tempat kematian", "{tempat_kematian|upper}"),
        choice_row("Yang menerangkan", "penolong_kematian", "Dokter", "Tenaga Kesehatan", "Kepolisian", "Lainnya", columns=4),
        part("AYAH DAN IBU"),
        name_row("Nama ayah", "nama_ayah"), nik_row("NIK ayah", "nik_ayah"),
        name_row("Nama ibu", "nama_ibu"), nik_row("NIK ibu", "nik_ibu"),
        part("PELAPOR"),
        name_row("Nama", "nama_pelapor"), nik_row("NIK", "nik_pelapor"), box_row("Umur", "{usia_pelapor}"), box_row("Alamat", "{alamat_pelapor|upper}"),
        part("SAKSI"),
        name_row("Saksi I", "nama_saksi_i"), nik_row("NIK", "nik_saksi_i"), name_row("Saksi II", "nama_saksi_ii"), nik_row("NIK", "nik_saksi_ii"),
        signature(("pelapor", "left", "Pelapor,"), ("head", "right", "Mengetahui,")),
    ),
)  # fmt: skip


def _spouse(title: str, suffix: str) -> list[Node]:
    end = f"_{suffix}" if suffix else ""
    return [
        part(title),
        nik_row("NIK", f"nik{end}"), nik_row("Nomor KK", f"no_kk{end}"),
        name_row("Nama lengkap", f"nama{end}"), box_row("Tempat lahir", f"{{tempatlahir{end}|upper}}"),
        date_row("Tanggal lahir", f"tanggallahir{end}"),
        box_row("Alamat", f"{{alamat{end}|upper}}"), box_row("Pendidikan", f"{{pendidikan_kk{end}}}"),
        box_row("Agama", f"{{agama{end}}}"), box_row("Pekerjaan", f"{{pekerjaan{end}}}"),
        box_row("Kewarganegaraan", f"{{warga_negara{end}}}"),
        box_row("Status sebelum kawin", f"{{form_status_kawin{end}}}"),
        box_row("Anak ke / perkawinan ke", f"{{form_anak_ke{end}}} / {{form_perkawinan_ke{end}}}"),
    ]  # fmt: skip


F_2_12 = Attachment(
    code="F-2.12",
    title="Formulir Pencatatan Perkawinan",
    regulation=_OLD,
    current=False,
    size=8.5,
    body=doc(
        head("FORMULIR PENCATATAN PERKAWINAN"),
        _spouse("DATA SUAMI", ""),
        box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan}"),
        name_row("Nama ayah", "nama_dapp"), nik_row("NIK ayah", "nik_dapp"), name_row("Nama ibu", "nama_dipp"), nik_row("NIK ibu", "nik_dipp"),
        name_row("Istri terdahulu", "form_nama_istri_terdahulu_ilama"), date_row("Meninggal tanggal", "form_tanggal_meninggal_ilama"), box_row("Meninggal di", "{form_tempat_meninggal_ilama}"),
        _spouse("DATA ISTRI", "cpw"),
        box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan_cpw}"),
        name_row("Nama ayah", "nama_dapw"), nik_row("NIK ayah", "nik_dapw"), name_row("Nama ibu", "nama_dipw"), nik_row("NIK ibu", "nik_dipw"),
        name_row("Suami terdahulu", "form_nama_suami_terdahulu_slama"), date_row("Meninggal tanggal", "form_tanggal_meninggal_slama"), box_row("Meninggal di", "{form_tempat_meninggal_slama}"),
        page_break(),
        part("DATA SAKSI"),
        name_row("Saksi I", "nama_saksi_i"), nik_row("NIK", "nik_saksi_i"), name_row("Saksi II", "nama_saksi_ii"), nik_row("NIK", "nik_saksi_ii"),
        part("DATA PERKAWINAN"),
        box_row("Hari", "{form_hari_nikah_kawin|upper}"), date_row("Tanggal", "form_tanggal_nikah_kawin"), box_row("Pukul", "{form_jam_nikah_kawin}", 5),
        box_row("Agama/penghayat", "{form_agama_kawin|upper}"), box_row("Organisasi penghayat", "{form_nama_organisasi_penghayat_kepercayaan_kawin}"),
        box_row("Badan peradilan", "{form_nama_badan_peradilan_kawin}"),
        box_row("Nomor putusan", "{form_nomor_putusan_penetapan_pengadilan_kawin}"), date_row("Tanggal putusan", "form_tanggal_putusan_penetapan_pengadilan_kawin"),
        name_row("Pemuka agama/penghayat", "form_nama_pemuka_agama_pghyt_kepercayaan_kawin"),
        box_row("Izin perwakilan bagi WNA", "{form_ijin_perwakilan_bagi_wna_nomor_kawin}"),
        box_row("Anak yang diakui/disahkan", "{form_jumlah_anak_yang_telah_diakui_dan_disahkan_kawin}", 2),
        table(
            row("No", "Nama anak", "Nomor akta kelahiran", "Tanggal lahir", head=True),
            *[
                row(str(number), f"{{form_nama_anak_{word}_kawin|upper}}", f"{{form_no_akta_lahir_anak_{word}_kawin}}", f"{{form_tanggal_lahir_anak_{word}_kawin|short_date}}")
                for number, word in enumerate(("pertama", "kedua", "ketiga", "ke_empat", "ke_lima", "ke_enam"), 1)
            ],
            widths=[1, 8, 6, 4],
        ),
        signature(("holder", "left", "Suami,"), ("cpw", "right", "Istri,"), ("saksi_i", "left", "Saksi I,"), ("saksi_ii", "right", "Saksi II,")),
    ),
)  # fmt: skip

FORMS = (F_1_08, F_1_15, F_1_16, F_1_25, F_1_27, F_2_12, F_2_30)
