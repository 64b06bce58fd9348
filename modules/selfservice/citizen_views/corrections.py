"""Something about me is written wrongly: which, what is right, the proof; and what the office answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import atomic
from balai.errors import BalaiError, NotFound
from balai.web.views import CitizenTemplateView, add_error, page_of
from modules.population.models import Resident
from modules.selfservice import services
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.correcting import SUBJECTS, Subject, offered, value_now, words_of
from modules.selfservice.forms import CorrectionForm
from modules.selfservice.models import Correction, CorrectionState
from modules.selfservice.selectors import corrections_of, people_of
from modules.selfservice.services.corrections import subject_or_404


class CorrectionsView(Signed, CitizenTemplateView):
    """``usulan/``: what I proposed, newest first."""

    template_name = "selfservice/corrections.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        page = page_of(self.request, corrections_of(me), 20)
        return {"me": me, "page": page, "rows": [(each, SUBJECTS[each.what].title) for each in page]}


class SubjectsView(Signed, CitizenTemplateView):
    """``usulan/baru/`` and ``usulan/untuk/<pk>/``: which of it is wrong; with what is written now."""

    template_name = "selfservice/correction_subjects.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me, person = self.me(), self.person(kwargs.get("pk"))
        groups = [
            (title, [(each, words_of(each, value_now(each, person)) if each.act != "event" else "") for each in found])
            for title, found in offered(person)
        ]
        return {"groups": groups, "person": person, "own": person.pk == me.pk, "people": list(people_of(me))}


class ProposeView(Signed):
    """``usulan/baru/<what>/`` and ``usulan/untuk/<pk>/<what>/``."""

    def subject(self, person: Resident, what: str) -> Subject:
        """What the URL names, where it makes sense for the person."""
        subject = subject_or_404(what)
        if not any(subject in found for _title, found in offered(person)):
            raise NotFound()
        return subject

    def form(self, subject: Subject, *args: Any) -> CorrectionForm:
        """The subject's form."""
        kept = [(key, words) for _kind, key, words in services.kept_papers(self.actor)]
        return CorrectionForm(*args, subject=subject, kept=kept)

    def get(self, request: HttpRequest, what: str, pk: Any = None) -> HttpResponse:
        """What is written, and the form."""
        person = self.person(pk)
        subject = self.subject(person, what)
        return self.page(person, subject, self.form(subject))

    def post(self, request: HttpRequest, what: str, pk: Any = None) -> HttpResponse:
        """Send it."""
        person = self.person(pk)
        subject = self.subject(person, what)
        form = self.form(subject, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(person, subject, form, 422)
        data = form.cleaned_data
        try:
            # What is refused leaves no proof behind.
            with atomic():
                made = services.propose_correction(
                    actor=self.actor, resident=person, what=subject.key, value=data["value"], reason=data["reason"],
                    file_id=self.proof(data),
                )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            if error.code.startswith("file"):
                error.data.setdefault("field", "file")
            add_error(form, error)
            return self.page(person, subject, form, error.status)
        messages.success(request, _("Usulan terkirim. Petugas desa akan memeriksanya."))
        return HttpResponseRedirect(reverse("selfservice_citizen:correction", args=[made.pk]))

    def proof(self, data: dict[str, Any]) -> Any:
        """The proof's file: uploaded now, or a copy of a kept paper; None: it is brought."""
        right = "selfservice.corrections"
        if upload := data["file"]:
            return services.keep_upload(
                actor=self.actor, content=upload, name=upload.name, field="file", permission=right
            ).pk
        if data.get("own"):
            return services.copy_for_request(actor=self.actor, key=data["own"], field="file", permission=right).pk
        return None

    def page(self, person: Resident, subject: Subject, form: CorrectionForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "person": person,
            "own": str(person.pk) == str(self.resident_id),
            "subject": subject,
            "form": form,
            "now": words_of(subject, value_now(subject, person)),
        }
        return render(self.request, "selfservice/correction_new.html", context, status=status)


class CorrectionView(Signed):
    """``usulan/<pk>/``: where it stands, and what was answered; take it back while it waits."""

    def correction(self, pk: Any) -> Correction:
        """Mine, or nothing."""
        found = corrections_of(self.me()).filter(pk=pk).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The page."""
        row = self.correction(pk)
        subject = SUBJECTS[row.what]
        mine = str(row.proposer_id) == str(self.resident_id)
        context = {
            "row": row,
            "subject": subject,
            "own": str(row.resident_id) == str(self.resident_id),
            "before": words_of(subject, row.before),
            "value": words_of(subject, row.value),
            "file_id": row.file_id if mine else None,
            "may_cancel": mine and row.state == CorrectionState.SUBMITTED,
        }
        return render(request, "selfservice/correction.html", context)

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take it back."""
        services.cancel_correction(actor=self.actor, correction=self.correction(pk))
        messages.success(request, _("Usulan dibatalkan."))
        return HttpResponseRedirect(request.path)
