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
