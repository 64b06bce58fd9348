"""My letters: listed, followed like a parcel, mended when they came back, downloaded, and rated at the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.files.serving import serve
from balai.web.views import CitizenTemplateView, add_error, page_of
from modules.letters import selectors as letters
from modules.letters.answers import shown_answers
from modules.letters.expecting import expected
from modules.letters.models import Letter, State
from modules.letters.services import Attachment, cancel_letter, resubmit_letter
from modules.selfservice import services
from modules.selfservice.citizen_views.asking import LetterForm, add_letter_error, initial_of
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.forms import RatingForm
from modules.selfservice.selectors import rating_of
from modules.selfservice.services.requests import OVER
from tenants.context import current_village

_OPEN = (State.SUBMITTED, State.CHECKING, State.SIGNING)
#: Somebody in the village, at the camat's or at the signing service still has it.
_UNDER_WAY = (*_OPEN, State.DISTRICT, State.SEALING)
_READY = (State.READY, State.HANDED)


class MineOrAsked(Signed):
    """A page about one letter: my own, or one that I asked for."""

    def letter(self, pk: Any) -> Letter:
        """The letter.

        Raises:
            NotFound: another's, or none.
        """
        found = letters.letter_for_citizen(self.me(), pk)
        if found is None:
            raise NotFound()
        if str(found.resident_id) != str(self.resident_id):
            audit.record_read(self.actor, "letters.letter_read", about=found.resident, letter=str(found.pk))
        return found


class LettersView(Signed, CitizenTemplateView):
    """``surat/``: every letter of mine, newest first."""

    template_name = "selfservice/letters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        page = page_of(self.request, letters.letters_for_citizen(me), 20)
        return {"me": me, "page": page, "opened": letters.opened_by(me, page)}


class LetterView(LetterForm, MineOrAsked):
    """``surat/<pk>/``: where my letter is, like a parcel; mend it when it came back."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The timeline."""
        return self.page(self.letter(pk))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Cancel, or send again."""
        letter = self.letter(pk)
        version = request.POST.get("version", "")
        if request.POST.get("act") == "cancel":
            cancel_letter(actor=self.actor, letter=letter, version=version)
            messages.success(request, _("Permohonan dibatalkan."))
            return HttpResponseRedirect(request.path)
        kind = letter.type
        form = self.form_of(kind, letter.resident, request.POST, request.FILES)
        form.is_valid()
        files = self.uploads(form)
        if form.errors:
            return self.page(letter, form, 422)
        answers = {each.name: form.cleaned_data.get(each.name) or "" for each in kind.fields}
        try:
            # Only what is new: a paper that was uploaded the first time stays with the request.
            given = [Attachment(key, stored.pk) for key, stored in files.items()]
            resubmit_letter(
                actor=self.actor, letter=letter, answers=answers, parties=form.parties(), followers=form.followers(),
                attachments=given, version=version,
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            add_letter_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Permohonan dikirim lagi."))
        return HttpResponseRedirect(request.path)

    def page(self, letter: Letter, form: Any = None, status: int = 200) -> HttpResponse:
        """The page."""
        kind = letter.type
        context: dict[str, Any] = {
            "letter": letter,
            "kind": kind,
            "own": str(letter.resident_id) == str(self.resident_id),
            "steps": letters.timeline_of(letter, for_citizen=True),
            "answers": shown_answers(kind, letter.answers),
            "may_cancel": letter.state in (*_OPEN, State.RETURNED),
            "version": self.request.POST.get("version") or letter.version,
            "ready": letter.state in _READY and letter.pdf_file_id is not None,
            "verification": current_village().verification_url(letter.token)
            if letter.token and letter.state in OVER
            else "",
            "expected": expected(letter.type_key).words() if letter.state in _UNDER_WAY else "",
            "working": letter.state in _UNDER_WAY or (letter.state == State.READY and not letter.pdf_file_id),
            "rating": rating_of(letter) if letter.state in OVER else None,
            "may_rate": letter.state in OVER,
        }
        if letter.state == State.RETURNED:
            form = form or self.form_of(kind, letter.resident, initial=initial_of(letter))
            context |= {"form": form, **self.parts(kind, form)}
        return render(self.request, "selfservice/letter.html", context, status=status)


class DownloadView(MineOrAsked):
    """``surat/<pk>/unduh/``: the PDF; a child's, too, for whom the file's own address is not open."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        """Hand it out; ``?lihat=1`` shows it in place."""
        letter = self.letter(pk)
        if letter.pdf_file_id is None or letter.state not in _READY:
            raise NotFound()
        stored = StoredFile.objects.filter(pk=letter.pdf_file_id, deleted_at=None).first()
        if stored is None:
            raise NotFound()
        audit.record_read(self.actor, "files.file_read", about=stored)
        return serve(stored, inline="lihat" in request.GET)


class RateView(MineOrAsked):
    """``surat/<pk>/nilai/``: how the service was; once."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Five choices and a word."""
        letter = self.letter(pk)
        if letter.state not in OVER or rating_of(letter) is not None:
            return HttpResponseRedirect(f"/layanan/surat/{letter.pk}/")
        return self.page(letter, RatingForm())

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Keep it."""
        letter, form = self.letter(pk), RatingForm(request.POST)
        if not form.is_valid():
            return self.page(letter, form, 422)
        try:
            services.rate_letter(actor=self.actor, letter=letter, **form.cleaned_data)
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Terima kasih. Penilaian Anda sudah diterima; nama Anda tidak ditampilkan."))
        return HttpResponseRedirect(f"/layanan/surat/{letter.pk}/")

    def page(self, letter: Letter, form: RatingForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"letter": letter, "kind": letter.type, "form": form}
        return render(self.request, "selfservice/rate.html", context, status=status)
