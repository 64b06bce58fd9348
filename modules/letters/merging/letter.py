"""One letter's data, brought together: for its approval, where they are frozen, and for a preview before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from balai.documents import AttachedForm, LetterData
from balai.documents.blocks import Problem, Values, resolve
from balai.documents.blocks.casing import written
from balai.documents.blocks.schema import walk
from modules.government.selectors import Signer, head_title, letterhead
from modules.letters.answers import answer_values
from modules.letters.merging.changes import changed_elements
from modules.letters.merging.circle import Circle
from modules.letters.merging.people import PERSON, event_values, family_rows, resident_values, typed_values
from modules.letters.merging.village import (
    bare,
    dotted,
    letter_values,
    position_words,
    signer_values,
    village_values,
)
from modules.letters.models import Letter
from modules.letters.types.attachments import ATTACHMENTS
from modules.letters.types.declaration import Group, LetterType
from modules.population import codes
from modules.population.models import Resident
from tenants.context import VillageCard

if TYPE_CHECKING:
    from modules.letters.kop import Design

#: What stands for the number before there is one.
UNNUMBERED = "....../....../......"


@dataclass
class Draft:
    """What a letter is made of before it has a number: kind, people, answers."""

    kind: LetterType
    resident: Resident
    answers: Mapping[str, Any] = field(default_factory=dict)
    #: By group: {"resident": key} for somebody of the register, {"person": {...}} for an outsider.
    parties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Keys of residents who come along.
    followers: Sequence[str] = ()
    #: Codes of the forms that are printed behind it; None: those of the kind that are still current.
    forms: Sequence[str] | None = None

    @classmethod
    def of(cls, letter: Letter) -> Draft:
        """A letter's own."""
        return cls(letter.type, letter.resident, letter.answers, letter.parties, letter.followers, letter.forms)

    @property
    def chosen_forms(self) -> list[str]:
        """Codes of the forms, in the kind's order."""
        return (
            current_forms(self.kind)
            if self.forms is None
            else [code for code in self.kind.attachments if code in self.forms]
        )


def current_forms(kind: LetterType) -> list[str]:
    """A kind's forms that everybody needs and no later regulation has replaced."""
    known = [ATTACHMENTS[code] for code in kind.attachments if code in ATTACHMENTS]
    return [form.code for form in known if form.current and form.by_default]


def _people(draft: Draft, circle: Circle, on: date, village: VillageCard) -> tuple[dict[str, Any], dict[str, str]]:
    """Merge fields of everybody who takes part, and each party's name."""
    keys = [each["resident"] for each in draft.parties.values() if each.get("resident")]
    found_people = Resident.objects.select_related("family", "rt__parent__parent").filter(pk__in=keys)
    known = {str(each.pk): each for each in found_people} if keys else {}
    values = resident_values(draft.resident, on, village) | event_values(draft.resident, circle.lines(draft.resident))
    values |= _relatives(draft.resident, circle, on, village)
    names = {}
    for group in draft.kind.parties:
        found = _party(group, draft, known, on, village)
        names[group.key] = str(found.get("nama") or "")
        values |= {f"{name}{group.suffix}": value for name, value in found.items()}
    return values, names


def _party(group: Group, draft: Draft, known: Mapping[str, Resident], on: date, village: VillageCard) -> dict[str, Any]:
    given = draft.parties.get(group.key) or {}
    person = known.get(str(given.get("resident") or ""))
    return resident_values(person, on, village) if person is not None else typed_values(given.get("person") or {}, on)


def _relatives(person: Resident, circle: Circle, on: date, village: VillageCard) -> dict[str, Any]:
    """Father, mother and spouse as far as the register knows them: by NIK, else by their place in the family."""
    family = [each for each in circle.members(person) if each.pk != person.pk]
    heads = (codes.Shdk.HEAD, codes.Shdk.HUSBAND, codes.Shdk.WIFE)
    of_head = {each.sex: each for each in family if each.shdk in heads} if person.shdk == codes.Shdk.CHILD else {}
    spouse = next((each for each in family if each.shdk in heads), None) if person.shdk in heads else None
    people = {
        "ayah": circle.named(person.father_nik) or of_head.get(codes.Sex.MALE),
        "ibu": circle.named(person.mother_nik) or of_head.get(codes.Sex.FEMALE),
        "pasangan": spouse,
    }
    values: dict[str, Any] = {}
    for who, each in people.items():
        found_values = resident_values(each, on, village) if each is not None else typed_values({}, on)
        values |= {f"{name}_{who}": value for name, value in found_values.items()}
    if person.shdk == codes.Shdk.CHILD:
        others = sum(each.shdk == codes.Shdk.CHILD for each in family)
        values |= {f"jumlah_saudara{end}": others for end in ("", "_kelahiran", "_kematian")}
    # The register's own word of the parents, where they are no residents.
    for who, name, nik in (
        ("ayah", person.father_name, person.father_nik),
        ("ibu", person.mother_name, person.mother_nik),
    ):
        values[f"nama_{who}"] = values[f"nama_{who}"] or name
        values[f"nik_{who}"] = values[f"nik_{who}"] or nik
    values["bin_pasangan"] = values["nama_ayah_pasangan"]
    return values


def fill(
    draft: Draft, *, number: str, code: str, signer: Signer | None, village: VillageCard, on: date,
    forms: Sequence[str] = (), circle: Circle | None = None,
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:  # fmt: skip
    """The text's tree (``""``) and the forms' trees by code with everything decided, and what could not be filled.

    What a form asks and the letter does not know stays empty, to be written by hand: that is no problem.
    """
    kind = draft.kind
    from modules.letters.kop import present_design
    from modules.letters.layers import aliases  # the layers check texts against this package's catalogue

    design = present_design()
    circle = circle or Circle.of([draft.resident])
    values, names = _people(draft, circle, on, village)
    values |= village_values(village, on) | letter_values(kind, number=number, code=code, on=on) | signer_values(signer)
    values |= answer_values(kind, draft.answers)
    trees = [kind.body, *(ATTACHMENTS[each].body for each in forms if each in ATTACHMENTS)]
    asked = {over for tree in trees for over in rows_asked(tree)}
    rows = {
        "keluarga": family_rows(draft.resident, circle, on, village) if "keluarga" in asked else [],
        "pengikut": _followers(draft, on, village) if asked & {"pengikut", "yang_pindah"} else [],
        "perubahan": changed_elements(values) if "perubahan" in asked else [],
    }
    if "yang_pindah" in asked:
        rows["yang_pindah"] = [{name: values.get(name) for name in PERSON}, *rows["pengikut"]]
    if (word := values["sebutan_kecamatan"]) != "Kecamatan":
        for each in (values, *rows["keluarga"], *rows["pengikut"]):
            _say_district(each, word)
    given = Values(
        fields=values, rows=rows, signers=_signers(draft, names, signer, village, written(on, design["day"]), values),
        aliases=aliases(), empty=design["empty"], day=design["day"],
    )  # fmt: skip
    done: dict[str, dict[str, Any]] = {}
    done[""], problems = resolve(kind.body, given)
    by_hand = replace(given, empty="")
    for code in forms:
        if code in ATTACHMENTS:
            done[code], _unknown = resolve(ATTACHMENTS[code].body, by_hand)
    return done, problems


def _say_district(values: dict[str, Any], word: str) -> None:
    """Addresses with what the village calls its district ("Distrik")."""
    for name in [each for each in values if each.startswith("alamat")]:
        values[name] = str(values[name]).replace("Kecamatan ", f"{word} ")


def rows_asked(tree: Mapping[str, Any]) -> set[str]:
    """Groups that a tree repeats over."""
    found = set()
    for _path, node in walk(tree):
        attrs = node.get("attrs") or {}
        found |= {str(attrs[name]) for name in ("over", "repeat") if attrs.get(name)}
    return found


def _followers(draft: Draft, on: date, village: VillageCard) -> list[dict[str, Any]]:
    if not draft.followers:
        return []
    found = Resident.objects.select_related("family", "rt__parent__parent").filter(
        pk__in=list(draft.followers), void_at=None
    )
    return [resident_values(each, on, village) for each in found.order_by("shdk", "birth_date", "pk")]


def _signers(
    draft: Draft, names: Mapping[str, str], signer: Signer | None, village: VillageCard, day: str,
    values: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:  # fmt: skip
    empty: dict[str, Any] = {"lines": [], "name": "", "number_label": "", "number": ""}
    found: dict[str, dict[str, Any]] = {
        "holder": empty | {"name": draft.resident.name},
        "district": empty
        | {
            "lines": [f"{values['sebutan_camat']} {bare(village.district_name, 'Kecamatan')},".upper()],
            "name": values["nama_kepala_camat"],
            "number": values["nip_kepala_camat"],
            "number_label": "NIP" if values["nip_kepala_camat"] else "",
        },
        "adat": empty
        | {"lines": ["KETUA ADAT,"], "name": str(draft.answers.get("pembeli__nama_ketua_adat") or "").upper()},
        "free": empty,
    }
    found |= {key: empty | {"name": name} for key, name in names.items()}
    if signer is not None:
        lines = list(signer.lines)
        found["head"] = {
            "lines": [*lines[:-1], f"{lines[-1]},"], "name": signer.name,
            "number_label": signer.number_label if signer.number else "", "number": signer.number,
            "place_line": f"{village.name}, {day}",
        }  # fmt: skip
    return found


def merged_data(
    letter: Letter,
    *,
    number: str,
    signer: Signer,
    village: VillageCard,
    on: date,
    token: str,
    signature_box: bool = False,
    circle: Circle | None = None,
) -> LetterData:
    """A letter's data on the day of its approval. The crest's picture is left out: it is the printer's, not the
    letter's, and would stand in every row. ``signature_box``: room is left for a visible electronic signature; ``circle``:
    who stands around the applicant, where many letters are filled at once."""
    draft = Draft.of(letter)
    done, _problems = fill(
        draft, number=number, code=draft.kind.code, signer=signer, village=village, on=on, forms=draft.chosen_forms,
        circle=circle,
    )  # fmt: skip
    data = _data(draft.kind, done, number=number, village=village, on=on, token=token)
    if letter.needs_signature:
        # What is signed electronically can be looked up by whoever holds it on paper, whatever the kind says of a code.
        data["electronically_signed"], data["signature_box"] = True, signature_box
        data["qr_text"] = village.verification_url(token)
    return data


def preview_data(
    draft: Draft, *, signer: Signer | None, village: VillageCard, on: date, number: str = UNNUMBERED, token: str = ""
) -> tuple[LetterData, list[Problem]]:
    """The same before approval: number and code of verification are still empty, all else is as it will be printed."""
    done, problems = fill(
        draft, number=number, code=draft.kind.code, signer=signer, village=village, on=on, forms=draft.chosen_forms
    )
    return _data(draft.kind, done, number=number, village=village, on=on, token=token), problems


def _data(
    kind: LetterType, done: Mapping[str, dict[str, Any]], *, number: str, village: VillageCard, on: date, token: str
) -> LetterData:
    from modules.letters.kop import kop_of, present_design, present_kop

    kop = kop_of(village_values(village, on)) if present_kop() is not None else None
    return letter_data(
        kind, done, number=number, village=village, on=on, token=token, kop=kop, design=present_design()
    )  # fmt: skip


def letter_data(
    kind: LetterType, done: Mapping[str, dict[str, Any]], *, number: str, village: VillageCard, on: date, token: str,
    kop: dict[str, Any] | None, design: Design,
) -> LetterData:  # fmt: skip
    """Everything that stands on a letter, but for the picture at its head. ``kop`` is a head of the village's own design."""
    head = letterhead()
    district = f"Kecamatan {bare(village.district_name, 'Kecamatan')}"
    made: LetterData = {
        "letterhead": {
            "lines": list(head["lines"]),
            "address": head["address"],
            "phone": head["phone"],
            "email": head["email"],
            "website": head["website"],
            "postal_code": head["postal_code"],
            "crest_png": None,
        },
        "title": str(kind.title),
        "number": number,
        "opening": {
            "signer_position": position_words(head_title()),
            "village": village.title,
            "district": district,
            "regency": village.regency_name,
            "province": bare(village.province_name, "Provinsi"),
        },
        "place": village.name,
        "date": on.isoformat(),
        "date_words": written(on, design["day"]),
        "qr_text": village.verification_url(token) if token and kind.qr else "",
        "seal_note": f"Sah setelah ditandatangani dan dibubuhi cap {village.kind}.",
        "electronically_signed": False,
        "watermark": "DATA LATIHAN" if village.data == "synthetic" else "",
        "village_code": dotted(village.code),
        "letter_code": kind.code,
        "empty": design["empty"],
        "content": done[""],
        "page": kind.page.as_dict(),  # type: ignore[typeddict-item]
        "attachments": [form_data(code, tree) for code, tree in done.items() if code],
    }
    if kop is not None:
        made["letterhead"]["kop"] = kop
    return made


def form_data(code: str, content: dict[str, Any]) -> AttachedForm:
    """A filled form as the template reads it."""
    form = ATTACHMENTS[code]
    return {
        "corner": form.corner_words, "content": content, "paper": form.paper,
        "orientation": form.orientation, "size": form.size,
    }  # fmt: skip


def with_crest(data: LetterData) -> LetterData:
    """The data with the crest, ready to print."""
    from modules.letters.kop import logo_of

    made: Any = {**data, "letterhead": {**data["letterhead"]}}
    made["letterhead"]["crest_png"] = logo_of(data["letterhead"].get("kop"))
    return made  # type: ignore[no-any-return]


def printed_data(letter: Letter) -> LetterData:
    """The frozen data with the crest, ready to print; the camat's block with who approved for the district, if anybody."""
    data: Any = with_crest(letter.merged)  # type: ignore[arg-type]
    if letter.district:
        data["content"] = _signed_by_district(data["content"], letter.district)
    return data  # type: ignore[no-any-return]


def _signed_by_district(node: Any, camat: Mapping[str, Any]) -> Any:
    """A resolved tree with the camat's name in its place: the frozen one stays as it is."""
    if isinstance(node, list):
        return [_signed_by_district(each, camat) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("who") == "district":
        nip = str(camat.get("nip") or "")
        return node | {
            "lines": [f"{camat['position']},".upper()], "name": camat["name"], "number": nip,
            "number_label": "NIP" if nip else "",
        }  # fmt: skip
    return {key: _signed_by_district(value, camat) for key, value in node.items()}
