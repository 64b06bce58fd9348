"""Concepts: an officer's own unfinished letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError
from balai.web.views import OfficeListView, OfficeView, add_error
from modules.letters import selectors, services
from modules.letters.errors import AnswersRefused, NotYours, PartiesRefused
from modules.letters.making import MakingForm, add_party_errors, initial_of, making_form
from modules.letters.models import Letter
from modules.letters.views.letter import page_of_letter
from modules.letters.views.new import form_page


class DraftsView(OfficeListView):
    """``surat/konsep/``: mine alone."""

    permission = "letters.check"
    template_name = "letters/drafts.html"

    def rows(self) -> QuerySet[Letter]:
        return selectors.drafts_of(self.actor)


class _Draft(OfficeView):
    """One of mine."""

    abstract = True

    def draft(self, pk: UUID) -> Letter:
        """The concept of the URL.

        Raises:
            NotYours: it is another's, sent on, or none.
        """
        found = selectors.drafts_of(self.actor).select_related("resident__family", "resident__rt__parent__parent")
        letter = found.filter(pk=pk).first()
        if letter is None:
            raise NotYours()
        return letter


class DraftView(_Draft):
    """``surat/konsep/<pk>/``: go on with it: keep, or send on."""

    permission = "letters.check"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The form as it was left."""
        letter = self.draft(pk)
        return self.page(letter, self.form_class(letter)(initial=initial_of(letter)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """``draft``: keep what is there; else send it on, where it is complete."""
        letter = self.draft(pk)
        form = self.form_class(letter)(request.POST)
        version = request.POST.get("version", "")
        if "draft" in request.POST:
            kept = form.draft()
            try:
                services.save_draft(
                    actor=self.actor, letter_type=letter.type, resident=letter.resident, answers=kept.answers,
                    parties=kept.parties, followers=kept.followers, forms=kept.forms, phone=letter.phone, letter=letter,
                    version=version,
                )  # fmt: skip
            except BalaiError as error:
                return self.refused(letter, form, error)
            messages.success(request, _("Konsep disimpan."))
            return HttpResponseRedirect(reverse("letters:draft", args=[letter.pk]))
        if not form.is_valid():
            return self.page(letter, form, 422)
        try:
            sent = services.send_draft(
                actor=self.actor, letter=letter, answers=form.cleaned_data, parties=form.parties(),
                followers=form.followers(), forms=form.forms(), version=version,
            )  # fmt: skip
        except BalaiError as error:
            return self.refused(letter, form, error)
        messages.success(request, _("Surat dikirim: {state}.").format(state=sent.get_state_display().lower()))
        return HttpResponseRedirect(page_of_letter(sent))

    def refused(self, letter: Letter, form: MakingForm, error: BalaiError) -> HttpResponse:
        """The form with the service's sentence at its place."""
        if error.status in {403, 404}:
            raise error
        if isinstance(error, PartiesRefused):
            add_party_errors(form, error.data["errors"])
        elif not isinstance(error, AnswersRefused):
            add_error(form, error)
        return self.page(letter, form, error.status)

    def form_class(self, letter: Letter) -> type[MakingForm]:
        """The kind's form."""
        return making_form(letter.type, letter.resident, shown=self.actor.may("population.view_nik"))

    def page(self, letter: Letter, form: MakingForm, status: int = 200) -> HttpResponse:
        """The form, and beside it what will be printed."""
        more: dict[str, Any] = {"draft": letter, "version": letter.version}
        return form_page(self.request, self.actor, letter.resident, letter.type, form, status=status, **more)


class DeleteDraftView(_Draft):
    """``surat/konsep/<pk>/hapus/``."""

    permission = "letters.check"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Throw it away."""
        services.delete_draft(actor=self.actor, letter=self.draft(pk))
        messages.success(request, _("Konsep dihapus."))
        return HttpResponseRedirect(reverse("letters:drafts"))
