"""Notices of a citizen; deliveries, troubles and the month's figures for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balai.actor import Actor
from balai.registry import CitizenNews, QueueItem
from modules.messages.models import SPENT, TROUBLED, Channel, Delivery, DeliveryState, Notice
from modules.messages.services.gateways import gateways, month_of

#: Lines of news on top of the citizen's home.
NEWS = 3


def notices_of(resident: UUID) -> QuerySet[Notice]:
    """A citizen's notices, newest first."""
    return Notice.objects.filter(resident=resident).order_by("-at", "-id")


def news_of_notices(actor: Actor) -> list[CitizenNews]:
    """The newest unread notices; answers to messages have a line of their own."""
    unread = notices_of(UUID(actor.id)).filter(read_at=None).exclude(event="message_answered")
    return [CitizenNews(each.title, "", reverse("messages_citizen:notice", args=[each.pk])) for each in unread[:NEWS]]


def deliveries(filters: dict[str, Any]) -> QuerySet[Delivery]:
    """What was sent, newest first. Filters: state ("trouble" for every state that somebody should look at), channel."""
    found = Delivery.objects.select_related("resident")
    state = filters.get("state") or ""
    if state == "trouble":
        found = found.filter(state__in=TROUBLED)
    elif state == "open":
        found = found.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])
    elif state:
        found = found.filter(state=state)
    if filters.get("channel"):
        found = found.filter(channel=filters["channel"])
    return found.order_by("-created_at", "-id")


def trouble_queue(actor: Actor) -> list[QueueItem]:
    """One line for the office's home while messages of the last days did not (surely) arrive."""
    if not actor.may("messages.manage"):
        return []
    since = timezone.now() - timedelta(days=7)
    found = Delivery.objects.filter(state__in=TROUBLED, settled_at__gte=since).aggregate(n=Count("pk"), first=Min("settled_at"))  # fmt: skip
    if not found["n"]:
        return []
    words = ngettext("{n} pemberitahuan tidak sampai", "{n} pemberitahuan tidak sampai", found["n"])
    return [
        QueueItem(
            title=words.format(n=found["n"]), url=f"{reverse('messages:deliveries')}?status=trouble",
            waiting_since=found["first"], next_step=_("Lihat sebabnya"), detail=_("7 hari terakhir"),
        )
    ]  # fmt: skip


@dataclass(frozen=True)
class MonthLine:
    """One channel's month."""

    channel: str
    words: str
    sent: int
    arrived: int
    unclear: int
    failed: int
    cost: int
    budget: int | None

    @property
    def left(self) -> int | None:
        """What may still be spent; None: there is no end."""
        return None if self.budget is None else max(0, self.budget - self.cost)


def month(now: datetime) -> list[MonthLine]:
    """What the channels did in a moment's month: one query."""
    known = gateways()
    failed = Q(state__in=[DeliveryState.FAILED, DeliveryState.GIVEN_UP])
    rows = (
        Delivery.objects.order_by()
        .filter(created_at__gte=month_of(now))
        .values("channel")
        .annotate(
            sent=Count("pk", filter=Q(state__in=[DeliveryState.SENT, DeliveryState.DELIVERED])),
            arrived=Count("pk", filter=Q(state=DeliveryState.DELIVERED)),
            unclear=Count("pk", filter=Q(state=DeliveryState.UNKNOWN)),
            failed=Count("pk", filter=failed),
            paid=Sum(F("cost"), filter=Q(state__in=SPENT), default=0),
        )
    )
    by_channel: dict[str, dict[str, Any]] = {row["channel"]: dict(row) for row in rows}
    lines = []
    for channel in Channel.values:
        row, gateway = by_channel.get(channel), known.get(channel)
        if row is None and (gateway is None or not gateway.active):
            continue
        row = row or {"sent": 0, "arrived": 0, "unclear": 0, "failed": 0, "paid": 0}
        lines.append(
            MonthLine(
                channel, str(Channel(channel).label), row["sent"], row["arrived"], row["unclear"], row["failed"],
                row["paid"], gateway.budget if gateway else None,
            )
        )  # fmt: skip
    return lines
