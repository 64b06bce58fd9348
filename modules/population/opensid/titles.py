"""What people call the columns: for pages; files keep their machine names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Any] = {
    "alamat": _("Alamat"), "dusun": _("Dusun"), "rw": _("RW"), "rt": _("RT"), "nama": _("Nama"),
    "no_kk": _("Nomor KK"), "nik": _("NIK"), "sex": _("Jenis kelamin"), "tempatlahir": _("Tempat lahir"),
    "tanggallahir": _("Tanggal lahir"), "agama_id": _("Agama"), "pendidikan_kk_id": _("Pendidikan dalam KK"),
    "pendidikan_sedang_id": _("Pendidikan sedang ditempuh"), "pekerjaan_id": _("Pekerjaan"),
    "status_kawin": _("Status perkawinan"), "kk_level": _("Hubungan dalam keluarga"), "warganegara_id": _("Warga negara"),
    "ayah_nik": _("NIK ayah"), "nama_ayah": _("Nama ayah"), "ibu_nik": _("NIK ibu"), "nama_ibu": _("Nama ibu"),
    "golongan_darah_id": _("Golongan darah"), "akta_lahir": _("Nomor akta lahir"), "dokumen_pasport": _("Nomor paspor"),
    "tanggal_akhir_paspor": _("Paspor berakhir"), "dokumen_kitas": _("Nomor KITAS/KITAP"),
    "akta_perkawinan": _("Nomor akta perkawinan"), "tanggalperkawinan": _("Tanggal perkawinan"),
    "akta_perceraian": _("Nomor akta perceraian"), "tanggalperceraian": _("Tanggal perceraian"), "cacat_id": _("Cacat"),
    "cara_kb_id": _("Akseptor KB"), "hamil": _("Kehamilan"), "ktp_el": _("KTP-el"), "status_rekam": _("Status rekam KTP"),
    "alamat_sekarang": _("Alamat sekarang"), "status_dasar": _("Status dasar"), "suku": _("Suku"),
    "tag_id_card": _("Tag ID Card"), "id_asuransi": _("Asuransi kesehatan"), "no_asuransi": _("Nomor asuransi"),
    "lat": _("Lintang"), "lng": _("Bujur"), "status": _("Status penduduk"), "sakit_menahun_id": _("Sakit menahun"),
    "telepon": _("Telepon"), "email": _("Surel"), "telegram": _("Telegram"), "hubung_warga": _("Cara dihubungi"),
    "alamat_sebelumnya": _("Alamat sebelumnya"), "no_kk_sebelumnya": _("Nomor KK sebelumnya"),
    "tempat_cetak_ktp": _("Tempat cetak KTP"), "tanggal_cetak_ktp": _("Tanggal cetak KTP"), "waktu_lahir": _("Waktu lahir"),
    "tempat_dilahirkan": _("Tempat dilahirkan"), "jenis_kelahiran": _("Jenis kelahiran"),
    "kelahiran_anak_ke": _("Kelahiran anak ke"), "penolong_kelahiran": _("Penolong kelahiran"),
    "berat_lahir": _("Berat lahir (gram)"), "panjang_lahir": _("Panjang lahir (cm)"), "negara_asal": _("Negara asal"),
    "bpjs_ketenagakerjaan": _("Nomor BPJS Ketenagakerjaan"), "bahasa_id": _("Dapat membaca huruf"), "ket": _("Keterangan"),
}  # fmt: skip


def title_of(heading: str) -> str:
    """A column's name in words; a column of another module's workbook has its own already."""
    return str(TITLES.get(heading, heading))


#: What kinds of issues are called where they are counted and filtered.
KINDS: dict[str, Any] = {
    "nik_length": _("NIK bukan 16 angka"), "no_kk_length": _("Nomor KK bukan 16 angka"), "rounded": _("Angka dibulatkan Excel"),
    "no_name": _("Nama kosong"), "name_cleaned": _("Tanda dalam nama diganti"), "shortened": _("Terlalu panjang, dipotong"),
    "bad_date": _("Tanggal tidak ada"), "future_date": _("Tanggal belum tiba"), "unknown_code": _("Kode atau tulisan tidak dikenal"),
    "formula": _("Rumus tanpa hasil"), "too_long": _("Nama wilayah terlalu panjang"), "nik_twice": _("NIK dua kali"),
    "no_sex": _("Jenis kelamin kosong"), "no_shdk": _("Hubungan keluarga kosong"), "no_place": _("Dusun atau RT kosong"),
    "no_state": _("Status dasar tidak disebut"), "no_family_above": _("Tanpa baris KK di atasnya"),
    "two_places": _("Satu KK di dua RT"), "moved_to_head": _("Satu KK di dua RT"), "two_heads": _("Dua kepala keluarga"),
    "no_head": _("Keluarga tanpa kepala"), "needs_event": _("Harus lewat peristiwa"), "several_people": _("Lebih dari satu orang cocok"),
    "person_twice": _("Orang yang sama dua kali"), "temporary_nik": _("Tanpa NIK"), "temporary_no_kk": _("Nomor KK sementara"),
    "temporary_kk": _("Nomor KK sementara"), "lone": _("Penduduk lepas"), "no_birth_date": _("Tanggal lahir kosong"),
    "nik_sex": _("NIK dan jenis kelamin berbeda"), "nik_date": _("NIK dan tanggal lahir berbeda"),
    "nik_region": _("NIK dari daerah lain"), "odd_age": _("Umur tidak lazim"), "parent_nik": _("NIK orang tua salah"),
    "tag_length": _("Tag ID Card salah"), "tag_taken": _("Tag ID Card sudah dipakai"), "email_taken": _("Surel sudah dipakai"),
    "telegram_taken": _("Telegram sudah dipakai"), "bad_email": _("Surel salah"), "bad_number": _("Bilangan salah"),
    "bad_time": _("Jam salah"), "other_family_planning": _("Kode KB lama"), "labelled_export": _("Ekspor huruf OpenSID"),
    "labelled_dead": _("TIDAK TETAP dibaca MATI"), "derived": _("Diturunkan dari kolom lain"),
    "hamlet_guessed": _("Dusun ditebak dari alamat"), "not_in_layout": _("Tidak ada dalam bentuk ini"),
    "other_village": _("Desa lain"),
}  # fmt: skip


def kind_of(code: str) -> str:
    """A kind of issue in words; another module's kind has its own."""
    return str(KINDS.get(code, code.replace("_", " ")))
