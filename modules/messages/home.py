"""What stands on the two homes: the citizen's news, the office's work."""

from __future__ import annotations

from balai.actor import Actor
from balai.registry import CitizenNews, QueueItem
from modules.messages import selectors


def news(actor: Actor) -> list[CitizenNews]:
    """Unread answers, then the newest unread notices."""
    return [*selectors.news_for(actor), *selectors.news_of_notices(actor)]


def queue(actor: Actor) -> list[QueueItem]:
    """Messages that wait for an answer, and notices that did not arrive."""
    return [*selectors.queue_for(actor), *selectors.trouble_queue(actor)]
