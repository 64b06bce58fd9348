"""The leaflet for citizens, ready to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from balai.db import today
from balai.web.views import OfficeView
from modules.selfservice.leaflet import leaflet
from tenants.context import current_village


class LeafletView(OfficeView):
    """``layanan-mandiri/selebaran.pdf``: one page with this village's address and code."""

    permission = "selfservice.manage"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The PDF, shown in the browser."""
        response = HttpResponse(leaflet(current_village(), today()), content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="selebaran-layanan-mandiri.pdf"'
        return response
