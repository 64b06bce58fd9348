"""Who read or did what: a list to filter, for those who hold ``audit.view``."""

from __future__ import annotations

from typing import Any

from balai.audit.models import Entry
from balai.web.views import OfficeListView


class AuditView(OfficeListView):
    """``audit/``."""

    permission = "audit.view"
    template_name = "audit/entries.html"

    def rows(self) -> Any:
        found = Entry.objects.order_by("-at", "-id")
        asked = self.request.GET
        if asked.get("who"):
            found = found.filter(actor_name__icontains=asked["who"])
        if asked.get("action"):
            found = found.filter(action__startswith=asked["action"])
        if asked.get("outcome"):
            found = found.filter(outcome=asked["outcome"])
        return found
