"""The archive: issued letters found again, taken along, and where their papers lie."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit
from balai.db import today
from balai.errors import BalaiError, Refused
from balai.spreadsheets.writing import SheetOut, write_workbook
from balai.web.views import OfficeListView, OfficeView
from modules.letters import selectors, services
from modules.letters.forms_issued import ArchiveForm, PlaceManyForm
from modules.letters.models import Letter
from modules.letters.services.archive import MOST
from modules.population.models import Resident

#: A register that is downloaded at once holds so many letters at most: half a second's work.
EXPORT_LIMIT = 5_000


def asked_of(request: HttpRequest) -> tuple[ArchiveForm, dict[str, Any]]:
    """The filters of the URL and the valid ones' values; what is not understood filters nothing."""
    form = ArchiveForm(request.GET, years=selectors.issued_years(), signers=selectors.issued_signers())
    form.is_valid()
    return form, dict(getattr(form, "cleaned_data", {}))


class ArchiveView(OfficeListView):
    """``surat/arsip/``: issued letters."""

    permission = "letters.view"
    template_name = "letters/archive.html"

    def rows(self) -> QuerySet[Letter]:
        return selectors.archive(self.filters)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form, self.filters = asked_of(self.request)
        key = self.filters.get("resident")
        return {
            **super().context(**kwargs), "form": form, "filtered": any(self.filters.values()),
            # The further filters stand open where one of them is at work.
            "narrowed": any(value for name, value in self.filters.items() if name not in {"text", "resident"}),
            "resident": Resident.objects.filter(pk=key).first() if key else None,
            "may_place": self.actor.may("letters.check"),
        }  # fmt: skip


class ArchiveExportView(OfficeView):
    """``surat/arsip/unduh/``: what the filters show, as XLSX."""

    permission = "letters.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The workbook; refused where it would take long."""
        found = selectors.archive(asked_of(request)[1])
        count = found.count()
        if count > EXPORT_LIMIT:
            raise Refused(_("Surat yang dipilih terlalu banyak untuk satu berkas. Saring menurut tahun atau bulan."))
        rows = (
            (
                number, letter.number, letter.letter_date, letter.title, letter.applicant_name,
                letter.signer.get("name", ""), str(letter.get_state_display()), letter.cabinet, letter.shelf, letter.box,
                letter.note or letter.remark,
            )
            for number, letter in enumerate(found.iterator(chunk_size=500), 1)
        )  # fmt: skip
        sheet = SheetOut(
            name="Register surat",
            headings=[
                "No.", "Nomor surat", "Tanggal", "Jenis surat", "Pemohon", "Penanda tangan", "Status", "Lemari", "Rak", "Boks",
                "Catatan",
            ],
            rows=rows,
            widths={0: 6, 1: 32, 2: 12, 3: 40, 4: 32, 5: 32, 6: 14, 7: 10, 8: 10, 9: 10, 10: 40},
        )  # fmt: skip
        target = io.BytesIO()
        write_workbook(target, [sheet])
        audit.record(self.actor, "letters.register_exported", rows=count)
        response = HttpResponse(
            target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        response["Content-Disposition"] = f'attachment; filename="register-surat-{today():%Y-%m-%d}.xlsx"'
        return response


class ArchiveZipView(OfficeView):
    """``surat/arsip/zip/``: the ticked letters' PDFs, or all that the filters show, as one ZIP; a job."""

    permission = "letters.view"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for it, and on to the job's page."""
        back = f"{reverse('letters:archive')}?{request.GET.urlencode()}"
        keys: list[Any] = request.POST.getlist("letter")
        if "all" in request.POST:
            keys = list(selectors.archive(asked_of(request)[1]).values_list("pk", flat=True)[: MOST + 1])
        try:
            job = services.ask_for_zip(actor=self.actor, letters=[str(each) for each in keys])
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
            return HttpResponseRedirect(back)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class PlaceManyView(OfficeView):
    """``surat/arsip/letak/``: where the papers of the ticked letters lie: first the question, then the deed."""

    permission = "letters.check"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask where, or keep it."""
        keys = request.POST.getlist("letter")
        letters = list(selectors.archive({}).filter(pk__in=keys_of(keys)))
        form = PlaceManyForm(request.POST if "confirmed" in request.POST else None)
        if not letters:
            messages.error(request, _("Belum ada surat yang dipilih. Centang surat yang akan diatur letaknya."))
            return HttpResponseRedirect(reverse("letters:archive"))
        if "confirmed" not in request.POST or not form.is_valid():
            context = {"form": form, "letters": letters, "cancel_url": reverse("letters:archive")}
            return render(request, "letters/archive_place.html", context, status=422 if form.errors else 200)
        done = services.place_letters(actor=self.actor, letters=[each.pk for each in letters], **form.cleaned_data)
        messages.success(request, _("Letak {n} surat disimpan.").format(n=done))
        return HttpResponseRedirect(reverse("letters:archive"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Who comes back by the address finds the archive."""
        return HttpResponseRedirect(reverse("letters:archive"))


def keys_of(texts: list[str]) -> list[UUID]:
    """The keys among ticked values; what is no key is left out."""
    found = []
    for text in texts[:500]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
