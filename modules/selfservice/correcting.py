"""What of the register a citizen may propose to mend, and which act of the register's own is the right one for it.

Three sorts: what the register owns of a person (changed as any officer changes it), what the ledger owns as a correction
(sex, citizenship, the place in the family: their own service writes the line), and what is no mistake but something that
happened (a birth, a death, a move): that is registered by its own page, never by changing a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.ui.formats import long_date, mask
from balai.ui.forms import DateField, DigitsField
from modules.population import codes
from modules.population.models import EventKind, Resident

Act = Literal["register", "card", "position", "event"]

_ME, _PARENTS, _PAPERS, _HOME, _EVENTS = (
    gettext_lazy("Data diri"), gettext_lazy("Orang tua"), gettext_lazy("Akta dan perkawinan"),
    gettext_lazy("Alamat dan kontak"), gettext_lazy("Ada yang terjadi"),
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """Something that can be proposed. ``column`` is a resident's (of ``card``: the family card's); ``proof`` says which paper
    proves it; ``happened`` are the ledger's lines of which one must stand there before an event counts as done; ``page``
    is where the office does it."""

    key: str
    title: Any
    group: Any
    act: Act = "register"
    column: str = ""
    kind: Literal["text", "code", "date", "digits", "email", "words"] = "text"
    choices: Any = None
    proof: Any = ""
    length: int = 100
    happened: tuple[str, ...] = ()
    page: str = ""
    #: The page of an event is the family's, not the person's.
    of_family: bool = False


_KK, _KTP, _BIRTH = gettext_lazy("Kartu Keluarga"), gettext_lazy("KTP-el"), gettext_lazy("akta kelahiran")
_MARRIED = gettext_lazy("buku nikah atau akta perkawinan")
_all = (
    Subject("name", gettext_lazy("Nama"), _ME, column="name", proof=_BIRTH),
    Subject("nik", gettext_lazy("NIK"), _ME, column="nik", kind="digits", proof=_KTP),
    Subject("birth_place", gettext_lazy("Tempat lahir"), _ME, column="birth_place", proof=_BIRTH),
    Subject("birth_date", gettext_lazy("Tanggal lahir"), _ME, column="birth_date", kind="date", proof=_BIRTH),
    Subject("sex", gettext_lazy("Jenis kelamin"), _ME, column="sex", kind="code", choices=codes.Sex, proof=_BIRTH),
    Subject("religion", gettext_lazy("Agama"), _ME, column="religion", kind="code", choices=codes.Religion, proof=_KTP),
    Subject("education", gettext_lazy("Pendidikan"), _ME, column="education", kind="code", choices=codes.Education,
            proof=gettext_lazy("ijazah terakhir")),
    Subject("occupation", gettext_lazy("Pekerjaan"), _ME, column="occupation", kind="code", choices=codes.Occupation,
            proof=gettext_lazy("surat keterangan kerja, atau tanpa bukti")),
    Subject("blood_type", gettext_lazy("Golongan darah"), _ME, column="blood_type", kind="code", choices=codes.BloodType,
            proof=gettext_lazy("hasil pemeriksaan")),
    Subject("citizenship", gettext_lazy("Kewarganegaraan"), _ME, column="citizenship", kind="code",
            choices=codes.Citizenship, proof=_KK),
    Subject("shdk", gettext_lazy("Hubungan dalam keluarga"), _ME, "position", "shdk", "code", codes.Shdk, _KK),
    Subject("father_name", gettext_lazy("Nama ayah"), _PARENTS, column="father_name", proof=_BIRTH),
    Subject("mother_name", gettext_lazy("Nama ibu"), _PARENTS, column="mother_name", proof=_BIRTH),
    Subject("birth_certificate", gettext_lazy("Nomor akta kelahiran"), _PAPERS, column="birth_certificate", proof=_BIRTH,
            length=40),
    Subject("marital_status", gettext_lazy("Status perkawinan"), _PAPERS, column="marital_status", kind="code",
            choices=codes.MaritalStatus, proof=_MARRIED),
    Subject("marriage_certificate", gettext_lazy("Nomor akta perkawinan"), _PAPERS, column="marriage_certificate",
            proof=_MARRIED, length=40),
    Subject("marriage_date", gettext_lazy("Tanggal perkawinan"), _PAPERS, column="marriage_date", kind="date",
            proof=_MARRIED),
    Subject("address", gettext_lazy("Alamat pada Kartu Keluarga"), _HOME, "card", "address", proof=_KK, length=200),
    Subject("family_number", gettext_lazy("Nomor Kartu Keluarga"), _HOME, "card", "number", "digits", proof=_KK),
    Subject("phone", gettext_lazy("Nomor telepon"), _HOME, column="phone", length=20),
    Subject("email", gettext_lazy("Surel"), _HOME, column="email", kind="email"),
    Subject("birth", gettext_lazy("Anak lahir"), _EVENTS, "event", kind="words",
            proof=gettext_lazy("surat kelahiran dari bidan, puskesmas, atau rumah sakit"), happened=(EventKind.BIRTH,),
            page="population:birth", of_family=True),
    Subject("death", gettext_lazy("Meninggal"), _EVENTS, "event", kind="words",
            proof=gettext_lazy("surat kematian dari dokter, puskesmas, atau RT"), happened=(EventKind.DEATH,),
            page="population:death"),
    Subject("move_out", gettext_lazy("Pindah ke luar desa"), _EVENTS, "event", kind="words", proof=_KK,
            happened=(EventKind.MOVE_OUT, EventKind.LEAVE), page="population:move_out"),
    Subject("move_rt", gettext_lazy("Pindah rumah di desa ini"), _EVENTS, "event", kind="words",
            proof=gettext_lazy("surat pengantar RT/RW"), happened=(EventKind.CORRECTION_RT,), page="population:move_rt"),
    Subject("split", gettext_lazy("Pisah atau ganti Kartu Keluarga"), _EVENTS, "event", kind="words", proof=_KK,
            happened=(EventKind.SPLIT, EventKind.CORRECTION_FAMILY), page="population:split"),
)  # fmt: skip

#: By key, in the order in which they are offered.
SUBJECTS: dict[str, Subject] = {each.key: each for each in _all}


def offered(person: Resident) -> list[tuple[Any, list[Subject]]]:
    """Subjects that make sense for somebody, by group; those of a family card only for who stands on one."""
    found: dict[Any, list[Subject]] = {}
    for each in _all:
        of_card = each.act in ("card", "position") or each.of_family or each.key == "split"
        if not of_card or person.family_id:
            found.setdefault(str(each.group), []).append(each)
    return list(found.items())


def value_now(subject: Subject, person: Resident) -> str:
    """What the register holds, as text that can be kept; "" for nothing, and for events."""
    if subject.act == "event":
        return ""
    holder: Any = person.family if subject.act == "card" else person
    value = getattr(holder, subject.column) if holder is not None else None
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def typed(subject: Subject, text: str) -> Any:
    """Kept text as the register's services take it."""
    if subject.kind == "code":
        return int(text) if text else None
    if subject.kind == "date":
        return date.fromisoformat(text) if text else None
    return text


def words_of(subject: Subject, text: str, *, shown: bool = True) -> str:
    """Kept text as people read it; "-" for nothing. ``shown``: numbers in full."""
    if not text:
        return "-"
    if subject.kind == "code":
        code = int(text)
        return str(subject.choices(code).label) if code in subject.choices.values else text
    if subject.kind == "date":
        return long_date(date.fromisoformat(text))
    if subject.kind == "digits" and not shown:
        return mask(text)
    return text


def field_of(subject: Subject) -> forms.Field:
    """The input for what is right."""
    label = _("Apa yang terjadi, dan kapan?") if subject.act == "event" else _("Yang benar")
    if subject.kind == "code":
        options = [(str(code), str(words)) for code, words in subject.choices.choices]
        return forms.ChoiceField(label=label, choices=[("", _("Pilih")), *options])
    if subject.kind == "date":
        return DateField(label=label, latest=today)
    if subject.kind == "digits":
        return DigitsField(label=label, what=str(subject.title))
    if subject.kind == "email":
        return forms.EmailField(label=label, max_length=subject.length)
    if subject.kind == "words":
        return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 4}))
    return forms.CharField(label=label, max_length=subject.length)


def kept(value: Any) -> str:
    """A cleaned value of :func:`field_of` as text."""
    return value.isoformat() if isinstance(value, date) else " ".join(str(value or "").split())
