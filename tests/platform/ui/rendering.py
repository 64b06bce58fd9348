"""Renders the gallery without a database or a host: for tests, and for who wants to look at it.

python -m tests.platform.ui.rendering FOLDER && python -m http.server --directory FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

SITE: dict[str, Any] = {
    "name": "Desa Sumberjatipohon", "kind": "desa", "side": "village", "district": "Kecamatan Grobogan", "regency": "Kabupaten Grobogan",
    "data": "synthetic", "crest_url": "", "home": "/kantor/", "jobs_url": "/kantor/pekerjaan/", "role": "Operator",
}  # fmt: skip


def request_for(path: str = "/kantor/gaya/", **asked: Any) -> HttpRequest:
    """A request of nobody, with a session that is a plain dict."""
    request = RequestFactory().get(path, asked)
    request.session = {}  # type: ignore[assignment]
    return request


def gallery(template: str = "ui/gallery.html", request: HttpRequest | None = None, **more: Any) -> str:
    """The gallery's HTML."""
    from balai.ui.gallery import sample_context

    request = request or request_for()
    context = {"site": SITE, "request": request, "layout": "ui/office.html", **sample_context(request), **more}
    return render_to_string(template, context)


def main(folder: Path) -> None:
    """Write the galleries where a browser can open them as files."""
    from balai import assets

    assets.ensure()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("gallery", "gallery_citizen"):
        (folder / f"{name}.html").write_text(gallery(f"ui/{name}.html"))
    shutil.copytree(assets.TARGET, folder / "static", dirs_exist_ok=True)


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="only-for-looking",
        USE_TZ=True, TIME_ZONE="Asia/Jakarta", LANGUAGE_CODE="id", STATIC_URL="/static/", BALAI_MODULES=[],
        INSTALLED_APPS=["balai.ui", "django.contrib.staticfiles"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"builtins": ["balai.ui.templatetags.balai"]}}],
    )  # fmt: skip
    django.setup()
    main(Path(sys.argv[1]))
