"""A letter for somebody who stands in the office: find them, choose, fill in what the register cannot know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.ui.forms import Form
from balai.web.views import OfficeView, add_error, page_of
from modules.letters import services
from modules.letters.answers import answers_form
from modules.letters.errors import AnswersRefused
from modules.letters.types import LetterType, letter_type, letter_types
from modules.population.models import Resident
from modules.population.selectors import residents_found


class NewLetterView(OfficeView):
    """``surat/baru/``: without ``resident`` the search, with it kind and fields on one page."""

    permission = "letters.check"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The search, or the form."""
        if request.GET.get("resident"):
            kind = self.kind()
            return self.form_page(self.resident(), kind, answers_form(kind)())
        text = request.GET.get("q", "").strip()
        found = (
            residents_found(text).select_related("rt__parent__parent") if len(text) >= 2 else Resident.objects.none()
        )
        context = {"text": text, "page": page_of(request, found, 20), "type": request.GET.get("type", "")}
        return render(request, "letters/new_search.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the letter; it goes on to be signed."""
        resident, kind = self.resident(), self.kind()
        form = answers_form(kind)(request.POST)
        if not form.is_valid():
            return self.form_page(resident, kind, form, status=422)
        try:
            letter = services.request_letter(
                actor=self.actor, letter_type=kind, resident=resident, answers=request.POST.dict(), phone=resident.phone
            )
        except AnswersRefused:
            return self.form_page(resident, kind, form, status=422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.form_page(resident, kind, form, status=error.status)
        messages.success(request, _("Surat dibuat: {state}.").format(state=letter.get_state_display().lower()))
        return HttpResponseRedirect(reverse("letters:letter", args=[letter.pk]))

    def resident(self) -> Resident:
        """Whom the URL names."""
        try:
            key = UUID(self.request.GET.get("resident", ""))
        except ValueError:
            raise NotFound() from None
        found = Resident.objects.select_related("rt__parent__parent", "family").filter(pk=key, void_at=None).first()
        if found is None:
            raise NotFound()
        return found

    def kind(self) -> LetterType:
        """The kind that the URL names, else the first."""
        asked = self.request.GET.get("type")
        return letter_type(asked) if asked else letter_types()[0]

    def form_page(self, resident: Resident, kind: LetterType, form: Form, status: int = 200) -> HttpResponse:
        """Kinds as tabs, the chosen one's fields below."""
        context: dict[str, Any] = {
            "resident": resident,
            "kind": kind,
            "kinds": letter_types(),
            "form": form,
            "shows_nik": self.actor.may("population.view_nik"),
            "button": _("Buat surat"),
            "cancel_url": reverse("letters:new"),
        }
        return render(self.request, "letters/new.html", context, status=status)
