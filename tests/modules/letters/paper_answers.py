"""What people answer: real words for every question, so that sentences and crossed boxes are seen as they will be printed.

A question that is not named here is left unanswered where it may be (a form's empty boxes are seen, too).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

#: By merge field, for all kinds that ask it.
ANSWERS: dict[str, Any] = {
    "form_keperluan": "mengajukan beasiswa Program Indonesia Pintar",
    "form_nama_usaha": "Warung Sembako Barokah",
    "form_keterangan": "melamar pekerjaan di PT Maju Bersama",
    # 2
    "form_nama_kartu_identitas_identitas_kedua": "Ijazah SMP", "form_nomor_identitas_identitas_kedua": "DN-03 DI 0412345",
    "form_nama_identitas_kedua": "Siti Nur Khalimah", "form_tempat_lahir_identitas_kedua": "Grobogan",
    "form_tanggal_lahir_identitas_kedua": date(1988, 8, 21), "form_jenis_kelamin_identitas_kedua": "PEREMPUAN",
    "form_agama_identitas_kedua": "ISLAM", "form_pekerjaan_identitas_kedua": "MENGURUS RUMAH TANGGA",
    "form_alamat_identitas_kedua": "Dusun Krajan, Desa Geyer", "form_keterangan_identitas_kedua": "tercetak pada ijazah tahun 2004",
    "form_perbedaan_identitas_kedua": "nama dan tanggal lahir",
    # 7
    "form_memberi_izin_selaku": "SUAMI", "form_hubungan_dengan_pemberi_izin_penerima_izin": "ISTRI",
    "form_negara_tujuan_penerima_izin": "Taiwan", "form_nama_pptkis_penerima_izin": "PT Karya Bahari Sentosa",
    "form_masa_kontrak_tahun_penerima_izin": Decimal(3),
    # 8, 9
    "form_no_kartu_jamkesos": "0001234567890",
    "form_jenis_barang_barang": "Sepeda motor", "form_rincian_barang_barang": "Honda Supra X 125 tahun 2018, nomor polisi K 1234 AB",
    "form_keterangan_pembeli": "harga Rp8.500.000,00 dibayar tunai", "form_nama_ketua_adat_pembeli": "Ki Wiryo Sentono",
    # 11, 12, 16
    "form_hubungan_pelapor_dengan_bayi_pelapor": "paman", "form_hubungan_pelapor_dengan_yang_mati_pelapor": "anak",
    "form_hari": "Jumat", "form_tanggal": date(2026, 11, 20), "form_tempat_mati": "RSUD Purwodadi", "form_lama_kandungan": Decimal(7),
    "form_hubungan_identitias_pelapor": "ayah",
    # 13, 14
    "form_merk_type_kendaraan": "Honda Supra X 125", "form_tahun_pembuatan_kendaraan": Decimal(2018), "form_warna_kendaraan_kendaraan": "hitam",
    "form_nomor_polisi_kendaraan": "K 1234 AB", "form_nomor_mesin_kendaraan": "JBP1E1234567", "form_nomor_rangka_kendaraan": "MH1JBP118JK123456",
    "form_nomor_bpkb_kendaraan": "O-01234567", "form_bahan_bakar_kendaraan": "bensin", "form_isi_silinder_kendaraan": "125 cc",
    "form_atas_nama_kendaraan": "Slamet Widodo", "form_keperluan_pembuatan_surat_kendaraan": "balik nama kendaraan",
    "form_luas_tanah_tanah": Decimal(1250), "form_nomor_bukti_kepemilikan_tanah": "C 412 persil 23", "form_atas_nama_tanah": "Slamet Widodo",
    "form_bukti_pendukung_kepemilikan_tanah": "SPPT PBB tahun 2026", "form_batas_sebelah_utara_tanah": "tanah Budi Santoso",
    "form_batas_sebelah_timur_tanah": "jalan desa", "form_batas_sebelah_selatan_tanah": "saluran irigasi",
    "form_batas_sebelah_barat_tanah": "tanah Agus Salim",
    # 15
    "form_id_bdt": "3315050003000123",
    # 17
    "form_bin_pria": "Suparman", "form_bin_ayah_pria_dapp": "Kromo", "form_binti_ibu_pria_dipp": "Sastro", "form_binti_wanita_dcpw": "Slamet Widodo",
    "form_bin_ayah_wanita_dapw": "Karto Suwiryo", "form_binti_ibu_wanita_dibpw": "Marto", "form_bin_wali_nikah_dwn": "Karto Suwiryo",
    "form_hubungan_dengan_wali_dwn": "ayah kandung", "form_hari_nikah_dpn": "Minggu", "form_tanggal_nikah_dpn": date(2026, 12, 20),
    "form_jam_nikah_dpn": "09.30", "form_tempat_nikah_dpn": "KUA Kecamatan Geyer", "form_maskawin_nikah_dpn": "seperangkat alat salat dan emas 5 gram",
    "form_tanggal_meninggal_suami_terdahulu_dst": date(2023, 2, 14), "form_tempat_meninggal_suami_terdahulu_dst": "Geyer",
    "form_bin_suami_terdahulu_dst": "Sumarno",
    # 20 to 24
    "form_nama_ayah_pasangan": "Karto Suwiryo", "form_penghasilan_ayah": "1.850.000", "form_penghasilan_ibu": "900.000",
    "form_jumlah_penghasilan_ibu": "900.000", "form_nama_sekolah": "SMP Negeri 1 Geyer", "form_nomor_induk_siswa_mahasiswa": "10234",
    "form_jurusan_fakultas_prodi": "Umum", "form_sekolah_perguruan_tinggi": "SMP Negeri 1 Geyer", "form_kelas_semester": "IX / 1",
    "form_tujuan": "Kecamatan Toroh, Kabupaten Grobogan",
    # 25
    "form_telepon_pemohon": "081200000001", "form_alamat_tujuan": "Jalan Kenanga Nomor 3", "form_rt_tujuan": "004", "form_rw_tujuan": "006",
    "form_dusun_tujuan": "Ngluwar", "form_desa_atau_kelurahan_tujuan": "Sukoharjo", "form_kecamatan_tujuan": "Margorejo",
    "form_kabupaten_tujuan": "Kabupaten Pati", "form_provinsi_tujuan": "Jawa Tengah", "form_kode_pos_tujuan": "59163", "form_telepon_tujuan": "081200000002",
    "form_klasifikasi_pindah": "ANTAR KAB/KOTA", "form_jenis_kepindahan": "KEPALA KELUARGA DAN SEBAGIAN ANGGOTA KELUARGA",
    "form_jenis_permohonan": "SURAT KETERANGAN PINDAH", "form_status_kk_bagi_yang_tidak_pindah": "NUMPANG KK",
    "form_status_kk_bagi_yang_pindah": "MEMBUAT KK BARU", "form_gunakan_format": "F-1.03 (pindah datang)",
    "form_tanggal_pindah": date(2026, 12, 1), "form_jumlah_pengikut": "2",
    # 26
    "form_status_kawin": "Belum Kawin", "form_anak_ke": Decimal(1), "form_perkawinan_ke": Decimal(1), "form_telepon": "081200000001",
    "form_anak_ke_cpw": Decimal(2), "form_perkawinan_ke_cpw": Decimal(1), "form_hari_nikah_kawin": "Sabtu",
    "form_tanggal_nikah_kawin": date(2026, 12, 19), "form_jam_nikah_kawin": "10.00", "form_agama_kawin": "KRISTEN",
    "form_nama_pemuka_agama_pghyt_kepercayaan_kawin": "Pdt. Yohanes Contoh",
    # 29 to 31
    "form_untuk_keperluan": "mengambil BPKB sepeda motor K 1234 AB di kantor pembiayaan", "form_jenis_acara": "Pagelaran wayang kulit",
    "form_nama_barang": "KTP-el dan kartu ATM", "form_rincian": "KTP-el atas nama Siti Nurhalimah, kartu ATM Bank Jateng",
    # 34
    "form_pangkat_dan_golongan": "-", "form_jabatan_instansi": "Kasi Pelayanan Desa Geyer", "form_tingkat_biaya_perjalanan": "Perjalanan dinas dalam daerah",
    "form_maksud_perjalanan_dinas": "Mengikuti bimbingan teknis pengelolaan keuangan desa", "form_tempat_tujuan": "Kantor Dispermades Grobogan",
    "form_alat_angkut_yang_digunakan": "Sepeda motor dinas", "form_nama_pengikut_i": "Agus Salim",
    "form_tanggal_berangkat": date(2026, 12, 2), "form_tanggal_kembali": date(2026, 12, 3), "form_keterangan_lain": "Membawa laporan realisasi semester I",
    # 35, 36
    "form_nama_anak_anak": "Cahya Putri Ramadhani", "form_tempat_lahir_anak": "Purwodadi", "form_hari_lahir_anak": "Jumat",
    "form_tanggal_lahir_anak": date(2026, 7, 17), "form_alamat_anak_anak": "Jalan Raya Geyer Nomor 12 RT 001/RW 002 Dusun Krajan",
    "form_nama_ayah_anak": "Slamet Widodo", "form_nama_ibu_anak": "Siti Nurhalimah", "form_alamat_orang_tua_anak": "Jalan Raya Geyer Nomor 12 RT 001/RW 002 Dusun Krajan",
    "form_sebab_sebab": "sudah tidak ada kecocokan dan sudah berpisah tempat tinggal selama dua tahun",
    # 38 to 40
    "form_kecamatan_kua": "Geyer", "form_nama_pasangan": "Slamet Widodo", "form_tanggal_nikah": date(2010, 5, 5),
    "form_nomor_kartu_keluarga_semula": "3315050101050004", "form_alasan_lainnya": "",
    # 42
    "form_jalan_letak": "Jalan Raya Geyer", "form_rt_rw_letak": "001/002", "form_desa_kelurahan_letak": "Geyer", "form_kecamatan_letak": "Geyer",
    "form_kabupaten_kota_letak": "Grobogan", "form_nib_letak": "00412", "form_luas_tanah_m2_letak": "1.250", "form_status_tanah_letak": "tanah negara bekas yasan",
    "form_dipergunakan_letak": "pertanian", "form_batas_sebelah_utara_batas": "tanah Budi Santoso", "form_batas_sebelah_timur_batas": "jalan desa",
    "form_batas_sebelah_selatan_batas": "saluran irigasi", "form_batas_sebelah_barat_batas": "tanah Agus Salim",
    "form_tanah_diperoleh_dari_asal": "Karto Suwiryo", "form_diperoleh_sejak_tahun_asal": "1998", "form_dengan_jalan_asal": "warisan",
}  # fmt: skip
#: Where a kind's answer is another than everybody's.
OF_KIND: dict[str, dict[str, Any]] = {
    "domisili": {"form_keperluan": "membuka rekening bank"},
    "usaha": {"form_keperluan": "mengajukan kredit usaha rakyat"},
    "bepergian": {"form_keperluan": "mengunjungi keluarga di Surabaya"},
    "jamkesos": {"form_keperluan": "berobat di RSUD Purwodadi"},
    "kurang_mampu": {"form_keperluan": "keringanan biaya sekolah"},
    "pergi_kawin": {"form_keperluan": "melangsungkan akad nikah"},
    "keramaian": {"form_keperluan": "bersih desa tanggal 12 Desember 2026 di lapangan desa"},
    "kehilangan": {"form_keterangan": "hilang di Pasar Geyer pada tanggal 22 November 2026"},
    "pengantar": {"form_keperluan": "mengurus kartu pencari kerja", "form_keterangan": "belum bekerja"},
    "pindah": {"form_alasan_pindah": "PEKERJAAN", "form_keterangan": "-"},
    "kk_baru": {"form_alasan_permohonan": "KARENA MEMBENTUK RUMAH TANGGA BARU", "form_keterangan": "baru menikah"},
    "nikah": {"form_status_kawin_pria": "Jejaka", "form_status_kawin_wanita_dcpw": "Janda"},
}
