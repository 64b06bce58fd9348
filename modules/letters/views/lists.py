"""What waits for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balai.db import today
from balai.web.views import OfficeListView
from modules.letters import selectors
from modules.letters.models import OPEN, Letter, State
from modules.letters.services.chain import Authority, Chains, kinds_issued_by


class LettersView(OfficeListView):
    """``surat/``: open letters, the longest waiting first, by state."""

    permission = "letters.view"
    template_name = "letters/letters.html"

    def rows(self) -> QuerySet[Letter]:
        return selectors.waiting(self.state())

    def state(self) -> str:
        """The tab that the URL asks for."""
        asked = self.request.GET.get("status", "")
        return asked if asked in [*OPEN, State.SEALING, State.READY] else ""

    def context(self, **kwargs: Any) -> dict[str, Any]:
        counts = selectors.open_counts()
        tabs = [("", _("Semua"), sum(counts.values()))]
        tabs += [
            (state.value, str(state.label), counts.get(state.value, 0))
            for state in map(State, [*OPEN, State.SEALING, State.READY])
            # Who signs by hand never meets that state.
            if state != State.SEALING or counts.get(state.value)
        ]
        page = super().context(**kwargs)["page"]
        chains, authority = Chains.read(), Authority.of(self.actor, today())
        may_issue = self.actor.may("letters.approve") or bool(kinds_issued_by(authority))
        return {
            "page": page,
            "rows": [(letter, *selectors.next_step(letter, chains)) for letter in page],
            "absence": authority.absence,
            "my_drafts": selectors.drafts_of(self.actor).count() if self.actor.may("letters.check") else 0,
            "tabs": tabs,
            "state": self.state(),
            "may_create": self.actor.may("letters.check"),
            "may_approve": may_issue,
            "may_manage": self.actor.may("letters.manage"),
            "batches": selectors.waiting_batches().count(),
            "to_sign": counts.get(State.SIGNING.value, 0),
        }
