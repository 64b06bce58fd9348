"""Forms of finding people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import Form
from modules.population.selectors.finding.niks import MOST_LINES, numbers_in


class SavedFilterForm(Form):
    """A filter's name, and whose it is."""

    name = forms.CharField(label=_("Nama saringan"), max_length=80, help_text=_("Misalnya: Belum rekam KTP."))
    shared = forms.BooleanField(label=_("Tampilkan bagi seluruh kantor"), required=False)


class NikListForm(Form):
    """Numbers, one a line or parted by commas."""

    numbers = forms.CharField(
        label=_("NIK, satu setiap baris"),
        widget=forms.Textarea(attrs={"rows": "8", "spellcheck": "false"}),
        help_text=_(
            "Tempel dari Excel atau surat, paling banyak 5.000 baris. Tulisan lain di baris yang sama diabaikan."
        ),
    )

    def clean_numbers(self) -> str:
        """Not more than can be looked at."""
        text: str = self.cleaned_data["numbers"]
        found = numbers_in(text)
        if not found:
            raise forms.ValidationError(_("Tidak ada angka di dalam tulisan ini. Tempel NIK, satu setiap baris."))
        if len(found) > MOST_LINES:
            raise forms.ValidationError(
                _("Paling banyak 5.000 baris. Yang ditempel %(count)s baris; bagi menjadi beberapa kali."),
                params={"count": f"{len(found):,}".replace(",", ".")},
            )
        return text
