"""The office's home: what waits for me, oldest first; then what waits for others. And one search over everything."""

from __future__ import annotations

from typing import Any

from balai.registry import QueueItem, Scope, SearchHit, on_side
from balai.web.views import SIGNED_IN, OfficeTemplateView


class HomeView(OfficeTemplateView):
    """Work queue, and steps that are still to be done in a new village."""

    permission = SIGNED_IN
    template_name = "web/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        items: list[QueueItem] = []
        steps: list[Any] = []
        for module in on_side(Scope.VILLAGE):
            queue = module.call("queue")
            if queue is not None:
                items += queue(self.actor)
            checklist = module.call("checklist")
            if checklist is not None:
                steps += checklist(self.actor)
        items.sort(key=lambda item: item.waiting_since)
        return {
            "mine": [item for item in items if item.mine],
            "others": [item for item in items if not item.mine],
            "steps": [step for step in steps if not step["done"]],
        }


class SearchView(OfficeTemplateView):
    """People first, then letters, then pages."""

    permission = SIGNED_IN
    template_name = "web/search.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        groups: dict[str, list[SearchHit]] = {}
        if text:
            for module in on_side(Scope.VILLAGE):
                search = module.call("search")
                if search is not None:
                    for hit in search(self.actor, text, 20):
                        groups.setdefault(hit.group, []).append(hit)
        return {"text": text, "groups": groups}
