"""All kinds of letters: search, what is changed and where, favourites."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai.web.views import OfficeTemplateView
from modules.letters import layers
from modules.letters.models import FavouriteType
from modules.letters.types import LetterType, letter_types
from modules.letters.views.templates.common import is_own, layers_of


class TemplatesView(OfficeTemplateView):
    """``surat/templat/``: every kind, favourites first; tabs by where it comes from."""

    permission = "letters.templates"
    template_name = "letters/templates.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        words = text.casefold().split()
        favourites = set(FavouriteType.objects.filter(user=self.actor.id).values_list("type_key", flat=True))
        waiting: dict[str, int] = {}
        for each in layers.differences():
            waiting[each.type_key] = waiting.get(each.type_key, 0) + 1
        every = [
            kind
            for kind in letter_types(all_kinds=True)
            if all(word in f"{kind.name} {kind.title} {kind.code} {kind.summary}".casefold() for word in words)
        ]
        parts: dict[str, list[LetterType]] = {
            "": [each for each in every if each.enabled],
            "baru": [each for each in every if each.key in waiting],
            "diubah": [each for each in every if not is_own(each) and "village" in each.layers.values()],
            "kabupaten": [each for each in every if "regency" in each.layers.values()],
            "desa": [each for each in every if is_own(each) and each.enabled],
            "mati": [each for each in every if not each.enabled],
        }
        part = self.request.GET.get("bagian", "")
        part = part if part in parts else ""
        titles = {
            "": _("Dipakai"), "baru": _("Ada pembaruan"), "diubah": _("Diubah desa"), "kabupaten": _("Dari kabupaten"),
            "desa": _("Buatan desa"), "mati": _("Tidak dipakai"),
        }  # fmt: skip
        shown = sorted(parts[part], key=lambda kind: (kind.key not in favourites, str(kind.name).casefold()))
        return {
            "rows": [(kind, layers_of(kind), kind.key in favourites, waiting.get(kind.key, 0)) for kind in shown],
            "tabs": [(key, title, len(parts[key])) for key, title in titles.items() if key in ("", part) or parts[key]],
            "part": part, "text": text, "waiting": len(waiting), "may_favour": self.actor.may("letters.check"),
        }  # fmt: skip
