"""Snippets of the village's own: text with fields, written in the short notation of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.blocks import parse
from balai.errors import BalaiError, NotFound
from balai.ui.forms import Form
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.letters import layers
from modules.letters.errors import LetterError
from modules.letters.layers.changing import users_of_aliases
from modules.letters.models import TextAlias, TypeChange

_MARKS = {"bold": "**", "underline": "__", "italic": "//"}


def notation(nodes: Sequence[dict[str, Any]]) -> str:
    """A snippet as it is typed: ``{nama|upper}``, ``**tebal**``."""
    found, open_marks = "", list[str]()
    for node in nodes:
        marks = [_MARKS[mark["type"]] for mark in node.get("marks", ()) if mark["type"] in _MARKS]
        for mark in reversed(open_marks):
            if mark not in marks:
                found += mark
        found += "".join(mark for mark in marks if mark not in open_marks)
        open_marks = marks
        attrs = node.get("attrs") or {}
        options = "".join(f"|{attrs[name]}" for name in ("case", "format") if attrs.get(name) not in (None, "", "asis"))
        if node["type"] == "field":
            found += f"{{{attrs['name']}{options}}}"
        elif node["type"] == "calc":
            found += f"{{={attrs['expr']}{options}}}"
        else:
            found += {"hardBreak": "\n", "tab": "\t"}.get(node["type"]) or str(node.get("text") or "")
    return found + "".join(reversed(open_marks))


class AliasForm(Form):
    """Name and text."""

    name = forms.CharField(
        label=gettext_lazy("Nama"), max_length=40, help_text=gettext_lazy("Huruf kecil, angka dan garis bawah, misalnya: salam_penutup.")
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Isi"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Isian ditulis {nama_desa} atau {nama|upper}; **tebal**, __garis bawah__, //miring//."),
    )  # fmt: skip


class AliasesView(OfficeTemplateView):
    """``surat/templat/alias/``."""

    permission = "letters.templates"
    template_name = "letters/template_aliases.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        users = users_of_aliases()
        rows = [(row, notation(row.content), users.get(row.name, [])) for row in TextAlias.objects.all()]
        return {"rows": rows}


class AliasView(ServiceFormView):
    """``surat/templat/alias/baru/`` and ``surat/templat/alias/<name>/``."""

    permission = "letters.templates"
    form_class = AliasForm
    heading = gettext_lazy("Alias")

    def row(self) -> TextAlias | None:
        """The snippet of the URL."""
        name = self.kwargs.get("name")
        if not name:
            return None
        row = TextAlias.objects.filter(name=name).first()
        if row is None:
            raise NotFound()
        return row

    def make_form(self) -> Any:
        row = self.row()
        form = super().make_form()
        if row is not None:
            form.fields["name"].disabled = True
        return form

    def get_initial(self) -> dict[str, Any]:
        row = self.row()
        return {"name": row.name, "text": notation(row.content)} if row else {}

    def call_service(self, form: Any) -> str:
        name = str(form.cleaned_data["name"]).strip()
        if self.row() is None and TextAlias.objects.filter(name=name).exists():
            raise LetterError(
                _("Alias {name} sudah ada. Ubah yang ada, atau pilih nama lain.").format(name=name), field="name"
            )
        try:
            content = parse(form.cleaned_data["text"].replace("\r\n", "\n").strip())
        except ValueError:
            raise LetterError(
                _("Ada tanda yang tidak ditutup, atau bentuk isian yang tidak ada. Tulis seperti {nama|upper} dan **tebal**."), field="text"
            ) from None  # fmt: skip
        layers.set_alias(actor=self.actor, name=name, content=content)
        return name

    def get_success_url(self, result: str) -> str:
        say_done(
            self.request,
            _("Alias {name} disimpan.").format(name=result),
            undo=reverse("letters:alias_undo", args=[result]),
        )
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("letters:aliases")


class _AliasAct(OfficeView):
    abstract = True

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Do it and go back to the list."""
        try:
            self.act(name)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("letters:aliases"))

    def act(self, name: str) -> None:
        """Call the service."""


class AliasRemoveView(_AliasAct):
    """``.../hapus/``."""

    permission = "letters.templates"

    def act(self, name: str) -> None:
        if not TextAlias.objects.filter(name=name).exists():
            raise NotFound()
        layers.set_alias(actor=self.actor, name=name, content=[])
        say_done(
            self.request, _("Alias {name} dihapus.").format(name=name), undo=reverse("letters:alias_undo", args=[name])
        )


class AliasUndoView(_AliasAct):
    """``.../urungkan/``: as it was before the newest change."""

    permission = "letters.templates"

    def act(self, name: str) -> None:
        newest = TypeChange.objects.filter(type_key=name, aspect="alias").first()
        if newest is None:
            raise NotFound()
        layers.set_alias(actor=self.actor, name=name, content=newest.before or [])
        say_done(self.request, _("Alias {name} kembali seperti semula.").format(name=name))
