"""Pages of households: parse, call a service, render."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.documents.tables import render_table
from balai.errors import BalaiError
from balai.reports import ask_for_export
from balai.ui.tables import Column, Table
from balai.web.undo import say_done
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, ServiceFormView
from modules.households import forms, reports, selectors, services
from modules.households.models import Household, HouseholdMember, Level
from modules.population.codes import WelfareClass
from modules.population.models import Resident
from modules.population.picking import ResidentSearch, present_members, territory_choices
from modules.population.selectors import place_words
from modules.population.sight import Sight


class HouseholdTable(Table):
    """Households of the village."""

    name = "households"
    columns = [
        Column("head", gettext_lazy("Kepala rumah tangga"), value=lambda row: row.head_name or _("Kosong"), sort="head_name", link=True),
        Column("number", gettext_lazy("Nomor"), sort="number"),
        Column("people", gettext_lazy("Anggota"), sort="people", number=True),
        Column("families", gettext_lazy("KK"), sort="families", number=True),
        Column("place", gettext_lazy("RT/RW, dusun")),
        Column("welfare", gettext_lazy("Kelas sosial"), value="get_welfare_class_display", sort="welfare_class", hidden=True, quiet=True),
        Column("dtks", gettext_lazy("DTKS"), value=lambda row: _("Terdaftar") if row.in_dtks else "", sort="in_dtks", quiet=True),
        Column("bdt", gettext_lazy("ID BDT"), value="bdt_id", hidden=True, quiet=True),
        Column("gone", gettext_lazy("Tidak lagi di desa"), value=lambda row: row.gone or "", number=True, quiet=True),
    ]  # fmt: skip
    default_sort = "head"
    empty = gettext_lazy("Belum ada rumah tangga. Buat satu dari keluarga yang ada, atau impor dari Excel.")
    empty_icon = "home"

    def row_url(self, row: Household) -> str:
        return reverse("households:household", args=[row.pk])


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The list's filters as the URL has them; nonsense is left out."""
    asked = {name: request.GET.get(name, "").strip() for name in ("territory", "welfare_class", "in_dtks", "mend")}
    try:
        asked["territory"] = str(UUID(asked["territory"])) if asked["territory"] else ""
    except ValueError:
        asked["territory"] = ""
    if asked["welfare_class"] not in {str(code) for code in WelfareClass.values}:
        asked["welfare_class"] = ""
    if asked["in_dtks"] not in {"0", "1"}:
        asked["in_dtks"] = ""
    return {name: value for name, value in asked.items() if value}


class HouseholdsView(OfficeListView):
    """``rumah-tangga/``: search, filters, sorting; the URL holds the whole state."""

    permission = "households.view"
    template_name = "households/list.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        filters, text = filters_of(self.request), self.request.GET.get("q", "")
        places = territory_choices()
        table = HouseholdTable(
            self.request,
            selectors.households_found(text, filters, sight=Sight.of(self.actor)),
            chips=_chips(filters, dict(places)),
        )
        heads = selectors.heads_with_places([row.pk for row in table.page])
        for row in table.page:
            head = heads.get(row.pk)
            row.place = place_words(head.rt) if head else "-"
        return {
            "may_export": self.actor.may("households.export"), "may_import": self.actor.may("households.import"),
            "table": table, "page": table.page, "filters": filters, "text": text, "places": places,
            "classes": WelfareClass.choices, "counts": selectors.counts(),
            "may_change": self.actor.may("households.change"),
        }  # fmt: skip


class ExportView(OfficeView):
    """``rumah-tangga/unduh/`` (POST): what the list shows, in the background."""

    permission = "households.export"

    def post(self, request: HttpRequest) -> HttpResponse:
        """One person a row (imports again), or one household a row."""
        kind = "households.members" if request.POST.get("what") == "members" else "households.list"
        args = {"text": request.GET.get("q", ""), "filters": filters_of(request)}
        job = ask_for_export(kind, actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class CardView(OfficeView):
    """``rumah-tangga/<pk>/kartu/``: the card as PDF."""

    permission = "households.export"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Written while the page waits: a card takes some milliseconds."""
        household = services.household_or_404(pk)
        audit.record_read(self.actor, "households.card_printed", about=household)
        pdf = render_table(reports.card(household, shown=self.actor.may("population.view_nik")))
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="rumah-tangga-{household.pk}.pdf"'
        return answer


def _chips(filters: dict[str, str], places: dict[str, str]) -> list[tuple[str, str]]:
    words = {
        "territory": places.get(filters.get("territory", ""), _("Wilayah lain")),
        "welfare_class": {str(code): str(label) for code, label in WelfareClass.choices}.get(
            filters.get("welfare_class", ""), ""
        ),
        "in_dtks": _("Terdaftar di DTKS") if filters.get("in_dtks") == "1" else _("Tidak di DTKS"),
        "mend": _("Perlu diperiksa"),
    }
    return [(name, words[name]) for name in filters]


class SearchView(ResidentSearch):
    """Candidates for heads and members."""

    permission = "households.change"


class _OfHousehold(ServiceFormView):
    abstract = True
    permission = "households.change"

    def household(self) -> Household:
        """The household of the URL."""
        if not hasattr(self, "_household"):
            self._household = services.household_or_404(self.kwargs["pk"])
        return self._household

    def get_success_url(self, result: Any) -> str:
        return reverse("households:household", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("households:household", args=[self.kwargs["pk"]])


class HouseholdView(OfficeTemplateView):
    """``rumah-tangga/<pk>/``: who is in it; reading it is audited."""

    permission = "households.view"
    template_name = "households/household.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        household = services.household_or_404(kwargs["pk"])
        members = selectors.members_of(household)
        audit.record_read(self.actor, "households.household_read", about=household)
        head = next((each.resident for each in members if each.level == Level.HEAD), None)
        leaving = [each for each in members if not each.resident.is_here]
        return {
            "household": household,
            "rows": [(each, place_words(each.resident.rt)) for each in members],
            "head": head,
            "head_gone": head is not None and not head.is_here,
            "gone": leaving,
            "can_clear": bool(leaving) and (head is None or head.is_here or len(leaving) == len(members)),
            "place": place_words(head.rt) if head else "-",
            "address": household.address or (head.family.address if head and head.family else ""),
            "families": len({each.resident.family_id for each in members if each.resident.family_id}),
            "shown": self.actor.may("population.view_nik"),
            "may_change": self.actor.may("households.change"),
            "may_export": self.actor.may("households.export"),
        }


class CreateView(ServiceFormView):
    """``rumah-tangga/baru/``: from a person, with or without the family."""

    permission = "households.change"
    form_class = forms.CreateForm
    heading = gettext_lazy("Rumah tangga baru")
    lead = gettext_lazy("Satu rumah tangga dapat berisi beberapa KK yang hidup dari satu dapur.")
    button = gettext_lazy("Buat rumah tangga")
    success_message = gettext_lazy("Rumah tangga {result.number} dibuat.")

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("resident", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("households:search")}

    def call_service(self, form: Any) -> Household:
        data = dict(form.cleaned_data)
        data.pop("version")
        head, members = data.pop("person"), []
        if data.pop("with_family"):
            members = _free_family(head)
        return services.create_household(actor=self.actor, head=head, members=members, **data)

    def get_success_url(self, result: Household) -> str:
        return reverse("households:household", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("households:list")


def _free_family(person: Resident) -> list[Resident]:
    """Who is here of somebody's family and in no household yet, without themselves."""
    if person.family is None:
        return []
    taken = HouseholdMember.objects.filter(resident__family=person.family).values("resident")
    return list(present_members(person.family).exclude(pk=person.pk).exclude(pk__in=taken))


class EditView(_OfHousehold):
    """``rumah-tangga/<pk>/ubah/``."""

    form_class = forms.HouseholdForm
    heading = gettext_lazy("Ubah rumah tangga")
    success_message = gettext_lazy("Data rumah tangga disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = self.household()
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.household().number}

    def call_service(self, form: Any) -> Household:
        return services.update_household(actor=self.actor, household=self.household(), **form.cleaned_data)


class AddView(_OfHousehold):
    """``rumah-tangga/<pk>/tambah/``."""

    form_class = forms.AddForm
    heading = gettext_lazy("Tambah anggota")
    button = gettext_lazy("Tambahkan")
    success_message = gettext_lazy("Anggota ditambahkan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik"), "search_url": reverse("households:search")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": _("Rumah tangga {number}").format(number=self.household().number)}

    def call_service(self, form: Any) -> Any:
        person = form.cleaned_data["person"]
        people = [person, *(_free_family(person) if form.cleaned_data["with_family"] else [])]
        return services.add_members(actor=self.actor, household=self.household(), people=people)


class SplitView(_OfHousehold):
    """``rumah-tangga/<pk>/pecah/``."""

    form_class = forms.SplitForm
    heading = gettext_lazy("Pecah rumah tangga")
    lead = gettext_lazy("Sebagian anggota menjadi rumah tangga sendiri.")
    button = gettext_lazy("Pecah rumah tangga")
    success_message = gettext_lazy("Rumah tangga {result.number} dibuat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"members": selectors.members_of(self.household())}

    def call_service(self, form: Any) -> Household:
        data = form.cleaned_data
        return services.split_household(
            actor=self.actor, household=self.household(), head=form.by_key[data["head"]],
            members=[form.by_key[key] for key in data["members"]], number=data["number"],
        )  # fmt: skip

    def get_success_url(self, result: Household) -> str:
        return reverse("households:household", args=[result.pk])


class DeleteView(_OfHousehold):
    """``rumah-tangga/<pk>/hapus/``: only when nobody is in it."""

    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus rumah tangga")
    button = gettext_lazy("Hapus rumah tangga")
    success_message = gettext_lazy("Rumah tangga dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _("Rumah tangga {number} dihapus dari daftar. Orang-orangnya tidak ikut terhapus.")
        return {"consequence": words.format(number=self.household().number)}

    def call_service(self, form: Any) -> None:
        services.delete_household(actor=self.actor, household=self.household())

    def get_success_url(self, result: Any) -> str:
        return reverse("households:list")


class _Act(OfficeView):
    """A button of the household's page: one act by POST, then back to the page with a sentence."""

    abstract = True
    permission = "households.change"

    def act(self, household: Household) -> None:
        """Do it and say so."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: Any, **kwargs: Any) -> HttpResponse:
        """Do it; a refusal is a sentence on the page."""
        household = services.household_or_404(pk)
        try:
            self.act(household)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("households:household", args=[pk]))


class HeadView(_Act):
    """Make a member the head."""

    permission = "households.change"

    def act(self, household: Household) -> None:
        row = services.member_or_404(household, self.kwargs["resident_id"])
        services.change_head(actor=self.actor, household=household, resident=row.resident)
        say_done(self.request, _("{name} menjadi kepala rumah tangga.").format(name=row.resident.name))


class RemoveView(_Act):
    """Take a member out."""

    permission = "households.change"

    def act(self, household: Household) -> None:
        row = services.member_or_404(household, self.kwargs["resident_id"])
        services.remove_member(actor=self.actor, household=household, resident=row.resident)
        undo = reverse("households:put_back", args=[household.pk, row.resident_id]) if row.resident.is_here else ""
        say_done(self.request, _("{name} dikeluarkan dari rumah tangga ini.").format(name=row.resident.name), undo=undo)


class PutBackView(_Act):
    """ "Urungkan" after :class:`RemoveView`."""

    permission = "households.change"

    def act(self, household: Household) -> None:
        person = Resident.objects.filter(pk=self.kwargs["resident_id"], void_at=None).first()
        if person is not None:
            services.add_members(actor=self.actor, household=household, people=[person])
            say_done(self.request, _("{name} kembali menjadi anggota.").format(name=person.name))


class RemoveGoneView(_Act):
    """Take out who died or moved."""

    permission = "households.change"

    def act(self, household: Household) -> None:
        number = services.remove_gone(actor=self.actor, household=household)
        say_done(self.request, _("{n} orang dikeluarkan dari rumah tangga ini.").format(n=number))
