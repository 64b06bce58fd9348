"""Messages for a village of the demo; what is told to citizens becomes files on this machine."""

from __future__ import annotations

from datetime import date

from balai.actor import Actor
from modules.messages.models import Thread
from modules.messages.services import (
    add_template,
    answer_thread,
    set_gateway,
    write_to_village,
)
from modules.population.selectors import living
from tenants.context import current_village

_TEMPLATES = (
    ("Jam buka kantor", "Yth. [nama_penduduk], kantor [nama_desa] buka Senin sampai Jumat pukul 08.00 sampai 15.00."),
    ("Bawa berkas asli", "Yth. [nama_penduduk], bawalah KTP dan KK asli saat mengambil surat. Terima kasih."),
)
_QUESTIONS = (
    ("Jam buka kantor", "Apakah kantor desa buka hari Sabtu?", ""),
    ("Nama di KK kurang satu huruf", "Nama anak saya di KK kurang huruf H. Apa yang harus saya bawa?", ""),
    ("Pupuk bersubsidi", "Kapan pendaftaran pupuk bersubsidi dibuka?", "Pendaftaran dibuka bulan depan lewat kelompok tani."),
)  # fmt: skip


def set_up_demo(*, actor: Actor) -> None:
    """Ready answers, channels that write files, three conversations. Does nothing where some exist."""
    if Thread.objects.exists() or current_village().data == "real":
        return
    for title, body in _TEMPLATES:
        add_template(actor=actor, title=title, body=body)
    for channel in ("email", "whatsapp"):
        set_gateway(actor=actor, channel=channel, driver="file", values={}, active=True)
    people = living().filter(shdk=1, nik_temporary=False, birth_date__lt=date(1995, 1, 1)).order_by("-nik")
    for person, (subject, body, answer) in zip(people[: len(_QUESTIONS)], _QUESTIONS, strict=False):
        citizen = Actor(kind="citizen", id=str(person.pk), name=person.name, role="citizen")
        thread = write_to_village(actor=citizen, subject=subject, body=body)
        if answer:
            answer_thread(actor=actor, thread=thread, body=answer)
