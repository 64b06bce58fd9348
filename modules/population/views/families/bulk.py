"""What is done with many families at once: those that were ticked, or all that were found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import reports
from balai.web.undo import say_done
from balai.web.views import OfficeView, ServiceFormView
from modules.population import forms, selectors, services
from modules.population.errors import PopulationError
from modules.population.forms import families as family_forms
from modules.population.models import FamilyCard
from modules.population.services.families import MovedFamilies
from modules.population.sight import Sight
from modules.population.tables_families import FamilyTable
from modules.population.views.families.listing import filters_of

#: How many are named on the page that asks; the rest are a number.
NAMED = 12


def chosen_families(request: HttpRequest, sight: Sight) -> list[FamilyCard]:
    """The ticked families, or (``all``) those that the URL's search and filters find; with their heads."""
    if request.POST.get("all"):
        found = selectors.families_found(request.GET.get("q", ""), filters_of(request), sight=sight)
    else:
        found = FamilyCard.objects.filter(pk__in=_keys(request), void_at=None)
    return list(selectors.with_head(found).select_related("rt__parent__parent").order_by("head_name", "pk"))


def _keys(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("family"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def list_url(request: HttpRequest) -> str:
    """Back to the list as it was."""
    query = request.GET.urlencode()
    return reverse("population:families") + (f"?{query}" if query else "")


class _Chosen(ServiceFormView):
    """First the list posts what was ticked, then this page's form posts it again with what is to be done."""

    abstract = True
    template_name = "population/families_chosen.html"

    def chosen(self) -> list[FamilyCard]:
        """The families."""
        if not hasattr(self, "_found"):
            self._found = chosen_families(self.request, Sight.of(self.actor))
        return self._found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is chosen yet: the list is where one chooses."""
        return HttpResponseRedirect(list_url(request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question, or (with ``step``) the act."""
        if not self.chosen():
            messages.error(request, _("Pilih paling sedikit satu keluarga."))
            return HttpResponseRedirect(list_url(request))
        if "step" not in request.POST:
            return self.render(self.form_class(initial=self.get_initial(), **self.get_form_kwargs()))
        return super().post(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen()
        return {
            "chosen": chosen,
            "named": [(each, selectors.place_words(each.rt)) for each in chosen[:NAMED]], "more": max(0, len(chosen) - NAMED),
            "all": self.request.POST.get("all", ""), "people": sum(each.size for each in chosen),  # type: ignore[attr-defined]
        }  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return list_url(self.request)

    def get_cancel_url(self) -> str:
        return list_url(self.request)


class MoveFamiliesView(_Chosen):
    """``keluarga/pindah-rt/``: chosen families go to another RT (pindah kolektif)."""

    permission = "population.change"
    form_class = family_forms.MoveFamiliesForm
    heading = gettext_lazy("Pindah RT bersama")
    lead = gettext_lazy("Semua anggota ikut pindah. Perpindahan tercatat sebagai perbaikan RT di buku peristiwa.")
    button = gettext_lazy("Pindahkan")

    def call_service(self, form: Any) -> MovedFamilies:
        done = services.move_families(actor=self.actor, families=self.chosen(), **form.cleaned_data)
        say_done(
            self.request,
            _("{families} keluarga ({people} orang) dipindahkan.").format(families=done.families, people=done.people),
            undo=reverse("population:undo_move", args=[done.key]) if done.people else "",
        )
        return done


class UndoMoveView(OfficeView):
    """``keluarga/pindah-rt/<pk>/batalkan/``: take a collective move back."""

    permission = "population.change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        return HttpResponseRedirect(reverse("population:families"))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it, or say why not."""
        try:
            people = services.undo_move(actor=self.actor, key=pk)
            messages.success(request, _("Pemindahan dibatalkan; {n} orang kembali ke RT asalnya.").format(n=people))
        except PopulationError as error:
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("population:families"))


class WelfareView(_Chosen):
    """``keluarga/kelas-sosial/``: one class of welfare for chosen families."""

    permission = "population.change"
    form_class = family_forms.WelfareForm
    heading = gettext_lazy("Kelas sosial keluarga")
    button = gettext_lazy("Simpan")

    def call_service(self, form: Any) -> int:
        done = services.set_welfare_class(
            actor=self.actor, families=self.chosen(), welfare_class=form.cleaned_data["welfare_class"]
        )
        messages.success(self.request, _("Kelas sosial {n} keluarga diubah.").format(n=done))
        return done


class DeleteUnusedView(_Chosen):
    """``keluarga/perbaiki/hapus/``: delete chosen cards under which nobody ever stood."""

    permission = "population.change"
    form_class = forms.CompleteForm
    template_name = "population/families_chosen.html"
    heading = gettext_lazy("Hapus kartu keluarga tanpa anggota")
    lead = gettext_lazy("Yang masih dipakai tidak ikut terhapus. Nomornya bebas dipakai lagi.")
    button = gettext_lazy("Hapus kartu keluarga")

    def call_service(self, form: Any) -> tuple[int, int]:
        done, kept = services.void_families(actor=self.actor, families=self.chosen())
        words = _("{n} kartu keluarga dihapus.").format(n=done)
        messages.success(self.request, words + (_(" {n} masih dipakai.").format(n=kept) if kept else ""))
        return done, kept

    def get_success_url(self, result: Any) -> str:
        return reverse("population:mend_families") + "?jenis=unused"

    def get_cancel_url(self) -> str:
        return self.get_success_url(None)


class ExportFamiliesView(OfficeView):
    """``keluarga/unduh/``: what is listed, taken along; in the background."""

    permission = "population.export"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        return HttpResponseRedirect(list_url(request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for it."""
        table = FamilyTable(request, selectors.with_head(FamilyCard.objects.none()), actor=self.actor)
        args_ = {"text": request.GET.get("q", "").strip(), "filters": filters_of(request)} | table.taken
        fmt = request.POST.get("fmt", "xlsx")
        job = reports.ask_for_export("population.families", actor=self.actor, fmt=fmt, args=args_)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
