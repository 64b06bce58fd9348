"""The office's side of what citizens say and propose: ratings, corrections of their data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from balai.db import today
from balai.ui.formats import number
from balai.web.views import OfficeTemplateView, page_of
from modules.letters.errors import UnknownType
from modules.letters.types import letter_type
from modules.selfservice.selectors import LEAST_RATINGS, RatingSum, rating_sums, rating_words

#: The ratings page looks back so far.
SPAN = timedelta(days=365)


def _kind_name(key: str) -> str:
    try:
        return str(letter_type(key).name)
    except UnknownType:
        # A kind of the village's own that it gave up since.
        return key


class RatingsView(OfficeTemplateView):
    """``layanan-mandiri/penilaian/``: sums by kind, and what people wrote; nobody's name."""

    permission = "selfservice.ratings"
    template_name = "selfservice/ratings.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        since = today() - SPAN
        whole, rows = rating_sums(since)
        return {
            "whole": self.row(whole) if whole else None,
            "rows": [self.row(each) for each in rows],
            "least": LEAST_RATINGS,
            "page": page_of(self.request, rating_words(since), 30),
        }

    def row(self, found: RatingSum) -> dict[str, Any]:
        """As the page shows it."""
        name = _kind_name(found.type_key) if found.type_key else ""
        return {"name": name, "count": found.count, "average": number(found.average, 1)}
