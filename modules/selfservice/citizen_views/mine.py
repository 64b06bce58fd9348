"""What is mine: my letters and what I may ask for, my data, my family."""

from __future__ import annotations

from typing import Any

from balai import audit
from balai.registry import Scope, citizen_news, on_side
from balai.web.views import CitizenTemplateView
from modules.letters import selectors as letters
from modules.population.selectors import family_of, place_words
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.selectors import people_of, usual_kinds


class HomeView(Signed, CitizenTemplateView):
    """``/layanan/``: my letters like parcels, and what I may ask for."""

    template_name = "selfservice/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        mine = list(letters.letters_for_citizen(me)[:3])
        return {
            "me": me,
            "opened": letters.opened_by(me, mine),
            "news": citizen_news(self.actor),
            "letters": mine,
            "types": usual_kinds(me),
            "services": sorted(
                (tile for module in on_side(Scope.VILLAGE) for tile in module.citizen_services),
                key=lambda tile: tile.order,
            ),
        }


class BiodataView(Signed, CitizenTemplateView):
    """``data-saya/`` and ``data-saya/<pk>/``: what the village has written of me, or of whom I act for."""

    template_name = "selfservice/biodata.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person(kwargs.get("pk"))
        own = str(person.pk) == str(self.resident_id)
        audit.record_read(
            self.actor, "selfservice.own_data_read" if own else "selfservice.family_data_read", about=person
        )
        return {"me": person, "own": own, "place": place_words(person.rt)}


class FamilyView(Signed, CitizenTemplateView):
    """``keluarga/``: my family card; whom I act for opens."""

    template_name = "selfservice/family.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        if me.family is not None:
            audit.record_read(self.actor, "population.family_read", about=me.family)
        mine = set(people_of(me).values_list("pk", flat=True))
        members = [(each, each.pk in mine) for each in family_of(me)]
        return {"me": me, "members": members, "place": place_words(me.rt)}
