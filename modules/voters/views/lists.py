"""Lists as they were frozen: DPS and DPT, and what changed since."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.jobs.models import Job
from balai.reports import FORMATS, ask_for_export
from balai.web.views import OfficeListView, OfficeTemplateView, page_of
from modules.population.models import Resident
from modules.population.picking import state_words
from modules.population.selectors import place_words
from modules.population.sight import Sight
from modules.voters import forms, selectors, services
from modules.voters.filters import filter_words, filters_of
from modules.voters.models import Stage, VoterList, VoterRow
from modules.voters.views.base import OfElection, tabs


class ListsView(OfficeTemplateView):
    """``pemilih/<pk>/beku/``."""

    permission = "voters.view"
    template_name = "voters/lists.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        found = list(selectors.lists_of(election))
        # Of each stage the greatest version counts.
        newest = {
            stage: max((each.version for each in found if each.stage == stage), default=0) for stage in Stage.values
        }
        job = Job.objects.filter(kind=services.FREEZE, about_id=str(election.pk)).order_by("-created_at").first()
        return {
            "election": election, "tabs": tabs(election, "lists"),
            "rows": [(each, each.version == newest[each.stage]) for each in found],
            "job": job if job is not None and job.state in {"waiting", "running", "failed"} else None,
            "may_freeze": self.actor.may("voters.freeze"),
        }  # fmt: skip


class FreezeView(OfElection):
    """``.../beku/baru/``: a job."""

    permission = "voters.freeze"
    back = "voters:lists"
    form_class = forms.FreezeForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Bekukan daftar pemilih")
    button = gettext_lazy("Bekukan daftar")

    def get_initial(self) -> dict[str, Any]:
        stages = set(VoterList.objects.filter(election=self.election()).values_list("stage", flat=True))
        return {"stage": Stage.DPT if Stage.DPS in stages else Stage.DPS}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        number = selectors.voters(self.election()).count()
        words = _(
            "{n} pemilih disimpan seperti keadaannya hari ini dan tidak berubah lagi. Sesudah itu jenis dan tanggal "
            "pemilihan tidak dapat diubah. Bila perlu diperbaiki, bekukan sekali lagi: yang terakhir yang berlaku."
        )
        return {"consequence": words.format(n=number)}

    def call_service(self, form: Any) -> Job:
        return services.ask_to_freeze(actor=self.actor, election=self.election(), **form.cleaned_data)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:detail", args=[result.pk])


class _OfList:
    kwargs: dict[str, Any]

    def kept(self) -> VoterList:
        """The frozen list of the URL."""
        if not hasattr(self, "_kept"):
            self._kept = services.list_or_404(services.election_or_404(self.kwargs["pk"]), self.kwargs["list_id"])
        return self._kept


class FrozenView(_OfList, OfficeListView):
    """``.../beku/<list_id>/``: as it was frozen; reading it is audited."""

    permission = "voters.view"
    template_name = "voters/frozen.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept()
        audit.record_read(self.actor, "voters.frozen_read", about=kept)
        asked = filters_of(self.request)
        filters = {name: value for name, value in asked.items() if name in {"station", "sex"}}
        text = self.request.GET.get("q", "")
        stations = VoterRow.objects.filter(voter_list=kept, station__isnull=False).order_by("station")
        return {
            "kept": kept, "election": kept.election, "page": page_of(self.request, selectors.rows_of(kept, text, filters, sight=Sight.of(self.actor))),
            "filters": filters, "text": text, "chips": filter_words(filters, {}),
            "stations": list(stations.values_list("station", flat=True).distinct()),
            "shown": self.actor.may("population.view_nik"), "may_export": self.actor.may("voters.export"),
            "formats": [FORMATS[key] for key in ("xlsx", "pdf", "csv")],
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: Any, list_id: Any) -> HttpResponse:
        """Export what is listed, in the background."""
        filters = {name: value for name, value in filters_of(request).items() if name in {"station", "sex"}}
        args = {"kept": str(self.kept().pk), "filters": filters}
        job = ask_for_export("voters.frozen", actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


#: So many people a side are shown; more are counted.
MOST_SHOWN = 200


class DifferenceView(_OfList, OfficeTemplateView):
    """``.../beku/<list_id>/perubahan/``: who would be in it today and is not, and the other way round."""

    permission = "voters.view"
    template_name = "voters/difference.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept()
        audit.record_read(self.actor, "voters.difference_read", about=kept)
        joined, left = selectors.joined_since(kept), selectors.left_since(kept)
        gone = selectors.judgements(
            kept.election, Resident.objects.filter(pk__in=[each.pk for each in left[:MOST_SHOWN]])
        )
        return {
            "kept": kept, "election": kept.election,
            "joined": [(each, place_words(each.rt)) for each in joined[:MOST_SHOWN]], "joined_count": joined.count(),
            "left": [(each.person, state_words(each.person) or each.words) for each in gone], "left_count": left.count(),
            "shown": self.actor.may("population.view_nik"),
        }  # fmt: skip
