"""What happens to people: births, deaths, moves, and taking an event back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import NotFound
from balai.web.views import ServiceFormView
from modules.population import codes, forms, selectors, services
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident
from modules.population.views.base import OfResident, family_or_404
from modules.population.views.residents import CreateView


class MoveInView(CreateView):
    """Somebody arrives."""

    permission = "population.events"
    form_class = forms.MoveInForm  # type: ignore[assignment]
    service = staticmethod(services.register_move_in)  # type: ignore[assignment]
    heading = gettext_lazy("Pindah masuk")
    lead = gettext_lazy("Orang yang datang dari luar desa.")
    button = gettext_lazy("Catat kedatangan")


class BirthView(ServiceFormView):
    """A child is born into a family."""

    permission = "population.events"
    form_class = forms.BirthForm
    heading = gettext_lazy("Kelahiran")
    button = gettext_lazy("Catat kelahiran")
    success_message = gettext_lazy("Kelahiran {result.name} dicatat.")

    def family(self) -> FamilyCard:
        """The family of the URL."""
        return family_or_404(self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        members = selectors.members_of(self.family())
        head = next((each for each in members if each.shdk == codes.Shdk.HEAD), None)
        wife = next((each for each in members if each.shdk == codes.Shdk.WIFE), None)
        mother = wife or (head if head and head.sex == codes.Sex.FEMALE else None)
        father = head if head and head.sex == codes.Sex.MALE else None
        return {
            "mother_name": mother.name if mother else "",
            "father_name": father.name if father else "",
            "religion": head.religion if head else None,
            "report_date": today(),
        }

    def call_service(self, form: Any) -> Resident:
        return services.register_birth(actor=self.actor, family=self.family(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])


class DeathView(OfResident):
    """Somebody died."""

    permission = "population.events"
    form_class = forms.DeathForm
    heading = gettext_lazy("Kematian")
    button = gettext_lazy("Catat kematian")
    success_message = gettext_lazy("Kematian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        # What is left empty here is not known.
        unknown = [name for name in ("time", "child_number") if form.cleaned_data.get(name) in ("", None)]
        return services.register_death(actor=self.actor, resident=self.person(), unknown=unknown, **form.cleaned_data)


class MoveOutView(OfResident):
    """Somebody moves out."""

    permission = "population.events"
    form_class = forms.MoveOutForm
    heading = gettext_lazy("Pindah keluar")
    button = gettext_lazy("Catat kepindahan")
    success_message = gettext_lazy("Kepindahan dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_move_out(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MissingView(OfResident):
    """Somebody is missing."""

    permission = "population.events"
    form_class = forms.MissingForm
    heading = gettext_lazy("Orang hilang")
    button = gettext_lazy("Catat")
    success_message = gettext_lazy("{result.name} dicatat hilang.")

    def call_service(self, form: Any) -> Any:
        return services.register_missing(actor=self.actor, resident=self.person(), **form.cleaned_data)


class LeaveView(OfResident):
    """A temporary resident goes away."""

    permission = "population.events"
    form_class = forms.LeaveForm
    heading = gettext_lazy("Penduduk tidak tetap pergi")
    button = gettext_lazy("Catat kepergian")
    success_message = gettext_lazy("Kepergian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_leave(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ReadmitView(OfResident):
    """Somebody comes back."""

    permission = "population.events"
    form_class = forms.ReadmitForm
    heading = gettext_lazy("Datang lagi")
    button = gettext_lazy("Catat kedatangan")
    success_message = gettext_lazy("{result.name} tercatat kembali sebagai penduduk.")

    def call_service(self, form: Any) -> Any:
        return services.readmit(actor=self.actor, resident=self.person(), **form.cleaned_data)


class UndoEventView(OfResident):
    """Take the newest event back."""

    permission = "population.events"
    form_class = forms.UndoForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Batalkan peristiwa")
    button = gettext_lazy("Batalkan peristiwa")
    success_message = gettext_lazy("Peristiwa dibatalkan.")

    def event(self) -> PopulationEvent:
        """The event of the URL."""
        found = PopulationEvent.objects.filter(pk=self.kwargs["number"], resident=self.person()).first()
        if found is None:
            raise NotFound()
        return found

    def context(self, **kwargs: Any) -> dict[str, Any]:
        event = self.event()
        entry = event.kind in {EventKind.INITIAL, EventKind.BIRTH, EventKind.MOVE_IN, EventKind.TEMPORARY}
        words = (
            _(
                "Orang ini menjadi dibatalkan: keluar dari semua daftar dan angka, NIK-nya bebas lagi. Catatannya tetap ada."
            )
            if entry
            else _("Keadaan sebelum peristiwa ini berlaku lagi. Catatannya tetap ada di buku peristiwa.")
        )
        return {"consequence": f"{event.get_kind_display()}, {self.person().name}. {words}"}

    def call_service(self, form: Any) -> Any:
        return services.undo_event(actor=self.actor, event=self.event(), reason=form.cleaned_data["reason"])
