"""The door as an app on a phone: manifest, icons, service worker, the page for a lost line. None of them knows a person."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from balai.assets import MARK
from modules.selfservice.app_icon import app_icon
from tenants.context import current_village

GROUND, PRIMARY = "#f6f7f5", "#0b6b5b"
TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "selfservice" / "offline.html"


class ManifestView(View):
    """``manifest.webmanifest``: the village's name and icons, so that the door can be put on the phone's first page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As JSON."""
        title = current_village().title
        icons = [
            {"src": reverse(f"selfservice_citizen:icon_{size}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ]  # fmt: skip
        manifest = {
            "id": "/layanan/",
            "name": _("Layanan Mandiri {village}").format(village=title),
            "short_name": title[:24],
            "description": _("Minta surat dan lihat data Anda tanpa datang ke kantor desa."),
            "lang": "id",
            "start_url": "/layanan/",
            "scope": "/layanan/",
            "display": "standalone",
            "background_color": GROUND,
            "theme_color": PRIMARY,
            "icons": icons,
        }
        response = HttpResponse(json.dumps(manifest, ensure_ascii=False), content_type="application/manifest+json")
        response["Cache-Control"] = "public, max-age=86400"
        return response


class IconView(View):
    """``ikon-192.png``: the village's crest on paper, or the house's sign."""

    size = 192

    def get(self, request: HttpRequest) -> HttpResponse:
        """Drawn once a day."""
        key = f"selfservice:icon:{self.size}"
        content = cache.get(key)
        if content is None:
            content = app_icon(self.size)
            cache.set(key, content, 86400)
        response = HttpResponse(content, content_type="image/png")
        response["Cache-Control"] = "public, max-age=86400"
        return response


def kept_files() -> list[str]:
    """What the service worker keeps: the page for a lost line, style, script, icons. Nothing that a person is in."""
    return [reverse("selfservice_citizen:offline"), static("balai/citizen.css"), static("balai/citizen.js"), static("icons.svg")]  # fmt: skip


class ServiceWorkerView(View):
    """``sw.js``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Named anew when any of its files is: the browser then fetches them once more."""
        kept = kept_files()
        mark = MARK.read_text() if MARK.is_file() else ""
        made_of = [current_village().title, mark, TEMPLATE.read_text(), *kept]
        context = {
            "version": hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12],
            "kept": json.dumps(kept),
            "offline": kept[0],
        }
        response = render(request, "selfservice/sw.js", context, content_type="text/javascript")
        response["Cache-Control"] = "no-cache"
        return response


class OfflineView(View):
    """``luring/``: kept on the phone, so nobody is greeted by name here, whoever is signed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "selfservice/offline.html", {"actor": None, "messages": []})
