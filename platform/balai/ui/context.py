"""What every page knows: whose site, who I am, what I may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from balai.accounts.models import Role
from balai.registry import Scope, on_side, staff_news

#: Doors of staff: they have a menu and a bell.
STAFF_DOORS = {"kantor", "dasbor"}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: ``site``, ``actor``, ``menu``, ``door``, ``bell``, ``layout``, ``office``."""
    tenant = getattr(request, "tenant", None)
    door = getattr(request, "door", None)
    actor = getattr(request, "actor", None)
    village = tenant is not None and tenant.schema_name != "public"
    name = door.name if door else ""
    found: dict[str, Any] = {
        "side": "village" if village else "regency",
        "data": getattr(tenant, "data", ""),
        "kind": getattr(tenant, "kind", "") if village else "",
        "home": {"kantor": "/kantor/", "layanan": "/layanan/", "dasbor": "/dasbor/"}.get(name, "/"),
        "jobs_url": "/kantor/pekerjaan/" if village else "/kelola/pekerjaan/",
        "crest_url": "",
        "role": "",
    }
    if tenant is None:
        found |= {"name": "", "district": "", "regency": ""}
    elif village:
        district = tenant.district
        found |= {
            "name": tenant.title,
            "district": f"Kecamatan {district.name}",
            "regency": district.regency.name,
        }
    else:
        # A regency of the demo has synthetic villages only: its pages say so as theirs do.
        title, demo = _regency()
        found |= {"name": title, "district": "", "regency": "", "data": "synthetic" if demo else ""}
    context: dict[str, Any] = {
        "site": found,
        "actor": actor,
        "door": name,
        "layout": "ui/office.html" if village else "ui/regency.html",
        "office": "/kantor/" if village else "/",
    }
    if name in STAFF_DOORS and actor is not None and actor.id and actor.kind == "staff":
        found["role"] = Role(actor.role).label if actor.role in Role.values else ""
        context["menu"] = menu_of(request, Scope.VILLAGE if village else Scope.REGENCY)
        context["bell"] = SimpleLazyObject(lambda: _bell(actor, village))
    return context


def _bell(actor: Any, village: bool) -> Any:
    from balai.jobs.context import bell

    return bell(actor, staff_news(actor) if village else None)


_regencies: dict[str, tuple[str, bool]] = {}


def _regency() -> tuple[str, bool]:
    from django.apps import apps
    from django.db import connection

    key = str(connection.settings_dict["NAME"])
    if key not in _regencies:
        row = apps.get_model("tenants", "Regency").objects.values_list("name", "demo").first()
        if row is None:
            return "", False
        _regencies[key] = row
    return _regencies[key]


def menu_of(request: HttpRequest, scope: Scope) -> list[dict[str, Any]]:
    """The menu's lines that the actor may open, in order; the one of this page is ``current``."""
    actor = request.actor  # type: ignore[attr-defined]
    lines: list[tuple[str, int, dict[str, Any]]] = []
    office = str(_("Kantor")) if scope is Scope.VILLAGE else ""
    if scope is Scope.VILLAGE:
        lines.append(("", 0, {"title": _("Beranda"), "url": "/kantor/", "icon": "home"}))
    for module in on_side(scope):
        for item in module.menu:
            if item.needs and not actor.may(item.needs):
                continue
            try:
                url = reverse(item.url_name, urlconf=getattr(request, "urlconf", None))
            except NoReverseMatch:
                continue
            line = {"title": item.title, "url": url, "icon": item.icon or "chevron-right"}
            lines.append((str(module.area), item.order, line))
    base = "/kantor/" if scope is Scope.VILLAGE else "/"
    if actor.may("accounts.manage"):
        lines.append((office, 90, {"title": _("Pengguna"), "url": f"{base}pengguna/", "icon": "users"}))
    if actor.may("audit.view"):
        audit = "/kantor/audit/" if scope is Scope.VILLAGE else "/kelola/audit/"
        lines.append((office, 95, {"title": _("Catatan pemeriksaan"), "url": audit, "icon": "history"}))
    # An area stands where its first line would; within it lines keep their order.
    first: dict[str, int] = {}
    for area, order, _line in lines:
        first[area] = min(order, first.get(area, order))
    found: list[dict[str, Any]] = []
    for area, _order, line in sorted(lines, key=lambda each: (first[each[0]], each[0], each[1])):
        found.append(line | {"heading": area if not found or found[-1]["area"] != area else "", "area": area})
    longest = max((line["url"] for line in found if request.path.startswith(line["url"])), key=len, default="")
    for line in found:
        line["current"] = line["url"] == longest
    return found
