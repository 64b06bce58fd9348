"""The elections of a village."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import short_date
from balai.ui.tables import Column, Table
from balai.web.views import OfficeListView, ServiceFormView
from modules.voters import forms, selectors, services
from modules.voters.models import Election
from modules.voters.views.base import OfElection


class ElectionTable(Table):
    """Elections, latest first."""

    name = "elections"
    columns = [
        Column("name", gettext_lazy("Pemilihan"), sort="name", link=True),
        Column("kind", gettext_lazy("Jenis"), value="get_kind_display", sort="kind"),
        Column("day", gettext_lazy("Hari pemungutan suara"), value=lambda row: short_date(row.day), sort="day"),
        Column(
            "dps_on",
            gettext_lazy("Pengesahan DPS"),
            value=lambda row: short_date(row.dps_on),
            sort="dps_on",
            quiet=True,
        ),
        Column("frozen", gettext_lazy("Daftar beku"), sort="frozen", number=True),
    ]
    default_sort = "-day"
    empty = gettext_lazy("Belum ada pemilihan. Catat satu, lalu daftar calon pemilihnya dihitung dari data penduduk.")
    empty_icon = "circle-check"

    def row_url(self, row: Election) -> str:
        return reverse("voters:election", args=[row.pk])


class ElectionsView(OfficeListView):
    """``pemilih/``."""

    permission = "voters.view"
    template_name = "voters/elections.html"
    table_class = ElectionTable

    def rows(self) -> Any:
        return selectors.elections()

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"may_change": self.actor.may("voters.change")}


class CreateView(ServiceFormView):
    """``pemilih/baru/``."""

    permission = "voters.change"
    form_class = forms.ElectionForm
    heading = gettext_lazy("Pemilihan baru")
    lead = gettext_lazy("Daftar calon pemilih dihitung dari data penduduk menurut jenis pemilihan dan harinya.")
    button = gettext_lazy("Catat pemilihan")
    success_message = gettext_lazy("{result.name} dicatat.")

    def call_service(self, form: Any) -> Election:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.create_election(actor=self.actor, **data)

    def get_success_url(self, result: Election) -> str:
        return reverse("voters:election", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("voters:elections")


class EditView(OfElection):
    """``pemilih/<pk>/ubah/``."""

    permission = "voters.change"
    form_class = forms.ElectionForm
    heading = gettext_lazy("Ubah pemilihan")
    success_message = gettext_lazy("{result.name} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = self.election()
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def call_service(self, form: Any) -> Election:
        return services.update_election(actor=self.actor, election=self.election(), **form.cleaned_data)


class DeleteView(OfElection):
    """``pemilih/<pk>/hapus/``: while no list was frozen."""

    permission = "voters.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus pemilihan")
    button = gettext_lazy("Hapus pemilihan")
    success_message = gettext_lazy("Pemilihan dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{name} dihapus beserta TPS dan pengecualiannya. Tidak dapat dikembalikan.")
        return {"consequence": words.format(name=self.election().name)}

    def call_service(self, form: Any) -> None:
        services.delete_election(actor=self.actor, election=self.election())

    def get_success_url(self, result: Any) -> str:
        return reverse("voters:elections")
