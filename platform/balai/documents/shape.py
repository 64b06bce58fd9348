"""What a letter's template gets: one JSON document, the same for every kind of letter."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Letterhead(TypedDict):
    """Kop surat. ``lines`` are the three centred ones; ``crest_png`` is base64, or None for a kop without crest."""

    lines: list[str]
    address: str
    phone: str
    email: str
    website: str
    postal_code: str
    crest_png: str | None


class Opening(TypedDict):
    """Who declares: "Kepala Desa Geyer", and where ("Desa Geyer", "Kecamatan Geyer", "Kabupaten Grobogan", province)."""

    signer_position: str
    village: str
    district: str
    regency: str
    province: str


class Validity(TypedDict):
    """Both days in words ("24 November 2026")."""

    since: str
    until: str


class SignatureBlock(TypedDict):
    """One signature: position lines (with a.n. and u.b.), name, and the number beneath it ("NIP", "1980...")."""

    lines: list[str]
    name: str
    number_label: str
    number: str


class Holder(TypedDict):
    """The applicant who signs at the left."""

    name: str


class LetterData(TypedDict):
    """Everything that stands on a letter. Nothing else reaches the template.

    ``date`` (ISO) is the PDF's creation time, so that the same data always give the same bytes. ``empty`` is printed
    where something is unknown. ``watermark`` is printed pale across each page. ``seal_note`` says when it is valid.
    """

    letterhead: Letterhead
    title: str
    number: str
    opening: Opening
    identity: list[tuple[str, str]]
    body: dict[str, str]
    validity: Validity | None
    closing: str
    place: str
    date: str
    date_words: str
    signers: list[SignatureBlock]
    holder: Holder | None
    qr_text: str
    seal_note: str
    electronically_signed: bool
    watermark: Literal["", "DATA LATIHAN"]
    paper: Literal["F4", "A4"]
    village_code: str
    letter_code: str
    empty: str


class Page(TypedDict):
    """Paper and letters of a document of blocks. Margins in millimetres, ``size`` in points."""

    paper: str
    orientation: Literal["portrait", "landscape"]
    margin: dict[str, float]
    font: str
    size: float
    header: bool
    footer: bool
    heading: bool


class AttachedForm(TypedDict):
    """A form behind a letter: a resolved tree of its own; ``corner`` names it at the top right ("F-1.03")."""

    corner: str
    content: dict[str, Any]
    paper: str
    orientation: Literal["portrait", "landscape"]
    size: float


class BlockLetterData(LetterData):
    """A letter whose text is a resolved tree (:func:`balai.documents.blocks.resolve`)."""

    content: dict[str, Any]
    page: Page
    attachments: list[AttachedForm]
