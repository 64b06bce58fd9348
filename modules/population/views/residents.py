"""The list of residents."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.web.views import OfficeTemplateView, page_of
from modules.population import codes, exporting, selectors
from modules.population.models import Territory

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
