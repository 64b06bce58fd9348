"""What stands in a list: added, changed, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import OfficeView
from modules.population.picking import FamilySearch, ResidentSearch, cards_of, heads_of, people_of
from modules.supplements import forms, selectors, services
from modules.supplements.models import Entry
from modules.supplements.views.base import OfSupplement


class PersonView(ResidentSearch):
    """Candidates for lists of residents."""

    permission = "supplements.change"


class FamilyView(FamilySearch):
    """Candidates for lists of families."""

    permission = "supplements.change"


class AddEntryView(OfSupplement):
    """``.../isi/baru/``: one by the picker, or many by a pasted list."""

    permission = "supplements.change"
    form_class = forms.AddForm
    heading = gettext_lazy("Tambah ke daftar")
    button = gettext_lazy("Tambahkan")

    def get_form_kwargs(self) -> dict[str, Any]:
        supplement = self.supplement()
        search = "supplements:search_family" if supplement.of_families else "supplements:search_person"
        return {
            "supplement": supplement, "columns": selectors.columns_of(supplement),
            "is_shown": self.actor.may("population.view_nik"), "search_url": reverse(search),
        }  # fmt: skip

    def call_service(self, form: Any) -> services.Added:
        data, supplement = form.cleaned_data, self.supplement()
        chosen = [data["person"]] if data.get("person") else []
        found, unknown = (cards_of if supplement.of_families else people_of)(data.get("numbers") or [])
        added = services.add_entries(
            actor=self.actor, supplement=supplement, subjects=[*chosen, *found], note=data["note"], values=form.values()
        )
        self._say(added, unknown)
        return added

    def _say(self, added: services.Added, unknown: list[str]) -> None:
        words = [_("{n} ditambahkan.").format(n=len(added.entries))]
        if added.skipped:
            words.append(_("{n} sudah ada di daftar.").format(n=added.skipped))
        say = messages.success
        if unknown:
            # What is pasted by hand stands on nobody's page otherwise: say which.
            numbers = ", ".join(unknown[:10]) + (_(" dan lainnya") if len(unknown) > 10 else "")
            words.append(_("{n} nomor tidak ditemukan: {numbers}.").format(n=len(unknown), numbers=numbers))
            say = messages.warning
        say(self.request, " ".join(words))


class _OfEntry(OfSupplement):
    abstract = True
    permission = "supplements.change"

    def entry(self) -> Entry:
        """The entry of the URL."""
        if not hasattr(self, "_entry"):
            self._entry = services.entry_or_404(self.supplement(), self.kwargs["entry_id"])
        return self._entry

    def who(self) -> str:
        """The person, or the family by its head."""
        entry = self.entry()
        if entry.resident is not None:
            return entry.resident.name
        head = heads_of([entry.family_id]).get(entry.family_id) if entry.family_id else None
        return _("Keluarga {name}").format(name=head.name if head else "-")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": f"{self.who()}, {self.supplement().name}"}


class EditEntryView(_OfEntry):
    """``.../isi/<entry_id>/``."""

    permission = "supplements.change"
    form_class = forms.EntryForm
    heading = gettext_lazy("Ubah isian")
    success_message = gettext_lazy("Isian disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"columns": selectors.columns_of(self.supplement())}

    def get_initial(self) -> dict[str, Any]:
        entry = self.entry()
        columns = selectors.columns_of(self.supplement())
        return {"note": entry.note, "version": entry.version} | forms.EntryForm.initial_of(columns, entry.values)

    def call_service(self, form: Any) -> Entry:
        return services.change_entry(
            actor=self.actor, entry=self.entry(), note=form.cleaned_data["note"], values=form.values(),
            version=form.cleaned_data["version"],
        )  # fmt: skip


class RemoveEntryView(_OfEntry):
    """``.../isi/<entry_id>/hapus/``."""

    permission = "supplements.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Keluarkan dari daftar")
    button = gettext_lazy("Keluarkan")
    success_message = gettext_lazy("Dikeluarkan dari daftar.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{who} dikeluarkan dari {name}, beserta keterangan dan isian kolomnya. Data penduduknya tetap ada.")
        return {"consequence": words.format(who=self.who(), name=self.supplement().name)}

    def call_service(self, form: Any) -> int:
        return services.remove_entries(actor=self.actor, supplement=self.supplement(), keys=[self.entry().pk])


class RemoveEntriesView(OfficeView):
    """The ticked entries of the page."""

    permission = "supplements.change"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take them out, say how many."""
        supplement = services.supplement_or_404(pk)
        keys = []
        for key in request.POST.getlist("entry")[:500]:
            try:
                keys.append(UUID(key))
            except ValueError:
                continue
        removed = services.remove_entries(actor=self.actor, supplement=supplement, keys=keys)
        messages.success(request, _("{n} baris dikeluarkan dari daftar.").format(n=removed))
        return HttpResponseRedirect(reverse("supplements:page", args=[pk]))


class RemoveGoneView(OfSupplement):
    """``.../bersihkan/``: whoever died or moved."""

    permission = "supplements.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Keluarkan yang tidak lagi di desa")
    button = gettext_lazy("Keluarkan")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        number = selectors.gone_entries(self.supplement()).count()
        words = _(
            "{n} baris dikeluarkan dari {name}, beserta keterangan dan isian kolomnya. Data penduduknya tetap ada."
        )
        return {"consequence": words.format(n=number, name=self.supplement().name)}

    def call_service(self, form: Any) -> int:
        removed = services.remove_gone(actor=self.actor, supplement=self.supplement())
        messages.success(self.request, _("{n} baris dikeluarkan dari daftar.").format(n=removed))
        return removed
