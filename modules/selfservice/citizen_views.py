"""The citizen's pages: one thing a page, everything works without JavaScript."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from balai import audit
from balai.accounts.middleware import address_of
from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.registry import Scope, on_side
from balai.web.views import CitizenTemplateView, CitizenView, add_error
from modules.letters import selectors as letters
from modules.letters.answers import answers_form, checked_answers, shown_answers
from modules.letters.models import Letter
from modules.letters.services import Attachment, cancel_letter, request_letter, resubmit_letter
from modules.letters.types import LetterType, letter_type
from modules.population.models import Resident
from modules.population.selectors import family_of, place_words
from modules.selfservice import services, sessions
from modules.selfservice.forms import PinForm, SignInForm
from modules.selfservice.models import CitizenAccount

HOME = "/layanan/"


def safe_next(request: HttpRequest) -> str:
    """Back to where somebody wanted to go, inside this door."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    parts = urlsplit(wanted)
    return wanted if wanted.startswith(HOME) and not parts.netloc and "//" not in wanted else HOME


class SignInView(View):
    """``masuk/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        if request.session.get("citizen_must_change"):
            return HttpResponseRedirect("/layanan/ganti-pin/")
        if request.find_actor() is not None:  # type: ignore[attr-defined]
            return HttpResponseRedirect(safe_next(request))
        return self.page(request, SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check, open a session, lead to the change of PIN at first."""
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, 422)
        try:
            account = services.sign_in(**form.cleaned_data, address=address_of(request))
        except BalaiError as error:
            add_error(form, error)
            return self.page(request, form, error.status)
        sessions.enter(request, account)
        return HttpResponseRedirect("/layanan/ganti-pin/" if account.must_change else safe_next(request))

    def page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        """The sign-in page."""
        context = {"form": form, "next": safe_next(request)}
        response = render(request, "selfservice/sign_in.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


class SignOutView(View):
    """``keluar/``."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End this session."""
        request.session.flush()
        return HttpResponseRedirect("/layanan/masuk/")


class _Signed(CitizenView):
    """A page behind the door; who must change the PIN does that first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.session.get("citizen_must_change") and not isinstance(self, PinView):
            return HttpResponseRedirect("/layanan/ganti-pin/")
        return super().dispatch(request, *args, **kwargs)

    def me(self) -> Resident:
        """The citizen's own record."""
        return Resident.objects.select_related("family", "rt__parent__parent").get(pk=self.resident_id)


class PinView(_Signed):
    """``ganti-pin/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(PinForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it; this session goes on, all others end."""
        form = PinForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            account = services.change_pin(actor=self.actor, **form.cleaned_data)
        except BalaiError as error:
            add_error(form, error)
            return self.page(form, error.status)
        sessions.enter(request, account)
        messages.success(request, _("PIN sudah diganti."))
        return HttpResponseRedirect(HOME)

    def page(self, form: PinForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"form": form, "first": self.request.session.get("citizen_must_change")}
        return render(self.request, "selfservice/pin.html", context, status=status)


class EndSessionsView(_Signed):
    """``keluar-semua/``: a phone was lost, or somebody else's was used."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """End every session, this one too."""
        account = CitizenAccount.objects.select_related("resident").get(resident=self.resident_id)
        services.end_sessions(actor=self.actor, account=account)
        request.session.flush()
        return HttpResponseRedirect("/layanan/masuk/")


class HomeView(_Signed, CitizenTemplateView):
    """``/layanan/``: my letters like parcels, and what I may ask for."""

    template_name = "selfservice/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {
            "me": me,
            "letters": list(letters.letters_of(me)[:20]),
            "types": letters.letter_types_for_citizens(),
            "services": sorted(
                (tile for module in on_side(Scope.VILLAGE) for tile in module.citizen_services),
                key=lambda tile: tile.order,
            ),
        }


class BiodataView(_Signed, CitizenTemplateView):
    """``data-saya/``: what the village has written of me."""

    template_name = "selfservice/biodata.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        audit.record_read(self.actor, "selfservice.own_data_read", about=me)
        return {"me": me, "place": place_words(me.rt)}


class FamilyView(_Signed, CitizenTemplateView):
    """``keluarga/``: my family card."""

    template_name = "selfservice/family.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {"me": me, "members": family_of(me), "place": place_words(me.rt)}


class ReadersView(_Signed, CitizenTemplateView):
    """``siapa-membuka/``: who opened my data."""

    template_name = "selfservice/readers.html"
    #: What the words of the audit mean to a citizen.
    WORDS = {
        "population.resident_read": "Membuka data Anda",
        "population.resident_changed": "Mengubah data Anda",
        "population.paper_read": "Membuka berkas Anda",
        "population.biodata_read": "Mencetak biodata Anda",
        "population.history_read": "Membuka riwayat perubahan data Anda",
        "selfservice.own_data_read": "Anda membuka data sendiri",
        "selfservice.pin_issued": "Membuat PIN untuk Anda",
        "selfservice.pin_changed": "Anda mengganti PIN",
        "selfservice.sign_in": "Anda masuk",
    }

    def context(self, **kwargs: Any) -> dict[str, Any]:
        entries = audit.readings_of(self.me())[:100]
        return {"entries": [(each, self.WORDS.get(each.action, _("Mengurus data Anda"))) for each in entries]}


def kind_or_404(key: str) -> LetterType:
    """A kind of letter that citizens may ask for."""
    for each in letters.letter_types_for_citizens():
        if each.key == key:
            return each
    raise NotFound()


class _LetterForm(_Signed):
    """Requirements and answers on one page; papers are photographed or brought."""

    def form_of(self, kind: LetterType, data: Any = None, files: Any = None, initial: Any = None) -> Any:
        """The answers' form with one file field a requirement and the phone number."""
        form = answers_form(kind)(data, files, initial=initial)
        for each in kind.requirements:
            form.fields[f"file_{each.key}"] = django_forms.FileField(
                label=each.title, required=False, help_text=_("Foto atau PDF, paling besar 8 MB. Kosongkan bila dibawa ke kantor desa."),
                widget=django_forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
            )  # fmt: skip
            form.fields[f"kept_{each.key}"] = django_forms.UUIDField(required=False, widget=django_forms.HiddenInput)
        return form

    def uploads(self, kind: LetterType, form: Any) -> dict[str, StoredFile]:
        """Keep what was uploaded now, find what was uploaded a page before; by requirement. A file's error stands beside
        its input. The pages carry the files' keys: Back, Reload and a second tab do what one expects."""
        found: dict[str, StoredFile] = {}
        for each in kind.requirements:
            upload, kept = form.cleaned_data.get(f"file_{each.key}"), form.cleaned_data.get(f"kept_{each.key}")
            if upload:
                try:
                    found[each.key] = services.keep_upload(actor=self.actor, content=upload, name=upload.name)
                except BalaiError as error:
                    form.add_error(f"file_{each.key}", error.message())
            elif kept:
                stored = StoredFile.objects.filter(pk=kept, citizen_id=self.resident_id, deleted_at=None).first()
                if stored is not None:
                    found[each.key] = stored
        if found:
            form.data = form.data.copy()
        for key, stored in found.items():
            form.data[f"kept_{key}"] = str(stored.pk)
            # The bound field: it has kept the hint since the form was checked.
            form[f"file_{key}"].help_text = _("Sudah diunggah: {name}. Pilih lagi bila ingin mengganti.").format(
                name=stored.name
            )
        return found


class AskView(_LetterForm):
    """``minta/<kind>/``: fill in and attach, check, send. POST says the step: check, edit or send."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """What is needed, and the form."""
        found = kind_or_404(kind)
        return self.page(found, self.form_of(found))

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """On to checking, back to editing, or send."""
        found, step = kind_or_404(kind), request.POST.get("step", "check")
        form = self.form_of(found, request.POST, request.FILES)
        form.is_valid()
        files = self.uploads(found, form)
        if step == "edit":
            form.errors.clear()
            return self.page(found, form)
        if form.errors:
            return self.page(found, form, 422)
        try:
            answers = checked_answers(found, {each.name: form.cleaned_data.get(each.name) for each in found.fields})
            if step != "send":
                return self.check(found, answers, files)
            letter = request_letter(
                actor=self.actor, letter_type=found, resident=self.me(), answers=answers, phone=self.me().phone,
                attachments=[Attachment(key, stored.pk) for key, stored in files.items()],
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(found, form, error.status)
        messages.success(request, _("Permohonan terkirim. Anda dapat mengikutinya di sini."))
        return HttpResponseRedirect(f"/layanan/surat/{letter.pk}/")

    def check(self, kind: LetterType, answers: dict[str, str], files: dict[str, StoredFile]) -> HttpResponse:
        """Everything once more, before it is sent; the page carries it."""
        carried = [*answers.items(), *((f"kept_{key}", str(stored.pk)) for key, stored in files.items())]
        context = {
            "kind": kind,
            "me": self.me(),
            "answers": shown_answers(kind, answers),
            "papers": [(each.title, files.get(each.key)) for each in kind.requirements],
            "carried": carried,
        }
        return render(self.request, "selfservice/check.html", context)

    def page(self, kind: LetterType, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        return render(
            self.request, "selfservice/ask.html", {"kind": kind, "form": form, "me": self.me()}, status=status
        )


class LetterView(_LetterForm):
    """``surat/<pk>/``: where my letter is, like a parcel; mend it when it came back."""

    def letter(self, pk: Any) -> Letter:
        """My own letter, or nothing."""
        found = Letter.objects.filter(pk=pk, resident=self.resident_id).first()
        if found is None:
            raise NotFound()
        return found

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
        kind = letter_type(letter.type_key)
        form = self.form_of(kind, request.POST, request.FILES)
        form.is_valid()
        files = self.uploads(kind, form)
        if form.errors:
            return self.page(letter, form, 422)
        answers = {each.name: form.cleaned_data.get(each.name) or "" for each in kind.fields}
        try:
            # Only what is new: a paper that was uploaded the first time stays with the request.
            given = [Attachment(key, stored.pk) for key, stored in files.items()]
            resubmit_letter(actor=self.actor, letter=letter, answers=answers, attachments=given, version=version)
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(letter, form, error.status)
        messages.success(request, _("Permohonan dikirim lagi."))
        return HttpResponseRedirect(request.path)

    def page(self, letter: Letter, form: Any = None, status: int = 200) -> HttpResponse:
        """The page."""
        kind = letter_type(letter.type_key)
        returned = letter.state == "returned"
        if returned and form is None:
            form = self.form_of(kind, initial=letter.answers)
        context = {
            "letter": letter,
            "kind": kind,
            "steps": letters.timeline_of(letter, for_citizen=True),
            "answers": shown_answers(kind, letter.answers),
            "form": form if returned else None,
            "may_cancel": letter.state in {"submitted", "checking", "signing", "returned"},
            "version": self.request.POST.get("version") or letter.version,
            "file_id": letter.pdf_file_id if letter.state in {"ready", "handed"} else None,
            "working": letter.state in {"submitted", "checking", "signing"}
            or (letter.state == "ready" and not letter.pdf_file_id),
        }
        return render(self.request, "selfservice/letter.html", context, status=status)
