"""Pages of Dispermasdes: which parts of which letters all villages get."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError, NotFound
from balai.ui.forms import Form, UploadField
from balai.web.undo import say_done
from balai.web.views import RegencyTemplateView, RegencyView, add_error
from modules.letters.convert import MAX_BYTES
from modules.letters.layers.effective import value_of
from modules.letters.layers.forms import FORMS
from modules.letters.layers.words import body_lines, value_words
from modules.letters.models.templates import Aspect
from modules.publishing import selectors, services


def kind_or_404(key: str) -> selectors.Published:
    """A kind."""
    found = selectors.published(key)
    if found is None:
        raise NotFound()
    return found


class KindsView(RegencyTemplateView):
    """``/kelola/templat/``: what is published, and what could be."""

    permission = "publishing.letters"
    template_name = "publishing/kinds.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        words = text.casefold().split()
        found = [
            each
            for each in selectors.kinds()
            if all(word in f"{each.kind.name} {each.kind.code}".casefold() for word in words)
        ]
        rows = [
            (each, [str(Aspect(aspect).label) for aspect in each.aspects]) for each in found if each.row is not None
        ]
        others = sorted((each.kind for each in found if each.row is None), key=lambda kind: str(kind.name).casefold())
        return {"rows": rows, "others": others, "text": text}


class KindView(RegencyTemplateView):
    """``/kelola/templat/<kind>/``: its parts, which of them are published, and how many villages differ."""

    permission = "publishing.letters"
    template_name = "publishing/kind.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        key = kwargs["kind"]
        withdrawn = selectors.last_withdrawn(key)
        found = selectors.published(key)
        if found is None and withdrawn is None:
            raise NotFound()
        if found is None:
            return {
                "kind": None,
                "name": withdrawn.payload.get("definition", {}).get("name", key) if withdrawn else key,
                "key": key,
                "withdrawn": withdrawn,
            }
        rows = [
            {
                "aspect": str(aspect), "title": str(aspect.label), "words": value_words(found.kind, aspect, value_of(found.kind, aspect)),
                "published": aspect in found.aspects, "villages": found.differing.get(aspect, 0), "form": aspect in FORMS,
            }
            for aspect in map(Aspect, Aspect.values) if aspect != Aspect.ENABLED
        ]  # fmt: skip
        return {
            "kind": found.kind, "found": found, "rows": rows, "lines": body_lines(found.kind, found.kind.body), "withdrawn": withdrawn,
            "terms": TermsForm(initial={"mandatory": found.row.mandatory, "note": found.row.note}) if found.row else None,
            "key": key, "name": str(found.kind.name),
        }  # fmt: skip


class TermsForm(Form):
    """What villages may do with it."""

    mandatory = forms.BooleanField(
        label=gettext_lazy("Wajib: desa tidak dapat mengubah yang diterbitkan"), required=False,
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Catatan untuk desa"), max_length=300, required=False)


class _Act(RegencyView):
    abstract = True

    def post(self, request: HttpRequest, kind: str, **kwargs: Any) -> HttpResponse:
        """Do it, go back to the kind."""
        try:
            self.act(kind, **kwargs)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("publishing:kind", args=[kind]))

    def act(self, kind: str, **kwargs: Any) -> None:
        """Call the service."""


class TermsView(_Act):
    """``.../ketentuan/``."""

    permission = "publishing.letters"

    def act(self, kind: str, **kwargs: Any) -> None:
        form = TermsForm(self.request.POST)
        if form.is_valid():
            services.set_terms(actor=self.actor, key=kind, **form.cleaned_data)
            messages.success(self.request, _("Ketentuan disimpan."))


class WithdrawView(_Act):
    """``.../tarik/``: the kind is no longer handed down."""

    permission = "publishing.letters"

    def act(self, kind: str, **kwargs: Any) -> None:
        services.withdraw(actor=self.actor, key=kind)
        say_done(
            self.request,
            _("Ditarik. Desa yang mengikuti kembali memakai bawaan."),
            undo=reverse("publishing:again", args=[kind]),
        )


class AgainView(_Act):
    """``.../terbitkan-lagi/``: as it was before it was withdrawn."""

    permission = "publishing.letters"

    def act(self, kind: str, **kwargs: Any) -> None:
        services.publish_again(actor=self.actor, key=kind)
        messages.success(self.request, _("Diterbitkan lagi."))


class WithdrawAspectView(_Act):
    """``.../<aspect>/tarik/``: one part is no longer handed down."""

    permission = "publishing.letters"

    def act(self, kind: str, **kwargs: Any) -> None:
        services.withdraw_aspect(actor=self.actor, key=kind, aspect=kwargs["aspect"])
        messages.success(self.request, _("Bagian ini ditarik."))


class AspectView(RegencyView):
    """``.../<aspect>/``: edit one part and publish it to all villages."""

    permission = "publishing.letters"

    def get(self, request: HttpRequest, kind: str, aspect: str) -> HttpResponse:
        """The form."""
        found = self.found(kind, aspect)
        form_class = FORMS[aspect]
        return self.render(found, aspect, form_class(initial=form_class.shown(value_of(found.kind, aspect))))

    def post(self, request: HttpRequest, kind: str, aspect: str) -> HttpResponse:
        """Publish it."""
        found = self.found(kind, aspect)
        form = FORMS[aspect](request.POST)
        if not form.is_valid():
            return self.render(found, aspect, form, status=422)
        try:
            services.publish_aspect(actor=self.actor, key=kind, aspect=aspect, value=form.value())
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.render(found, aspect, form, status=error.status)
        messages.success(request, _("{what} diterbitkan bagi semua desa.").format(what=Aspect(aspect).label))
        return HttpResponseRedirect(reverse("publishing:kind", args=[kind]))

    def found(self, kind: str, aspect: str) -> selectors.Published:
        """The kind, where the aspect has a form."""
        if aspect not in FORMS or aspect == Aspect.ENABLED:
            raise NotFound()
        return kind_or_404(kind)

    def render(self, found: selectors.Published, aspect: str, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "form": form, "heading": Aspect(aspect).label, "lead": found.kind.name, "button": _("Terbitkan bagi semua desa"),
            "cancel_url": reverse("publishing:kind", args=[found.kind.key]),
            "note": _("Desa yang belum mengubah bagian ini langsung mengikuti. Desa yang sudah mengubahnya melihat pembaruan dan memilih."),
        }  # fmt: skip
        return render(self.request, "ui/form_page.html", context, status=status)


class FileForm(Form):
    """A village's export."""

    file = UploadField(
        label=gettext_lazy("Berkas ekspor dari desa"), accept=(".json",), max_bytes=MAX_BYTES,
        help_text=gettext_lazy("Di kantor desa: Jenis surat, Ekspor, untuk desa lain. Jenis buatan desa terbit utuh; perubahan terbit per bagian."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Catatan untuk desa"), max_length=300, required=False)


class FileView(RegencyView):
    """``/kelola/templat/berkas/``: publish what a village exported."""

    permission = "publishing.letters"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.render(FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish it."""
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render(form, status=422)
        try:
            done = services.publish_file(
                actor=self.actor, content=form.cleaned_data["file"].read(), note=form.cleaned_data["note"]
            )
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.render(form, status=error.status)
        messages.success(request, _("{n} jenis surat diterbitkan.").format(n=len(done["published"])))
        for name, sentence in done["issues"][:5]:
            messages.warning(request, f"{name}: {sentence}")
        return HttpResponseRedirect(reverse("publishing:kinds"))

    def render(self, form: FileForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "form": form, "heading": _("Terbitkan dari berkas"), "button": _("Terbitkan bagi semua desa"),
            "cancel_url": reverse("publishing:kinds"),
        }  # fmt: skip
        return render(self.request, "ui/form_page.html", context, status=status)
