"""A kind of letter's own questions as a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from balai.ui.formats import long_date
from balai.ui.forms import DateField, Form
from modules.letters.errors import AnswersRefused
from modules.letters.types import AnswerField, LetterType


def answers_form(letter_type: LetterType) -> type[Form]:
    """The form class that asks what the register cannot know; field names are the answers' keys."""
    fields = {each.name: _form_field(each) for each in letter_type.fields}
    return type("AnswersForm", (Form,), fields)


def _form_field(field: AnswerField) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.hint}
    if field.kind == "date":
        common.pop("help_text")
        return DateField(**common)
    if field.kind == "long_text":
        return forms.CharField(max_length=field.max_length, widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.CharField(max_length=field.max_length, **common)


def checked_answers(letter_type: LetterType, answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers as text that can be kept; dates in ISO. Keys that nobody asked for are dropped.

    Raises:
        AnswersRefused: something is missing or wrong; ``errors`` says what, by field.
    """
    form = answers_form(letter_type)(data=dict(answers))
    if not form.is_valid():
        errors = {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
        raise AnswersRefused(errors=errors, field=next(iter(errors)))
    kept = {}
    for name, value in form.cleaned_data.items():
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        kept[name] = " ".join(text.split())
    return kept


def shown_answers(letter_type: LetterType, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question and answer, in the form's order, as people read them."""
    rows = []
    for field in letter_type.fields:
        text = answers.get(field.name, "")
        if field.kind == "date" and text:
            text = long_date(date.fromisoformat(text))
        rows.append((str(field.label), text or "-"))
    return rows
