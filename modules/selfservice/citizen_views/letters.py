"""Ask for a letter, follow it like a parcel, mend it when it came back."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.files import StoredFile
from balai.web.views import add_error
from modules.letters import selectors as letters
from modules.letters.answers import answers_form, checked_answers, shown_answers
from modules.letters.models import Letter
from modules.letters.services import Attachment, cancel_letter, request_letter, resubmit_letter
from modules.letters.types import LetterType, letter_type
from modules.selfservice import services
from modules.selfservice.citizen_views.base import Signed, kind_or_404


class _LetterForm(Signed):
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
