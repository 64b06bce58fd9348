"""The door on a phone: what is kept there, and that nobody is in it."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from PIL import Image

from modules.selfservice.citizen_views.app import kept_files
from tests.modules.selfservice.conftest import adults


def test_the_manifest_names_the_village_and_its_icons_are_there(village: Any, door: Any) -> None:
    page = door.get("/layanan/masuk/").content.decode()
    address = re.search(r'rel="manifest" href="([^"]+)"', page)
    assert address
    answer = door.get(address[1])
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert found["name"] == f"Layanan Mandiri {village.title}"
    assert (found["display"], found["scope"], found["start_url"]) == ("standalone", "/layanan/", "/layanan/")
    assert {each["purpose"] for each in found["icons"]} == {"any", "maskable"}
    for each in found["icons"]:
        icon = Image.open(io.BytesIO(door.get(each["src"]).content))
        assert f"{icon.width}x{icon.height}" == each["sizes"]


def test_the_icon_is_the_villages_crest(village: Any, actor: Any) -> None:
    from modules.government.services import change_identity
    from modules.selfservice.app_icon import app_icon

    hall = Image.open(io.BytesIO(app_icon(192)))
    red = io.BytesIO()
    Image.new("RGB", (60, 90), (200, 0, 0)).save(red, "PNG")
    red.seek(0)
    red.name = "lambang.png"
    change_identity(actor=actor, crest=red)
    crest = Image.open(io.BytesIO(app_icon(192)))
    assert crest.getpixel((96, 96)) == (200, 0, 0) and crest.getpixel((2, 2)) == (255, 255, 255)
    assert hall.getpixel((2, 2)) == (11, 107, 91)


def test_the_service_worker_keeps_nobody(village: Any, citizen_client: Any) -> None:
    who = adults()[0]
    client = citizen_client(who)
    worker = client.get("/layanan/sw.js")
    assert worker["Content-Type"].startswith("text/javascript") and worker["Cache-Control"] == "no-cache"
    text = worker.content.decode()
    assert json.loads(re.search(r"KEPT = (\[.*\]);", text)[1]) == kept_files()  # type: ignore[index]
    assert "cache.put" not in text
    offline = client.get(kept_files()[0]).content.decode()
    assert "Tidak ada sambungan" in offline
    assert who.name.split()[0] not in offline and "data-me" not in offline and "csrfmiddlewaretoken" not in offline


def test_drafts_are_one_persons_and_go_with_them(village: Any, citizen_client: Any) -> None:
    who = adults()[0]
    client = citizen_client(who)
    page = client.get("/layanan/").content.decode()
    assert f'data-me="{who.pk}"' in page
    assert re.search(r'action="/layanan/keluar/" data-forget', page)
    client.post("/layanan/keluar/")
    assert "data-me" not in client.get("/layanan/masuk/").content.decode()
