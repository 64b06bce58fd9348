"""What can be wrong with the village's government."""

from __future__ import annotations

from balai.errors import Refused


class GovernmentError(Refused):
    """Base; ``field`` says where."""

    code = "government_refused"
