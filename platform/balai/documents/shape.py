"""What a letter's template gets: one JSON document, the same for every kind of letter."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Letterhead(TypedDict):
    """Kop surat. ``lines`` are the three centred ones; ``crest_png`` is base64, or None for a kop without crest."""

    lines: list[str]
    address: str
    phone: str
    email: str
    website: str
    postal_code: str
    crest_png: str | None
    #: The village's own design, where it has one: lines with their letters, where the picture stands, rule, heights, foot.
    kop: NotRequired[dict[str, Any]]


class Opening(TypedDict):
    """Who declares: "Kepala Desa Geyer", and where ("Desa Geyer", "Kecamatan Geyer", "Kabupaten Grobogan", province)."""

    signer_position: str
    village: str
    district: str
    regency: str
    province: str


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


class LetterData(TypedDict):
    """Everything that stands on a letter. Nothing else reaches the template.

    ``content`` is a resolved tree (:func:`balai.documents.blocks.resolve`). ``date`` (ISO) is the PDF's creation time, so
    that the same data always give the same bytes. ``watermark`` is printed pale across each page. ``seal_note`` says when
    it is valid.
    """

    letterhead: Letterhead
    title: str
    number: str
    opening: Opening
    content: dict[str, Any]
    page: Page
    attachments: list[AttachedForm]
    place: str
    date: str
    date_words: str
    qr_text: str
    seal_note: str
    electronically_signed: bool
    #: Whether room is left for the box of a visible electronic signature.
    signature_box: NotRequired[bool]
    watermark: Literal["", "DATA LATIHAN"]
    village_code: str
    letter_code: str
    empty: str
