"""Pages of imports: upload, preview with every problem, apply, result, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.jobs.models import Job
from balai.spreadsheets import SpreadsheetRefused
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, ServiceFormView, page_of
from modules.population import forms, importing, selectors, services
from modules.population.models import ImportRun, RunState
from modules.population.views.import_page import Page

#: So many touched people are listed before an undo; the rest are counted.
TOUCHED_SHOWN = 200


def run_or_404(pk: Any) -> ImportRun:
    """An import of this village."""
    found = ImportRun.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


class ImportsView(OfficeListView):
    """``impor/``: imports so far."""

    permission = "population.import"
    template_name = "population/imports.html"

    def rows(self) -> Any:
        return ImportRun.objects.defer("issues", "patches", "families", "outcome", "mapping")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        titles = importing.layout_titles()
        rows = [(run, titles.get(run.layout, "-")) for run in found["page"]]
        return found | {"rows": rows, "complete_on": selectors.complete_on()}


class UploadView(ServiceFormView):
    """``impor/baru/``."""

    permission = "population.import"
    form_class = forms.UploadForm
    heading = gettext_lazy("Impor penduduk")
    lead = gettext_lazy("Diperiksa dahulu. Belum ada yang disimpan sebelum Anda menyetujuinya.")
    button = gettext_lazy("Periksa berkas")

    def get_initial(self) -> dict[str, Any]:
        return {"layout": self.request.GET.get("layout", "")}

    def call_service(self, form: Any) -> ImportRun:
        file = form.cleaned_data["file"]
        try:
            return importing.start_import(
                actor=self.actor, upload=file, name=file.name, size=file.size, layout=form.cleaned_data["layout"]
            )
        except SpreadsheetRefused as refused:
            refused.data["field"] = "file"
            raise

    def get_success_url(self, result: ImportRun) -> str:
        return reverse("population:import", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("population:imports")


class ImportView(OfficeTemplateView):
    """``impor/<pk>/``: progress, preview, or result."""

    permission = "population.import"
    template_name = "population/import.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = run_or_404(kwargs["pk"])
        job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
        busy = job is not None and job.state in {"waiting", "running"}
        shown = self.actor.may("population.view_nik")
        found = Page(run, self.request.GET, shown=shown)
        issues = page_of(self.request, found.issues(), 100)
        cells = found.cells(issues)
        preview = run.state == RunState.CHECKED and not busy
        if run.issues or run.summary.get("first"):
            audit.record_read(self.actor, "population.import_read", about=run)
        return {
            "run": run,
            "job": job,
            "busy": busy,
            "failed": job.failure if job is not None and job.state == "failed" else "",
            "found": found,
            "layout": run.summary.get("layout") or {},
            "layout_title": importing.layout_title(run.layout),
            "page": issues,
            "cells": cells,
            "lists": found.lists(cells) if preview else [],
            "groups": found.groups() if preview else [],
            "preview": preview,
            "shown": shown,
            "can_undo": importing.can_be_undone(run),
            "can_rechoose": not busy and run.state in {RunState.CHECKED, RunState.MAPPING, RunState.REFUSED},
            "matched": bool(run.mapping),
        }


class ApplyView(OfficeView):
    """Apply the preview."""

    permission = "population.import"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Ask for the job."""
        run = run_or_404(pk)
        try:
            importing.ask_to_apply(actor=self.actor, run=run, skip_refused=request.POST.get("skip_refused") == "1")
        except BalaiError as error:
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("population:import", args=[pk]))


class UndoImportView(ServiceFormView):
    """Take an applied import back; who was touched since stands there by name first."""

    permission = "population.import"
    form_class = forms.RunUndoForm
    template_name = "population/import_undo.html"
    heading = gettext_lazy("Batalkan impor")
    button = gettext_lazy("Batalkan impor")

    def make_form(self) -> Any:
        form = super().make_form()
        if not self.touched() and not importing.skips_by_itself(run_or_404(self.kwargs["pk"])):
            # Nobody to skip: nothing to ask.
            del form.fields["skip_touched"]
        return form

    def touched(self) -> list[importing.Touched]:
        """People of this import whom something happened to since."""
        if not hasattr(self, "_touched"):
            self._touched = importing.touched(run_or_404(self.kwargs["pk"]))
        return self._touched

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = run_or_404(self.kwargs["pk"])
        return {
            "run": run,
            "touched": self.touched()[:TOUCHED_SHOWN],
            "touched_count": len(self.touched()),
            "consequence": self._consequence(run).format(name=run.file_name),
        }

    def _consequence(self, run: ImportRun) -> str:
        if importing.skips_by_itself(run):
            return _(
                "Semua yang ditambahkan dari {name} dikeluarkan lagi. Yang sudah diubah sesudahnya tidak disentuh tanpa "
                "persetujuan Anda."
            )
        return _(
            "Setiap orang dari {name} kembali seperti sebelum impor; yang baru menjadi dibatalkan. Orang yang sudah "
            "diubah sesudahnya tidak disentuh tanpa persetujuan Anda."
        )

    def call_service(self, form: Any) -> Any:
        return importing.ask_to_undo(actor=self.actor, run=run_or_404(self.kwargs["pk"]), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:import", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("population:import", args=[self.kwargs["pk"]])


class CompleteView(ServiceFormView):
    """Declare the village's data complete."""

    permission = "population.import"
    form_class = forms.CompleteForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Nyatakan data lengkap")
    button = gettext_lazy("Nyatakan lengkap")
    success_message = gettext_lazy("Data penduduk dinyatakan lengkap.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        mend = selectors.families_to_mend().count()
        words = _(
            "Sesudah ini orang masuk dan keluar hanya lewat peristiwa (lahir, mati, pindah, hilang); impor tidak lagi "
            "menambah orang atau mengubah KK, RT, dan hubungan keluarga."
        )
        if mend:
            words += " " + _("Masih ada {n} keluarga tanpa kepala; sebaiknya diperbaiki dahulu.").format(n=mend)
        return {"consequence": words}

    def call_service(self, form: Any) -> Any:
        return services.declare_complete(actor=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:imports")

    def get_cancel_url(self) -> str:
        return reverse("population:imports")
