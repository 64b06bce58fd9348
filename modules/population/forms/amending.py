"""The form that puts an event's details right: the fields of its kind, with what is known today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import CodeField, DateField, VersionedForm
from modules.population import codes
from modules.population.forms.fields import Suggest, text
from modules.population.models import PopulationEvent
from modules.population.presenting import detail_title
from modules.population.services.amending import DAYS, amendable, version_of
from modules.population.suggestions import PLACES_OF_DEATH

#: Longest texts, where they are shorter than an address.
_LENGTHS = {"certificate": 40, "place": 100, "reported_by": 100, "court_number": 60, "report_number": 60}


def _field(name: str, label: str) -> forms.Field:
    if name in DAYS:
        return DateField(label=label, latest=today, required=False)
    if name == "cause":
        return CodeField(label=label, codes=codes.DeathCause, required=False)
    if name == "witness":
        return CodeField(label=label, codes=codes.DeathWitness, required=False)
    if name == "child_number":
        return forms.IntegerField(label=label, min_value=1, max_value=40, required=False)
    if name == "time":
        return text(label, 5, hint=_("Tulis seperti 14.30. Kosongkan bila tidak diketahui."))
    return text(label, _LENGTHS.get(name, 200), widget=Suggest(PLACES_OF_DEATH) if name == "place" else None)


class AmendForm(VersionedForm):
    """Details of an event; what is left as it is does not change."""

    note = text(_("Catatan"), 300)
    reason = text(_("Alasan perbaikan"), 300, hint=_("Boleh kosong, misalnya bila nomor akta menyusul."))

    def __init__(self, *args: Any, event: PopulationEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = amendable(event) or ()
        told = event.told
        for name in names:
            self.add(name, _field(name, detail_title(name)))
            value = told.get(name)
            self.initial.setdefault(name, date.fromisoformat(value) if value and name in DAYS else value)
        self.initial.setdefault("note", event.remark)
        self.initial.setdefault("version", version_of(event))
        self.order_fields([*names, "note", "reason", "version"])
