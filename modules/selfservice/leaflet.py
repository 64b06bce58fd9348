"""The leaflet for citizens: one page of A4 that says how to get a letter without a trip, with the village's own address."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from balai.documents import LetterTemplate, render_letter
from modules.government.selectors import letterhead
from tenants.context import VillageCard

_TEMPLATE = LetterTemplate(root=Path(__file__).parent / "templates_typst", name="leaflet.typ")


def _steps(card: VillageCard) -> list[tuple[str, str]]:
    """What to do, in this order: (in three words, in a sentence)."""
    if card.rule("selfservice.registration"):
        key = _(
            "Belum punya PIN? Tekan Daftar dan foto KTP Anda; petugas memeriksanya. Atau datang sekali ke kantor desa "
            "dengan KTP."
        )
    else:
        key = _("Belum punya PIN? Datang sekali ke kantor desa dengan KTP; petugas memberi slip PIN.")
    return [
        (_("Buka alamatnya"), _("Pindai kode di samping dengan kamera HP, atau ketik alamatnya di peramban.")),
        (_("Masuk"), _("Isi NIK dan PIN Anda.") + " " + key),
        (_("Minta surat"), _("Pilih keperluan Anda, isi yang ditanyakan, lalu foto persyaratannya dari HP.")),
        (_("Ikuti"), _("Keadaan surat tampak seperti paket kiriman. Bila ada yang kurang, perbaiki dari HP juga.")),
        (_("Ambil atau unduh"), _("Setelah siap, unduh suratnya, atau ambil di kantor desa.")),
    ]


def _promises() -> list[str]:
    return [
        _("PIN adalah rahasia Anda. Petugas tidak pernah menanyakannya."),
        _("Lihat siapa yang membuka data Anda, kapan, dan untuk apa: menu Siapa membuka data saya."),
        _("Ada data yang salah? Usulkan perbaikannya dengan bukti; petugas yang memutuskan."),
        _("Setiap surat mempunyai kode QR. Pindai untuk memeriksa keasliannya."),
        _("Tidak punya HP? Petugas di kantor desa tetap melayani Anda."),
    ]


def leaflet(card: VillageCard, on: date) -> bytes:
    """The leaflet of a village as PDF (A4, one page)."""
    head = letterhead()
    data: Any = {
        "letterhead": {**head, "lines": list(head["lines"])},
        "date": on.isoformat(),
        "qr_text": card.url("/layanan/"),
        "village": card.title,
        "title": _("Mengurus surat dari rumah"),
        "lead": _("Layanan Mandiri {village}: minta surat, ikuti, dan unduh dari HP, kapan saja.").format(
            village=card.title
        ),
        "address_label": _("Alamat"),
        # A long host breaks after its dots, never inside a word.
        "address": card.url("/layanan/").split("://")[1].rstrip("/"),
        "steps": [{"head": head_words, "words": words} for head_words, words in _steps(card)],
        "promises_title": _("Data Anda, hak Anda"),
        "promises": _promises(),
        "help": _("Perlu bantuan? Datanglah ke kantor desa pada jam kerja."),
        "watermark": _("DATA LATIHAN") if card.data == "synthetic" else "",
    }
    return render_letter(data, _TEMPLATE)
