"""Letters about where somebody lives, what they do, and how they are known."""

from __future__ import annotations

from balai.documents.blocks import doc, identity
from modules.letters.types.texts.writing import (
    Text,
    closing,
    opening,
    person,
    plain,
    purpose,
    signed,
    signed_with_holder,
    validity,
)

TEXTS = {
    5: Text(
        key="domisili",
        name="Keterangan Domisili",
        title="Surat Keterangan Domisili",
        code="400.12.2.1",
        summary="Menerangkan bahwa Anda tinggal di desa ini.",
        needs=("membuktikan tempat tinggal saya", "membuka rekening", "mendaftar sekolah"),
        body=doc(
            opening(),
            person(),
            plain("adalah benar berdomisili dan bertempat tinggal pada alamat tersebut di atas."),
            purpose(),
            closing(),
            signed(),
        ),
    ),
    6: Text(
        key="domisili_usaha",
        name="Keterangan Domisili Usaha",
        title="Surat Keterangan Domisili Usaha",
        code="500.3",
        summary="Menerangkan tempat kedudukan usaha Anda di desa ini.",
        needs=("membuktikan tempat usaha saya",),
        body=doc(
            opening(),
            person(),
            plain(
                "adalah benar penduduk {sebutan_desa} {nama_desa} dan mempunyai usaha yang berkedudukan di {sebutan_desa|lower} kami:"
            ),
            identity(
                ("Nama usaha", "**{form_nama_usaha}**"),
                ("Alamat usaha", "{sebutan_desa} {nama_desa}, {sebutan_kecamatan} {nama_kecamatan}"),
            ),
            closing(),
            signed_with_holder(),
        ),
    ),
    27: Text(
        key="usaha",
        name="Keterangan Usaha",
        title="Surat Keterangan Usaha",
        code="500.3",
        summary="Menerangkan bahwa Anda memiliki usaha, misalnya untuk mengajukan kredit.",
        needs=("mengajukan kredit usaha", "membuktikan usaha saya"),
        body=doc(
            opening(),
            person(),
            plain(
                "adalah benar warga {sebutan_desa} {nama_desa} dan berdasarkan keterangan yang bersangkutan benar-benar "
                "memiliki usaha:"
            ),
            identity(("Nama usaha", "**{form_nama_usaha}**")),
            purpose(),
            validity(),
            closing(),
            signed_with_holder(),
        ),
    ),
    33: Text(
        key="skck",
        name="Pengantar Surat Keterangan Catatan Kepolisian",
        title="Surat Pengantar Keterangan Catatan Kepolisian",
        code="300",
        summary="Pengantar ke kepolisian untuk Surat Keterangan Catatan Kepolisian (SKCK).",
        needs=("mengurus SKCK", "melamar pekerjaan"),
        body=doc(
            opening(),
            person(),
            plain(
                "adalah benar warga {sebutan_desa} {nama_desa}. Sepanjang pengetahuan dan catatan kami, yang bersangkutan "
                "berkelakuan baik dan sampai surat ini dibuat tidak sedang tersangkut perkara pidana."
            ),
            purpose("form_keterangan", "Surat pengantar"),
            closing("surat pengantar"),
            signed(),
        ),
    ),
}
