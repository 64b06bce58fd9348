"""From the shipped list (parties, fields, options) and the texts to the kinds of letters."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modules.letters.types.declaration import AnswerField, Group, GroupKind, LetterType, Requirement, Validity
from modules.letters.types.texts import TEXTS, Text
from modules.population import codes

_SHIPPED = Path(__file__).resolve().parent / "shipped.json"
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates_typst"

_KINDS = {
    "text": "text", "long text": "long_text", "number": "number", "date": "date", "time": "time", "choice": "choice",
    "reference list": "choice",
}  # fmt: skip
_GROUP_KINDS: Mapping[str, GroupKind] = {"resident": "resident", "resident or outsider": "either", "typed": "typed"}
#: Code lists that a field may choose from.
_LISTS = {
    "jenis_kelamin": codes.Sex, "agama": codes.Religion, "pekerjaan": codes.Occupation,
    "kewarganegaraan": codes.Citizenship, "hubungan_keluarga_shdk": codes.Shdk,
}  # fmt: skip
#: Parties that a letter can do without: former spouses, and parents who are not known.
_MAY_BE_MISSING = {(17, "dst"), (17, "dwn"), (26, "ilama"), (26, "slama")}
#: The shipped list names the mother of a stillborn child without her sex, and asks for a destination abroad in every move.
_CORRECTED_SEX = {(16, "individu"): 2}
_ABROAD = "SURAT KETERANGAN PINDAH LUAR NEGERI (SKPLN)"
_ONLY_ABROAD = ("negara_tujuan", "kode_negara", "alamat_tujuan_luar_negeri", "penanggung_jawab")
_ONLY_SKTT = ("nama_sponsor", "tipe_sponsor", "alamat_sponsor", "nomor_itas", "tanggal_itas")
_SKTT = ("SURAT KETERANGAN TEMPAT TINGGAL (SKTT)", "BAGI ORANG ASING TINGGAL TERBATAS")
#: Asked for the paper's own sake, but a village may not know them.
_NEVER_REQUIRED = {(25, "dusun_tujuan"), (25, "telepon_tujuan"), (25, "kode_pos_tujuan"), (25, "keterangan"), (26, "paspor"), (26, "telepon")}  # fmt: skip

#: Forms that the shipped list does not put behind these letters: F-2.01 is the current form of every event of the civil
#: registry, F-2.30 came later, the others are for those who need them.
_MORE_FORMS = {
    5: ("F-1.15-NP",), 12: ("F-2.30",), 16: ("F-2.01",), 26: ("F-2.01",), 35: ("F-2.01",), 39: ("F-1.05",), 40: ("F-1.05", "F-1.06"),
    41: ("F-1.04",),
}  # fmt: skip
#: Nobody can be registered without a name.
_ALSO_REQUIRED = {(35, "nama_anak")}
#: The register knows no number of the social data: whoever has one says it.
_MORE_FIELDS = {
    (15, "individu"): (AnswerField(name="id_bdt", label="Nomor DTSEN/DTKS (ID BDT)", max_length=40, merge="form_id_bdt"),),
}  # fmt: skip
#: UU 18/2017 speaks of Pekerja Migran Indonesia (PMI) of three kinds (art. 4) and of the companies that place them (P3MI).
_RENAMED = {
    (7, "nama_pptkis"): "Nama P3MI", (7, "status_pekerjaan_tki_tkw"): "Jenis Pekerja Migran Indonesia",
    (17, "tanggal_meninggal_suami_terdahulu"): "Tanggal meninggal suami/istri terdahulu",
    (17, "tempat_meninggal_suami_terdahulu"): "Tempat meninggal suami/istri terdahulu",
    (17, "bin_suami_terdahulu"): "Bin/binti suami/istri terdahulu",
}  # fmt: skip
_OTHER_OPTIONS = {
    (7, "status_pekerjaan_tki_tkw"): (
        "Pekerja Migran Indonesia (PMI) pada pemberi kerja berbadan hukum",
        "Pekerja Migran Indonesia (PMI) pada pemberi kerja perseorangan atau rumah tangga",
        "Pelaut awak kapal atau pelaut perikanan",
    ),
    # In full: what the list abbreviates stands in the letter's own sentences, too.
    (25, "jenis_kepindahan"): (
        "KEPALA KELUARGA", "KEPALA KELUARGA DAN SELURUH ANGGOTA KELUARGA", "KEPALA KELUARGA DAN SEBAGIAN ANGGOTA KELUARGA",
        "ANGGOTA KELUARGA",
    ),
    (25, "status_kk_bagi_yang_tidak_pindah"): (
        "NUMPANG KK", "MEMBUAT KK BARU", "TIDAK ADA ANGGOTA KELUARGA YANG DITINGGAL", "NOMOR KK TETAP",
    ),
}  # fmt: skip
#: A widower's former wife stands in the same place as a widow's former husband.
_RETITLED = {(17, "dst"): "Suami/Istri Terdahulu"}
_UNITS = {"hari": "day", "minggu": "week", "bulan": "month", "tahun": "year"}
#: Requirement papers by what the shipped list calls them.
REQUIREMENTS = {
    "Surat Pengantar RT/RW": Requirement("pengantar_rt", "Surat pengantar RT/RW"),
    "Fotokopi KK": Requirement("kk", "Kartu Keluarga", shared=True),
    "Fotokopi KTP": Requirement("ktp", "KTP-el pemohon"),
    "Fotokopi Surat Nikah/Akta Nikah/Kutipan Akta Perkawinan": Requirement("akta_kawin", "Buku nikah atau akta perkawinan"),
    "Fotokopi Akta Kelahiran/Surat Kelahiran": Requirement("akta_lahir", "Akta atau surat kelahiran"),
    "Surat Pindah Datang": Requirement("pindah_datang", "Surat pindah datang"),
    "Surat Keterangan Kematian dari RS/Puskesmas/Dokter": Requirement("mati_medis", "Surat kematian dari RS, puskesmas, atau dokter"),
    "Surat Keterangan Cerai": Requirement("akta_cerai", "Akta atau surat keterangan cerai"),
    "Fotokopi Ijasah Terakhir": Requirement("ijazah", "Ijazah terakhir"),
    "SK PNS/Karip/TNI-Polri": Requirement("sk_pns", "SK PNS, Karip, atau TNI/Polri"),
    "Surat Keterangan Kematian dari Kepala Desa/Kelurahan": Requirement("akta_mati", "Surat kematian dari kepala desa"),
    "Surat Imigrasi/STMD": Requirement("imigrasi", "Surat imigrasi atau STMD"),
}  # fmt: skip
#: What is asked for in a paper's stead where the applicant is too young to hold it (``requirements.py`` says who is).
FOR_MINORS = {
    "ktp": (
        Requirement("identitas_anak", "KIA atau akta kelahiran anak", kept_as="akta_lahir"),
        Requirement("ktp_wali", "KTP-el orang tua atau wali", kept_as="ktp", shared=True),
    ),
}  # fmt: skip
#: A citizen's request is looked at with these in hand where the shipped list asks for nothing.
_USUAL = (REQUIREMENTS["Fotokopi KTP"], REQUIREMENTS["Fotokopi KK"])


def slug(name: str) -> str:
    """ "Nama Usaha" -> "nama_usaha"."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


_PROPER = {"tki": "TKI", "tkw": "TKW", "ktp": "KTP", "istrike": "Istri ke", "kis": "KIS"}


def worded(label: str) -> str:
    """A label as sentences are written here: "Nama Usaha" -> "Nama usaha"; RT, KK and BPKB stay as they are."""
    words = [
        _PROPER.get(each.lower(), each if each.isupper() and len(each) > 1 else each.lower()) for each in label.split()
    ]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _fields(number: int, group: dict[str, Any], main: bool, seen: dict[str, int]) -> tuple[AnswerField, ...]:
    prefix = "" if main else f"{group['key'].lower()}__"
    links: dict[str, tuple[str, tuple[str, ...]]] = {}
    for each in group["fields"]:
        for link in each.get("links", ()):
            for shown in link["show"]:
                links[slug(shown)] = (prefix + slug(each["name"]), tuple(link["when"]))
    made: list[AnswerField] = []
    for each in group["fields"]:
        own = slug(each["name"])
        if any(known.name == prefix + own for known in made):
            continue  # the shipped list asks for some things of a non-Muslim couple three times
        shown_when = links.get(own)
        if number == 25 and own in _ONLY_ABROAD:
            shown_when = ("jenis_permohonan", (_ABROAD,))
        elif number == 25 and own in _ONLY_SKTT:
            shown_when = ("jenis_permohonan", _SKTT)
        options = _OTHER_OPTIONS.get((number, own), tuple(each.get("options", ())))
        if "list" in each:
            options = tuple(str(label) for _code, label in _LISTS[each["list"]].choices)
        kind = _KINDS[each["type"]]
        shared = each.get("label", "")
        made.append(
            AnswerField(
                name=prefix + own,
                # A label that several fields share is their heading; the field's own name says which is which.
                label=_RENAMED.get((number, own))
                or worded(
                    each["name"] if not shared or "/" in shared or "," in shared or seen.get(shared, 0) > 1 else shared
                ),
                kind=kind,  # type: ignore[arg-type]
                required=(bool(each.get("required")) and (number, own) not in _NEVER_REQUIRED)
                or (number, own) in _ALSO_REQUIRED,
                options=options,
                shown_when=shown_when,
                max_length=600 if kind == "long_text" else 200,
                merge=f"form_{own}" if main else f"form_{own}_{group['key'].lower()}",
            )
        )
    return (*made, *_MORE_FIELDS.get((number, group["key"]), ()))


def _groups(number: int, shipped: list[dict[str, Any]]) -> tuple[Group, ...]:
    seen: dict[str, int] = {}
    for group in shipped:
        for each in group["fields"]:
            if each.get("label"):
                seen[each["label"]] = seen.get(each["label"], 0) + 1
    made = []
    for place, group in enumerate(shipped):
        sex = {"L": 1, "P": 2}.get(group.get("sex", ""))
        made.append(
            Group(
                key=group["key"],
                title=_RETITLED.get((number, group["key"]), group["title"]) if place else "Pemohon",
                label=group["label"],
                kind=_GROUP_KINDS[group["kind"]],
                sex=_CORRECTED_SEX.get((number, group["key"]), sex),
                presence=tuple(group.get("presence", ())),
                shdk=tuple(group.get("shdk", ())),
                family_of=group.get("family_of", ""),
                with_parents=bool(group.get("with_parents")),
                required=(number, group["key"]) not in _MAY_BE_MISSING,
                fields=_fields(number, group, place == 0, seen),
            )
        )
    return tuple(made)


def _validity(text: str) -> Validity | None:
    found = re.match(r"(\d+)\s+(hari|minggu|bulan|tahun)", text)
    if found is None:
        return None
    return Validity(int(found[1]), _UNITS[found[2]], printed="not printed" not in text)  # type: ignore[arg-type]


@functools.cache
def _frame() -> bytes:
    return b"".join(path.read_bytes() for path in sorted(_TEMPLATES.glob("*.typ")))


def version_of(parts: Any) -> str:
    """A digest of what prints: a tree, a page, a title, and the template that draws them."""
    text = json.dumps(parts, sort_keys=True, default=str).encode()
    return hashlib.sha256(text + _frame()).hexdigest()[:16]


def _made(shipped: dict[str, Any], text: Text) -> LetterType:
    number = shipped["number"]
    self_service = bool(shipped["self_service"])
    asked = tuple(REQUIREMENTS[name] for name in shipped["requirements"])
    return LetterType(
        key=text.key,
        number=number,
        name=text.name,
        title=text.title,
        code=text.code,
        summary=text.summary,
        groups=_groups(number, shipped["groups"]),
        requirements=asked or (_USUAL if self_service else ()),
        validity=_validity(shipped["validity"]),
        body=text.body,
        self_service=self_service,
        needs_district="district head" in shipped["signs_beside_village_head"],
        attachments=(*shipped["attachments"], *_MORE_FORMS.get(number, ())),
        needs=text.needs,
        version=version_of([text.title, text.body]),
    )


@functools.cache
def shipped_types() -> tuple[LetterType, ...]:
    """Every shipped kind whose text is written, in the order of the list."""
    found = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(_made(each, TEXTS[each["number"]]) for each in found if each["number"] in TEXTS)
