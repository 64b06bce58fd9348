"""The one field that a row of the board fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import CodeField, DateField, DigitsField, VersionedForm
from modules.population.fields import FIELDS
from modules.population.forms.fields import RtField
from modules.population.models import FamilyCard, Resident
from modules.population.quality import AnyCheck
from modules.population.selectors import rt_choices

#: What stands on the card, not on the person.
_CARD = {"family_address": "address"}


def mend_field(name: str) -> forms.Field:
    """The input for a field of a person, always to be filled in."""
    if name == "rt":
        return RtField(label=_("RT"), required=True)
    if name == "nik_reason":
        return forms.CharField(label=_("Alasan"), max_length=200)
    known = FIELDS[name]
    if known.kind == "code":
        return CodeField(label=known.title, codes=known.choices, required=True)
    if known.kind == "date":
        return DateField(label=known.title, help_text="")
    if name in {"nik", "family_number"}:
        return DigitsField(label=known.title, what=str(known.title))
    model: Any = FamilyCard if name in _CARD else Resident
    length = model._meta.get_field(_CARD.get(name, name)).max_length
    return forms.CharField(label=known.title, max_length=length)


class MendForm(VersionedForm):
    """A row's form: the fields that its check mends, and the version that was read."""

    def __init__(
        self, *args: Any, check: AnyCheck, choices: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        fields = {name: mend_field(name) for name in check.mend}
        for field in fields.values():
            if isinstance(field, RtField):
                field.choices = [("", _("Pilih RT")), *(choices if choices is not None else rt_choices())]
        # Before the form is made of them: what dresses a form's fields then dresses these, too.
        self.base_fields = type(self).base_fields | fields  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
