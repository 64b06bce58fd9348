"""What every page of the citizen stands on: where the door is, who stands behind it, which kinds may be asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from balai.errors import NotFound
from balai.web.views import CitizenView
from modules.letters.types import LetterType
from modules.population.models import Resident
from modules.selfservice.selectors import kinds_for_citizens, person_of

HOME = "/layanan/"


def safe_next(request: HttpRequest) -> str:
    """Back to where somebody wanted to go, inside this door."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    parts = urlsplit(wanted)
    return wanted if wanted.startswith(HOME) and not parts.netloc and "//" not in wanted else HOME


class Signed(CitizenView):
    """A page behind the door; who must change the PIN does that first."""

    #: The one page that is open before the PIN was changed.
    opens_first = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.session.get("citizen_must_change") and not self.opens_first:
            return HttpResponseRedirect("/layanan/ganti-pin/")
        return super().dispatch(request, *args, **kwargs)

    def me(self) -> Resident:
        """The citizen's own record."""
        return Resident.objects.select_related("family", "rt__parent__parent").get(pk=self.resident_id)

    def person(self, pk: Any = None) -> Resident:
        """The citizen, or somebody of the family they act for.

        Raises:
            NotFound: anybody else, whether they exist or not.
        """
        found = person_of(self.me(), pk)
        if found is None:
            raise NotFound()
        return found


def kind_or_404(key: str) -> LetterType:
    """A kind of letter that citizens may ask for."""
    for each in kinds_for_citizens():
        if each.key == key:
            return each
    raise NotFound()
