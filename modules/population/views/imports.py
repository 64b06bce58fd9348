"""Pages of imports: upload, preview with every problem, mend a cell, apply, result, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError, NotFound
from balai.jobs.models import Job
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, ServiceFormView, page_of
from modules.population import forms, importing, selectors, services
from modules.population.models import ImportRun, RunState


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
        return ImportRun.objects.defer("issues", "patches", "families")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"complete_on": selectors.complete_on()}


class UploadView(ServiceFormView):
    """``impor/baru/``."""

    permission = "population.import"
    form_class = forms.UploadForm
    heading = gettext_lazy("Impor penduduk")
    lead = gettext_lazy("Diperiksa dahulu. Belum ada yang disimpan sebelum Anda menyetujuinya.")
    button = gettext_lazy("Periksa berkas")

    def call_service(self, form: Any) -> ImportRun:
        file = form.cleaned_data["file"]
        return importing.start_import(actor=self.actor, upload=file, name=file.name, size=file.size)

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
        issues = run.issues
        level = self.request.GET.get("level")
        if level in {"error", "warning"}:
            issues = [issue for issue in issues if issue["level"] == level]
        return {
            "run": run,
            "job": job,
            "busy": busy,
            "failed": job.failure if job is not None and job.state == "failed" else "",
            "page": page_of(self.request, issues, 100),
            "preview": run.state == RunState.CHECKED,
        }


class MendView(OfficeView):
    """Mend a cell in the preview."""

    permission = "population.import"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Keep the patch and check again."""
        run = run_or_404(pk)
        try:
            row = int(request.POST.get("row", "0"))
        except ValueError:
            raise NotFound() from None
        try:
            importing.mend_cell(
                actor=self.actor,
                run=run,
                row=row,
                column=request.POST.get("column", ""),
                text=request.POST.get("text", ""),
            )
        except BalaiError as error:
            messages.error(request, error.message())
        else:
            messages.success(request, _("Perbaikan baris {row} disimpan, berkas diperiksa lagi.").format(row=row))
        return HttpResponseRedirect(reverse("population:import", args=[pk]))


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
    """Take an applied import back."""

    permission = "population.import"
    form_class = forms.RunUndoForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Batalkan impor")
    button = gettext_lazy("Batalkan impor")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = run_or_404(self.kwargs["pk"])
        return {
            "consequence": _(
                "Setiap orang dari {name} kembali seperti sebelum impor; yang baru menjadi dibatalkan. Orang yang sudah "
                "diubah sesudahnya tidak disentuh tanpa persetujuan Anda."
            ).format(name=run.file_name)
        }

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
