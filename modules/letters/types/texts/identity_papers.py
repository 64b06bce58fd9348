"""Letters about who somebody is: biodata, other identities, cards."""

from __future__ import annotations

from balai.documents.blocks import doc, identity, paragraph, row, table
from modules.letters.types.texts.writing import (
    Text,
    closing,
    opening,
    person,
    plain,
    purpose,
    signed,
    signed_with_district,
    validity,
)

TEXTS = {
    1: Text(
        key="biodata",
        name="Biodata Penduduk",
        title="Biodata Penduduk Warga Negara Indonesia",
        code="400.12.2.1",
        summary="Salinan data diri Anda seperti yang tercatat di desa.",
        needs=("melihat dan membawa data diri saya", "memperbaiki data di Dukcapil"),
        body=doc(
            paragraph("**I. DATA PERSONAL**", indent=False, keep=True),
            person(
                "nama", "nik", numbered=True,
                more=(
                    ("Alamat sebelumnya", "{alamat_sebelumnya}"), ("Alamat sekarang", "{alamat}"),
                    ("Nomor paspor", "{dokumen_pasport}"), ("Paspor berlaku sampai", "{tanggal_akhir_paspor|long_date}"),
                    ("Jenis kelamin", "{jenis_kelamin}"), ("Tempat/tanggal lahir", "{ttl}"),
                    ("Nomor akta kelahiran", "{akta_lahir}"), ("Golongan darah", "{gol_darah}"), ("Agama", "{agama}"),
                    ("Status perkawinan", "{status_kawin}"), ("Nomor akta perkawinan", "{akta_perkawinan}"),
                    ("Tanggal perkawinan", "{tanggalperkawinan|long_date}"),
                    ("Nomor akta perceraian", "{akta_perceraian}"), ("Tanggal perceraian", "{tanggalperceraian|long_date}"),
                    ("Hubungan dalam keluarga", "{hubungan_kk}"), ("Cacat", "{cacat}"),
                    ("Pendidikan terakhir", "{pendidikan_kk}"), ("Pekerjaan", "{pekerjaan}"),
                    ("NIK ibu", "{nik_ibu}"), ("Nama ibu", "{nama_ibu}"), ("NIK ayah", "{nik_ayah}"), ("Nama ayah", "{nama_ayah}"),
                ),
            ),
            paragraph("**II. DATA KEPEMILIKAN DOKUMEN**", indent=False, keep=True),
            identity(
                ("Nomor Kartu Keluarga", "{no_kk}"), ("Nama kepala keluarga", "{kepala_kk}"), numbered=True,
            ),
            closing("biodata"),
            signed(),
        ),
    ),
    2: Text(
        key="beda_identitas",
        name="Keterangan Beda Identitas",
        title="Surat Keterangan Beda Identitas",
        code="400.12.2.1",
        summary="Menerangkan bahwa dua identitas yang berbeda penulisannya adalah milik Anda.",
        needs=("menjelaskan nama atau data yang berbeda pada dokumen saya",),
        body=doc(
            opening(),
            paragraph("**I. Identitas menurut Kartu Keluarga**", indent=False, keep=True),
            person("nama", "ttl", "jenis_kelamin", "agama", "pekerjaan", "alamat"),
            paragraph("**II. Identitas menurut {form_nama_kartu_identitas_identitas_kedua}**", indent=False, keep=True),
            identity(
                ("Nomor identitas", "{form_nomor_identitas_identitas_kedua}"),
                ("Nama", "**{form_nama_identitas_kedua|upper}**"),
                (
                    "Tempat/tanggal lahir",
                    "{form_tempat_lahir_identitas_kedua}, {form_tanggal_lahir_identitas_kedua|long_date}",
                ),
                ("Jenis kelamin", "{form_jenis_kelamin_identitas_kedua|title}"),
                ("Agama", "{form_agama_identitas_kedua|title}"),
                ("Pekerjaan", "{form_pekerjaan_identitas_kedua|title}"),
                ("Alamat", "{form_alamat_identitas_kedua}"),
                ("Keterangan", "{form_keterangan_identitas_kedua}"),
            ),
            plain(
                "Perbedaan pada {form_perbedaan_identitas_kedua} tersebut terjadi dalam penulisan saja. Kedua identitas di "
                "atas adalah benar-benar milik satu orang yang sama, yaitu **{nama}**."
            ),
            closing(),
            signed(),
        ),
    ),
    3: Text(
        key="beda_identitas_kis",
        name="Keterangan Beda Identitas KIS",
        title="Surat Keterangan Beda Identitas Kartu Indonesia Sehat",
        code="400.7",
        summary="Menerangkan data keluarga yang berbeda dengan yang tertulis pada Kartu Indonesia Sehat.",
        body=doc(
            opening("menerangkan bahwa penduduk yang namanya tercantum di bawah ini:"),
            table(
                row("No", "Nama menurut Kartu Keluarga", "NIK", "Tempat/tanggal lahir", "Hubungan", head=True),
                row("{no}", "{nama}", "{nik}", "{ttl}", "{hubungan_kk}", over="keluarga"),
                widths=[1, 5, 5, 5, 3], size=10,
            ),
            plain(
                "dengan Nomor KK {no_kk} dan alamat {alamat}, adalah benar penduduk {sebutan_desa} {nama_desa} dan sama dengan "
                "orang yang namanya tercantum pada Kartu Indonesia Sehat (KIS). Perbedaan penulisan pada KIS adalah "
                "kekeliruan; data yang benar adalah yang tertulis pada Kartu Keluarga."
            ),
            purpose(),
            closing(),
            signed(),
        ),
    ),
    10: Text(
        key="ktp_proses",
        name="Keterangan KTP dalam Proses",
        title="Surat Keterangan KTP dalam Proses",
        code="400.12.2.1",
        summary="Menerangkan bahwa KTP-el Anda sedang diproses.",
        needs=("mengganti KTP yang belum jadi",),
        body=doc(
            opening(),
            person("nama", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat"),
            plain(
                "adalah benar penduduk {sebutan_desa} {nama_desa} dan Kartu Tanda Penduduk elektronik (KTP-el) atas nama yang "
                "bersangkutan sampai saat ini masih dalam proses."
            ),
            validity(),
            closing(),
            signed(),
        ),
    ),
    18: Text(
        key="penduduk",
        name="Keterangan Penduduk",
        title="Surat Keterangan Penduduk",
        code="400.12.2.1",
        summary="Menerangkan bahwa Anda tercatat sebagai penduduk desa ini.",
        needs=("membuktikan bahwa saya penduduk desa ini",),
        body=doc(
            opening(),
            person("nama", "nik", "no_kk", "ttl", "usia", "jenis_kelamin", "agama", "pekerjaan", "warga_negara", "alamat"),
            plain("adalah benar tercatat sebagai penduduk {sebutan_desa} {nama_desa}."),
            purpose(),
            validity(),
            closing(),
            signed_with_district(),
        ),
    ),
}  # fmt: skip
