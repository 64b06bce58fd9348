"""What a village decides: its bands of age, and which tables its site shows."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError
from balai.ui.forms import Form
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.population import services
from modules.population.models import PublishedStatistic
from modules.population.statistics import bands
from modules.population.statistics.bands import Band, label_of
from modules.population.statistics.publishing import publishable

_LINE = re.compile(r"^(\d{1,3})\s*(?:(\+)|(?:-|\u2013|s/d|sampai)\s*(\d{1,3}))?\s*[:.,]?\s*(.*)$", re.IGNORECASE)


class BandsForm(Form):
    """One band a line: "0-4 Balita", "60+ Lansia"; the name may be left out."""

    bands = forms.CharField(
        label=gettext_lazy("Rentang umur"),
        help_text=gettext_lazy(
            "Satu baris satu rentang, dari yang termuda: 0-4 Balita. Namanya boleh dikosongkan. Yang terakhir terbuka: 60+ Lansia."
        ),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Rentang umur belum diisi. Tulis paling sedikit satu baris.")},
    )

    def clean_bands(self) -> list[Band]:
        """Lines as bands; whether they fit together is the service's."""
        found = []
        for number, line in enumerate(self.cleaned_data["bands"].splitlines(), 1):
            text = line.strip()
            if not text:
                continue
            match = _LINE.match(text)
            if match is None:
                raise forms.ValidationError(
                    _('Baris {n}: "{text}" bukan rentang umur. Tulis seperti 5-9 atau 75+.').format(
                        n=number, text=text[:40]
                    )
                )
            low, plus, end, name = match.groups()
            high = None if plus else int(end) if end else int(low)
            found.append(Band(int(low), high, name.strip()[:40] or label_of(int(low), high)))
        return found


class BandsView(ServiceFormView):
    """``statistik/rentang-umur/``: the bands that the village counts by."""

    permission = "population.change"
    form_class = BandsForm
    service = staticmethod(services.set_age_bands)
    template_name = "population/statistics_bands.html"
    heading = gettext_lazy("Rentang umur")
    lead = gettext_lazy(
        "Desa dapat menghitung dengan rentang umurnya sendiri. Angka untuk kabupaten tetap lima tahunan."
    )
    success_message = gettext_lazy("Rentang umur disimpan.")

    def get_initial(self) -> dict[str, Any]:
        shown = bands.own() or bands.standard()
        return {"bands": "\n".join(_line(band) for band in shown)}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"is_own": bool(bands.own())}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:statistic", args=["age_band"])

    def get_cancel_url(self) -> str:
        return reverse("population:statistic", args=["age_band"])


def _line(band: Band) -> str:
    span = f"{band.low}+" if band.high is None else f"{band.low}-{band.high}" if band.high > band.low else str(band.low)
    return span if band.label == label_of(band.low, band.high) else f"{span} {band.label}"


class StandardBandsView(OfficeView):
    """``statistik/rentang-umur/baku/``: the standard bands again."""

    permission = "population.change"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Reset."""
        services.reset_age_bands(actor=self.actor)
        messages.success(request, _("Rentang umur kembali ke yang baku."))
        return HttpResponseRedirect(reverse("population:statistic", args=["age_band"]))


class PublishView(OfficeTemplateView):
    """``statistik/terbit/``: the tables of the public site, in their order."""

    permission = "population.publish_statistics"
    template_name = "population/statistics_publish.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        shown = {row.category: number for number, row in enumerate(PublishedStatistic.objects.all(), 1)}
        rows = [(each, shown.get(each.code)) for each in publishable()]
        rows.sort(key=lambda row: (row[1] is None, row[1] or 0))
        return {"rows": rows, "error": kwargs.get("error", ""), "shown": len(shown)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show those that are ticked, by the numbers beside them."""
        ticked = request.POST.getlist("table")
        places = {code: _place(request.POST.get(f"order_{code}", "")) for code in ticked}
        codes = sorted(ticked, key=lambda code: places[code])
        try:
            services.publish_statistics(actor=self.actor, codes=codes)
        except BalaiError as error:
            if error.status == 403:
                raise
            kept = {code: number for number, code in enumerate(codes, 1)}
            rows = [(each, kept.get(each.code)) for each in publishable()]
            context = {"rows": rows, "error": error.message(), "shown": len(codes)}
            return render(request, self.template_name, context, status=error.status)
        messages.success(request, _("{n} tabel tampil di situs desa.").format(n=len(codes)))
        return HttpResponseRedirect(reverse("population:statistics_publish"))


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 999
