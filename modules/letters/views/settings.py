"""Numbering, the steps that letters take, and the steps of each kind."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.accounts.models import VILLAGE_ROLES
from balai.accounts.rights import rights_of_role
from balai.db import today
from balai.web.views import OfficeTemplateView, ServiceFormView
from modules.letters import services
from modules.letters.forms import ChainForm, SettingsForm
from modules.letters.models import Scheme, TypeChain
from modules.letters.numbering import write_number
from modules.letters.services.chain import Chains, chain_words
from modules.letters.types import LetterType, letter_type, letter_types
from tenants.context import current_village


def who_issues() -> str:
    """The roles that may issue letters without the head's step: "Sekretaris Desa, Operator", or "" for nobody."""
    return ", ".join(str(role.label) for role in VILLAGE_ROLES if "letters.issue" in rights_of_role(role.value))


class SettingsView(ServiceFormView):
    """``surat/pengaturan/``."""

    permission = "letters.manage"
    form_class = SettingsForm
    service = staticmethod(services.change_settings)
    template_name = "letters/settings.html"
    heading = gettext_lazy("Pengaturan surat")
    success_message = gettext_lazy("Pengaturan surat disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = services.present_settings()
        return {
            "number_format": row.number_format,
            "scheme": row.next_scheme or row.scheme,
            "secretary_checks": row.secretary_checks,
            "head_approves": row.head_approves,
            "district_signs": row.district_signs,
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
        return {
            "note": note,
            "unchecked": not row.head_approves and not row.secretary_checks,
            "issuers": who_issues(),
            "may_signing": self.actor.may("letters.signing_manage"),
            "may_rights": self.actor.may("accounts.manage"),
            "own": TypeChain.objects.count(),
        }


class ChainsView(OfficeTemplateView):
    """``surat/pengaturan/alur/``: every kind of letter and the steps that it takes."""

    permission = "letters.manage"
    template_name = "letters/chains.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        chains = Chains.read()
        kinds = sorted(letter_types(), key=lambda kind: str(kind.name).casefold())
        return {"rows": [(kind, chain_words(chains.of(kind)), kind.key in chains.own) for kind in kinds]}


class ChainView(ServiceFormView):
    """``surat/pengaturan/alur/<kind>/``: one kind's own steps."""

    permission = "letters.manage"
    form_class = ChainForm
    service = staticmethod(services.change_chain)
    lead = gettext_lazy("Langkah sebelum surat ini terbit. Petugas selalu memeriksa lebih dahulu.")
    success_message = gettext_lazy("Alur surat disimpan.")

    def kind(self) -> LetterType:
        """The kind of the URL."""
        return letter_type(self.kwargs["kind"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"with_district": self.kind().needs_district}

    def get_initial(self) -> dict[str, Any]:
        own = TypeChain.objects.filter(type_key=self.kind().key).first()
        words = {None: "same", True: "yes", False: "no"}
        found = {step: words[getattr(own, step, None)] for step in ("secretary", "head", "district")}
        return found | {"version": own.updated_at.isoformat() if own else "-"}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        steps = {step: form.chosen(step) for step in ("secretary", "head", "district")}
        return {**steps, "kind": self.kind(), "version": form.cleaned_data["version"]}

    def get_success_url(self, result: Any) -> str:
        return reverse("letters:chains")

    def get_cancel_url(self) -> str:
        return reverse("letters:chains")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kind()
        note = _("Alur sekarang: {words}.").format(words=chain_words(services.chain_of(kind)))
        if not kind.needs_district:
            note += " " + _("Surat ini tidak memerlukan tanda tangan camat.")
        return {"heading": kind.name, "note": note}
