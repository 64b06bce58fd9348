"""The lists, a list's page, and what everybody may know of published ones."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.reports import FORMATS, ask_for_export
from balai.ui.formats import age
from balai.ui.tables import Bulk, Column, Table
from balai.ui.templatetags.balai import nik
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, PublicView, ServiceFormView
from modules.population.codes import Sex
from modules.population.importing import start_import
from modules.population.picking import state_words, territory_choices
from modules.population.selectors import place_words
from modules.population.sight import Sight
from modules.supplements import forms, selectors, services
from modules.supplements.models import ColumnKind, Entry, Supplement, SupplementColumn
from modules.supplements.values import shown
from modules.supplements.views.base import OfSupplement


class SupplementTable(Table):
    """The lists of the village."""

    name = "supplements"
    columns = [
        Column("name", gettext_lazy("Nama"), sort="name", link=True),
        Column("target", gettext_lazy("Sasaran"), value="get_target_display", sort="target"),
        Column("rows", gettext_lazy("Isi"), sort="rows", number=True),
        Column("own", gettext_lazy("Kolom sendiri"), sort="own", number=True),
        Column("source", gettext_lazy("Sumber data"), sort="source", quiet=True),
        Column("published", gettext_lazy("Situs publik"), value=lambda row: _("Tampil") if row.published else "", sort="published", quiet=True),
    ]  # fmt: skip
    default_sort = "name"
    empty = gettext_lazy("Belum ada data suplemen. Buat daftar untuk apa saja yang tidak punya kolom di data penduduk.")
    empty_icon = "table"

    def row_url(self, row: Supplement) -> str:
        return reverse("supplements:page", args=[row.pk])


class SupplementsView(OfficeListView):
    """``data-suplemen/``."""

    permission = "supplements.view"
    template_name = "supplements/list.html"
    table_class = SupplementTable

    def rows(self) -> Any:
        return selectors.supplements_found(self.request.GET.get("q", ""))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {
            "may_change": self.actor.may("supplements.change"), "may_import": self.actor.may("supplements.import"),
            "may_export": self.actor.may("supplements.export"), "formats": [FORMATS[key] for key in ("xlsx", "pdf", "csv")],
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the index along as it is shown, in the background."""
        args = {"text": request.GET.get("q", "")} | SupplementTable(request, Supplement.objects.none()).taken
        job = ask_for_export("supplements.list", actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class CreateView(ServiceFormView):
    """``data-suplemen/baru/``."""

    permission = "supplements.change"
    form_class = forms.CreateForm
    heading = gettext_lazy("Data suplemen baru")
    lead = gettext_lazy("Daftar penduduk atau keluarga dengan keterangan dan kolom Anda sendiri.")
    button = gettext_lazy("Buat daftar")
    success_message = gettext_lazy("{result.name} dibuat.")

    def call_service(self, form: Any) -> Supplement:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.create_supplement(actor=self.actor, **data)

    def get_success_url(self, result: Supplement) -> str:
        return reverse("supplements:page", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("supplements:list")


class EntryTable(Table):
    """Entries of one list; its own columns stand behind ours."""

    default_sort = ""
    tick = "entry"
    empty = gettext_lazy("Belum ada isi. Tambahkan satu per satu, atau tempel daftar nomornya.")
    empty_icon = "users"

    def row_url(self, row: Entry) -> str:
        if self.extra["may_change"]:
            return reverse("supplements:edit_entry", args=[row.supplement_id, row.pk])
        if row.resident_id:
            return reverse("population:resident", args=[row.resident_id])
        return reverse("population:family", args=[row.family_id])

    def bulk(self) -> list[Bulk]:
        return [Bulk(_("Keluarkan dari daftar"), self.extra["remove_url"], "trash")]


def _name(row: Any) -> Any:
    name = row.person_name or _("Tanpa kepala keluarga")
    if not row.is_gone:
        return name
    words = state_words(row.resident) if row.resident else _("TIDAK ADA LAGI DI DESA")
    return format_html('{} <span class="badge quiet">{}</span>', name, words)


def entry_table(
    supplement: Supplement, own: list[SupplementColumn], *, is_shown: bool, may_change: bool
) -> type[EntryTable]:
    """The table of one list."""
    columns = [Column("name", _("Nama"), value=_name, sort="person_name", link=True)]
    if supplement.of_families:
        columns += [
            Column(
                "number",
                _("Nomor KK"),
                value=lambda row: nik(row.family.number, is_shown),
                sort="family__number" if is_shown else "",
            ),
            Column("place", _("RT/RW, dusun"), value=lambda row: place_words(row.family.rt)),
        ]
    else:
        columns += [
            Column("number", _("NIK"), value=lambda row: nik(row.resident.nik, is_shown), sort="resident__nik" if is_shown else ""),
            Column("sex", _("L/P"), value=lambda row: "L" if row.resident.sex == Sex.MALE else "P", sort="resident__sex"),
            Column("age", _("Umur"), value=lambda row: age(row.resident.birth_date), sort="resident__birth_date"),
            Column("place", _("RT/RW, dusun"), value=lambda row: place_words(row.resident.rt)),
        ]  # fmt: skip

    def value_of(column: SupplementColumn) -> Any:
        return lambda row: shown(column, row.values.get(column.key))

    columns += [
        Column(
            f"c_{each.key}", each.name, value=value_of(each), sort=f"values__{each.key}", hidden=number > 5, quiet=True
        )
        for number, each in enumerate(own)
    ]
    columns.append(Column("note", _("Keterangan"), sort="note", quiet=True))
    body = {"name": f"supplement:{supplement.pk}", "columns": columns, "default_sort": "name"}
    return type("EntryTable", (EntryTable,), body if may_change else body | {"tick": ""})


def filters_of(request: HttpRequest, own: list[SupplementColumn]) -> dict[str, str]:
    """A list's filters as the URL has them; nonsense is left out."""
    found: dict[str, str] = {}
    territory = request.GET.get("territory", "").strip()
    with suppress(ValueError):
        found |= {"territory": str(UUID(territory))} if territory else {}
    if request.GET.get("sex") in {"1", "2"}:
        found["sex"] = request.GET["sex"]
    if request.GET.get("mend"):
        found["mend"] = "1"
    for column in own:
        value = request.GET.get(f"c_{column.key}", "")
        if column.kind == ColumnKind.CHOICE and value in column.choices:
            found[f"c_{column.key}"] = value
    return found


class SupplementView(OfficeTemplateView):
    """``data-suplemen/<pk>/``: what stands in it; reading it is audited."""

    permission = "supplements.view"
    template_name = "supplements/supplement.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        supplement = services.supplement_or_404(kwargs["pk"])
        audit.record_read(self.actor, "supplements.supplement_read", about=supplement)
        own = selectors.columns_of(supplement)
        filters, text = filters_of(self.request, own), self.request.GET.get("q", "")
        may = self.actor.may("supplements.change")
        places = territory_choices()
        words = {
            "territory": dict(places).get(filters.get("territory", ""), _("Wilayah lain")),
            "sex": _("Laki-laki") if filters.get("sex") == "1" else _("Perempuan"), "mend": _("Tidak lagi di desa"),
        } | {f"c_{each.key}": f"{each.name}: {filters.get(f'c_{each.key}', '')}" for each in own}  # fmt: skip
        table = entry_table(supplement, own, is_shown=self.actor.may("population.view_nik"), may_change=may)(
            self.request, selectors.entries_found(supplement, text, filters, sight=Sight.of(self.actor)),
            chips=[(name, words[name]) for name in filters], may_change=may,
            remove_url=reverse("supplements:remove_entries", args=[supplement.pk]),
        )  # fmt: skip
        choices = [
            (f"c_{each.key}", each.name, each.choices, filters.get(f"c_{each.key}", ""))
            for each in own
            if each.kind == ColumnKind.CHOICE
        ]
        return {
            "supplement": supplement, "table": table, "page": table.page, "filters": filters, "text": text,
            "places": places, "choices": choices, "gone": selectors.gone_entries(supplement).count(), "may_change": may,
            "may_export": self.actor.may("supplements.export"), "may_import": self.actor.may("supplements.import"),
            "total": Entry.objects.filter(supplement=supplement).count(), "own": own,
        }  # fmt: skip


class ExportView(OfficeView):
    """``data-suplemen/<pk>/unduh/`` (POST): what the page lists, in the background."""

    permission = "supplements.export"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The workbook that imports again, or signed paper."""
        supplement = services.supplement_or_404(pk)
        fmt = request.POST.get("fmt", "xlsx")
        kind = "supplements.paper" if fmt == "pdf" else "supplements.entries"
        filters = filters_of(request, selectors.columns_of(supplement))
        args = {"supplement": str(pk), "text": request.GET.get("q", ""), "filters": filters}
        job = ask_for_export(kind, actor=self.actor, fmt=fmt, args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class ImportView(OfSupplement):
    """``data-suplemen/<pk>/impor/``: a workbook into this list, by the common way of imports."""

    permission = "supplements.import"
    form_class = forms.ImportForm
    heading = gettext_lazy("Impor ke daftar ini")
    button = gettext_lazy("Periksa berkas")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        supplement = self.supplement()
        what = _("nomor KK") if supplement.of_families else _("NIK")
        own = ", ".join(each.name for each in selectors.columns_of(supplement))
        words = _("Lembar Peserta dengan kolom PESERTA ({what}) dan KETERANGAN").format(what=what)
        note = f"{words}, {_('serta')} {own}." if own else f"{words}."
        return {"lead": supplement.name, "note": note + " " + _("Yang sudah ada di daftar dilewati.")}

    def call_service(self, form: Any) -> Any:
        file = form.cleaned_data["file"]
        return start_import(
            actor=self.actor, upload=file, name=file.name, size=file.size, layout="supplement",
            options={"supplement": str(self.supplement().pk)},
        )  # fmt: skip

    def get_success_url(self, result: Any) -> str:
        return reverse("population:import", args=[result.pk])


class EditView(OfSupplement):
    """``data-suplemen/<pk>/ubah/``."""

    permission = "supplements.change"
    form_class = forms.SupplementForm
    heading = gettext_lazy("Ubah data suplemen")
    success_message = gettext_lazy("{result.name} disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = self.supplement()
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def call_service(self, form: Any) -> Supplement:
        return services.update_supplement(actor=self.actor, supplement=self.supplement(), **form.cleaned_data)


class DeleteView(OfSupplement):
    """``data-suplemen/<pk>/hapus/``: only when nothing stands in it."""

    permission = "supplements.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus daftar")
    button = gettext_lazy("Hapus daftar")
    success_message = gettext_lazy("Daftar dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"consequence": _("{name} dihapus beserta kolomnya.").format(name=self.supplement().name)}

    def call_service(self, form: Any) -> None:
        services.delete_supplement(actor=self.actor, supplement=self.supplement())

    def get_success_url(self, result: Any) -> str:
        return reverse("supplements:list")


class ClearView(OfSupplement):
    """``data-suplemen/<pk>/kosongkan/``."""

    permission = "supplements.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Kosongkan daftar")
    button = gettext_lazy("Kosongkan daftar")
    success_message = gettext_lazy("{result} baris dikeluarkan dari daftar.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        number = Entry.objects.filter(supplement=self.supplement()).count()
        words = _(
            "Semua {n} baris dikeluarkan dari {name}, beserta keterangan dan isian kolomnya. Tidak dapat dikembalikan."
        )
        return {"consequence": words.format(n=number, name=self.supplement().name)}

    def call_service(self, form: Any) -> int:
        return services.clear_entries(actor=self.actor, supplement=self.supplement())


class PublicListView(PublicView):
    """``/data-suplemen/``: published lists with their counts, for everybody."""

    template_name = "supplements/public.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"rows": selectors.published(), "on": today()}
