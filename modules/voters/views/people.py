"""Who may vote, and why not: the list, its counts, the search, a person's page, exceptions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.reports import FORMATS, ask_for_export
from balai.ui.formats import years
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import nik
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView
from modules.population.codes import Sex
from modules.population.models import Resident
from modules.population.picking import territory_choices
from modules.population.selectors import place_words
from modules.population.services import resident_or_404
from modules.population.sight import Sight
from modules.voters import forms, selectors, services
from modules.voters.filters import filter_words, filters_of
from modules.voters.models import Election, Outcome, PollingStation, VoterException
from modules.voters.rules import check_words
from modules.voters.tables import ExceptionTable
from modules.voters.views.base import OfElection, tabs


def voter_table(election: Election, *, sight: Sight, reasons: dict[Any, str]) -> type[Table]:
    """The list of an election's voters."""

    def note(row: Any) -> Any:
        if row.pk in reasons:
            return format_html("{}: {}", _("Pengecualian"), reasons[row.pk])
        return "; ".join(check_words(election, row, health=sight.health)).capitalize()

    columns = [
        Column("name", _("Nama"), sort="name", link=True),
        Column("nik", _("NIK"), value=lambda row: nik(row.nik, sight.numbers), sort="nik" if sight.numbers else ""),
        Column("sex", _("L/P"), value=lambda row: "L" if row.sex == Sex.MALE else "P", sort="sex"),
        Column(
            "age", _("Umur saat memilih"), sort="birth_date", number=True,
            value=lambda row: years(row.birth_date, election.day) if row.birth_date else None,
        ),
        Column("marital", _("Status kawin"), value="get_marital_status_display", sort="marital_status", hidden=True),
        Column("place", _("RT/RW, dusun"), value=lambda row: place_words(row.rt)),
        Column("station", _("TPS"), value=lambda row: f"{row.station:03d}" if row.station else "", sort="station", quiet=True),
        Column("note", _("Keterangan"), value=note, quiet=True),
    ]  # fmt: skip
    body = {
        "name": "voters", "columns": columns, "default_sort": "name",
        "empty": _("Belum ada pemilih menurut aturan ini."), "empty_icon": "users",
        "row_url": lambda self, row: reverse("voters:person", args=[election.pk, row.pk]),
    }  # fmt: skip
    return type("VoterTable", (Table,), body)


class VotersView(OfficeListView):
    """``pemilih/<pk>/``: the list of today; reading it is audited."""

    permission = "voters.view"
    template_name = "voters/voters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        audit.record_read(self.actor, "voters.list_read", about=election)
        filters, text = filters_of(self.request), self.request.GET.get("q", "")
        places = territory_choices()
        included = VoterException.objects.filter(election=election, outcome=Outcome.INCLUDED)
        reasons = dict(included.values_list("resident_id", "reason"))
        sight = Sight.of(self.actor)
        rows = selectors.voters(election, text, filters, sight=sight).select_related("rt__parent__parent")
        table_class = voter_table(election, sight=sight, reasons=reasons)
        table = table_class(self.request, rows, chips=filter_words(filters, dict(places)))
        return {
            "election": election, "tabs": tabs(election, "election"), "table": table, "page": table.page,
            "filters": filters, "text": text, "places": places,
            "stations": list(PollingStation.objects.filter(election=election)), "may_change": self.actor.may("voters.change"),
            "may_export": self.actor.may("voters.export"), "may_freeze": self.actor.may("voters.freeze"),
            "formats": [FORMATS[key] for key in ("xlsx", "pdf", "csv")],
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Export what is listed, in the background."""
        election = services.election_or_404(pk)
        args = {"election": str(election.pk), "text": request.GET.get("q", ""), "filters": filters_of(request)}
        job = ask_for_export("voters.list", actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class CountsView(OfficeTemplateView):
    """``pemilih/<pk>/jumlah/``: by dusun, station and sex."""

    permission = "voters.view"
    template_name = "voters/counts.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        return {"election": election, "tabs": tabs(election, "counts"), "counts": selectors.counts(election)}


class WhyView(OfficeTemplateView):
    """``pemilih/<pk>/mengapa/``: somebody whom one misses, and the clause that they do not meet."""

    permission = "voters.view"
    template_name = "voters/why.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election, text = services.election_or_404(kwargs["pk"]), self.request.GET.get("q", "")
        found = selectors.why(election, text, sight=Sight.of(self.actor))
        if found:
            audit.record_read(self.actor, "voters.why_read", about=election)
        return {
            "election": election, "tabs": tabs(election, "why"), "text": text,
            "rows": [(each, place_words(each.person.rt)) for each in found],
            "shown": self.actor.may("population.view_nik"),
        }  # fmt: skip


class PersonView(OfficeTemplateView):
    """``pemilih/<pk>/orang/<resident_id>/``: every clause, and the exception."""

    permission = "voters.view"
    template_name = "voters/person.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        person = resident_or_404(kwargs["resident_id"])
        audit.record_read(self.actor, "voters.person_read", about=person)
        (found,) = selectors.judgements(election, Resident.objects.filter(pk=person.pk), sight=Sight.of(self.actor))
        return {
            "election": election, "judgement": found, "person": person, "place": place_words(person.rt),
            "shown": self.actor.may("population.view_nik"), "may_change": self.actor.may("voters.change"),
        }  # fmt: skip


class _OfPerson(OfElection):
    abstract = True
    permission = "voters.change"

    def person(self) -> Resident:
        """The resident of the URL."""
        if not hasattr(self, "_person"):
            self._person = resident_or_404(self.kwargs["resident_id"])
        return self._person

    def exception(self) -> VoterException | None:
        """The person's exception in this election, if there is one."""
        return VoterException.objects.filter(election=self.election(), resident=self.person()).first()

    def get_success_url(self, result: Any) -> str:
        return reverse("voters:person", args=[self.kwargs["pk"], self.kwargs["resident_id"]])

    def get_cancel_url(self) -> str:
        return self.get_success_url(None)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": f"{self.person().name}, {self.election().name}"}


class ExceptionView(_OfPerson):
    """``.../pengecualian/``: in or out, with a reason."""

    permission = "voters.change"
    form_class = forms.ExceptionForm
    heading = gettext_lazy("Pengecualian")
    success_message = gettext_lazy("Pengecualian dicatat.")

    def get_initial(self) -> dict[str, Any]:
        row = self.exception()
        if row is None:
            return {}
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def call_service(self, form: Any) -> VoterException:
        return services.set_exception(
            actor=self.actor, election=self.election(), resident=self.person(), **form.cleaned_data
        )


class RemoveExceptionView(OfficeView):
    """``.../pengecualian/hapus/``: the rule alone decides again."""

    permission = "voters.change"

    def post(self, request: HttpRequest, pk: Any, resident_id: Any) -> HttpResponse:
        """Take it back."""
        election = services.election_or_404(pk)
        row = VoterException.objects.select_related("election", "resident").filter(
            election=election, resident_id=resident_id
        ).first()  # fmt: skip
        if row is not None:
            services.remove_exception(actor=self.actor, exception=row)
            messages.success(request, _("Pengecualian dihapus; aturan yang menentukan lagi."))
        return HttpResponseRedirect(reverse("voters:person", args=[pk, resident_id]))


class ExceptionsView(OfficeListView):
    """``pemilih/<pk>/pengecualian/``: everybody who is in or out by a reason; POST takes the list along."""

    permission = "voters.view"
    template_name = "voters/exceptions.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        audit.record_read(self.actor, "voters.exceptions_read", about=election)
        table = ExceptionTable(self.request, selectors.exceptions_of(election))
        return {
            "election": election, "tabs": tabs(election, "exceptions"), "table": table, "page": table.page,
            "may_export": self.actor.may("voters.export"), "formats": [FORMATS[key] for key in ("xlsx", "pdf", "csv")],
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take it along as it is shown, in the background."""
        election = services.election_or_404(pk)
        table = ExceptionTable(request, selectors.exceptions_of(election).none())
        args = {"election": str(election.pk)} | table.taken
        job = ask_for_export("voters.exceptions", actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
