"""The list of residents, a person's page, its form."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.web.views import OfficeTemplateView, ServiceFormView, page_of
from modules.population import codes, exporting, forms, selectors, services
from modules.population.models import EventKind, Resident, Territory
from modules.population.services import resident_or_404
from modules.population.views.base import OfResident

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
    if number := selectors.Selection.from_query(request.GET).filters.get("statistik"):
        found["statistik"] = number
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
            elif key == "statistik":
                words = selectors.Selection(filters={key: value}).chips()[0][0]
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


class EditView(OfResident):
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
