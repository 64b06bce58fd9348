"""Letters about things and land: sales, vehicles, ownership, possession."""

from __future__ import annotations

from balai.documents.blocks import doc, identity, items, paragraph, signature
from modules.letters.types.texts.writing import Text, closing, opening, person, plain, signature_of_owner

TEXTS = {
    9: Text(
        key="jual_beli",
        name="Keterangan Jual Beli",
        title="Surat Keterangan Jual Beli",
        code="500.2",
        summary="Menerangkan jual beli barang antara dua pihak.",
        body=doc(
            opening(),
            paragraph("**I. Penjual**", indent=False, keep=True),
            person("nama", "nik", "ttl", "jenis_kelamin", "pekerjaan", "alamat"),
            paragraph("**II. Pembeli**", indent=False, keep=True),
            person("nama", "nik", "ttl", "jenis_kelamin", "pekerjaan", "alamat", of="pembeli"),
            plain("Kedua pihak menyatakan telah mengadakan jual beli barang:"),
            identity(
                ("Jenis barang", "**{form_jenis_barang_barang}**"), ("Rincian barang", "{form_rincian_barang_barang}"),
                ("Keterangan", "{form_keterangan_pembeli}"),
            ),
            paragraph("Barang tersebut milik penjual, tidak dalam sengketa, dan tidak sedang menjadi jaminan kepada pihak lain menurut pernyataan kedua pihak."),
            closing(),
            signature(("holder", "left", "Penjual,"), ("pembeli", "right", "Pembeli,"), ("adat", "left", "Mengetahui,"), ("head", "right")),
        ),
    ),
    13: Text(
        key="kendaraan",
        name="Keterangan Kepemilikan Kendaraan",
        title="Surat Keterangan Kepemilikan Kendaraan",
        code="500.11",
        summary="Menerangkan kendaraan yang dimiliki seorang warga.",
        body=doc(
            opening(),
            person("nama", "ttl", "usia", "jenis_kelamin", "pekerjaan", "alamat"),
            plain("menurut pernyataannya memiliki kendaraan:"),
            identity(
                ("Merek/tipe", "{form_merk_type_kendaraan}"), ("Tahun pembuatan", "{form_tahun_pembuatan_kendaraan}"),
                ("Warna", "{form_warna_kendaraan_kendaraan}"), ("Nomor polisi", "{form_nomor_polisi_kendaraan|upper}"),
                ("Nomor mesin", "{form_nomor_mesin_kendaraan|upper}"), ("Nomor rangka", "{form_nomor_rangka_kendaraan|upper}"),
                ("Nomor BPKB", "{form_nomor_bpkb_kendaraan|upper}"), ("Bahan bakar", "{form_bahan_bakar_kendaraan}"),
                ("Isi silinder", "{form_isi_silinder_kendaraan}"), ("Atas nama", "{form_atas_nama_kendaraan}"),
            ),
            paragraph("Surat keterangan ini diberikan untuk keperluan: {form_keperluan_pembuatan_surat_kendaraan}."),
            closing(),
            signature_of_owner(),
        ),
    ),
    14: Text(
        key="tanah",
        name="Keterangan Kepemilikan Tanah",
        title="Surat Keterangan Kepemilikan Tanah",
        code="500.17",
        summary="Menerangkan tanah yang dimiliki seorang warga.",
        body=doc(
            opening(),
            person("nama", "ttl", "usia", "jenis_kelamin", "pekerjaan", "alamat"),
            plain("menurut pernyataannya memiliki sebidang tanah:"),
            identity(
                ("Jenis tanah", "{form_jenis_tanah_tanah}"), ("Luas", "{form_luas_tanah_tanah|number} m²"),
                ("Bukti kepemilikan", "{form_bukti_kepemilikan_tanah}, nomor {form_nomor_bukti_kepemilikan_tanah}"),
                ("Atas nama", "{form_atas_nama_tanah}"), ("Asal kepemilikan", "{form_asal_kepemilikan_tanah_tanah}"),
                ("Bukti pendukung", "{form_bukti_pendukung_kepemilikan_tanah}"),
                ("Batas utara", "{form_batas_sebelah_utara_tanah}"), ("Batas timur", "{form_batas_sebelah_timur_tanah}"),
                ("Batas selatan", "{form_batas_sebelah_selatan_tanah}"), ("Batas barat", "{form_batas_sebelah_barat_tanah}"),
            ),
            paragraph("Surat keterangan ini bukan bukti hak atas tanah dan tidak menggantikan sertipikat."),
            closing(),
            signature_of_owner(),
        ),
    ),
    42: Text(
        key="sporadik",
        name="Pernyataan Penguasaan Fisik Bidang Tanah (Sporadik)",
        title="Surat Pernyataan Penguasaan Fisik Bidang Tanah (Sporadik)",
        code="500.17",
        summary="Pernyataan menguasai sebidang tanah untuk pendaftaran hak.",
        body=doc(
            paragraph("Yang bertanda tangan di bawah ini:"),
            person("nama", "nik", "usia", "pekerjaan", "alamat"),
            plain("dengan ini menyatakan bahwa saya dengan iktikad baik telah menguasai sebidang tanah yang terletak di:"),
            identity(
                ("Jalan", "{form_jalan_letak}"), ("RT/RW", "{form_rt_rw_letak}"), ("Desa/kelurahan", "{form_desa_kelurahan_letak}"),
                ("Kecamatan", "{form_kecamatan_letak}"), ("Kabupaten/kota", "{form_kabupaten_kota_letak}"),
                ("NIB", "{form_nib_letak}"), ("Luas", "{form_luas_tanah_m2_letak} m²"),
                ("Status tanah", "{form_status_tanah_letak}"), ("Dipergunakan untuk", "{form_dipergunakan_letak}"),
                ("Batas utara", "{form_batas_sebelah_utara_batas}"), ("Batas timur", "{form_batas_sebelah_timur_batas}"),
                ("Batas selatan", "{form_batas_sebelah_selatan_batas}"), ("Batas barat", "{form_batas_sebelah_barat_batas}"),
            ),
            paragraph(
                "Bidang tanah tersebut saya peroleh dari {form_tanah_diperoleh_dari_asal} sejak tahun "
                "{form_diperoleh_sejak_tahun_asal} dengan jalan {form_dengan_jalan_asal}, yang sampai saat ini saya kuasai "
                "terus-menerus, tidak menjadi jaminan suatu utang, dan tidak dalam sengketa."
            ),
            paragraph("Surat pernyataan ini saya buat dengan sebenarnya dan penuh tanggung jawab, disaksikan oleh:", indent=False, keep=True),
            items(
                "{nama_saksi_i}, {usia_saksi_i}, pekerjaan {pekerjaan_saksi_i}, alamat {alamat_saksi_i}",
                "{nama_saksi_ii}, {usia_saksi_ii}, pekerjaan {pekerjaan_saksi_ii}, alamat {alamat_saksi_ii}",
            ),
            paragraph("Apabila pernyataan ini ternyata tidak benar, saya bersedia dituntut sesuai dengan ketentuan peraturan perundang-undangan."),
            signature(
                ("saksi_i", "left", "Saksi I,"), ("holder", "right", "Yang membuat pernyataan, (meterai)"),
                ("saksi_ii", "left", "Saksi II,"), ("head", "right", "Membenarkan,"),
            ),
        ),
    ),
}  # fmt: skip
