"""The office's side of what citizens say and propose: ratings, corrections of their data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.ui.formats import ago, moment, number
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import badge
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, add_error, page_of
from modules.letters.errors import UnknownType
from modules.letters.types import letter_type
from modules.population.selectors import place_words
from modules.selfservice import services
from modules.selfservice.correcting import SUBJECTS, value_now, words_of
from modules.selfservice.forms import AcceptForm, RejectForm
from modules.selfservice.models import Correction, CorrectionState
from modules.selfservice.selectors import LEAST_RATINGS, RatingSum, corrections_waiting, rating_sums, rating_words
from modules.selfservice.services.corrections import happened

#: The ratings page looks back so far.
SPAN = timedelta(days=365)


def _kind_name(key: str) -> str:
    try:
        return str(letter_type(key).name)
    except UnknownType:
        # A kind of the village's own that it gave up since.
        return key


class RatingsView(OfficeTemplateView):
    """``layanan-mandiri/penilaian/``: sums by kind, and what people wrote; nobody's name."""

    permission = "selfservice.ratings"
    template_name = "selfservice/ratings.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        since = today() - SPAN
        whole, rows = rating_sums(since)
        return {
            "whole": self.row(whole) if whole else None,
            "rows": [self.row(each) for each in rows],
            "least": LEAST_RATINGS,
            "page": page_of(self.request, rating_words(since), 30),
        }

    def row(self, found: RatingSum) -> dict[str, Any]:
        """As the page shows it."""
        name = _kind_name(found.type_key) if found.type_key else ""
        return {"name": name, "count": found.count, "average": number(found.average, 1)}


class CorrectionTable(Table):
    """Proposals."""

    name = "corrections"
    columns = [
        Column("what", gettext_lazy("Yang diusulkan"), value=lambda row: str(SUBJECTS[row.what].title), link=True, optional=False),
        Column("name", gettext_lazy("Nama"), value=lambda row: row.resident.name),
        Column("place", gettext_lazy("Tempat tinggal"), value=lambda row: place_words(row.resident.rt), quiet=True),
        Column("state", gettext_lazy("Status"), value=lambda row: badge(row.state, row.get_state_display())),
        Column("since", gettext_lazy("Diusulkan"), value=lambda row: f"{moment(row.created_at)} ({ago(row.created_at)})"),
    ]  # fmt: skip
    empty = gettext_lazy("Tidak ada usulan di sini.")
    empty_icon = "edit"

    def row_url(self, row: Correction) -> str:
        return reverse("selfservice:correction", args=[row.pk])


class CorrectionsView(OfficeListView):
    """``layanan-mandiri/usulan/``: what waits, the oldest first; ``?status=`` what was decided."""

    permission = "selfservice.corrections"
    template_name = "selfservice/corrections_office.html"
    table_class = CorrectionTable

    def state(self) -> str:
        """The tab of the URL."""
        asked = self.request.GET.get("status", "")
        return asked if asked in CorrectionState.values else str(CorrectionState.SUBMITTED)

    def rows(self) -> QuerySet[Correction]:
        return corrections_waiting(self.state())

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = self.state()
        tabs = [(CorrectionState.SUBMITTED, _("Menunggu")), (CorrectionState.ACCEPTED, _("Diterima")),
                (CorrectionState.REJECTED, _("Ditolak")), (CorrectionState.CANCELLED, _("Dibatalkan"))]  # fmt: skip
        return super().context(**kwargs) | {
            "tabs": [
                {
                    "title": title,
                    "url": f"?status={key.value}",
                    "current": key == state,
                    "count": corrections_waiting().count() if key == CorrectionState.SUBMITTED else None,
                }
                for key, title in tabs
            ]
        }


class CorrectionView(OfficeView):
    """``layanan-mandiri/usulan/<pk>/``: compare, then accept or refuse with a reason."""

    permission = "selfservice.corrections"

    def row(self, pk: Any) -> Correction:
        """The proposal."""
        found = Correction.objects.select_related("resident__family", "proposer").filter(pk=pk).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The page; looking at it is reading the person's data."""
        row = self.row(pk)
        audit.record_read(self.actor, "selfservice.correction_read", about=row.resident, correction=str(row.pk))
        return self.page(row)

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """``act``: accept or reject."""
        row = self.row(pk)
        accepts = request.POST.get("act") == "accept"
        form: Any = AcceptForm(request.POST, asks_reason=self.asks_reason(row)) if accepts else RejectForm(request.POST)
        if not form.is_valid():
            return self.page(row, form, 422)
        decide = services.accept_correction if accepts else services.reject_correction
        try:
            decide(actor=self.actor, correction=row, **form.cleaned_data)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            row.refresh_from_db()
            return self.page(row, form, error.status)
        done = (
            _("Usulan diterima: {name} sudah diubah.") if SUBJECTS[row.what].act != "event" else _("Usulan diterima.")
        )
        messages.success(request, done.format(name=SUBJECTS[row.what].title) if accepts else _("Usulan ditolak."))
        return HttpResponseRedirect(reverse("selfservice:corrections"))

    def asks_reason(self, row: Correction) -> bool:
        """Whether the change could put the NIK in doubt."""
        return row.what in {"nik", "sex", "birth_date"}

    def page(self, row: Correction, form: Any = None, status: int = 200) -> HttpResponse:
        """The page."""
        subject, shown = SUBJECTS[row.what], self.actor.may("population.view_nik")
        now = value_now(subject, row.resident)
        waits = row.state == CorrectionState.SUBMITTED
        version = {"version": row.version}
        accept = (
            form if isinstance(form, AcceptForm) else AcceptForm(initial=version, asks_reason=self.asks_reason(row))
        )
        target = row.resident.family_id if subject.of_family else row.resident_id
        context = {
            "row": row,
            "subject": subject,
            "value": words_of(subject, row.value, shown=shown),
            "now": words_of(subject, now, shown=shown),
            "moved": waits and subject.act != "event" and now != row.before,
            "act_url": reverse(subject.page, args=[target]) if subject.page and target else "",
            "done": waits and subject.act == "event" and happened(row, subject),
            "accept_form": accept if waits else None,
            "reject_form": form if isinstance(form, RejectForm) else RejectForm(initial=version),
        }
        return render(self.request, "selfservice/correction_office.html", context, status=status)
