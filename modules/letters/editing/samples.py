"""An example to preview a text with: somebody of the register, answers that nobody gave, and the page that prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from django.db.models import QuerySet

from balai.db import today
from balai.documents import LetterData
from balai.documents.blocks import Problem
from balai.ui.formats import short_date
from modules.government.selectors import signers
from modules.letters.answers import AnswersForm, answers_form, kept_text
from modules.letters.layers.definitions import problems_of
from modules.letters.making import asks_followers
from modules.letters.merging import Draft, preview_data
from modules.letters.merging.letter import with_crest
from modules.letters.models import Letter
from modules.letters.parties import candidates
from modules.letters.types import LetterType
from modules.population.models import Resident
from modules.population.selectors import living
from tenants.context import current_village

#: What the engine can draw though it may not be kept: it stands as a dash, or not at all.
_DRAWN = {"unknown_field", "no_name", "unknown_group", "unknown_signer", "circular", "expression"}
_MOST_FOLLOWERS = 6


@dataclass(frozen=True)
class Example:
    """Whom a text is previewed for: the applicant, who else takes part, and the answers' form."""

    kind: LetterType
    resident: Resident
    parties: Mapping[str, Mapping[str, Any]]
    followers: tuple[str, ...]
    form: AnswersForm

    def draft(self, body: Mapping[str, Any]) -> Draft:
        """The letter that it would be with this text."""
        self.form.is_valid()
        answers = {each.name: kept_text(self.form.cleaned_data.get(each.name)) for each in self.kind.fields}
        return Draft(replace(self.kind, body=body), self.resident, answers, self.parties, self.followers)


def applicants(kind: LetterType) -> QuerySet[Resident]:
    """Whom a kind can be made out for."""
    return candidates(kind.groups[0]).select_related("rt__parent__parent", "family")


def first_applicant(kind: LetterType) -> Resident | None:
    """Who the example is about until somebody is picked: the last who asked for this kind, else the first whom it fits
    and who has a family; None in a village without people."""
    asked = Letter.objects.filter(type_key=kind.key, resident__void_at=None).order_by("-created_at").first()
    if asked is not None:
        return applicants(kind).filter(pk=asked.resident_id).first() or _first(kind)
    return _first(kind)


def _first(kind: LetterType) -> Resident | None:
    return applicants(kind).filter(family__isnull=False).order_by("nik").first() or applicants(kind).first()


def sample_answers(kind: LetterType) -> dict[str, str]:
    """Answers that nobody gave: each question answered with its own name, so that its place on the paper is seen."""
    found = {}
    for field in kind.fields:
        found[field.name] = {
            "date": short_date(today()), "number": "1", "time": f"{time(9, 30):%H.%M}",
            "choice": field.options[0] if field.options else "",
        }.get(field.kind, str(field.label))  # fmt: skip
    return found


def example_for(kind: LetterType, resident: Resident, sent: Mapping[str, Any] | None = None) -> Example:
    """The example of a kind; ``sent`` are the answers as the page has them, None the answers that nobody gave."""
    form_class = answers_form(kind)
    form = form_class(initial=sample_answers(kind)) if sent is None else form_class(sent)
    parties: dict[str, dict[str, Any]] = {}
    for group in kind.parties:
        of_family = group.family_of == kind.groups[0].key and resident.family_id
        found = candidates(group, family=resident.family_id if of_family else None).exclude(pk=resident.pk)
        person = found.order_by("nik").values_list("pk", flat=True).first()
        if person is not None:
            parties[group.key] = {"resident": str(person)}
    followers: tuple[str, ...] = ()
    if resident.family_id and asks_followers(kind):
        family = living().filter(family=resident.family_id).exclude(pk=resident.pk)
        followers = tuple(str(key) for key in family.values_list("pk", flat=True)[:_MOST_FOLLOWERS])
    return Example(kind, resident, parties, followers, form)


def preview_of(example: Example, body: Any) -> tuple[LetterData | None, list[Problem]]:
    """What a text would print for the example, and everything wrong with it, each at its place; None where something is
    wrong that the engine could not draw."""
    problems = problems_of(example.kind, body)
    if any(each.code not in _DRAWN and not _is_empty(body, each) for each in problems):
        return None, problems
    signer = next(iter(signers(today())), None)
    data, warnings = preview_data(example.draft(body), signer=signer, village=current_village(), on=today())
    known = {(each.path, each.code) for each in problems}
    return with_crest(data), [*problems, *(each for each in warnings if (each.path, each.code) not in known)]


def _is_empty(body: Any, problem: Problem) -> bool:
    """Whether a part is only not filled in yet: a condition without a rule, a signature without anybody."""
    name = {"no_rule": "rules", "no_signer": "places", "no_options": "options"}.get(problem.code)
    if name is None:
        return False
    node = body
    for index in problem.path:
        node = node["content"][index]
    return (node.get("attrs") or {}).get(name) in (None, [])
