"""Numbering and checking."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.web.views import ServiceFormView
from modules.letters import services
from modules.letters.forms import SettingsForm
from modules.letters.models import Scheme
from modules.letters.numbering import write_number
from tenants.context import current_village


class SettingsView(ServiceFormView):
    """``surat/pengaturan/``."""

    permission = "letters.manage"
    form_class = SettingsForm
    service = staticmethod(services.change_settings)
    heading = gettext_lazy("Pengaturan surat")
    success_message = gettext_lazy("Pengaturan surat disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = services.present_settings()
        return {
            "number_format": row.number_format,
            "scheme": row.next_scheme or row.scheme,
            "secretary_checks": row.secretary_checks,
            "version": row.version if row.pk else "",
        }

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def get_cancel_url(self) -> str:
        return reverse("letters:letters")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = services.present_settings()
        example = write_number(
            row.number_format, letter_code="500", serial=12, village_code=current_village().code, on=today()
        )
        note = _("Contoh nomor sekarang: {example}.").format(example=example)
        if row.next_scheme:
            note += " " + _("Mulai 1 Januari {year}: {scheme}.").format(
                year=row.next_scheme_from, scheme=str(Scheme(row.next_scheme).label).lower()
            )
        return {"note": note}
