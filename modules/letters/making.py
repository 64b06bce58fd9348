"""The officer's form of a letter: questions, the people who take part, who comes along; and the draft that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.documents.blocks.schema import walk
from balai.ui.forms import Candidate, DateField, DigitsField, PersonField
from modules.letters.answers import AnswersForm, answers_form, kept_text
from modules.letters.merging import Draft
from modules.letters.merging.people import TYPED, TYPED_CHOICES
from modules.letters.models import Letter
from modules.letters.parties import candidates
from modules.letters.types import Group, LetterType
from modules.population.models import Resident
from modules.population.picking import candidate
from modules.population.selectors import living, residents_found
from modules.population.sight import Sight


@dataclass
class Section:
    """A part of the form: a heading, its questions, and what is asked of somebody who lives elsewhere."""

    title: str
    fields: list[Any]
    outsider: list[Any] = field(default_factory=list)
    #: Whether the part about an outsider stands open.
    open: bool = False


def find_party(group: Group, text: str, shown: bool) -> list[Candidate]:
    """Whom a group may name, by a fragment; at most twenty."""
    everybody = not group.presence or set(group.presence) != {1}
    found = residents_found(text, {"presence": "all"} if everybody else None, sight=Sight(numbers=shown))
    found = found.filter(pk__in=candidates(group).values("pk")) if text else found.none()
    return [candidate(each, shown) for each in found.select_related("rt__parent__parent")[:20]]


def _one(group: Group, key: str, shown: bool) -> Candidate | None:
    try:
        UUID(str(key))
    except ValueError:
        return None
    found = candidates(group).select_related("rt__parent__parent").filter(pk=key).first()
    return candidate(found, shown) if found else None


def asks_followers(kind: LetterType) -> bool:
    """Whether the kind's text lists people who come along."""
    return any(
        "pengikut" in ((node.get("attrs") or {}).get("repeat"), (node.get("attrs") or {}).get("over"))
        for _path, node in walk(kind.body)
    )


class MakingForm(AnswersForm):
    """The dynamic form; :func:`making_form` makes the class of a kind and an applicant."""

    kind: LetterType
    resident: Resident

    def sections(self) -> list[Section]:
        """The form's parts in the order of the kind's groups."""
        found = []
        for group in self.kind.groups:
            fields = [self[each.name] for each in group.fields]
            person = f"p_{group.key}"
            if person in self.fields:
                fields.insert(0, self[person])
            outsider = [self[name] for name, _l, _k in _typed(group) if name in self.fields]
            if fields or outsider:
                title = group.title if group is not self.kind.groups[0] else str(_("Isian surat"))
                said = any(each.value() for each in outsider) or any(each.errors for each in outsider)
                found.append(Section(title, fields, outsider, said))
        if "followers" in self.fields:
            found.append(Section(str(_("Pengikut")), [self["followers"]]))
        return found

    def parties(self) -> dict[str, dict[str, Any]]:
        """Who takes part, as the service wants it."""
        found: dict[str, dict[str, Any]] = {}
        for group in self.kind.parties:
            key = self.cleaned_data.get(f"p_{group.key}")
            if key:
                found[group.key] = {"resident": str(key)}
                continue
            typed = {
                plain: kept_text(self.cleaned_data.get(name))
                for (name, _label, _kind), (plain, _l, _k) in zip(_typed(group), TYPED, strict=True)
            }
            if any(typed.values()):
                found[group.key] = {"person": typed}
        return found

    def followers(self) -> list[str]:
        """Keys of those who come along."""
        return list(self.cleaned_data.get("followers") or [])

    def forms(self) -> list[str] | None:
        """Codes of the forms behind it, where the kind has some."""
        return list(self.cleaned_data.get("forms") or []) if "forms" in self.fields else None

    def answers(self) -> dict[str, Any]:
        """The answers as text."""
        return {each.name: kept_text(self.cleaned_data.get(each.name)) for each in self.questions}

    def draft(self) -> Draft:
        """What the letter would be, as far as it is filled in: for the preview, which waits for nobody."""
        self.is_valid()
        return Draft(self.kind, self.resident, self.answers(), self.parties(), self.followers(), self.forms())


def _typed(group: Group) -> list[tuple[str, str, str]]:
    return [(f"o_{group.key}_{name}", label, kind) for name, label, kind in TYPED]


def making_form(kind: LetterType, resident: Resident, *, shown: bool, family_only: bool = False) -> type[MakingForm]:
    """The form class for a kind and an applicant; ``shown``: NIK are written out. ``family_only``: for who may not search
    the register: people come from the applicant's own family, others are typed."""
    base = answers_form(kind)
    fields: dict[str, Any] = dict(base.base_fields)
    family = (
        living().filter(family=resident.family_id).exclude(pk=resident.pk).order_by("shdk", "birth_date", "pk")
        if resident.family_id
        else Resident.objects.none()
    )
    for group in kind.parties:
        party = _family_field(kind, group, resident) if family_only else _party_field(kind, group, resident, shown)
        if party is not None:
            fields[f"p_{group.key}"] = party
        if group.kind == "either":
            for (name, label, sort), (plain, _l, _k) in zip(_typed(group), TYPED, strict=True):
                fields[name] = _typed_field(plain, label, sort)
    if asks_followers(kind):
        fields["followers"] = forms.MultipleChoiceField(
            label=_("Anggota keluarga yang ikut"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(str(each.pk), f"{each.name} ({each.get_shdk_display()})") for each in family],
        )  # fmt: skip
    return type(
        "LetterMakingForm", (MakingForm,), {**fields, "questions": kind.fields, "kind": kind, "resident": resident}
    )


def _family_field(kind: LetterType, group: Group, resident: Resident) -> forms.Field | None:
    """A choice among the applicant's own family; None where nobody of it fits, or where it is another's family."""
    if not resident.family_id or group.family_of not in ("", kind.groups[0].key):
        return None
    members = candidates(group, family=resident.family_id).exclude(pk=resident.pk).order_by("shdk", "birth_date", "pk")
    choices = [(str(each.pk), f"{each.name} ({each.get_shdk_display()})") for each in members]
    if not choices:
        return None
    only = choices[0][0] if len(choices) == 1 and group.family_of else None
    return forms.ChoiceField(
        label=_("{title} (dari keluarga)").format(title=group.title), required=group.required and group.kind == "resident",
        choices=[("", _("Pilih dari keluarga")), *choices], initial=only,
    )  # fmt: skip


def _party_field(kind: LetterType, group: Group, resident: Resident, shown: bool) -> forms.Field:
    label = _("{title} (warga desa ini)").format(title=group.title)
    required = group.required and group.kind == "resident"
    if group.family_of == kind.groups[0].key and resident.family_id:
        members = candidates(group, family=resident.family_id).exclude(pk=resident.pk).order_by("shdk", "birth_date")
        choices = [(str(each.pk), f"{each.name} ({each.get_shdk_display()})") for each in members]
        if choices:
            only = choices[0][0] if len(choices) == 1 else None
            return forms.ChoiceField(
                label=label, required=required, choices=[("", _("Pilih dari keluarga")), *choices], initial=only
            )
    url = reverse("letters:party_search", args=[kind.key, group.key])
    return PersonField(
        label=label, required=required, search_url=url, find=lambda text: find_party(group, text, shown),
        get=lambda key: _one(group, key, shown),
    )  # fmt: skip


def _typed_field(plain: str, label: str, sort: str) -> forms.Field:
    if plain == "nik":
        return DigitsField(label=label, required=False, help_text=_("Kosongkan bila tidak diketahui."))
    if sort == "date":
        return DateField(label=label, required=False)
    if sort == "choice":
        words = [(str(text), str(text)) for _code, text in TYPED_CHOICES[plain].choices]
        return forms.ChoiceField(label=label, required=False, choices=[("", _("Pilih")), *words])
    return forms.CharField(label=label, required=False, max_length=200)


def initial_of(letter: Letter) -> dict[str, Any]:
    """A letter's content as the form's initial values: concepts and returned ones are gone on with."""
    kind = letter.type
    found: dict[str, Any] = dict(letter.answers)
    for group in kind.parties:
        given = letter.parties.get(group.key) or {}
        found[f"p_{group.key}"] = given.get("resident", "")
        person = given.get("person") or {}
        found |= {
            name: person.get(plain, "")
            for (name, _label, _kind), (plain, _l, _k) in zip(_typed(group), TYPED, strict=True)
        }
    if letter.followers:
        found["followers"] = [str(each) for each in letter.followers]
    if letter.forms is not None:
        found["forms"] = list(letter.forms)
    for each in kind.fields:
        # A form shows dates as people write them.
        if each.kind == "date" and found.get(each.name):
            try:
                found[each.name] = date.fromisoformat(str(found[each.name]))
            except ValueError:
                continue
    return found


def add_party_errors(form: MakingForm, errors: Mapping[str, list[str]]) -> None:
    """Put the service's sentences about people beside their fields."""
    for key, sentences in errors.items():
        name = key if key in form.fields else f"p_{key}"
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
