"""Files of templates: from OpenSID and other villages, previewed, used, taken back; and for others."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import BalaiError
from balai.jobs.models import Job
from balai.ui.forms import Form, UploadField
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView, page_of
from modules.letters.convert import (
    MAX_BYTES,
    apply_import,
    default_choice,
    exchange_file,
    opensid_file,
    start_import,
    undo_import,
)
from modules.letters.models import TemplateImport
from modules.letters.types import letter_types
from modules.letters.views.templates.common import kind_or_404, run_or_404


class UploadForm(Form):
    """One file."""

    file = UploadField(
        label=gettext_lazy("Berkas templat"), accept=(".json",), max_bytes=MAX_BYTES,
        help_text=gettext_lazy("Dari OpenSID: Layanan Surat, Pengaturan Surat, centang surat, Ekspor. Atau berkas dari desa lain."),
    )  # fmt: skip


class ImportsView(ServiceFormView):
    """``surat/templat/impor/``: upload a file; earlier ones below."""

    permission = "letters.templates"
    form_class = UploadForm
    template_name = "letters/template_imports.html"
    heading = gettext_lazy("Impor templat")
    button = gettext_lazy("Periksa berkas")

    def call_service(self, form: Any) -> TemplateImport:
        file = form.cleaned_data["file"]
        return start_import(actor=self.actor, upload=file, name=file.name)

    def get_success_url(self, result: TemplateImport) -> str:
        return reverse("letters:template_import", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("letters:templates")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"page": page_of(self.request, TemplateImport.objects.defer("items", "aliases", "undo"), 20)}


#: What each state of a template means, and what may be chosen.
WORDS = {
    "failed": gettext_lazy("Tidak dapat diimpor"), "same": gettext_lazy("Sudah ada di desa ini"),
    "own": gettext_lazy("Jenis surat desa"), "override": gettext_lazy("Mengubah jenis bawaan"), "template": gettext_lazy("Siap dipakai"),
}  # fmt: skip
CHOICES = {
    "own": gettext_lazy("Jadikan jenis surat desa"), "override": gettext_lazy("Ubah jenis bawaan: {name}"), "skip": gettext_lazy("Lewati"),
}  # fmt: skip


class ImportView(OfficeTemplateView):
    """``surat/templat/impor/<pk>/``: progress, preview with choices, or what came of it."""

    permission = "letters.templates"
    template_name = "letters/template_import.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = run_or_404(kwargs["pk"])
        job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
        names = {kind.key: str(kind.name) for kind in letter_types(all_kinds=True)}
        rows = []
        for index, item in enumerate(run.items):
            chosen = item.get("choice") or default_choice(item)
            offered = [] if item["action"] == "failed" else ["skip"]
            offered = [*(["own"] if item["definition"] else []), *(["override"] if item["match"] else []), *offered]
            key = item.get("key") or (item["match"] if chosen == "override" else "")
            rows.append(
                {
                    "index": index, "name": item["name"], "words": WORDS[item["action"]], "failed": item["action"] == "failed",
                    "issues": item["issues"], "more": item["more"], "override_issues": item["override_issues"],
                    "options": [(each, str(CHOICES[each]).format(name=names.get(item["match"], item["match"])), each == chosen) for each in offered],
                    "chosen": str(CHOICES[chosen]).format(name=names.get(item["match"], item["match"])), "key": key if key in names else "",
                }
            )  # fmt: skip
        return {
            "run": run, "job": job, "busy": job is not None and job.is_open, "rows": rows, "issues": len(run.issues),
            "failed": job.failure if job is not None and job.state == "failed" else "",
        }  # fmt: skip


class ApplyImportView(OfficeView):
    """``.../pakai/``: use it as chosen."""

    permission = "letters.templates"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """``choice_<n>`` says what becomes of each template."""
        run = run_or_404(pk)
        choices = {
            index: request.POST[f"choice_{index}"]
            for index in range(len(run.items))
            if request.POST.get(f"choice_{index}")
        }
        try:
            done = apply_import(actor=self.actor, run=run, choices=choices)
        except BalaiError as error:
            if error.status == 403:
                raise
            messages.error(request, error.message())
        else:
            used = sum(1 for item in done.items if item["choice"] != "skip")
            say_done(
                request, _("{n} templat dipakai.").format(n=used), undo=reverse("letters:template_import_undo", args=[pk])
            )  # fmt: skip
        return HttpResponseRedirect(reverse("letters:template_import", args=[pk]))


class UndoImportView(OfficeView):
    """``.../urungkan/``: take it back."""

    permission = "letters.templates"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """As it was before, but for what somebody has changed since."""
        run = run_or_404(pk)
        try:
            done = undo_import(actor=self.actor, run=run)
        except BalaiError as error:
            if error.status == 403:
                raise
            messages.error(request, error.message())
        else:
            words = _("Impor diurungkan: {n} perubahan dikembalikan.").format(n=done["reverted"])
            if done["skipped"]:
                words += " " + _("{n} sudah diubah sesudahnya dan dibiarkan.").format(n=done["skipped"])
            messages.success(request, words)
        return HttpResponseRedirect(reverse("letters:template_import", args=[pk]))


class ExportForm(Form):
    """Which kinds, and for whom."""

    format = forms.ChoiceField(
        label=gettext_lazy("Untuk siapa"), widget=forms.RadioSelect, initial="balai",
        choices=[("balai", gettext_lazy("Desa lain yang memakai Balai, atau kabupaten")), ("opensid", gettext_lazy("OpenSID (Balai dapat membacanya juga)"))],
    )  # fmt: skip
    which = forms.ChoiceField(
        label=gettext_lazy("Jenis surat"), widget=forms.RadioSelect, initial="changed",
        choices=[("changed", gettext_lazy("Yang dibuat atau diubah desa")), ("all", gettext_lazy("Semua yang dipakai"))],
    )  # fmt: skip


class ExportView(OfficeTemplateView):
    """``surat/templat/ekspor/``: choose; with ``format`` in the URL the file."""

    permission = "letters.templates"
    template_name = "letters/template_export.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or the file."""
        if "format" not in request.GET:
            return super().get(request, *args, **kwargs)
        form = ExportForm({"which": "all", **request.GET.dict()})
        if not form.is_valid():
            return super().get(request, *args, **kwargs)
        keys = [kind_or_404(key).key for key in request.GET.getlist("jenis")]
        changed = form.cleaned_data["which"] == "changed" and not keys
        writer: Any = exchange_file if form.cleaned_data["format"] == "balai" else opensid_file
        content = json.dumps(writer(keys, changed_only=changed), ensure_ascii=False, indent=2)
        audit.record(self.actor, "letters.templates_exported", format=form.cleaned_data["format"])
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        name = "templat-surat" if form.cleaned_data["format"] == "balai" else "template-surat-tinymce"
        response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.json"'
        return response

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": ExportForm()}
