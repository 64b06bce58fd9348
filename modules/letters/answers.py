"""A kind of letter's own questions as a form, and the answers as text that is kept and printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from balai.ui.formats import long_date
from balai.ui.forms import DateField, Form
from modules.letters.errors import AnswersRefused
from modules.letters.types import AnswerField, LetterType


class AnswersForm(Form):
    """Asks what the register cannot know; a question that hangs on another's answer is required only where it is asked."""

    questions: tuple[AnswerField, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Drop what was not asked; require what was."""
        data = super().clean() or self.cleaned_data
        for each in self.questions:
            if each.shown_when is None:
                continue
            if not each.is_asked(data):
                data[each.name] = None
                self.errors.pop(each.name, None)
            elif each.required and each.name not in self.errors and data.get(each.name) in (None, ""):
                self.add_error(each.name, _("{label} belum diisi.").format(label=each.label))
        return data


def answers_form(letter_type: LetterType) -> type[AnswersForm]:
    """The form class of a kind; field names are the answers' keys."""
    fields: dict[str, Any] = {each.name: _form_field(each) for each in letter_type.fields}
    return type("AnswersForm", (AnswersForm,), {**fields, "questions": letter_type.fields})


def _form_field(field: AnswerField) -> forms.Field:
    required = field.required and field.shown_when is None
    common: dict[str, Any] = {"label": field.label, "required": required, "help_text": field.hint}
    made = _plain_field(field, common)
    if field.shown_when is not None:
        other, values = field.shown_when
        # The page hides the question until the other is answered so; without JavaScript it stands there, unasked for.
        made.widget.attrs["data-shown-when"] = f"{other}={'|'.join(values)}"
    return made


def _plain_field(field: AnswerField, common: dict[str, Any]) -> forms.Field:
    if field.kind == "date":
        common.pop("help_text")
        return DateField(**common)
    if field.kind == "choice":
        options = [(each, each) for each in field.options]
        return forms.ChoiceField(choices=[("", _("Pilih")), *options], **common)
    if field.kind == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.CharField(max_length=30, widget=widget, **common)
    if field.kind == "time":
        return forms.TimeField(input_formats=["%H:%M", "%H.%M"], **common)
    if field.kind == "long_text":
        return forms.CharField(max_length=field.max_length, widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.CharField(max_length=field.max_length, **common)


def kept_text(value: Any) -> str:
    """A form's value as text that is kept: dates in ISO, times as 09.30, one space between words."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return " ".join(str(value or "").split())


def checked_answers(letter_type: LetterType, answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers as text that can be kept; dates in ISO. Keys that nobody asked for are dropped.

    Raises:
        AnswersRefused: something is missing or wrong; ``errors`` says what, by field.
    """
    form = answers_form(letter_type)(data=dict(answers))
    if not form.is_valid():
        errors = {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
        raise AnswersRefused(errors=errors, field=next(iter(errors)))
    return {name: kept_text(value) for name, value in form.cleaned_data.items()}


def _shown(field: AnswerField, text: str) -> str:
    return long_date(date.fromisoformat(text)) if field.kind == "date" and text else text


def shown_answers(letter_type: LetterType, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question and answer, in the form's order, as people read them; what was not asked is left out."""
    return [
        (str(field.label), _shown(field, answers.get(field.name, "")) or "-")
        for field in letter_type.fields
        if field.is_asked(answers)
    ]


def answer_values(letter_type: LetterType, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as merge fields: dates as dates, numbers as numbers where they are."""
    found: dict[str, Any] = {}
    for field in letter_type.fields:
        text = str(answers.get(field.name) or "").strip()
        value: Any = text
        if field.kind == "date" and text:
            value = date.fromisoformat(text)
        elif field.kind == "number" and text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"):
            # A number that begins with nought (a telephone's, a passport's) is no quantity.
            value = Decimal(text)
        elif field.kind == "long_text":
            # It stands inside a sentence that ends by itself.
            value = text.rstrip(".")
        found[field.merge] = value
    return found
