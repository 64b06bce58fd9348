"""What happens to people: births, deaths, moves, and taking an event back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import atomic, today
from balai.errors import NotFound
from modules.population import codes, forms, selectors, services
from modules.population.forms import parts_of
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident
from modules.population.services import papers
from modules.population.views.base import OfResident, PersonFormView, family_or_404
from modules.population.views.person import CreateView


class MoveInView(CreateView):
    """Somebody arrives."""

    permission = "population.events"
    form_class = forms.MoveInForm  # type: ignore[assignment]
    service = staticmethod(services.register_move_in)  # type: ignore[assignment]
    heading = gettext_lazy("Pindah masuk")
    lead = gettext_lazy("Orang yang datang dari luar desa, untuk menetap atau tinggal sementara.")
    button = gettext_lazy("Catat kedatangan")

    def get_initial(self) -> dict[str, Any]:
        """``?sementara=1`` begins with a temporary stay."""
        return {"residency": int(codes.Residency.TEMPORARY)} if "sementara" in self.request.GET else {}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        data = super().get_service_kwargs(form)
        return data | {"previous": parts_of(data, "from")}


#: Of a birth's form, what the event keeps under another name than the person's column.
_OF_THE_BIRTH = {
    "birth_time": "time", "birth_weight": "weight_g", "birth_length": "length_cm", "birth_helper": "helper",
    "birth_order": "child_number", "birth_place_kind": "place_kind",
}  # fmt: skip


class BirthView(PersonFormView):
    """A child is born into a family."""

    permission = "population.events"
    form_class = forms.BirthForm
    template_name = "population/person_form.html"
    heading = gettext_lazy("Kelahiran")
    button = gettext_lazy("Catat kelahiran")
    success_message = gettext_lazy("Kelahiran {result.name} dicatat.")

    def family(self) -> FamilyCard:
        """The family of the URL."""
        if not hasattr(self, "_family"):
            self._family = family_or_404(self.kwargs["pk"])
        return self._family

    def members(self) -> list[Resident]:
        """Its members."""
        if not hasattr(self, "_members"):
            self._members = selectors.members_of(self.family())
        return self._members

    def context(self, **kwargs: Any) -> dict[str, Any]:
        head = next((each for each in self.members() if each.shdk == codes.Shdk.HEAD), None)
        lead = _("Keluarga {name}").format(name=head.name) if head else _("Keluarga tanpa kepala")
        return super().context(**kwargs) | {"lead": lead}

    def get_initial(self) -> dict[str, Any]:
        members = [each for each in self.members() if each.presence == codes.Presence.PRESENT]
        head = next((each for each in members if each.shdk == codes.Shdk.HEAD), None)
        wife = next((each for each in members if each.shdk == codes.Shdk.WIFE), None)
        mother = wife or (head if head and head.sex == codes.Sex.FEMALE else None)
        father = head if head and head.sex == codes.Sex.MALE else None
        children = sum(each.shdk == codes.Shdk.CHILD for each in self.members())
        return {
            "mother_name": mother.name if mother else "",
            "mother_nik": mother.nik if mother and not mother.nik_temporary else "",
            "father_name": father.name if father else "",
            "father_nik": father.nik if father and not father.nik_temporary else "",
            "religion": head.religion if head else None,
            "citizenship": head.citizenship if head else None,
            "ethnicity": (father or mother).ethnicity if father or mother else "",  # type: ignore[union-attr]
            "birth_order": children + 1,
            "blood_type": int(codes.BloodType.UNKNOWN),
            "report_date": today(),
        }

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        data = super().get_service_kwargs(form)
        data["note"] = data.pop("event_note", "")
        return {_OF_THE_BIRTH.get(name, name): value for name, value in data.items()}

    def call_service(self, form: Any) -> Resident:
        return services.register_birth(actor=self.actor, family=self.family(), **self.get_service_kwargs(form))

    def get_success_url(self, result: Any) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:family", args=[self.kwargs["pk"]])


class _EventView(OfResident):
    """An event of the resident of the URL."""

    abstract = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"person": self.person()}

    def get_success_url(self, result: Any) -> str:
        """The person's page; where the event took a family's head away, the family's, which asks for another."""
        key = self.person().family_id
        if key is not None and selectors.families_to_mend().filter(pk=key).exists():
            messages.warning(self.request, _("Keluarga ini sekarang tanpa kepala. Tetapkan kepala keluarga yang baru."))
            return reverse("population:family", args=[key])
        return super().get_success_url(result)


class DeathView(_EventView):
    """Somebody died."""

    permission = "population.events"
    form_class = forms.DeathForm
    heading = gettext_lazy("Kematian")
    button = gettext_lazy("Catat kematian")
    success_message = gettext_lazy("Kematian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_death(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MoveOutView(_EventView):
    """Somebody moves out."""

    permission = "population.events"
    form_class = forms.MoveOutForm
    heading = gettext_lazy("Pindah keluar")
    button = gettext_lazy("Catat kepindahan")
    success_message = gettext_lazy("Kepindahan dicatat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"family": selectors.family_of(self.person())}

    def call_service(self, form: Any) -> Any:
        return services.register_move_out(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MissingView(_EventView):
    """Somebody is missing."""

    permission = "population.events"
    form_class = forms.MissingForm
    heading = gettext_lazy("Orang hilang")
    button = gettext_lazy("Catat")
    success_message = gettext_lazy("{result.name} dicatat hilang.")

    def get_form_kwargs(self) -> dict[str, Any]:
        keeps = self.actor.may("population.papers") and self.actor.may("population.change")
        return super().get_form_kwargs() | {"may_keep": keeps}

    def call_service(self, form: Any) -> Any:
        data = dict(form.cleaned_data)
        scan = data.pop("scan", None)
        # The scan and the event are one act: a file that is refused leaves nobody missing.
        with atomic():
            if scan:
                papers.add_paper(
                    actor=self.actor, resident=self.person(), kind=codes.PaperKind.MISSING, content=scan, name=scan.name
                )
            return services.register_missing(actor=self.actor, resident=self.person(), **data)


class LeaveView(_EventView):
    """A temporary resident goes away."""

    permission = "population.events"
    form_class = forms.LeaveForm
    heading = gettext_lazy("Penduduk tidak tetap pergi")
    button = gettext_lazy("Catat kepergian")
    success_message = gettext_lazy("Kepergian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_leave(actor=self.actor, resident=self.person(), **form.cleaned_data)


class PermanentView(_EventView):
    """A temporary resident becomes a permanent one."""

    permission = "population.events"
    form_class = forms.PermanentForm
    heading = gettext_lazy("Menjadi penduduk tetap")
    button = gettext_lazy("Jadikan penduduk tetap")
    success_message = gettext_lazy("{result.name} kini penduduk tetap.")

    def call_service(self, form: Any) -> Any:
        return services.become_permanent(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ReadmitView(_EventView):
    """Somebody comes back."""

    permission = "population.events"
    form_class = forms.ReadmitForm
    heading = gettext_lazy("Datang lagi")
    button = gettext_lazy("Catat kedatangan")
    success_message = gettext_lazy("{result.name} tercatat kembali sebagai penduduk.")

    def call_service(self, form: Any) -> Any:
        return services.readmit(actor=self.actor, resident=self.person(), **form.cleaned_data)


class RepairStatusView(OfResident):
    """A status that was written wrong when the person came in."""

    permission = "population.events"
    form_class = forms.RepairForm
    heading = gettext_lazy("Perbaiki status")
    lead = gettext_lazy(
        "Bagi status yang salah sejak data awal. Status dari peristiwa diperbaiki dengan membatalkannya."
    )
    button = gettext_lazy("Perbaiki status")
    success_message = gettext_lazy("Status {result.name} diperbaiki.")

    def get_initial(self) -> dict[str, Any]:
        return {"presence": self.person().presence, "residency": self.person().residency}

    def call_service(self, form: Any) -> Any:
        return services.repair_status(actor=self.actor, resident=self.person(), **form.cleaned_data)


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
