"""The office's inbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import ago, moment
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import badge
from balai.web.views import OfficeListView
from modules.messages import selectors
from modules.messages.models import Thread, ThreadState
from modules.population.models import Resident


class ThreadTable(Table):
    """Conversations."""

    name = "threads"
    columns = [
        Column("subject", gettext_lazy("Perihal"), link=True, optional=False),
        Column("name", gettext_lazy("Nama"), value="resident__name"),
        Column("state", gettext_lazy("Status"), value=lambda row: badge(row.state, row.get_state_display())),
        Column("assignee", gettext_lazy("Petugas"), value="assignee_name", quiet=True),
        Column(
            "waiting", gettext_lazy("Menunggu"), value=lambda row: ago(row.waiting_since) if row.waiting_since else "", quiet=True
        ),
        Column("last", gettext_lazy("Terakhir"), value=lambda row: moment(row.last_at)),
    ]  # fmt: skip
    empty = gettext_lazy("Tidak ada pesan di sini.")
    empty_icon = "mail"

    def row_url(self, row: Thread) -> str:
        return reverse("messages:thread", args=[row.pk])


class InboxView(OfficeListView):
    """``pesan/``: what waits first, the longest waiting on top."""

    permission = "messages.view"
    template_name = "messages/inbox.html"
    table_class = ThreadTable

    def state(self) -> str:
        """The tab of the URL: unanswered (without one), mine, answered, closed or all."""
        asked = self.request.GET.get("status", ThreadState.UNANSWERED)
        return asked if asked in {*ThreadState.values, "mine", "all"} else str(ThreadState.UNANSWERED)

    def resident(self) -> UUID | None:
        """The one whose conversations alone are listed (``?warga=``); None: everybody's."""
        try:
            return UUID(self.request.GET.get("warga", ""))
        except ValueError:
            return None

    def chips(self) -> list[tuple[str, str]]:
        key = self.resident()
        found = Resident.objects.filter(pk=key).first() if key else None
        return [("warga", found.name)] if found else []

    def rows(self) -> QuerySet[Thread]:
        state, text = self.state(), self.request.GET.get("q", "")
        return selectors.inbox({
            "state": "" if text or state in {"mine", "all"} else state,
            "mine": self.actor.id if state == "mine" and not text else "",
            "text": text,
            "resident": self.resident(),
        })  # fmt: skip

    def context(self, **kwargs: Any) -> dict[str, Any]:
        counts, state = selectors.inbox_counts(), self.state()
        tabs = [
            (ThreadState.UNANSWERED.value, _("Belum dijawab"), counts.get(ThreadState.UNANSWERED, 0)),
            ("mine", _("Saya urus"), None),
            (ThreadState.ANSWERED.value, _("Sudah dijawab"), counts.get(ThreadState.ANSWERED, 0)),
            (ThreadState.CLOSED.value, _("Ditutup"), counts.get(ThreadState.CLOSED, 0)),
            ("all", _("Semua"), None),
        ]
        text = self.request.GET.get("q", "")
        return super().context(**kwargs) | {
            "text": text,
            "tabs": [
                {"title": title, "url": f"?status={key}", "count": count, "current": key == state and not text}
                for key, title, count in tabs
            ],
            "may_answer": self.actor.may("messages.answer"),
            "may_manage": self.actor.may("messages.manage"),
        }
