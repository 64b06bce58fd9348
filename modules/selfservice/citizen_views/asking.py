"""Ask for a letter: what for, for whom, fill in and add the papers, check, send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from balai.errors import BalaiError
from balai.files import StoredFile
from balai.web.views import CitizenTemplateView, add_error
from modules.letters.answers import checked_answers, shown_answers
from modules.letters.errors import PartiesRefused
from modules.letters.expecting import expected
from modules.letters.making import MakingForm, add_party_errors, making_form
from modules.letters.merging.people import TYPED
from modules.letters.models import Letter
from modules.letters.parties import fits_applicant
from modules.letters.requirements import requirements_for
from modules.letters.services import Attachment
from modules.letters.types import LetterType, Requirement
from modules.population.models import Resident
from modules.population.selectors import family_of
from modules.selfservice import services
from modules.selfservice.citizen_views.base import Signed, kind_or_404
from modules.selfservice.selectors import kinds_found, people_of


class NeedsView(Signed, CitizenTemplateView):
    """``minta/`` and ``minta/untuk/<pk>/``: what for ("melamar kerja"), and for whom."""

    template_name = "selfservice/needs.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person(kwargs.get("pk"))
        text = self.request.GET.get("cari", "").strip()[:100]
        me = self.me()
        people = list(people_of(me))
        return {
            "me": me,
            "person": person,
            "own": person.pk == me.pk,
            "people": people,
            "grown": bool({each.pk for each in family_of(me)} - {me.pk, *(each.pk for each in people)}),
            "kinds": kinds_found(person, text),
            "text": text,
        }


class LetterForm(Signed):
    """Questions, people and papers of a kind on one page; papers are photographed, taken from those kept, or brought."""

    #: The papers that this applicant is asked for; known with the form.
    asked: tuple[Requirement, ...] = ()

    def form_of(
        self, kind: LetterType, person: Resident, data: Any = None, files: Any = None, initial: Any = None
    ) -> MakingForm:
        """The kind's form with the papers' inputs."""
        form = making_form(kind, person, shown=False, family_only=True)(data, files, initial=initial)
        self.asked = requirements_for(kind, person)
        own = str(person.pk) == str(self.resident_id)
        kept = services.kept_papers(self.actor) if self.asked else []
        for each in self.asked:
            fitting = [(key, words) for place, key, words in kept if place == each.paper]
            if fitting:
                form.add(
                    f"own_{each.key}",
                    django_forms.ChoiceField(
                        label=_("{title}: pakai yang tersimpan").format(title=each.title), required=False,
                        choices=[("", _("Tidak, saya unggah atau bawa sendiri")), *fitting],
                        # A parent's own diploma is not the child's: what is personal is offered, not chosen.
                        initial=fitting[0][0] if own or each.shared else "",
                    ),
                )  # fmt: skip
            form.add(
                f"file_{each.key}",
                django_forms.FileField(
                    label=each.title, required=False,
                    help_text=_("Foto atau PDF, paling besar 8 MB. Kosongkan bila dibawa ke kantor desa."),
                    widget=django_forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
                ),
            )  # fmt: skip
            form.add(f"kept_{each.key}", django_forms.UUIDField(required=False, widget=django_forms.HiddenInput))
        return form

    def uploads(self, form: Any) -> dict[str, StoredFile]:
        """Keep what was uploaded now, find what was uploaded a page before, copy what is taken from the kept papers; by
        requirement. A file's error stands beside its input. The pages carry the files' keys: Back, Reload and a second
        tab do what one expects."""
        found: dict[str, StoredFile] = {}
        for each in self.asked:
            upload, kept = form.cleaned_data.get(f"file_{each.key}"), form.cleaned_data.get(f"kept_{each.key}")
            own = form.cleaned_data.get(f"own_{each.key}")
            try:
                if upload:
                    found[each.key] = services.keep_upload(actor=self.actor, content=upload, name=upload.name)
                elif kept:
                    stored = services.upload_kept(actor=self.actor, key=kept)
                    if stored is not None:
                        found[each.key] = stored
                elif own:
                    found[each.key] = services.copy_for_request(actor=self.actor, key=own)
            except BalaiError as error:
                form.add_error(f"file_{each.key}", error.message())
        if found:
            form.data = form.data.copy()
        for key, stored in found.items():
            form.data[f"kept_{key}"] = str(stored.pk)
            # The bound field: it has kept the hint since the form was checked.
            form[f"file_{key}"].help_text = _("Sudah diunggah: {name}. Pilih lagi bila ingin mengganti.").format(
                name=stored.name
            )
        return found

    def papers(self, form: Any) -> list[list[Any]]:
        """The papers' inputs, by requirement, for the page."""
        return [
            [form[name] for name in (f"own_{each.key}", f"file_{each.key}") if name in form.fields]
            for each in self.asked
        ]

    def parts(self, kind: LetterType, form: MakingForm) -> dict[str, Any]:
        """The form as the page draws it, and who is missing: a part that only the family can fill, and nobody fits."""
        return {
            "sections": form.sections(),
            "papers": self.papers(form),
            "hidden": [form[name] for name in form.fields if name.startswith("kept_")],
            "missing": [
                group.title
                for group in kind.parties
                if group.required and group.kind == "resident" and f"p_{group.key}" not in form.fields
            ],
        }


def initial_of(letter: Letter) -> dict[str, Any]:
    """A letter's answers and people as the form shows them again."""
    found: dict[str, Any] = dict(letter.answers)
    for key, party in letter.parties.items():
        if party.get("resident"):
            found[f"p_{key}"] = party["resident"]
        for name, _label, _kind in TYPED:
            found[f"o_{key}_{name}"] = (party.get("person") or {}).get(name, "")
    days = {each.name for each in letter.type.fields if each.kind == "date"}
    for name, text in found.items():
        if text and (name in days or name.endswith("_tanggallahir")):
            found[name] = date.fromisoformat(text)
    return found | {"followers": letter.followers}


def shown_people(kind: LetterType, form: MakingForm) -> list[tuple[str, str]]:
    """Who takes part, as the form says, in words."""
    found = []
    parties = form.parties()
    for group in kind.parties:
        party = parties.get(group.key, {})
        if party.get("person"):
            found.append((group.title, party["person"]["nama"]))
        elif party.get("resident"):
            field: Any = form.fields[f"p_{group.key}"]
            found.append((group.title, str(dict(field.choices)[party["resident"]])))
    if form.followers():
        names: dict[str, str] = dict(form.fields["followers"].choices)  # type: ignore[attr-defined]
        found.append((str(_("Ikut serta")), ", ".join(str(names[key]) for key in form.followers())))
    return found


def add_letter_error(form: MakingForm, error: BalaiError) -> None:
    """A service's sentence beside the part that it is about."""
    if isinstance(error, PartiesRefused):
        add_party_errors(form, error.data["errors"])
    else:
        add_error(form, error)


class AskView(LetterForm):
    """``minta/<kind>/`` and ``minta/<kind>/untuk/<pk>/``: fill in and attach, check, send. POST says the step: check, edit
    or send."""

    def get(self, request: HttpRequest, kind: str, pk: Any = None) -> HttpResponse:
        """What is needed, and the form."""
        found, person = kind_or_404(kind), self.person(pk)
        return self.page(found, person, self.form_of(found, person))

    def post(self, request: HttpRequest, kind: str, pk: Any = None) -> HttpResponse:
        """On to checking, back to editing, or send."""
        found, person, step = kind_or_404(kind), self.person(pk), request.POST.get("step", "check")
        form = self.form_of(found, person, request.POST, request.FILES)
        form.is_valid()
        files = self.uploads(form)
        if step == "edit":
            form.errors.clear()
            return self.page(found, person, form)
        if form.errors:
            return self.page(found, person, form, 422)
        try:
            answers = checked_answers(found, {each.name: form.cleaned_data.get(each.name) for each in found.fields})
            if step != "send":
                return self.check(found, person, form, answers, files)
            letter = services.ask_letter(
                actor=self.actor, letter_type=found.key, resident=person, answers=answers, parties=form.parties(),
                followers=form.followers(), phone=person.phone or self.me().phone,
                attachments=[Attachment(key, stored.pk) for key, stored in files.items()],
            )  # fmt: skip
        except BalaiError as error:
            if error.status == 404:
                raise
            add_letter_error(form, error)
            return self.page(found, person, form, error.status)
        messages.success(request, _("Permohonan terkirim. Anda dapat mengikutinya di sini."))
        return HttpResponseRedirect(f"/layanan/surat/{letter.pk}/")

    def check(
        self, kind: LetterType, person: Resident, form: MakingForm, answers: Mapping[str, str], files: dict[str, StoredFile]
    ) -> HttpResponse:  # fmt: skip
        """Everything once more, before it is sent; the page carries it."""
        carried = [
            (name, value)
            for name, values in form.data.lists()  # type: ignore[attr-defined]
            if name in form.fields and not name.startswith(("kept_", "own_", "file_"))
            for value in values
            if value
        ]
        carried += [(f"kept_{key}", str(stored.pk)) for key, stored in files.items()]
        context = {
            "kind": kind,
            "person": person,
            "own": str(person.pk) == str(self.resident_id),
            "answers": shown_answers(kind, answers),
            "people": shown_people(kind, form),
            "papers": [(each.title, files.get(each.key)) for each in self.asked],
            "carried": carried,
        }
        return render(self.request, "selfservice/check.html", context)

    def page(self, kind: LetterType, person: Resident, form: MakingForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "kind": kind,
            "form": form,
            "person": person,
            "own": str(person.pk) == str(self.resident_id),
            "fits": fits_applicant(kind, person),
            "expected": expected(kind.key).words(),
            **self.parts(kind, form),
        }
        return render(self.request, "selfservice/ask.html", context, status=status)
