"""What a production process checks before it serves anybody."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import DatabaseError


def refuse_demo_data() -> None:
    """Production refuses to start on a database that holds the demo's accounts.

    Raises:
        ImproperlyConfigured: the regency's row says that this is the demo.
    """
    if settings.BALAI_DEMO_ACCOUNTS:
        return
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    try:
        from tenants.models import Regency

        demo = Regency.objects.filter(demo=True).exists()
    except DatabaseError:
        # Not reachable yet: readiness says so, and the start is tried again with the first request's process.
        return
    finally:
        connection.close()
    if demo:
        raise ImproperlyConfigured(
            "This database holds the demo's accounts, whose passwords everybody knows: production does not start on it."
        )
