"""Who read or did what: a list to filter, for those who hold ``audit.view``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from balai.audit.models import Entry
from balai.db import zone
from balai.ui.forms import DateField
from balai.web.views import OfficeListView


def _day(text: str) -> date | None:
    """A day as people write it; what is no day filters nothing."""
    try:
        found: date | None = DateField(required=False).clean(text)
    except ValidationError:
        return None
    return found


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
        since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
        if since:
            found = found.filter(at__gte=datetime.combine(since, time.min, zone()))
        if until:
            found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone()))
        return found
