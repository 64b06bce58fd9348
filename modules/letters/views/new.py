"""A letter for somebody who stands in the office: find them, choose, fill in what the register cannot know, see it printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.documents import TemplateError, render_letter
from balai.documents.reading import pdf_jpeg, pdf_pages
from balai.errors import BalaiError, NotFound
from balai.ui.forms import Candidate
from balai.web.views import OfficeView, PersonSearchView, add_error, page_of
from modules.government.selectors import signers
from modules.letters import layers, services
from modules.letters.errors import AnswersRefused, PartiesRefused
from modules.letters.making import MakingForm, add_party_errors, find_party, making_form
from modules.letters.merging import preview_data
from modules.letters.merging.letter import with_crest
from modules.letters.models import FavouriteType
from modules.letters.parties import fits_applicant
from modules.letters.reading import record_form, record_preview
from modules.letters.requirements import requirements_for
from modules.letters.services.printing import TEMPLATE
from modules.letters.types import LetterType, letter_type, letter_types
from modules.population.models import Resident
from modules.population.selectors import residents_found
from modules.population.sight import Sight
from tenants.context import current_village

#: A preview is drawn for a screen: sharp enough to read, small enough to come at once.
PREVIEW_DPI = 80


class _ForPerson(OfficeView):
    """Whom and which kind the URL names."""

    abstract = True

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

    def form_class(self, kind: LetterType, resident: Resident) -> type[MakingForm]:
        """The kind's form."""
        return making_form(kind, resident, shown=self.actor.may("population.view_nik"))


class NewLetterView(_ForPerson):
    """``surat/baru/``: the search; with ``resident`` the kinds; with ``type``, too, the form and what it will print."""

    permission = "letters.check"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The step that the URL is at."""
        if request.GET.get("resident") and request.GET.get("type"):
            resident, kind = self.resident(), letter_type(request.GET["type"])
            return self.form_page(resident, kind, self.form_class(kind, resident)())
        if request.GET.get("resident"):
            return self.kinds_page(self.resident())
        text = request.GET.get("q", "").strip()
        found = Resident.objects.none()
        if len(text) >= 2:
            found = residents_found(text, {"presence": "all"}, sight=Sight.of(self.actor))
        page = page_of(request, found.select_related("rt__parent__parent"), 20)
        context = {"text": text, "page": page, "type": request.GET.get("type", "")}
        return render(request, "letters/new_search.html", context)

    def kinds_page(self, resident: Resident) -> HttpResponse:
        """Every kind that can be made out for somebody: favourites first, then by name."""
        record_form(self.actor, resident)
        text = self.request.GET.get("cari", "").strip().casefold()
        favourites = set(FavouriteType.objects.filter(user=self.actor.id).values_list("type_key", flat=True))
        words = text.split()
        found = [
            kind
            for kind in letter_types()
            if fits_applicant(kind, resident)
            and all(word in f"{kind.name} {kind.title} {kind.code} {kind.summary}".casefold() for word in words)
        ]
        found.sort(key=lambda kind: (kind.key not in favourites, str(kind.name).casefold()))
        context = {
            "resident": resident, "kinds": [(kind, kind.key in favourites) for kind in found],
            "text": self.request.GET.get("cari", ""),
        }  # fmt: skip
        return render(self.request, "letters/new_kinds.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the letter; it goes on to be signed."""
        resident, kind = self.resident(), letter_type(request.GET.get("type", ""))
        form = self.form_class(kind, resident)(request.POST)
        if "draft" in request.POST:
            return self.keep(resident, kind, form)
        if not form.is_valid():
            return self.form_page(resident, kind, form, status=422)
        try:
            letter = services.request_letter(
                actor=self.actor, letter_type=kind, resident=resident, answers=form.cleaned_data, parties=form.parties(),
                followers=form.followers(), forms=form.forms(), phone=resident.phone,
            )  # fmt: skip
        except AnswersRefused:
            return self.form_page(resident, kind, form, status=422)
        except PartiesRefused as error:
            add_party_errors(form, error.data["errors"])
            return self.form_page(resident, kind, form, status=422)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.form_page(resident, kind, form, status=error.status)
        messages.success(request, _("Surat dibuat: {state}.").format(state=letter.get_state_display().lower()))
        return HttpResponseRedirect(reverse("letters:letter", args=[letter.pk]))

    def keep(self, resident: Resident, kind: LetterType, form: MakingForm) -> HttpResponse:
        """A concept: what is filled in so far, to be gone on with later."""
        kept = form.draft()
        draft = services.save_draft(
            actor=self.actor, letter_type=kind, resident=resident, answers=kept.answers, parties=kept.parties,
            followers=kept.followers, forms=kept.forms, phone=resident.phone,
        )  # fmt: skip
        messages.success(self.request, _("Konsep disimpan. Anda menemukannya di Surat, Konsep saya."))
        return HttpResponseRedirect(reverse("letters:draft", args=[draft.pk]))

    def form_page(self, resident: Resident, kind: LetterType, form: MakingForm, status: int = 200) -> HttpResponse:
        """The kind's questions, and beside them what will be printed."""
        return form_page(self.request, self.actor, resident, kind, form, status=status)


def form_page(
    request: HttpRequest, actor: Actor, resident: Resident, kind: LetterType, form: MakingForm, *, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a kind's questions: a new letter, a concept, a returned letter (``more`` says what differs)."""
    record_form(actor, resident, kind)
    where = f"?resident={resident.pk}&type={kind.key}"
    context: dict[str, Any] = {
        "resident": resident,
        "kind": kind,
        "form": form,
        "sections": form.sections(),
        "fits": fits_applicant(kind, resident),
        "requirements": requirements_for(kind, resident),
        "shows_nik": actor.may("population.view_nik"),
        "preview_url": reverse("letters:preview") + where,
        "other_url": f"{reverse('letters:new')}?resident={resident.pk}",
        "may_draft": True,
        **more,
    }
    return render(request, "letters/new.html", context, status=status)


class PreviewView(_ForPerson):
    """``surat/pratinjau/``: what the form would print, as a picture of one page or as the PDF itself; nothing is kept."""

    permission = "letters.check"

    def post(self, request: HttpRequest) -> HttpResponse:
        """``?page=2`` a page's picture (the number of pages in ``X-Pages``), ``?as=pdf`` the PDF."""
        resident, kind = self.resident(), letter_type(request.GET.get("type", ""))
        draft = self.form_class(kind, resident)(request.POST).draft()
        record_preview(self.actor, draft)
        signer = next(iter(signers(today())), None)
        data, _problems = preview_data(draft, signer=signer, village=current_village(), on=today())
        try:
            pdf = render_letter(with_crest(data), TEMPLATE)
        except TemplateError as error:
            return HttpResponse(error.message(), status=422, content_type="text/plain; charset=utf-8")
        if request.GET.get("as") == "pdf":
            response = HttpResponse(pdf, content_type="application/pdf")
            response["Content-Disposition"] = f'inline; filename="pratinjau-{kind.key}.pdf"'
            return response
        pages = pdf_pages(pdf)
        wanted = request.GET.get("page", "1")
        page = min(max(1, int(wanted) if wanted.isascii() and wanted.isdigit() else 1), pages)
        response = HttpResponse(pdf_jpeg(pdf, page - 1, PREVIEW_DPI), content_type="image/jpeg")
        response["X-Pages"] = str(pages)
        return response


class PartySearchView(PersonSearchView):
    """``surat/orang/<kind>/<group>/``: whom a group may name, for the picker."""

    permission = "letters.check"

    def find(self, text: str) -> list[Candidate]:
        kind = letter_type(self.kwargs["kind"])
        group = next((each for each in kind.parties if each.key == self.kwargs["group"]), None)
        if group is None:
            raise NotFound()
        return find_party(group, text, self.actor.may("population.view_nik"))


class FavouriteView(OfficeView):
    """``surat/favorit/<kind>/``: on top of my list, or off it."""

    permission = "letters.check"

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Turn it and go back."""
        layers.toggle_favourite(actor=self.actor, key=kind)
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/kantor/")
        return HttpResponseRedirect(back if safe else reverse("letters:new"))
