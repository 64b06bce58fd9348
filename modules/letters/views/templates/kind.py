"""One kind: each aspect with its value and where it comes from; what waits from the layer below; who changed what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, page_of
from modules.letters import layers
from modules.letters.layers.words import body_lines, difference_of, layer_words, value_words
from modules.letters.merging.catalogue import signers_of
from modules.letters.models import FavouriteType, TypeChange
from modules.letters.models.templates import Aspect
from modules.letters.types import LetterType
from modules.letters.views.templates.common import ASPECTS, body_url, is_own, kind_or_404, standing
from modules.letters.views.templates.signing import signature_blocks


def aspect_words(name: str) -> str:
    """What a line of the history is about."""
    if name in Aspect.values:
        return str(Aspect(name).label)
    return {
        "created": str(_("Jenis surat dibuat")), "removed": str(_("Berhenti dipakai")), "restored": str(_("Dipakai lagi")),
        "groups": str(_("Formulir")), "definition": str(_("Seluruh jenis surat")), "alias": str(_("Alias")),
    }.get(name, name)  # fmt: skip


def undo_url(kind: str, aspect: str, *, differed: bool = False) -> str:
    """Where a change is taken back."""
    return reverse("letters:template_undo", args=[kind, aspect]) + ("?berbeda=1" if differed else "")


class TemplateView(OfficeTemplateView):
    """``surat/templat/<kind>/``."""

    permission = "letters.templates"
    template_name = "letters/template.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kind = kind_or_404(kwargs["kind"])
        stands = standing(kind)
        editor = body_url(kind)
        rows = []
        for aspect in ASPECTS:
            layer = kind.layers.get(aspect, "shipped")
            value = layers.value_of(kind, aspect)
            changeable = aspect not in stands["fixed"]
            rows.append(
                {
                    "aspect": str(aspect), "title": str(aspect.label), "words": value_words(kind, aspect, value),
                    "layer": layer, "layer_words": layer_words(layer), "fixed": aspect in stands["fixed"],
                    "url": (editor if aspect == Aspect.BODY else reverse("letters:template_aspect", args=[kind.key, aspect]))
                    if changeable else "",
                    "mine": layer == "village" and not is_own(kind) and aspect not in stands["fixed"],
                }
            )  # fmt: skip
        return {
            "kind": kind, "own": is_own(kind), "rows": rows, "waiting": [_difference(kind, each) for each in layers.differences(kind.key)],
            "lines": body_lines(kind, kind.body), "editor": editor, "signers": _signers(kind),
            "favourite": FavouriteType.objects.filter(user=self.actor.id, type_key=kind.key).exists(),
            "history": _history(kind, changes_of(kind)[:5]),
            "may_favour": self.actor.may("letters.check"),
        }  # fmt: skip


def changes_of(kind: LetterType) -> QuerySet[TypeChange]:
    """A kind's history, the newest first; a snippet of the same name has its own."""
    return TypeChange.objects.filter(type_key=kind.key).exclude(aspect="alias")


def _signers(kind: LetterType) -> str:
    known = signers_of(kind)
    blocks = [
        "; ".join(known.get(each["who"], each["who"]) for each in block.places) for block in signature_blocks(kind.body)
    ]
    if len(blocks) < 2:
        return blocks[0] if blocks else str(_("Tidak ada"))
    return " · ".join(_("blok {n}: {names}").format(n=number, names=names) for number, names in enumerate(blocks, 1))


def _difference(kind: LetterType, each: layers.Difference) -> dict[str, Any]:
    return {
        "aspect": each.aspect, "title": each.title, "layer": layer_words(each.layer),
        "lines": difference_of(kind, each.aspect, each.mine, each.theirs),
    }  # fmt: skip


def _history(kind: LetterType, rows: Any) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        told = row.aspect in Aspect.values or row.aspect == "groups"
        found.append(
            {
                "title": aspect_words(row.aspect), "at": row.at, "by": row.by,
                "lines": difference_of(kind, row.aspect, row.before, row.after) if told else [],
            }
        )  # fmt: skip
    return found


class HistoryView(OfficeTemplateView):
    """``surat/templat/<kind>/riwayat/``: every change, the newest first."""

    permission = "letters.templates"
    template_name = "letters/template_history.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kind = kind_or_404(kwargs["kind"])
        page = page_of(self.request, changes_of(kind), 20)
        return {"kind": kind, "page": page, "history": _history(kind, page.object_list)}


class _Act(OfficeView):
    """A button of a kind's aspect."""

    abstract = True

    def post(self, request: HttpRequest, kind: str, aspect: str) -> HttpResponse:
        """Do it, say so, go back to the kind."""
        found = kind_or_404(kind)
        if aspect not in Aspect.values and aspect != "groups":
            raise NotFound()
        try:
            self.act(found, aspect)
        except BalaiError as error:
            if error.status == 403:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("letters:template", args=[kind]))

    def act(self, kind: LetterType, aspect: str) -> None:
        """Call the service."""


class AdoptView(_Act):
    """``.../<aspect>/ikuti/``: follow the layer below again."""

    permission = "letters.templates"

    def act(self, kind: LetterType, aspect: str) -> None:
        differed = any(each.aspect == aspect for each in layers.differences(kind.key))
        layers.adopt(actor=self.actor, key=kind.key, aspect=aspect)
        sentence = _("{what} mengikuti bawaan lagi.").format(what=aspect_words(aspect))
        say_done(self.request, sentence, undo=undo_url(kind.key, aspect, differed=differed))


class KeepView(_Act):
    """``.../<aspect>/pertahankan/``: seen what the layer below says now, and stayed."""

    permission = "letters.templates"

    def act(self, kind: LetterType, aspect: str) -> None:
        layers.keep_mine(actor=self.actor, key=kind.key, aspect=aspect)
        messages.success(self.request, _("{what} milik desa dipertahankan.").format(what=aspect_words(aspect)))


class UndoView(_Act):
    """``.../<aspect>/urungkan/``: as it was before the newest change."""

    permission = "letters.templates"

    def act(self, kind: LetterType, aspect: str) -> None:
        layers.undo_change(
            actor=self.actor, key=kind.key, aspect=aspect, differed=self.request.GET.get("berbeda") == "1"
        )
        messages.success(self.request, _("{what} kembali seperti semula.").format(what=aspect_words(aspect)))
