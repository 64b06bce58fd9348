"""Polling stations of an election."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import OfficeTemplateView
from modules.population.models import Territory, TerritoryKind
from modules.voters import forms, selectors, services
from modules.voters.models import PollingArea, PollingStation
from modules.voters.views.base import OfElection, tabs


def _by_dusun(areas: Iterable[Territory]) -> list[str]:
    """RTs of a station, told by dusun: "SENDANG: 001/001, 002/001" (RT/RW)."""
    found: dict[str, list[str]] = {}
    for rt in areas:
        above = rt.parent
        is_rw = above is not None and above.kind == TerritoryKind.RW
        dusun = above.parent if above is not None and is_rw else above
        name = f"{rt.name}/{above.name}" if above is not None and is_rw else rt.name
        found.setdefault(dusun.name if dusun else "-", []).append(name)
    return [f"{dusun}: {', '.join(sorted(names))}" for dusun, names in sorted(found.items())]


class StationsView(OfficeTemplateView):
    """``pemilih/<pk>/tps/``."""

    permission = "voters.view"
    template_name = "voters/stations.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        election = services.election_or_404(kwargs["pk"])
        counted = {line.key: line for line in selectors.counts(election).by_station}
        rows = [
            (each, _by_dusun(area.rt for area in each.areas.all()), counted.get(str(each.number)))
            for each in selectors.stations_of(election)
        ]
        return {
            "election": election, "tabs": tabs(election, "stations"), "rows": rows, "without": counted.get("none"),
            "may_change": self.actor.may("voters.change"),
        }  # fmt: skip


class _OfStation(OfElection):
    abstract = True
    permission = "voters.change"
    back = "voters:stations"

    def station(self) -> PollingStation:
        """The station of the URL."""
        if not hasattr(self, "_station"):
            self._station = services.station_or_404(self.election(), self.kwargs["station_id"])
        return self._station


class AddStationView(OfElection):
    """``.../tps/baru/``."""

    permission = "voters.change"
    back = "voters:stations"
    form_class = forms.StationForm
    heading = gettext_lazy("TPS baru")
    success_message = gettext_lazy("{result} dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"election": self.election()}

    def get_initial(self) -> dict[str, Any]:
        last = PollingStation.objects.filter(election=self.election()).order_by("-number").first()
        return {"number": last.number + 1 if last else 1}

    def call_service(self, form: Any) -> PollingStation:
        data = dict(form.cleaned_data)
        data.pop("version")
        data["areas"] = list(data["areas"])
        return services.add_station(actor=self.actor, election=self.election(), **data)


class EditStationView(_OfStation):
    """``.../tps/<station_id>/ubah/``."""

    permission = "voters.change"
    form_class = forms.StationForm
    heading = gettext_lazy("Ubah TPS")
    success_message = gettext_lazy("{result} disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"election": self.election(), "station": self.station()}

    def get_initial(self) -> dict[str, Any]:
        row = self.station()
        areas = list(PollingArea.objects.filter(station=row).values_list("rt_id", flat=True))
        return {"number": row.number, "place": row.place, "areas": areas, "version": row.version}

    def call_service(self, form: Any) -> PollingStation:
        data = dict(form.cleaned_data)
        data["areas"] = list(data["areas"])
        return services.change_station(actor=self.actor, station=self.station(), **data)


class RemoveStationView(_OfStation):
    """``.../tps/<station_id>/hapus/``."""

    permission = "voters.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus TPS")
    button = gettext_lazy("Hapus TPS")
    success_message = gettext_lazy("TPS dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{station} dihapus. RT di dalamnya belum mempunyai TPS sampai diberi yang lain.")
        return {"consequence": words.format(station=self.station())}

    def call_service(self, form: Any) -> None:
        services.remove_station(actor=self.actor, station=self.station())
