"""Family cards: lists, pages, splits."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.web.views import OfficeListView, OfficeTemplateView, ServiceFormView
from modules.population import codes, forms, selectors, services
from modules.population.models import FamilyCard
from modules.population.views.base import OfResident, family_or_404


class MoveRtView(OfResident):
    """Another RT inside the village."""

    permission = "population.change"
    form_class = forms.MoveRtForm
    heading = gettext_lazy("Pindah RT")
    lead = gettext_lazy("Keluarga di bawah KK yang sama ikut pindah.")
    success_message = gettext_lazy("RT sudah diubah.")

    def call_service(self, form: Any) -> Any:
        return services.move_to_rt(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ShdkView(OfResident):
    """Another position in the family."""

    permission = "population.change"
    form_class = forms.ShdkForm
    heading = gettext_lazy("Hubungan dalam keluarga")
    success_message = gettext_lazy("Hubungan keluarga diubah.")

    def get_initial(self) -> dict[str, Any]:
        return {"shdk": self.person().shdk}

    def call_service(self, form: Any) -> Any:
        return services.change_shdk(actor=self.actor, resident=self.person(), **form.cleaned_data)


class SplitView(OfResident):
    """A family card of one's own."""

    permission = "population.events"
    form_class = forms.SplitForm
    heading = gettext_lazy("Pecah KK")
    button = gettext_lazy("Buat KK baru")
    success_message = gettext_lazy("KK baru dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        person = self.person()
        return {"members": [each for each in selectors.family_of(person) if each.pk != person.pk]}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": _("{name} menjadi kepala keluarga baru.").format(name=self.person().name)}

    def call_service(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.split_family(
            actor=self.actor, head=self.person(), members=form.chosen(), no_kk=data["no_kk"] or "0", rt=data["rt"],
            address=data["address"], note=data["note"],
        )  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[result.pk])


class FamiliesView(OfficeListView):
    """``keluarga/``: cards with their heads; those to mend first when asked."""

    permission = "population.view"
    template_name = "population/families.html"

    def rows(self) -> Any:
        if self.request.GET.get("mend"):
            return selectors.families_to_mend().select_related("rt__parent__parent")
        heads = (
            selectors.living()
            .filter(shdk=codes.Shdk.HEAD, family__isnull=False)
            .select_related("family", "rt__parent__parent")
        )
        text = self.request.GET.get("q", "").strip()
        if text:
            found = selectors.residents_found(text).values("family_id")
            heads = heads.filter(family_id__in=found)
        return heads.order_by("name", "id")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context = super().context(**kwargs)
        mend = bool(self.request.GET.get("mend"))
        context["mend"] = mend
        context["to_mend"] = selectors.families_to_mend().count()
        context["rows"] = [
            (None, each, selectors.place_words(each.rt))
            if mend
            else (each, each.family, selectors.place_words(each.rt))
            for each in context["page"]
        ]
        context["shown"] = self.actor.may("population.view_nik")
        return context


class FamilyView(OfficeTemplateView):
    """``keluarga/<pk>/``."""

    permission = "population.view"
    template_name = "population/family.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        family = family_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.family_read", about=family)
        members = selectors.members_of(family)
        return {
            "family": family,
            "place": selectors.place_words(family.rt),
            "members": members,
            "head": next((each for each in members if each.shdk == codes.Shdk.HEAD and each.is_here), None),
            "shown": self.actor.may("population.view_nik"),
            "may_event": self.actor.may("population.events"),
            "may_change": self.actor.may("population.change"),
        }


class EditFamilyView(ServiceFormView):
    """Change a family card's own data."""

    permission = "population.change"
    form_class = forms.FamilyForm
    heading = gettext_lazy("Ubah data keluarga")
    success_message = gettext_lazy("Data keluarga disimpan.")

    def family(self) -> FamilyCard:
        """The family of the URL."""
        return family_or_404(self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        family = self.family()
        found = {name: getattr(family, name) for name in self.form_class.base_fields if hasattr(family, name)}
        return found | {"number": "" if family.number_temporary else family.number}

    def call_service(self, form: Any) -> FamilyCard:
        return services.update_family(actor=self.actor, family=self.family(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])
