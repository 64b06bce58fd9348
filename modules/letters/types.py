"""The kinds of letters that are shipped: what is asked, what is brought, how long it is valid, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from balai.documents import LetterTemplate
from modules.letters.errors import UnknownType

TEMPLATES = Path(__file__).resolve().parent / "templates_typst"


@dataclass(frozen=True)
class AnswerField:
    """Something that the register cannot know. ``name`` is the key in the answers and in the template's ``body``."""

    name: str
    label: Any
    kind: Literal["text", "long_text", "date"] = "text"
    required: bool = False
    max_length: int = 200
    hint: Any = ""


@dataclass(frozen=True)
class Requirement:
    """A paper that belongs to a request (syarat): uploaded, or brought to the office."""

    key: str
    title: Any


@dataclass(frozen=True)
class Validity:
    """``days`` from the letter's date; ``printed`` whether the letter says so."""

    days: int
    printed: bool

    def until(self, since: date) -> date:
        """The last day."""
        return since + timedelta(days=self.days)


@dataclass(frozen=True)
class LetterType:
    """A kind of letter. ``number`` is its place in OpenSID's list, ``code`` the classification code (a village may
    print another by settings), ``holder_signs`` whether the applicant signs at the left."""

    key: str
    number: int
    name: Any
    title: Any
    code: str
    summary: Any
    fields: tuple[AnswerField, ...]
    requirements: tuple[Requirement, ...]
    validity: Validity | None
    holder_signs: bool
    template: LetterTemplate
    closing: Any
    self_service: bool = True


_KTP = Requirement("ktp", _("KTP-el pemohon"))
_KK = Requirement("kk", _("Kartu Keluarga"))
_PURPOSE = AnswerField(
    "purpose", _("Keperluan"), "long_text", required=True, max_length=300, hint=_("Untuk apa surat ini dipakai.")
)
_CLOSING = _("Demikian surat keterangan ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya.")
#: "1 bulan" of the shipped list.
_ONE_MONTH = 30

_TYPES = (
    LetterType(
        key="domisili",
        number=5,
        name=_("Keterangan Domisili"),
        title=_("Surat Keterangan Domisili"),
        code="470",  # Kependudukan
        summary=_("Menerangkan bahwa Anda tinggal di desa ini."),
        fields=(_PURPOSE,),
        requirements=(_KTP, _KK),
        validity=Validity(_ONE_MONTH, printed=False),
        holder_signs=False,
        template=LetterTemplate(TEMPLATES, "domisili.typ"),
        closing=_CLOSING,
    ),
    LetterType(
        key="usaha",
        number=27,
        name=_("Keterangan Usaha"),
        title=_("Surat Keterangan Usaha"),
        code="500",  # Perekonomian
        summary=_("Menerangkan bahwa Anda memiliki usaha, misalnya untuk mengajukan kredit."),
        fields=(
            AnswerField("business_name", _("Nama usaha"), required=True, max_length=100),
            AnswerField("business_kind", _("Jenis usaha"), max_length=100, hint=_("Misalnya perdagangan atau jasa.")),
            AnswerField("business_address", _("Alamat usaha"), max_length=200),
            _PURPOSE,
        ),
        requirements=(_KTP, _KK),
        validity=Validity(_ONE_MONTH, printed=True),
        holder_signs=True,
        template=LetterTemplate(TEMPLATES, "usaha.typ"),
        closing=_CLOSING,
    ),
    LetterType(
        key="skck",
        number=33,
        name=_("Pengantar SKCK"),
        title=_("Surat Pengantar Keterangan Catatan Kepolisian"),
        code="331",  # Kepolisian
        summary=_("Pengantar ke kepolisian untuk Surat Keterangan Catatan Kepolisian."),
        fields=(_PURPOSE,),
        requirements=(_KTP, _KK),
        validity=Validity(_ONE_MONTH, printed=False),
        holder_signs=False,
        template=LetterTemplate(TEMPLATES, "skck.typ"),
        closing=_(
            "Demikian surat pengantar ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya."
        ),
    ),
)
_BY_KEY = {each.key: each for each in _TYPES}


def letter_types() -> tuple[LetterType, ...]:
    """Every kind of letter, in the order in which they are offered."""
    return _TYPES


def letter_type(key: str) -> LetterType:
    """One kind.

    Raises:
        UnknownType: there is none of this key.
    """
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UnknownType(key=key) from None
