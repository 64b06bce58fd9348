"""What waits, what was issued, and the register to take home."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from balai import audit
from balai.db import today
from balai.errors import Refused
from balai.spreadsheets.writing import SheetOut, write_workbook
from balai.web.views import OfficeListView, OfficeView
from modules.letters import selectors
from modules.letters.forms import ArchiveForm
from modules.letters.models import OPEN, Letter, State
from modules.letters.services.chain import Authority, Chains, kinds_issued_by

#: A register that is downloaded at once holds so many letters at most: half a second's work.
EXPORT_LIMIT = 5_000


class LettersView(OfficeListView):
    """``surat/``: open letters, the longest waiting first, by state."""

    permission = "letters.view"
    template_name = "letters/letters.html"

    def rows(self) -> QuerySet[Letter]:
        return selectors.waiting(self.state())

    def state(self) -> str:
        """The tab that the URL asks for."""
        asked = self.request.GET.get("status", "")
        return asked if asked in [*OPEN, State.SEALING, State.READY] else ""

    def context(self, **kwargs: Any) -> dict[str, Any]:
        counts = selectors.open_counts()
        tabs = [("", _("Semua"), sum(counts.values()))]
        tabs += [
            (state.value, str(state.label), counts.get(state.value, 0))
            for state in map(State, [*OPEN, State.SEALING, State.READY])
            # Who signs by hand never meets that state.
            if state != State.SEALING or counts.get(state.value)
        ]
        page = super().context(**kwargs)["page"]
        chains, authority = Chains.read(), Authority.of(self.actor, today())
        may_issue = self.actor.may("letters.approve") or bool(kinds_issued_by(authority))
        return {
            "page": page,
            "rows": [(letter, *selectors.next_step(letter, chains)) for letter in page],
            "absence": authority.absence,
            "my_drafts": selectors.drafts_of(self.actor).count() if self.actor.may("letters.check") else 0,
            "tabs": tabs,
            "state": self.state(),
            "may_create": self.actor.may("letters.check"),
            "may_approve": may_issue,
            "may_manage": self.actor.may("letters.manage"),
            "batches": selectors.waiting_batches().count(),
            "to_sign": counts.get(State.SIGNING.value, 0),
        }


class ArchiveView(OfficeListView):
    """``surat/arsip/``: issued letters."""

    permission = "letters.view"
    template_name = "letters/archive.html"

    def form(self) -> ArchiveForm:
        """The filters of the URL; what is not understood filters nothing."""
        return ArchiveForm(self.request.GET, years=selectors.issued_years())

    def rows(self) -> QuerySet[Letter]:
        return selectors.archive(self.filters(self.form()))

    @staticmethod
    def filters(form: ArchiveForm) -> dict[str, Any]:
        """The valid ones."""
        form.is_valid()
        return dict(getattr(form, "cleaned_data", {}))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form()
        filtered = any(self.filters(form).values())
        return {**super().context(**kwargs), "form": form, "filtered": filtered}


class ArchiveExportView(OfficeView):
    """``surat/arsip/unduh/``: the register of what the filters show, as XLSX."""

    permission = "letters.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The workbook; refused where it would take long."""
        found = selectors.archive(ArchiveView.filters(ArchiveForm(request.GET, years=selectors.issued_years())))
        count = found.count()
        if count > EXPORT_LIMIT:
            raise Refused(_("Surat yang dipilih terlalu banyak untuk satu berkas. Saring menurut tahun atau bulan."))
        rows = (
            (
                number, letter.number, letter.letter_date, letter.title, letter.applicant_name,
                letter.signer.get("name", ""), str(letter.get_state_display()), letter.note,
            )
            for number, letter in enumerate(found.iterator(chunk_size=500), 1)
        )  # fmt: skip
        sheet = SheetOut(
            name="Register surat",
            headings=["No.", "Nomor surat", "Tanggal", "Jenis surat", "Pemohon", "Penanda tangan", "Status", "Catatan"],
            rows=rows,
            widths={0: 6, 1: 32, 2: 12, 3: 40, 4: 32, 5: 32, 6: 14, 7: 40},
        )
        target = io.BytesIO()
        write_workbook(target, [sheet])
        audit.record(self.actor, "letters.register_exported", rows=count)
        response = HttpResponse(
            target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        response["Content-Disposition"] = f'attachment; filename="register-surat-{today():%Y-%m-%d}.xlsx"'
        return response
