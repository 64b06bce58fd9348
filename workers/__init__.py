"""What runs while nobody waits: the Celery app, its queues, the schedule, and one thin task file a kind of work.

Start with ``celery -A workers.app worker`` (``-Q fast`` for a worker that keeps letters quick) and
``celery -A workers.app beat``; ``workers.health()`` says whether it all turns.
"""

from workers.health import Health, health

__all__ = ["Health", "health"]
