"""What pages and other modules ask of messages and notifications."""

from modules.messages.selectors.threads import (
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
    "inbox", "inbox_counts", "news_for", "queue_for", "search_results", "thread_of", "thread_or_404", "threads_of",
    "unread_threads",
]  # fmt: skip
