"""How the village takes messages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from balai.web.views import ServiceFormView
from modules.messages import services
from modules.messages.forms import SettingsForm


class SettingsView(ServiceFormView):
    """``pesan/pengaturan/``."""

    permission = "messages.manage"
    form_class = SettingsForm
    service = services.change_settings
    heading = gettext_lazy("Pengaturan pesan")
    success_message = gettext_lazy("Pengaturan disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = services.present_settings()
        names = ("accepts", "messages_a_day", "answer_days", "kept_months", "quiet_from", "quiet_until")
        return {name: getattr(row, name) for name in names} | {"version": row.version if row.pk else ""}

    def call_service(self, form: Any) -> Any:
        return services.change_settings(actor=self.actor, **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("messages:inbox")

    def get_cancel_url(self) -> str:
        return reverse("messages:inbox")
