"""Pages of people, families, territory and statistics."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import NotFound
from balai.web.views import OfficeListView, OfficeTemplateView, PublicView, ServiceFormView, page_of
from modules.population import codes, exporting, forms, selectors, services
from modules.population.errors import PopulationError
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.services import resident_or_404

_FILTERS = (
    "presence",
    "sex",
    "religion",
    "occupation",
    "education",
    "marital_status",
    "residency",
    "territory",
    "age_from",
    "age_to",
    "lone",
)


def filters_of(request: HttpRequest) -> dict[str, Any]:
    """The list's filters as the URL has them; nonsense is left out."""
    found: dict[str, Any] = {}
    for name in _FILTERS:
        value = request.GET.get(name, "").strip()
        if not value:
            continue
        if name == "territory":
            with suppress(ValueError):
                found[name] = str(UUID(value))
        elif name == "presence" and value == "all":
            found[name] = value
        elif value.isascii() and value.isdigit() and len(value) <= 3:
            found[name] = int(value)
    return found


def family_or_404(pk: Any) -> FamilyCard:
    """A family of this village."""
    found = FamilyCard.objects.select_related("rt__parent__parent").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


class ResidentsView(OfficeTemplateView):
    """``penduduk/``: search, filters, sorting, pages; the URL holds the whole state."""

    permission = "population.view"
    template_name = "population/residents.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text, filters = self.request.GET.get("q", ""), filters_of(self.request)
        found = selectors.residents_found(text, filters, sort=self.request.GET.get("sort", "name"))
        page = page_of(self.request, selectors.for_list(found))
        return {
            "page": page,
            "rows": [(each, selectors.place_words(each.rt)) for each in page],
            "text": text,
            "chips": self._chips(filters),
            "choices": [
                ("sex", _("Jenis kelamin"), codes.Sex.choices),
                ("religion", _("Agama"), codes.Religion.choices),
                ("marital_status", _("Status perkawinan"), codes.MaritalStatus.choices),
                ("education", _("Pendidikan"), codes.Education.choices),
                ("occupation", _("Pekerjaan"), codes.Occupation.choices),
                ("residency", _("Status penduduk"), codes.Residency.choices),
                ("presence", _("Status dasar"), [("all", _("Semua")), *codes.Presence.choices]),
            ],
            "filters": {key: str(value) for key, value in filters.items()},
            "shown": self.actor.may("population.view_nik"),
            "may_change": self.actor.may("population.change"),
            "may_event": self.actor.may("population.events"),
            "may_export": self.actor.may("population.export"),
            "none_at_all": not page.paginator.count and not text and not filters,
        }

    def _chips(self, filters: dict[str, Any]) -> list[tuple[str, str]]:
        labels = {
            "sex": (_("Jenis kelamin"), codes.Sex), "religion": (_("Agama"), codes.Religion),
            "marital_status": (_("Status perkawinan"), codes.MaritalStatus), "education": (_("Pendidikan"), codes.Education),
            "occupation": (_("Pekerjaan"), codes.Occupation), "residency": (_("Status penduduk"), codes.Residency),
            "presence": (_("Status dasar"), codes.Presence),
        }  # fmt: skip
        chips = []
        for key, value in filters.items():
            if key in labels and value != "all":
                title, choices = labels[key]
                words = f"{title}: {dict(choices.choices).get(value, value)}"
            elif key == "territory":
                node = Territory.objects.filter(pk=value).first()
                words = str(node) if node else ""
            else:
                words = {
                    "age_from": _("Umur dari {v}"),
                    "age_to": _("Umur sampai {v}"),
                    "lone": _("Tanpa KK"),
                    "presence": _("Semua status"),
                }[key].format(v=value)
            chips.append((key, words))
        return chips

    def post(self, request: HttpRequest) -> HttpResponse:
        """Export what is listed, in the background."""
        job = exporting.ask_for_export(
            actor=self.actor,
            text=request.GET.get("q", ""),
            filters=filters_of(request),
            labelled=request.POST.get("kind") == "labels",
        )
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class ResidentView(OfficeTemplateView):
    """``penduduk/<pk>/``: who this is; reading it is audited."""

    permission = "population.view"
    template_name = "population/resident.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        audit.record_read(self.actor, "population.resident_read", about=person)
        events = list(selectors.events_of(person))
        standing = [event for event in events if event.kind != EventKind.UNDO and not hasattr(event, "undone_by")]
        return {
            "person": person,
            "place": selectors.place_words(person.rt),
            "family": selectors.family_of(person),
            "events": events,
            "last": standing[-1] if standing else None,
            "history": self._history(person),
            "shown": self.actor.may("population.view_nik"),
            "may_change": self.actor.may("population.change") and person.is_here,
            "may_event": self.actor.may("population.events"),
            "may_return": self.actor.may("population.events")
            and person.void_at is None
            and person.presence in {3, 4, 6},
        }

    def _history(self, person: Resident) -> list[dict[str, Any]]:
        labels = {field.column: str(field.verbose_name) for field in Resident._meta.concrete_fields}
        return [
            {"at": each["at"], "columns": [labels.get(column, column) for column in each["changed"]]}
            for each in selectors.history_of(person.pk)
        ]


class _OfResident(ServiceFormView):
    abstract = True

    def person(self) -> Resident:
        """The resident of the URL."""
        if not hasattr(self, "_person"):
            self._person = resident_or_404(self.kwargs["pk"])
        return self._person

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.person().name}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:resident", args=[self.person().pk])

    def get_cancel_url(self) -> str:
        return reverse("population:resident", args=[self.person().pk])


class EditView(_OfResident):
    """Change a resident."""

    permission = "population.change"
    form_class = forms.ResidentForm
    heading = gettext_lazy("Ubah data penduduk")
    template_name = "population/edit.html"
    success_message = gettext_lazy("Data {result.name} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        person = self.person()
        found = {name: getattr(person, name) for name in self.form_class.base_fields if hasattr(person, name)}
        if person.nik_temporary:
            found["nik"] = ""
        return found | {"version": person.version}

    def call_service(self, form: Any) -> Resident:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        return services.update_resident(actor=self.actor, resident=self.person(), version=version, **data)


class CreateView(ServiceFormView):
    """Enter a person who lives here already."""

    permission = "population.change"
    form_class = forms.CreateForm
    service = staticmethod(services.create_resident)
    heading = gettext_lazy("Penduduk baru (data awal)")
    lead = gettext_lazy("Bagi orang yang sudah tinggal di desa. Bayi dan pendatang dicatat lewat peristiwa.")
    success_message = gettext_lazy("{result.name} dicatat.")

    def get_success_url(self, result: Any) -> str:
        return reverse("population:resident", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:residents")


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


class DeathView(_OfResident):
    """Somebody died."""

    permission = "population.events"
    form_class = forms.DeathForm
    heading = gettext_lazy("Kematian")
    button = gettext_lazy("Catat kematian")
    success_message = gettext_lazy("Kematian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_death(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MoveOutView(_OfResident):
    """Somebody moves out."""

    permission = "population.events"
    form_class = forms.MoveOutForm
    heading = gettext_lazy("Pindah keluar")
    button = gettext_lazy("Catat kepindahan")
    success_message = gettext_lazy("Kepindahan dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_move_out(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MissingView(_OfResident):
    """Somebody is missing."""

    permission = "population.events"
    form_class = forms.MissingForm
    heading = gettext_lazy("Orang hilang")
    button = gettext_lazy("Catat")
    success_message = gettext_lazy("{result.name} dicatat hilang.")

    def call_service(self, form: Any) -> Any:
        return services.register_missing(actor=self.actor, resident=self.person(), **form.cleaned_data)


class LeaveView(_OfResident):
    """A temporary resident goes away."""

    permission = "population.events"
    form_class = forms.MissingForm
    heading = gettext_lazy("Penduduk tidak tetap pergi")
    button = gettext_lazy("Catat kepergian")
    success_message = gettext_lazy("Kepergian {result.name} dicatat.")

    def call_service(self, form: Any) -> Any:
        return services.register_leave(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ReadmitView(_OfResident):
    """Somebody comes back."""

    permission = "population.events"
    form_class = forms.ReadmitForm
    heading = gettext_lazy("Datang lagi")
    button = gettext_lazy("Catat kedatangan")
    success_message = gettext_lazy("{result.name} tercatat kembali sebagai penduduk.")

    def call_service(self, form: Any) -> Any:
        return services.readmit(actor=self.actor, resident=self.person(), **form.cleaned_data)


class MoveRtView(_OfResident):
    """Another RT inside the village."""

    permission = "population.change"
    form_class = forms.MoveRtForm
    heading = gettext_lazy("Pindah RT")
    lead = gettext_lazy("Keluarga di bawah KK yang sama ikut pindah.")
    success_message = gettext_lazy("RT sudah diubah.")

    def call_service(self, form: Any) -> Any:
        return services.move_to_rt(actor=self.actor, resident=self.person(), **form.cleaned_data)


class ShdkView(_OfResident):
    """Another position in the family."""

    permission = "population.change"
    form_class = forms.ShdkForm
    heading = gettext_lazy("Hubungan dalam keluarga")
    success_message = gettext_lazy("Hubungan keluarga diubah.")

    def get_initial(self) -> dict[str, Any]:
        return {"shdk": self.person().shdk}

    def call_service(self, form: Any) -> Any:
        return services.change_shdk(actor=self.actor, resident=self.person(), **form.cleaned_data)


class SplitView(_OfResident):
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


class UndoEventView(_OfResident):
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


class TerritoryView(OfficeTemplateView):
    """``wilayah/``: the tree with L, P and KK."""

    permission = "population.view"
    template_name = "population/territory.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        roots = selectors.territory_tree()
        return {
            "roots": roots,
            "total": selectors.counts(),
            "may_change": self.actor.may("population.change"),
        }


class AddTerritoryView(ServiceFormView):
    """A new dusun, RW or RT."""

    permission = "population.change"
    form_class = forms.TerritoryForm
    service = staticmethod(services.add_territory)
    heading = gettext_lazy("Wilayah baru")
    success_message = gettext_lazy("{result} ditambahkan.")

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


class EditTerritoryView(ServiceFormView):
    """Rename a node, set its head and its place in the order."""

    permission = "population.change"
    form_class = forms.TerritoryEditForm
    heading = gettext_lazy("Ubah wilayah")
    success_message = gettext_lazy("{result} disimpan.")

    def node(self) -> Territory:
        """The node of the URL."""
        found = Territory.objects.select_related("head").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_initial(self) -> dict[str, Any]:
        node = self.node()
        return {"name": node.name, "order": node.order, "head": node.head.nik if node.head else ""}

    def call_service(self, form: Any) -> Territory:
        return services.change_territory(actor=self.actor, territory=self.node(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


class CompleteView(ServiceFormView):
    """Declare the village's data complete."""

    permission = "population.import"
    form_class = forms.CompleteForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Nyatakan data lengkap")
    button = gettext_lazy("Nyatakan lengkap")
    success_message = gettext_lazy("Data penduduk dinyatakan lengkap.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        mend = selectors.families_to_mend().count()
        words = _(
            "Sesudah ini orang masuk dan keluar hanya lewat peristiwa (lahir, mati, pindah, hilang); impor tidak lagi "
            "menambah orang atau mengubah KK, RT, dan hubungan keluarga."
        )
        if mend:
            words += " " + _("Masih ada {n} keluarga tanpa kepala; sebaiknya diperbaiki dahulu.").format(n=mend)
        return {"consequence": words}

    def call_service(self, form: Any) -> Any:
        return services.declare_complete(actor=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:imports")

    def get_cancel_url(self) -> str:
        return reverse("population:imports")


class RemoveTerritoryView(OfficeTemplateView):
    """Remove an empty node."""

    permission = "population.change"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Remove it, or say why not."""
        node = Territory.objects.filter(pk=pk).first()
        if node is None:
            raise NotFound()
        try:
            services.remove_territory(actor=self.actor, territory=node)
            messages.success(request, _("{node} dihapus.").format(node=node))
        except PopulationError as error:
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("population:territory"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        return HttpResponseRedirect(reverse("population:territory"))


class StatisticsView(OfficeTemplateView):
    """``statistik/``: the village's own tables."""

    permission = "population.view"
    template_name = "population/statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        on = today()
        tables = selectors.statistics(on)
        titles = {
            "religion": _("Agama"),
            "education": _("Pendidikan dalam KK"),
            "occupation": _("Pekerjaan"),
            "marital_status": _("Status perkawinan"),
        }
        return {
            "on": on,
            "counts": selectors.counts(),
            "pyramid": tables["age"],
            "tables": [(titles[key], tables[key]) for key in titles],
        }


class HomePublicView(PublicView):
    """The village's public front page: who we are, in numbers, and the two doors."""

    template_name = "population/public_home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"counts": selectors.counts()}
