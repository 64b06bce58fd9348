"""The text of a kind of letter, written where it is seen printed."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.documents import TemplateError, render_letter
from balai.documents.blocks import BlocksRefused
from balai.documents.reading import pdf_jpeg, pdf_pages
from balai.errors import BalaiError, Conflict
from balai.ui.forms import Candidate, Form, PersonField
from balai.web.undo import say_done
from balai.web.views import OfficeView, PersonSearchView, page_of
from modules.letters import layers
from modules.letters.editing import (
    body_changes,
    difference_of,
    example_for,
    first_applicant,
    lines_of,
    preview_of,
    read_body,
    restore_body,
)
from modules.letters.editing.samples import applicants
from modules.letters.layers.effective import below, value_of
from modules.letters.merging.catalogue import ROWS, catalogue_of, signers_of
from modules.letters.models import Aspect
from modules.letters.services.printing import TEMPLATE
from modules.letters.types import LetterType, letter_type
from modules.population.models import Resident
from modules.population.picking import candidate
from modules.population.selectors import residents_found
from modules.population.sight import Sight

_SESSION = "letters.example"
#: Sharp enough to read on a screen, small enough to come at every key.
_DPI = 92
_SIZES = (8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28)
#: What the menu "Sisipkan" offers: the editor's act, and its name.
_INSERTS = (
    ("condition", gettext_lazy("Bagian bersyarat")), ("repeat", gettext_lazy("Bagian berulang")),
    ("identity", gettext_lazy("Tabel identitas")), ("table", gettext_lazy("Tabel")),
    ("signature", gettext_lazy("Blok tanda tangan")), ("pageBreak", gettext_lazy("Ganti halaman")),
    ("space", gettext_lazy("Jarak")), ("rule", gettext_lazy("Garis mendatar")), ("tab", gettext_lazy("Jarak tab")),
    ("calc", gettext_lazy("Hitungan")), ("boxRow", gettext_lazy("Baris kotak huruf")),
    ("choiceRow", gettext_lazy("Baris pilihan")),
)  # fmt: skip


def page_of_kind(kind: LetterType) -> str:
    """The page of a kind, where the text is one aspect among others."""
    return reverse("letters:template", args=[kind.key])


class _OfKind(OfficeView):
    abstract = True
    permission = "letters.templates"

    @property
    def kind(self) -> LetterType:
        """Which the URL names."""
        return letter_type(self.kwargs["kind"])

    def example_key(self) -> str:
        """Key of the person whom this browser's example is about."""
        return str(self.request.session.get(_SESSION, {}).get(self.kwargs["kind"], ""))

    def person(self, key: str) -> Resident | None:
        """Whom the kind can be made out for, by key."""
        try:
            return applicants(self.kind).filter(pk=UUID(key)).first()
        except ValueError:
            return None


def _picker(kind: LetterType, person: Resident | None, shown: bool) -> Form:
    field = PersonField(
        label=_("Warga contoh"), required=False, search_url=reverse("letters:body_person", args=[kind.key]),
        find=lambda text: _find(kind, text, shown), get=lambda key: candidate(person, shown) if person else None,
        help_text=_("Pratinjau memakai data warga ini. Tidak ada yang disimpan."),
    )  # fmt: skip
    made: Form = type("PickForm", (Form,), {"example": field})(initial={"example": str(person.pk) if person else ""})
    return made


def _find(kind: LetterType, text: str, shown: bool) -> list[Candidate]:
    found = residents_found(text, {"presence": "all"}, sight=Sight(numbers=shown)).filter(
        pk__in=applicants(kind).values("pk")
    )
    return [candidate(each, shown) for each in found.select_related("rt__parent__parent")[:20]]


class BodyView(_OfKind):
    """``surat/templat/<kind>/isi/``: the editor; ``?resident=`` chooses whom the example is about. POST keeps the text."""

    permission = "letters.templates"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The page. Reading somebody's data for the example is written down once, here."""
        found = self.kind
        person = self.person(request.GET.get("resident", "") or self.example_key()) or first_applicant(found)
        if person is not None:
            if str(person.pk) != self.example_key():
                request.session[_SESSION] = {**request.session.get(_SESSION, {}), kind: str(person.pk)}
            audit.record_read(self.actor, "letters.example_read", about=person, type=kind)
        fixed = Aspect.BODY in below()[1].get(kind, ())
        context: dict[str, Any] = {
            "kind": found, "person": person, "fixed": fixed, "lines": lines_of(found, found.body),
            "back_url": page_of_kind(found), "may_adopt": found.layers.get(Aspect.BODY) == "village" and kind in below()[0],
            "layer": found.layers.get(Aspect.BODY, "shipped"), "editor": json.dumps(self.editor_data(found)),
            "changes": body_changes(kind).count(), "sizes": _SIZES, "inserts": _INSERTS,
        }  # fmt: skip
        context["picker"] = _picker(found, person, self.actor.may("population.view_nik"))
        context["example"] = example_for(found, person) if person is not None else None
        return render(request, "letters/body.html", context)

    def editor_data(self, kind: LetterType) -> dict[str, Any]:
        """What the editor is told."""
        options = {field.merge: list(field.options) for field in kind.fields if field.options}
        return {
            "tree": value_of(kind, Aspect.BODY), "version": kind.version, "rows": ROWS, "signers": signers_of(kind),
            "fields": [
                each.as_dict() | ({"options": options[each.name]} if each.name in options else {})
                for each in (*catalogue_of(kind), *_aliases())
            ],
            "urls": {
                "save": reverse("letters:body", args=[kind.key]), "preview": reverse("letters:body_preview", args=[kind.key]),
            },
        }  # fmt: skip

    def post(self, request: HttpRequest, kind: str) -> JsonResponse:
        """``{"version", "said"}``; 422 with ``problems`` at their places; 409 with what somebody else has changed."""
        try:
            body = read_body(request.POST.get("body", ""))
            made = layers.change_aspect(
                actor=self.actor, key=kind, aspect=Aspect.BODY, value=body, version=request.POST.get("version", "")
            )
        except BlocksRefused as error:
            return JsonResponse({"detail": error.message(), "problems": error.data["problems"]}, status=422)
        except Conflict:
            now = self.kind
            words = _(
                "Naskah ini baru saja disimpan orang lain. Naskah Anda belum disimpan. Di bawah ini bedanya: yang ditambah "
                "dan yang dihapus bila naskah Anda menggantikannya."
            )
            difference = difference_of(now, now.body, body)
            return JsonResponse({"detail": words, "version": now.version, "difference": difference}, status=409)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            return JsonResponse({"detail": error.message()}, status=error.status)
        return JsonResponse({"version": made.version, "said": _("Naskah disimpan. Surat berikutnya memakainya.")})


def _aliases() -> list[Any]:
    from modules.letters.merging import MergeField

    return [MergeField(name, name, "Alias desa") for name in layers.aliases()]


class BodyPreviewView(_OfKind):
    """``surat/templat/<kind>/isi/pratinjau/``: what the text would print for the example, by the engine that prints."""

    permission = "letters.templates"

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """``{"pages", "page", "image", "problems"}``, ``image`` left out where it could not be drawn; ``?as=pdf`` the PDF."""
        found = self.kind
        person = self.person(self.example_key()) or first_applicant(found)
        try:
            body = read_body(request.POST.get("body", ""))
            if person is None:
                problems = [each.as_dict() for each in layers.problems_of(found, body)]
                words = _("Belum ada penduduk untuk contoh. Naskah tetap dapat ditulis dan disimpan.")
                return JsonResponse({"problems": problems, "words": words})
            data, wrong = preview_of(example_for(found, person, request.POST), body)
            said = [each.as_dict() for each in wrong]
            if data is None:
                return JsonResponse({"problems": said})
            pdf = render_letter(data, TEMPLATE)
        except TemplateError as error:
            return JsonResponse({"detail": error.message()}, status=422)
        except BalaiError as error:
            return JsonResponse({"detail": error.message()}, status=error.status)
        if request.GET.get("as") == "pdf":
            response = HttpResponse(pdf, content_type="application/pdf")
            response["Content-Disposition"] = f'inline; filename="pratinjau-{kind}.pdf"'
            return response
        pages = pdf_pages(pdf)
        wanted = request.POST.get("page", "1")
        page = min(max(1, int(wanted) if wanted.isascii() and wanted.isdigit() else 1), pages)
        picture = base64.b64encode(pdf_jpeg(pdf, page - 1, _DPI)).decode()
        return JsonResponse(
            {"pages": pages, "page": page, "image": f"data:image/jpeg;base64,{picture}", "problems": said}
        )


class BodyPersonView(PersonSearchView):
    """``surat/templat/<kind>/isi/orang/``: whom the example may be about, for the picker."""

    permission = "letters.templates"

    def find(self, text: str) -> list[Candidate]:
        return _find(letter_type(self.kwargs["kind"]), text, self.actor.may("population.view_nik"))


class BodyHistoryView(_OfKind):
    """``surat/templat/<kind>/isi/riwayat/``: every text that the kind had here; POST goes back to one of them."""

    permission = "letters.templates"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Twenty changes a page, each with what it changed."""
        found = self.kind
        page = page_of(request, body_changes(kind), 20)
        rows = [
            {
                "change": each,
                "difference": difference_of(found, each.before, each.after),
                "now": each.after == found.body,
            }
            for each in page
        ]
        context = {"kind": found, "rows": rows, "page": page, "back_url": page_of_kind(found)}
        return render(request, "letters/body_history.html", context)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """``change`` names the text that becomes the present one, ``?sebelum=`` the one before a change, ``bawaan`` the
        layer below's."""
        if request.POST.get("bawaan"):
            layers.adopt(actor=self.actor, key=kind, aspect=Aspect.BODY)
        else:
            before = request.GET.get("sebelum", "")
            restore_body(
                actor=self.actor, key=kind, change=before or request.POST.get("change", ""), before=bool(before)
            )
        newest = body_changes(kind).first()
        here = reverse("letters:body_history", args=[kind])
        say_done(
            request, _("Naskah dikembalikan. Surat berikutnya memakainya."),
            undo=f"{here}?{urlencode({'sebelum': newest.pk})}" if newest else "",
        )  # fmt: skip
        return HttpResponseRedirect(here)
