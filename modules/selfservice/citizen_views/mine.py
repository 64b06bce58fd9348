"""What is mine: my letters and what I may ask for, my data, my family, who opened them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.registry import Scope, citizen_news, on_side
from balai.web.views import CitizenTemplateView
from modules.letters import selectors as letters
from modules.population.selectors import family_of, place_words
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.selectors import usual_kinds


class HomeView(Signed, CitizenTemplateView):
    """``/layanan/``: my letters like parcels, and what I may ask for."""

    template_name = "selfservice/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {
            "me": me,
            "news": citizen_news(self.actor),
            "letters": list(letters.letters_for_citizen(me)[:3]),
            "types": usual_kinds(me),
            "services": sorted(
                (tile for module in on_side(Scope.VILLAGE) for tile in module.citizen_services),
                key=lambda tile: tile.order,
            ),
        }


class BiodataView(Signed, CitizenTemplateView):
    """``data-saya/``: what the village has written of me."""

    template_name = "selfservice/biodata.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        audit.record_read(self.actor, "selfservice.own_data_read", about=me)
        return {"me": me, "place": place_words(me.rt)}


class FamilyView(Signed, CitizenTemplateView):
    """``keluarga/``: my family card."""

    template_name = "selfservice/family.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        me = self.me()
        return {"me": me, "members": family_of(me), "place": place_words(me.rt)}


class ReadersView(Signed, CitizenTemplateView):
    """``siapa-membuka/``: who opened my data."""

    template_name = "selfservice/readers.html"
    #: What the words of the audit mean to a citizen.
    WORDS = {
        "population.resident_read": "Membuka data Anda",
        "population.resident_changed": "Mengubah data Anda",
        "population.paper_read": "Membuka berkas Anda",
        "population.biodata_read": "Mencetak biodata Anda",
        "messages.thread_read": "Membaca pesan Anda",
        "messages.answered": "Menjawab pesan Anda",
        "messages.written_to_citizen": "Menulis pesan kepada Anda",
        "population.history_read": "Membuka riwayat perubahan data Anda",
        "selfservice.own_data_read": "Anda membuka data sendiri",
        "selfservice.pin_issued": "Membuat PIN untuk Anda",
        "selfservice.pin_changed": "Anda mengganti PIN",
        "selfservice.sign_in": "Anda masuk",
    }

    def context(self, **kwargs: Any) -> dict[str, Any]:
        entries = audit.readings_of(self.me())[:100]
        return {"entries": [(each, self.WORDS.get(each.action, _("Mengurus data Anda"))) for each in entries]}
