"""OpenSID's [codes] and our merge fields: the same thing under two names, and how their letters' case was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from balai.documents.blocks.arithmetic import ArithmeticRefused, names_in
from modules.letters.merging.catalogue import names_of
from modules.letters.types.declaration import LetterType

Node = dict[str, Any]

#: A code between brackets; a function's argument follows in brackets of its own and may hold codes.
TOKEN = re.compile(
    r"\[(?P<function>terbilang|hitung)\]\s*\[(?P<argument>(?:[^\[\]]|\[[^\[\]]{1,80}\]){0,200})\]"
    r"|\[#{1,2}\s*(?P<boxed>(?:[^\[\]#]|\[[^\[\]]{1,80}\]){0,200})\s*#{1,2}\]"
    r"|\[(?P<code>[^\[\]\n]{1,80})\]",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"^[A-Za-z][A-Za-z0-9_./-]*$")
_ROW = re.compile(r"^klg(\d{1,2})_([a-z_]+)$")

#: Other words for a field of ours.
NAMES: Mapping[str, str] = {
    "alamat_lengkap": "alamat", "tempat_tgl_lahir": "ttl", "tempat_tanggal_lahir": "ttl", "tgl_lahir": "tanggallahir",
    "tanggal_lahir": "tanggallahir", "tempat_lahir": "tempatlahir", "sex": "jenis_kelamin", "golongan_darah": "gol_darah",
    "hubungan": "hubungan_kk", "pendidikan": "pendidikan_kk", "pek": "pekerjaan", "umur": "usia", "dusun": "nama_dusun",
    "rt": "nama_rt", "rw": "nama_rw", "format_nomor_surat": "nomor_surat", "nomer_surat": "nomor_surat",
    "no_surat": "nomor_surat", "tanggal_surat": "tgl_surat", "alamat_desa": "alamat_kantor", "alamat_surat": "alamat_kantor",
    "sebutan_kec": "sebutan_kecamatan", "sebutan_kab": "sebutan_kabupaten", "form_keterangan_berlaku": "berlaku_sampai",
    "jabatan_pamong": "jabatan", "paspor": "dokumen_pasport", "nama_kepala_kk": "kepala_kk", "status": "status_kawin",
    "agama_kk": "agama", "warganegara": "warga_negara", "id_bdt": "form_id_bdt",
}  # fmt: skip
#: Printed by the frame of every letter, so a text has no need of them.
FRAME = {"qr_code", "qr_bsre", "logo", "logo_bsre", "logo_garuda"}
#: Lists of people that OpenSID draws as a whole table.
FOLLOWERS = {"pengikut_surat", "pengikut_kis", "pengikut_kartu_kis", "pengikut_pindah"}


def case_of(code: str) -> str:
    """The case that a code's spelling asked for: [nama] lower, [NAma] UPPER, [NamA] as kept, [Nama] and [NaMa] Title."""
    letters = code.strip()
    if not letters or letters[0].islower():
        return "lower"
    if len(letters) == 1:
        return "title"
    if letters[1].isupper():
        return "asis" if len(letters) > 2 and letters[-1].isupper() and not letters.isupper() else "upper"
    if letters[-1].isupper():
        return "asis"
    return "title" if letters[1].islower() else "sentence"


@dataclass
class Words:
    """What a code may mean in one kind of letter."""

    known: set[str]
    #: Codes of the kind's questions (as OpenSID spells them, lower case, without brackets) and the merge field of each.
    questions: dict[str, str] = field(default_factory=dict)
    #: Merge fields of questions that ask for a weekday and a date.
    weekdays: set[str] = field(default_factory=set)
    parties: tuple[str, ...] = ()
    used_rows: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, kind: LetterType, questions: Mapping[str, str], weekdays: set[str] | None = None) -> Words:
        """The words of a kind."""
        suffixes = tuple(group.key.lower() for group in kind.parties)
        return cls({each.lower() for each in names_of(kind)}, dict(questions), weekdays or set(), suffixes)

    def name(self, code: str) -> str:
        """Our field for a code; "" where there is none."""
        plain = re.sub(r"\s+", "_", code.strip().lower())
        if plain in self.questions:
            return self.questions[plain]
        if plain in self.known:
            return plain
        if plain in NAMES and NAMES[plain] in self.known:
            return NAMES[plain]
        for party in (*self.parties, "ayah", "ibu", "pasangan"):
            head = plain.removesuffix(f"_{party}")
            if head != plain and f"{NAMES.get(head, head)}_{party}" in self.known:
                return f"{NAMES.get(head, head)}_{party}"
        return ""

    @staticmethod
    def row(code: str) -> tuple[int, str] | None:
        """Which member of the family, and what of it: [klg2_nama] is (2, "nama")."""
        found = _ROW.match(code.strip().lower())
        if found is None:
            return None
        return int(found[1]), NAMES.get(found[2], found[2])

    def node(self, code: str) -> Node | None:
        """The merge field of a code, or None."""
        name = self.name(code)
        if not name:
            return None
        attrs: dict[str, Any] = {"name": name}
        case = case_of(code)
        if case != "asis":
            attrs["case"] = case
        if name in self.weekdays:
            attrs["format"] = "day_date"
        return {"type": "field", "attrs": attrs}


def looks_like_code(text: str) -> bool:
    """Whether brackets hold a code rather than words ("[ ] ya")."""
    return len(text.strip()) > 1 and bool(_IDENTIFIER.match(text.strip()))


def sum_of(argument: str, words: Words) -> Node | None:
    """The calculation of ``[hitung][...]``, or None where it is none that we could do."""
    text = re.sub(r"\[op\s*([-+*/])\]", r"\1", argument, flags=re.IGNORECASE).replace("[op\\]", "/")
    money = bool(re.search(r"\brp\b\.?", text, re.IGNORECASE))
    text = re.sub(r"\brp\b\.?", "", text, flags=re.IGNORECASE)

    def named(found: re.Match[str]) -> str:
        return words.name(found[1]) or "?"

    text = re.sub(r"\[([^\[\]]{1,80})\]", named, text)
    text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text).strip()
    try:
        names = names_in(text)
    except ArithmeticRefused:
        return None
    if names - words.known:
        return None
    return {"type": "calc", "attrs": {"expr": text, "format": "rupiah" if money else "number"}}


def words_of(argument: str, words: Words) -> Node | None:
    """The number in words of ``[terbilang][...]``, or None where what stands in it is no single field and no sum."""
    money = bool(re.search(r"\brp\b\.?", argument, re.IGNORECASE))
    rest = re.sub(r"\brp\b\.?", "", argument, flags=re.IGNORECASE).strip()
    shape = "rupiah_words" if money else "words"
    single = re.fullmatch(r"\[([^\[\]]{1,80})\]", rest)
    if single is not None:
        name = words.name(single[1])
        return {"type": "field", "attrs": {"name": name, "format": shape}} if name else None
    made = sum_of(rest, words)
    if made is not None:
        made["attrs"]["format"] = shape
    return made
