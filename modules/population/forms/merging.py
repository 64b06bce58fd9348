"""Forms of two records that are one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import Form
from modules.population.forms.fields import text
from modules.population.models import Resident
from modules.population.services.merging import CHOSEN, SEAT, differing, suggested

#: Values of a choice: the record on the left or on the right.
LEFT, RIGHT = "left", "right"


class MergeForm(Form):
    """Which of two records stays, and of each differing field which value."""

    keep = forms.ChoiceField(
        label=_("Data yang dipertahankan"), choices=[(LEFT, LEFT), (RIGHT, RIGHT)], widget=forms.RadioSelect
    )
    left_version = forms.CharField(widget=forms.HiddenInput, required=False)
    right_version = forms.CharField(widget=forms.HiddenInput, required=False)
    note = text(_("Catatan"), 300, hint=_("Misalnya: tercatat dua kali saat impor."))
    sure = forms.BooleanField(
        label=_("Saya sudah memeriksa: keduanya orang yang sama."), required=True,
        error_messages={"required": _("Tandai setelah Anda memastikan keduanya orang yang sama.")},
    )  # fmt: skip

    def __init__(self, *args: Any, left: Resident, right: Resident, keep: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left, self.right = left, right
        other = right if keep.pk == left.pk else left
        mine, theirs = (LEFT, RIGHT) if keep.pk == left.pk else (RIGHT, LEFT)
        self.initial.update(keep=mine, left_version=left.version, right_version=right.version)
        taken = suggested(keep, other)
        self.differing = differing(left, right)
        for column in self.differing:
            self.fields[f"take_{column}"] = forms.ChoiceField(
                choices=[(LEFT, LEFT), (RIGHT, RIGHT)], widget=forms.RadioSelect,
                error_messages={"required": _now("Pilih salah satu."), "invalid_choice": _now("Pilih salah satu.")},
            )  # fmt: skip
            self.initial[f"take_{column}"] = theirs if column in taken else mine

    def chosen(self) -> dict[str, Any]:
        """Keyword arguments of ``merge_residents``."""
        data = self.cleaned_data
        side = data["keep"]
        kept, merged = (self.left, self.right) if side == LEFT else (self.right, self.left)
        versions = {LEFT: data["left_version"], RIGHT: data["right_version"]}
        return {
            "kept": kept, "merged": merged, "kept_version": versions[side],
            "merged_version": versions[RIGHT if side == LEFT else LEFT], "note": data["note"],
            "take": {column for column in (*CHOSEN, SEAT) if data.get(f"take_{column}", side) != side},
        }  # fmt: skip
