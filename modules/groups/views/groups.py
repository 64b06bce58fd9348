"""The lists of groups and institutions, a group's page, its acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import BalaiError
from balai.reports import ask_for_export
from balai.ui.tables import Column, Table
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView, ServiceFormView
from modules.groups import forms, selectors, services
from modules.groups.models import Group, Kind
from modules.groups.views.base import OfGroup, OfKind
from modules.population.picking import ResidentSearch
from modules.population.selectors import place_words
from modules.population.sight import Sight


class GroupTable(Table):
    """Groups of a kind."""

    name = "groups"
    columns = [
        Column("name", gettext_lazy("Nama"), sort="name", link=True),
        Column("code", gettext_lazy("Kode"), sort="code"),
        Column("category", gettext_lazy("Kategori"), value="category__name", sort=("category__name", "name")),
        Column("chair", gettext_lazy("Ketua"), value="chair_name", sort="chair_name"),
        Column("people", gettext_lazy("Anggota"), sort="people", number=True),
        Column("decree", gettext_lazy("Nomor SK"), value="decree_number", hidden=True, quiet=True),
        Column("gone", gettext_lazy("Tidak lagi di desa"), value=lambda row: row.gone or "", number=True, quiet=True),
        Column("closed", gettext_lazy("Keadaan"), value=lambda row: "" if row.is_open else _("Dibubarkan"), quiet=True),
    ]
    default_sort = "name"
    empty = gettext_lazy("Belum ada data. Buat kategorinya dahulu, lalu kelompok atau lembaganya.")
    empty_icon = "heart-handshake"

    def row_url(self, row: Group) -> str:
        return str(self.extra["url"]("page", row.pk))


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The list's filters as the URL has them; nonsense is left out."""
    asked = {name: request.GET.get(name, "").strip() for name in ("category", "state", "mend")}
    try:
        asked["category"] = str(UUID(asked["category"])) if asked["category"] else ""
    except ValueError:
        asked["category"] = ""
    if asked["state"] not in {"closed", "all"}:
        asked["state"] = ""
    return {name: value for name, value in asked.items() if value}


class GroupsView(OfKind, OfficeListView):
    """``kelompok/`` and ``lembaga/``."""

    permission = "groups.view"
    template_name = "groups/list.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        filters, text = filters_of(self.request), self.request.GET.get("q", "")
        categories = list(selectors.categories_of(self.kind))
        words = {
            "category": next((each.name for each in categories if str(each.pk) == filters.get("category")), _("Lain")),
            "state": _("Yang dibubarkan") if filters.get("state") == "closed" else _("Juga yang dibubarkan"),
            "mend": _("Perlu diperiksa"),
        }
        table = GroupTable(
            self.request, selectors.groups_found(self.kind, text, filters, sight=Sight.of(self.actor)), chips=[(name, words[name]) for name in filters],
            url=self.url,
        )  # fmt: skip
        return {
            "may_export": self.actor.may("groups.export"), "may_import": self.actor.may("groups.import"),
            "export_url": self.url("export"), "kind": self.kind, "table": table, "page": table.page, "filters": filters, "text": text,
            "categories": categories, "to_mend": selectors.to_mend(self.kind), "may_change": self.actor.may("groups.change"),
            "create_url": self.url("create"), "categories_url": self.url("categories"),
            "add_category_url": self.url("add_category"), "is_group": self.kind == Kind.GROUP,
        }  # fmt: skip


class ExportView(OfKind, OfficeView):
    """``kelompok/unduh/`` (POST): what the list shows, in the background."""

    permission = "groups.export"

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """One person a row (imports again), or one group a row."""
        what = "groups.members" if request.POST.get("what") == "members" else "groups.list"
        args = {"kind": kind, "text": request.GET.get("q", ""), "filters": filters_of(request)}
        job = ask_for_export(what, actor=self.actor, fmt=request.POST.get("fmt", "xlsx"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class ExportGroupView(OfKind, OfficeView):
    """``kelompok/<pk>/unduh/`` (POST): one group's members."""

    permission = "groups.export"

    def post(self, request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
        """The workbook that imports again, or the printed list."""
        group = services.group_or_404(pk, self.kind)
        what = "groups.members" if request.POST.get("what") == "members" else "groups.group"
        args = {"kind": kind, "group": str(group.pk)}
        job = ask_for_export(what, actor=self.actor, fmt=request.POST.get("fmt", "pdf"), args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class SearchView(OfKind, ResidentSearch):
    """Candidates for chairs and members."""

    permission = "groups.change"


class CreateView(OfKind, ServiceFormView):
    """``kelompok/baru/``."""

    permission = "groups.change"
    form_class = forms.CreateForm

    @property
    def heading(self) -> str:  # type: ignore[override]
        """By kind."""
        return _("Kelompok baru") if self.kind == Kind.GROUP else _("Lembaga baru")

    success_message = gettext_lazy("{result.name} dibuat. Tambahkan anggotanya.")

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = self.actor.may("population.view_nik")
        return {"kind": self.kind, "shown": shown, "search_url": self.url("search")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        if selectors.categories_of(self.kind).exists():
            return {}
        return {"note": _("Belum ada kategori. Buat kategorinya dahulu di halaman Kategori.")}

    def call_service(self, form: Any) -> Group:
        data = dict(form.cleaned_data)
        data.pop("version")
        return services.create_group(actor=self.actor, kind=self.kind, **data)

    def get_success_url(self, result: Group) -> str:
        return self.url("page", result.pk)

    def get_cancel_url(self) -> str:
        return self.url()


class GroupView(OfKind, OfficeTemplateView):
    """``kelompok/<pk>/``: members now, or (``?riwayat=1``) those of the past; reading it is audited."""

    permission = "groups.view"
    template_name = "groups/group.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        group = services.group_or_404(kwargs["pk"], self.kind)
        audit.record_read(self.actor, "groups.group_read", about=group)
        former = bool(self.request.GET.get("riwayat")) or not group.is_open
        now, past = list(selectors.members_of(group)), list(selectors.members_of(group, former=True))
        may = self.actor.may("groups.change")
        pk = group.pk
        rows = [
            {
                "member": each, "person": each.resident, "place": place_words(each.resident.rt),
                "edit_url": self.url("edit_member", pk, each.pk), "end_url": self.url("end_member", pk, each.pk),
                "reopen_url": self.url("reopen_member", pk, each.pk),
            }
            for each in (past if former else now)
        ]  # fmt: skip
        chair = next((each.resident for each in now if each.position == 1), None)
        return {
            "kind": self.kind, "group": group, "rows": rows, "former": former, "chair": chair,
            "chair_gone": chair is not None and not chair.is_here,
            "gone": sum(not each.resident.is_here for each in now),
            "tabs": [
                {"title": _("Anggota"), "url": "?", "count": len(now), "current": not former},
                {"title": _("Riwayat"), "url": "?riwayat=1", "count": len(past), "current": former},
            ],
            "shown": self.actor.may("population.view_nik"), "may_change": may and group.is_open,
            "may_export": self.actor.may("groups.export"), "may_restore": may and not group.is_open, "list_url": self.url(),
            "urls": {
                name: self.url(name, pk) for name in ("edit", "add_member", "chair", "dissolve", "restore", "delete", "export_group")
            },
            "can_delete": may and len(now) + len(past) <= 1,
        }  # fmt: skip


class EditView(OfGroup):
    """``kelompok/<pk>/ubah/``."""

    permission = "groups.change"
    form_class = forms.GroupForm
    heading = gettext_lazy("Ubah data")
    success_message = gettext_lazy("{result.name} disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        row = self.group()
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def call_service(self, form: Any) -> Group:
        return services.update_group(actor=self.actor, group=self.group(), **form.cleaned_data)


class DissolveView(OfGroup):
    """``kelompok/<pk>/bubarkan/``."""

    permission = "groups.change"
    form_class = forms.DissolveForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Bubarkan")
    button = gettext_lazy("Bubarkan")
    success_message = gettext_lazy("{result.name} dibubarkan. Riwayatnya tetap dapat dibaca.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = _(
            "Semua keanggotaan di {name} berakhir pada tanggal itu. Riwayatnya tetap dapat dibaca dan dapat dipulihkan."
        )
        return {"consequence": words.format(name=self.group().name)}

    def call_service(self, form: Any) -> Group:
        return services.dissolve_group(actor=self.actor, group=self.group(), **form.cleaned_data)


class RestoreView(OfKind, OfficeView):
    """Take a dissolution back."""

    permission = "groups.change"

    def post(self, request: HttpRequest, kind: str, pk: Any) -> HttpResponse:
        """Do it; a refusal is a sentence on the page."""
        group = services.group_or_404(pk, self.kind)
        try:
            services.restore_group(actor=self.actor, group=group)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("{name} dipulihkan beserta anggotanya.").format(name=group.name))
        return HttpResponseRedirect(self.url("page", pk))


class DeleteView(OfGroup):
    """``kelompok/<pk>/hapus/``: only what was entered by mistake."""

    permission = "groups.change"
    form_class = forms.ConfirmForm
    template_name = "ui/confirm.html"
    heading = gettext_lazy("Hapus")
    button = gettext_lazy("Hapus")
    success_message = gettext_lazy("Sudah dihapus.")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "consequence": _("{name} dihapus dari daftar dan tidak dapat dikembalikan.").format(name=self.group().name)
        }

    def call_service(self, form: Any) -> None:
        services.delete_group(actor=self.actor, group=self.group())

    def get_success_url(self, result: Any) -> str:
        return self.url()
