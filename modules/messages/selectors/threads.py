"""Conversations: the citizen's list, the office's inbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balai.actor import Actor
from balai.errors import NotFound
from balai.registry import CitizenNews, QueueItem, SearchHit
from modules.messages.models import Message, Thread, ThreadState
from modules.population.names import fold_name

#: A page of the office's home lists so many at most.
QUEUE_LIMIT = 100
_UNREAD = Q(last_office_at__isnull=False) & (
    Q(citizen_read_at__isnull=True) | Q(citizen_read_at__lt=F("last_office_at"))
)


def threads_of(resident: UUID) -> QuerySet[Thread]:
    """A citizen's conversations, the last moved first."""
    return Thread.objects.filter(resident=resident).order_by("-last_at", "-id")


def thread_of(resident: UUID, pk: Any) -> Thread:
    """One of a citizen's own.

    Raises:
        NotFound: there is none, or it is another's: which of the two is not told.
    """
    found = Thread.objects.select_related("letter").filter(pk=pk, resident=resident).first()
    if found is None:
        raise NotFound()
    return found


def thread_or_404(pk: Any) -> Thread:
    """One conversation, for the office.

    Raises:
        NotFound: there is none here.
    """
    found = Thread.objects.select_related("resident__rt__parent__parent", "letter").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def unread_threads(resident: UUID) -> int:
    """In how many conversations the office wrote something that the citizen has not opened."""
    return Thread.objects.filter(_UNREAD, resident=resident).count()


def news_for(actor: Actor) -> list[CitizenNews]:
    """What the citizen's home shows on top: unread answers of the office."""
    count = unread_threads(UUID(actor.id))
    if not count:
        return []
    words = ngettext("Ada jawaban dari kantor desa", "Ada {count} jawaban dari kantor desa", count)
    return [CitizenNews(words.format(count=count), "", reverse("messages_citizen:threads"), "mail")]


def inbox(filters: dict[str, Any]) -> QuerySet[Thread]:
    """The office's conversations. Filters: state, mine (an account's key), resident (a key), text (words,
    subject, name).

    Those that wait come the longest waiting first; else the last moved first.
    """
    found = Thread.objects.select_related("resident")
    state = filters.get("state") or ""
    if state:
        found = found.filter(state=state)
    if filters.get("mine"):
        found = found.filter(assignee_id=filters["mine"]).exclude(state=ThreadState.CLOSED)
    if filters.get("resident"):
        found = found.filter(resident=filters["resident"])
    if text := str(filters.get("text") or "").strip():
        found = found.filter(_matching(text))
    if state == ThreadState.UNANSWERED:
        return found.order_by("waiting_since", "id")
    return found.order_by("-last_at", "-id")


def _matching(text: str) -> Q:
    by_name = Q()
    for word in fold_name(text).split():
        by_name &= Q(resident__name_key__contains=word)
    # By key: an EXISTS for each conversation would ask the messages as often as there are conversations.
    written = Q(pk__in=Message.objects.filter(body__icontains=text).values("thread"))
    found = Q(subject__icontains=text) | written
    return found | by_name if by_name else found


def inbox_counts() -> dict[str, int]:
    """How many conversations stand in each state."""
    return dict(Thread.objects.order_by().values_list("state").annotate(n=Count("pk")))


def counts_of(resident: UUID) -> tuple[int, int]:
    """How many conversations a resident has, and how many of them wait for an answer."""
    found = Thread.objects.filter(resident=resident).aggregate(
        n=Count("pk"), waiting=Count("pk", filter=Q(state=ThreadState.UNANSWERED))
    )
    return int(found["n"]), int(found["waiting"])


def queue_for(actor: Actor) -> list[QueueItem]:
    """Messages that wait for an answer, the longest first; ``mine`` where nobody else looks after them."""
    if not actor.may("messages.view"):
        return []
    waiting = Thread.objects.select_related("resident").filter(state=ThreadState.UNANSWERED)
    may = actor.may("messages.answer")
    return [
        QueueItem(
            title=_("Pesan: {name}").format(name=each.resident.name),
            url=reverse("messages:thread", args=[each.pk]),
            waiting_since=each.waiting_since or each.last_at,
            next_step=_("Jawab"),
            mine=may and (each.assignee_id is None or str(each.assignee_id) == actor.id),
            detail=each.subject,
        )
        for each in waiting.order_by("waiting_since")[:QUEUE_LIMIT]
    ]


def search_results(actor: Actor, text: str, limit: int) -> list[SearchHit]:
    """Conversations for the office's search."""
    if not actor.may("messages.view") or len(text.strip()) < 3:
        return []
    return [
        SearchHit(
            title=each.subject,
            detail=f"{each.resident.name}, {each.get_state_display()}",
            url=reverse("messages:thread", args=[each.pk]),
            group=str(_("Pesan")),
        )
        for each in inbox({"text": text})[:limit]
    ]
