"""What pages and other modules ask of messages and notifications."""

from modules.messages.selectors.notices import (
    MonthLine,
    deliveries,
    month,
    news_of_notices,
    notices_of,
    trouble_queue,
)
from modules.messages.selectors.threads import (
    counts_of,
    inbox,
    inbox_counts,
    news_for,
    queue_for,
    search_results,
    thread_of,
    thread_or_404,
    threads_of,
    unread_threads,
)

__all__ = [
    "MonthLine", "counts_of", "deliveries", "inbox", "inbox_counts", "month", "news_for", "news_of_notices", "notices_of", "queue_for",
    "search_results", "thread_of", "thread_or_404", "threads_of", "trouble_queue", "unread_threads",
]  # fmt: skip
