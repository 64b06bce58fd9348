"""What the pages of one election share: its tabs, its forms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.web.views import ServiceFormView
from modules.voters import services
from modules.voters.models import Election, PollingStation, VoterException, VoterList


def tabs(election: Election, here: str) -> list[dict[str, Any]]:
    """The pages of an election."""
    counted = {
        "exceptions": VoterException.objects.filter(election=election).count(),
        "stations": PollingStation.objects.filter(election=election).count(),
        "lists": VoterList.objects.filter(election=election).count(),
    }
    pages = [
        ("election", _("Daftar pemilih")), ("counts", _("Jumlah")), ("why", _("Cari sebab")),
        ("exceptions", _("Pengecualian")), ("stations", _("TPS")), ("lists", _("DPS dan DPT")),
    ]  # fmt: skip
    return [
        {
            "title": title, "url": reverse(f"voters:{name}", args=[election.pk]), "current": name == here,
            "count": counted.get(name),
        }
        for name, title in pages
    ]  # fmt: skip


class OfElection(ServiceFormView):
    """A form about one election; afterwards back to one of its pages."""

    abstract = True
    permission = "voters.change"
    back = "voters:election"

    def election(self) -> Election:
        """The election of the URL."""
        if not hasattr(self, "_election"):
            self._election = services.election_or_404(self.kwargs["pk"])
        return self._election

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.election().name}

    def get_success_url(self, result: Any) -> str:
        return reverse(self.back, args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse(self.back, args=[self.kwargs["pk"]])
