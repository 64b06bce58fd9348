"""One aspect of a kind as its own small form; and who signs, which stands in the text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.undo import say_done
from balai.web.views import ServiceFormView
from modules.letters import layers
from modules.letters.layers.effective import digest
from modules.letters.layers.forms import FORMS, signers_form
from modules.letters.layers.words import layer_words, value_words
from modules.letters.merging.catalogue import signers_of
from modules.letters.models.templates import Aspect
from modules.letters.types import LetterType
from modules.letters.views.templates.common import is_own, kind_or_404, standing
from modules.letters.views.templates.kind import aspect_words, undo_url
from modules.letters.views.templates.signing import SignatureBlock, signature_blocks, with_signature


class AspectView(ServiceFormView):
    """``surat/templat/<kind>/<aspect>/``: its form, where its value comes from, and what the layer below says."""

    permission = "letters.templates"
    template_name = "letters/template_aspect.html"
    kind: LetterType
    #: Whether the URL names the aspect.
    forms = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.forms and kwargs["aspect"] not in FORMS:
            raise NotFound()
        return super().dispatch(request, *args, **kwargs)

    def aspect(self) -> str:
        """Which."""
        return str(self.kwargs["aspect"])

    def found(self) -> LetterType:
        """The kind."""
        if not hasattr(self, "kind"):
            self.kind = kind_or_404(self.kwargs["kind"])
        return self.kind

    def present(self) -> Any:
        """The value as it is."""
        return layers.value_of(self.found(), self.aspect())

    def make_form(self) -> Any:
        form_class = FORMS[self.aspect()]
        if self.request.method == "POST":
            return form_class(self.request.POST)
        return form_class(initial={**form_class.shown(self.present()), "seen": digest(self.present())})

    def call_service(self, form: Any) -> LetterType:
        return layers.change_aspect(
            actor=self.actor, key=self.found().key, aspect=self.aspect(), value=form.value(), seen=form.cleaned_data["seen"]
        )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form()
        if not form.is_valid():
            return self.render(form, status=422)
        before = self.present()
        try:
            made = self.call_service(form)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            self.show_error(form, error)
            return self.render(form, status=error.status)
        if layers.value_of(made, self.aspect()) != before:
            sentence = _("{what} disimpan.").format(what=aspect_words(self.aspect()))
            say_done(request, sentence, undo=undo_url(made.key, self.aspect()))
        return HttpResponseRedirect(self.get_cancel_url())

    def get_cancel_url(self) -> str:
        return reverse("letters:template", args=[self.found().key])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kind, aspect = self.found(), self.aspect()
        stands = standing(kind)
        layer = kind.layers.get(aspect, "shipped")
        theirs = ""
        if layer == "village" and stands["below"] is not None:
            theirs = value_words(stands["below"], aspect, layers.value_of(stands["below"], aspect))
        return {
            "kind": kind, "aspect": aspect, "heading": aspect_words(aspect), "layer": layer, "layer_words": layer_words(layer),
            "below": theirs, "own": is_own(kind), "fixed": aspect in stands["fixed"],
        }  # fmt: skip


class SignersView(AspectView):
    """``surat/templat/<kind>/penanda-tangan/?blok=2``: who signs, block by block; it is kept in the text."""

    permission = "letters.templates"
    template_name = "letters/template_signers.html"

    forms = False

    def blocks(self) -> list[SignatureBlock]:
        """Those of the text; a text without any will have one."""
        return signature_blocks(self.found().body) or [SignatureBlock(1, [], "")]

    def block(self) -> SignatureBlock:
        """The one that is shown."""
        blocks, asked = self.blocks(), self.request.GET.get("blok", "1")
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= len(blocks)):
            raise NotFound()
        return blocks[int(asked) - 1]

    def aspect(self) -> str:
        return str(Aspect.BODY)

    def make_form(self) -> Any:
        block = self.block()
        form_class = signers_form(self.found(), len(block.places))
        if self.request.method == "POST":
            return form_class(self.request.POST)
        return form_class(initial={**form_class.shown(block.places), "seen": digest(self.present())})

    def call_service(self, form: Any) -> LetterType:
        body = with_signature(self.found().body, form.value(), self.block().number)
        return layers.change_aspect(
            actor=self.actor, key=self.found().key, aspect=Aspect.BODY, value=body, seen=form.cleaned_data["seen"]
        )  # fmt: skip

    def context(self, **kwargs: Any) -> dict[str, Any]:
        block, blocks = self.block(), self.blocks()
        known = signers_of(self.found())
        tabs = [
            (each.number, "; ".join(known.get(place["who"], place["who"]) for place in each.places)) for each in blocks
        ]
        return {
            **super().context(**kwargs), "heading": _("Penanda tangan"), "below": "", "current": block,
            "tabs": tabs if len(blocks) > 1 else [],
        }  # fmt: skip
