"""Fields that several forms of the register share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from modules.population.models import Territory
from modules.population.selectors import rt_choices


class RtField(forms.ChoiceField):
    """An RT of the village; gives the node."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[], **kwargs)

    def clean(self, value: Any) -> Territory | None:  # type: ignore[override]
        """The node, or None."""
        key = super().clean(value)
        return Territory.objects.filter(pk=key, void_at=None).first() if key else None


class Suggest(forms.TextInput):
    """Free text with a list to choose from while typing."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box and its list."""
        key = f"{(attrs or {}).get('id', f'id_{name}')}_list"
        box = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', box, key, options)


def fill_rt(form: forms.Form) -> None:
    """Put the village's RT into the form's choices: one query, where there is such a field."""
    asking = [field for field in form.fields.values() if isinstance(field, RtField)]
    if asking:
        choices = [("", "Pilih RT"), *rt_choices()]
        for field in asking:
            field.choices = choices


def text(label: Any, length: int, *, required: bool = False, hint: Any = "", widget: Any = None) -> forms.CharField:
    """A line of text of at most so many characters."""
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint, widget=widget)
