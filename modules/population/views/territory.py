"""Dusun, RW and RT."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit, registry
from balai.db import today
from balai.errors import NotFound
from balai.spreadsheets import SheetOut, write_workbook
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.population import forms, selectors, services
from modules.population.errors import PopulationError
from modules.population.forms import territory as territory_forms
from modules.population.models import Resident, Territory, TerritoryKind, TerritoryPlace
from modules.population.selectors import places
from modules.population.selectors.places import drawing
from modules.population.selectors.territory import Row, node_or_none
from modules.population.services.territory import MovedTerritory
from tenants.context import current_village

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def node_or_404(pk: Any) -> Territory:
    """A node of this village that is in use."""
    found = node_or_none(pk)
    if found is None:
        raise NotFound()
    return found


def _outside(total: dict[str, int], roots: list[selectors.Node]) -> dict[str, int]:
    """Who counts and lives in no RT: what is missing to the balance."""
    return {
        "total": total["total"] - sum(each.total for each in roots),
        "male": total["male"] - sum(each.male for each in roots),
        "female": total["female"] - sum(each.female for each in roots),
        "families": total["families"] - sum(each.families for each in roots),
    }


class TerritoryView(OfficeTemplateView):
    """``wilayah/``: the tree with heads, L, P and KK."""

    permission = "population.view"
    template_name = "population/territory.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        roots, total = selectors.territory_tree(), selectors.counts()
        return {
            "roots": roots,
            "total": total,
            "outside": _outside(total, roots),
            "may_change": self.actor.may("population.change"),
        }


class PrintTerritoryView(OfficeTemplateView):
    """``wilayah/cetak/``: the tree as a table for paper."""

    permission = "population.view"
    template_name = "population/territory_print.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        roots, total = selectors.territory_tree(), selectors.counts()
        on = today()
        return {
            "rows": selectors.territory_rows(roots), "total": total, "outside": _outside(total, roots), "on": on,
            "signer": registry.signatories(on).get("kades"), "place": current_village().name,
        }  # fmt: skip


class ExportTerritoryView(OfficeView):
    """``wilayah/unduh/``: the same table as a workbook; small enough to be made at once."""

    permission = "population.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The workbook."""
        village, total, roots = current_village(), selectors.counts(), selectors.territory_tree()
        rows: list[list[Any]] = [
            [number, *_cells(row)] for number, row in enumerate(selectors.territory_rows(roots), 1)
        ]
        outside = _outside(total, roots)
        if outside["total"]:
            counts = [outside[key] for key in ("families", "male", "female", "total")]
            rows.append(["", _("Tanpa RT"), "", "", "", *counts])
        rows.append(
            ["", _("Jumlah desa"), "", "", "", *(total[key] for key in ("families", "male", "female", "total"))]
        )
        target = io.BytesIO()
        headings = ["No", "Dusun", "RW", "RT", _("Kepala/Ketua"), "KK", "L", "P", "Jiwa"]
        sheet = SheetOut(
            "Wilayah", headings, rows, widths={1: 24, 4: 32}, text=(2, 3), title=f"Wilayah {village.title}"
        )
        write_workbook(target, [sheet])
        audit.record(self.actor, "population.territory_exported", rows=len(rows))
        answer = HttpResponse(target.getvalue(), content_type=_XLSX)
        name = f"wilayah-{village.subdomain}-{today():%Y%m%d}.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _cells(row: Row) -> list[Any]:
    node = row.node
    head = node.territory.head.name if node.territory.head else ""
    return [row.dusun, row.rw, row.rt, head, node.families, node.male, node.female, node.total]


class AddTerritoryView(ServiceFormView):
    """A new dusun, RW or RT."""

    permission = "population.change"
    form_class = forms.TerritoryForm
    service = staticmethod(services.add_territory)
    heading = gettext_lazy("Wilayah baru")
    success_message = gettext_lazy("{result} ditambahkan.")

    def get_initial(self) -> dict[str, Any]:
        # From a node's "tambah di dalam": the level below it.
        parent = node_or_none(self.request.GET["di"]) if _is_key(self.request.GET.get("di", "")) else None
        if parent is None or parent.kind == TerritoryKind.RT:
            return {}
        return {"parent": str(parent.pk), "kind": "rt" if parent.kind == TerritoryKind.RW else "rw"}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class _OfNode(ServiceFormView):
    abstract = True

    def node(self) -> Territory:
        """The node of the URL."""
        if not hasattr(self, "_node"):
            self._node = node_or_404(self.kwargs["pk"])
        return self._node

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": territory_forms.node_words(self.node()), "node": self.node()}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


class EditTerritoryView(_OfNode):
    """Rename a node and set its head."""

    permission = "population.change"
    form_class = forms.TerritoryEditForm
    heading = gettext_lazy("Ubah wilayah")
    template_name = "population/territory_edit.html"
    success_message = gettext_lazy("{result} disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "kind": self.node().kind, "shown": self.actor.may("population.view_nik"),
            "search_url": reverse("population:person_search"),
        }  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        node = self.node()
        return {"name": node.name, "head": str(node.head_id or "")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        node = self.node()
        inside = selectors.contents_of(node)
        empty = not (inside.people or inside.cards or node.children.filter(void_at=None).exists())
        head: Resident | None = node.head
        return super().context() | {
            "empty": empty,
            "gone_head": head if head is not None and not head.is_here else None,
        }

    def call_service(self, form: Any) -> Territory:
        return services.change_territory(actor=self.actor, territory=self.node(), **form.cleaned_data)


class PlaceView(_OfNode):
    """``wilayah/<pk>/letak/``: the point and the outline on the map."""

    permission = "population.change"
    form_class = territory_forms.PlaceForm
    heading = gettext_lazy("Letak pada peta")
    template_name = "population/territory_place.html"
    success_message = gettext_lazy("Letak wilayah disimpan.")

    def _place(self) -> TerritoryPlace | None:
        return TerritoryPlace.objects.filter(territory=self.node()).first()

    def get_initial(self) -> dict[str, Any]:
        place = self._place()
        if place is None or place.lat is None or place.lng is None:
            return {}
        return {"lat": f"{place.lat.normalize():f}", "lng": f"{place.lng.normalize():f}"}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        place = self._place()
        return super().context() | {"place": place, "drawing": drawing(place) if place is not None else None}

    def call_service(self, form: Any) -> TerritoryPlace | None:
        data = form.cleaned_data
        upload = data["outline"]
        return services.set_place(
            actor=self.actor, territory=self.node(), lat=data["lat"], lng=data["lng"], clear=data["clear"],
            outline=upload.read() if upload else None,
        )  # fmt: skip


class MapView(OfficeView):
    """``wilayah/peta.geojson``: every point and outline, for any program that draws maps."""

    permission = "population.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        answer = HttpResponse(
            json.dumps(places.collection(), separators=(",", ":")), content_type="application/geo+json"
        )
        answer["Content-Disposition"] = f'attachment; filename="wilayah-{current_village().subdomain}.geojson"'
        return answer


class ReorderTerritoryView(OfficeView):
    """``wilayah/<pk>/urutan/``: one place up or down among its siblings."""

    permission = "population.change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST: the tree has the buttons."""
        node_or_404(kwargs["pk"])
        return HttpResponseRedirect(reverse("population:territory"))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Move it."""
        node = node_or_404(pk)
        way = "down" if request.POST.get("way") == "down" else "up"
        services.reorder_territory(actor=self.actor, territory=node, way=way)  # type: ignore[arg-type]
        return HttpResponseRedirect(f"{reverse('population:territory')}#n{node.pk}")


class _Transfer(_OfNode):
    """Two steps: where to, then what that takes along, and the act."""

    abstract = True
    template_name = "population/territory_transfer.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The numbers first, the act with ``sure``."""
        form = self.make_form()
        if form.is_valid() and "sure" not in request.POST:
            return self.render(form)
        return super().post(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context() | {"inside": selectors.contents_of(self.node())}
        form = self.make_form() if self.request.method == "POST" else None
        if form is not None and form.is_valid():
            found |= {"target": territory_forms.node_words(self.target(form)), "asked": True}
        return found

    def target(self, form: Any) -> Territory:
        """Where it goes."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"node": self.node()}


class MoveTerritoryView(_Transfer):
    """``wilayah/<pk>/pindah/``: an RT to another RW or dusun, an RW to another dusun; people and families go along."""

    permission = "population.change"
    form_class = territory_forms.MoveTerritoryForm
    heading = gettext_lazy("Pindahkan wilayah")
    button = gettext_lazy("Pindahkan")

    def target(self, form: Any) -> Territory:
        found: Territory = form.cleaned_data["parent"]
        return found

    def call_service(self, form: Any) -> MovedTerritory:
        done = services.move_territory(actor=self.actor, territory=self.node(), **form.cleaned_data)
        say_done(
            self.request,
            _("{node} dipindahkan: {families} keluarga, {people} orang.").format(
                node=done.node, families=done.families, people=done.people
            ),
            undo=reverse("population:move_back_territory", args=[done.node.pk]),
        )
        return done


class MergeTerritoryView(_Transfer):
    """``wilayah/<pk>/gabung/``: an RT becomes part of another one."""

    permission = "population.change"
    form_class = territory_forms.MergeTerritoryForm
    heading = gettext_lazy("Gabungkan RT")
    button = gettext_lazy("Gabungkan")

    def node(self) -> Territory:
        found = super().node()
        if found.kind != TerritoryKind.RT:
            raise NotFound()
        return found

    def target(self, form: Any) -> Territory:
        found: Territory = form.cleaned_data["into"]
        return found

    def call_service(self, form: Any) -> MovedTerritory:
        done = services.merge_territory(actor=self.actor, territory=self.node(), **form.cleaned_data)
        messages.success(
            self.request,
            _("{former} digabung ke {node}: {families} keluarga, {people} orang.").format(
                former=done.former, node=done.node, families=done.families, people=done.people
            ),
        )
        return done


class _NodeAct(OfficeView):
    """A button: do it, say so, back to the tree."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        node_or_404(kwargs["pk"])
        return HttpResponseRedirect(reverse("population:territory"))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it, or say why not."""
        node = node_or_404(pk)
        try:
            messages.success(request, self.act(node))
        except PopulationError as error:
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("population:territory"))

    def act(self, node: Territory) -> str:
        """Call the service; gives the sentence."""
        raise NotImplementedError


class MoveBackView(_NodeAct):
    """``wilayah/<pk>/kembalikan/``: take a move back by moving back."""

    permission = "population.change"

    def act(self, node: Territory) -> str:
        done = services.move_back(actor=self.actor, territory=node)
        return _("{node} kembali ke tempat asalnya: {people} orang.").format(node=done.node, people=done.people)


class RemoveTerritoryView(_NodeAct):
    """Remove an empty node."""

    permission = "population.change"

    def act(self, node: Territory) -> str:
        services.remove_territory(actor=self.actor, territory=node)
        return _("{node} dihapus.").format(node=node)
