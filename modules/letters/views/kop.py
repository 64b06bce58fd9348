"""Head, foot, paper and dates of the village's letters, designed beside the page that they make."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.documents import TemplateError, render_letter
from balai.documents.reading import pdf_jpeg, pdf_pages
from balai.errors import BalaiError
from balai.web.undo import say_done
from balai.web.views import OfficeView, add_error, page_of
from modules.letters.errors import LetterError
from modules.letters.kop import (
    FIELDS,
    change_kop,
    checked_design,
    kop_changes,
    present_design,
    present_kop,
    reset_kop,
    restore_kop,
)
from modules.letters.kop.forms import KopForm, initial_of
from modules.letters.kop.sample import sample_data
from modules.letters.services.printing import TEMPLATE

_DPI = 92


class KopView(OfficeView):
    """``surat/kop/``."""

    permission = "letters.templates"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The design as a form, and beside it the page that it makes."""
        row = present_kop(fresh=True)
        initial = initial_of(present_design()) | {"version": row.version if row else ""}
        return self.page(KopForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; ``bawaan`` goes back to what is shipped."""
        if request.POST.get("bawaan"):
            reset_kop(actor=self.actor)
            return self.done(_("Kop kembali seperti bawaan."))
        form = KopForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_kop(
                actor=self.actor, design=form.design(), logo=form.cleaned_data.get("picture") or None,
                version=form.cleaned_data.get("version") or "",
            )  # fmt: skip
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(form, status=error.status)
        return self.done(_("Kop disimpan. Surat yang disetujui sesudah ini memakainya."))

    def done(self, words: str) -> HttpResponse:
        """Say it, with the way back."""
        newest = kop_changes().first()
        undo = f"{reverse('letters:kop_history')}?{urlencode({'sebelum': newest.pk})}" if newest else ""
        say_done(self.request, words, undo=undo)
        return HttpResponseRedirect(reverse("letters:kop"))

    def page(self, form: KopForm, status: int = 200) -> HttpResponse:
        """The page."""
        context: dict[str, Any] = {
            "form": form, "codes": FIELDS.items(), "own": present_kop() is not None, "changes": kop_changes().count(),
            "preview_url": f"{reverse('letters:kop_preview')}?ukuran=layar",
        }  # fmt: skip
        return render(self.request, "letters/kop.html", context, status=status)


class KopPreviewView(OfficeView):
    """``surat/kop/pratinjau/``: a page with the form's head and foot; nothing is kept. A picture that is only chosen is
    not in it: it is drawn anew when it is kept."""

    permission = "letters.templates"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The page's picture, or a sentence (422)."""
        form = KopForm(request.POST)
        form.is_valid()
        try:
            design = checked_design(form.design())
            row = present_kop()
            pdf = render_letter(sample_data(design, str(row.logo_file or "") if row else ""), TEMPLATE)
        except LetterError as error:
            field = str(error.data.get("field") or "")
            label = str(form.fields[field].label) if field in form.fields else ""
            words = f"{label}: {error.message()}" if label else error.message()
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
        except TemplateError as error:
            return HttpResponse(error.message(), status=422, content_type="text/plain; charset=utf-8")
        response = HttpResponse(pdf_jpeg(pdf, 0, _DPI), content_type="image/jpeg")
        response["X-Pages"] = str(min(1, pdf_pages(pdf)))
        return response


class KopHistoryView(OfficeView):
    """``surat/kop/riwayat/``: every design that the village had; POST goes back to one of them."""

    permission = "letters.templates"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Twenty changes a page, each in words."""
        page = page_of(request, kop_changes(), 20)
        row = present_kop(fresh=True)
        now = {"design": row.design, "logo": str(row.logo_file or "")} if row else None
        rows = [{"change": each, "words": words_of(each.after), "now": each.after == now} for each in page]
        return render(request, "letters/kop_history.html", {"rows": rows, "page": page})

    def post(self, request: HttpRequest) -> HttpResponse:
        """``change`` names the design that becomes the present one, ``?sebelum=`` the one before a change."""
        before = request.GET.get("sebelum", "")
        restore_kop(actor=self.actor, change=before or request.POST.get("change", ""), before=bool(before))
        newest = kop_changes().first()
        here = reverse("letters:kop_history")
        undo = f"{here}?{urlencode({'sebelum': newest.pk})}" if newest else ""
        say_done(request, _("Kop dikembalikan. Surat yang disetujui sesudah ini memakainya."), undo=undo)
        return HttpResponseRedirect(reverse("letters:kop"))


def words_of(kept: Any) -> list[tuple[str, str]]:
    """A design in words: label and value."""
    if not kept:
        return [(_("Rancangan"), _("Seperti bawaan"))]
    form = KopForm(initial=initial_of(kept["design"]))
    found = []
    for name in ("logo", "logo_place", "rule", "font", "size", "paper", "orientation", "day", "empty", "foot"):
        value = form.initial.get(name)
        choices = dict(getattr(form.fields[name], "choices", ()))
        if value not in ("", None):
            found.append((str(form.fields[name].label), str(choices.get(value, value))))
    lines = " / ".join(line["text"] for line in kept["design"]["lines"])
    return [(_("Baris"), lines or "-"), *found]
