"""Where a dusun, RW or RT lies: its point, its outline out of a file, and what is refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balai.errors import NotAllowed
from modules.population import services
from modules.population.errors import PopulationError
from modules.population.models import Territory, TerritoryPlace
from modules.population.services.places import MAX_BYTES, MAX_POINTS, read_outline
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import text_of

SQUARE = [[110.90, -7.08], [110.91, -7.08], [110.91, -7.09], [110.90, -7.09], [110.90, -7.08]]


def geojson(ring: Any = None, kind: str = "Polygon") -> bytes:
    """A file as a map program saves it."""
    geometry = {"type": kind, "coordinates": [ring if ring is not None else SQUARE]}
    feature = {"type": "Feature", "properties": {"nama": "RAHASIA"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_a_village_says_where_its_rt_lies(office_client: Any, rt: Territory) -> None:
    client, url = office_client("operator"), f"/kantor/wilayah/{rt.pk}/letak/"
    assert "Belum ada letak" in text_of(client.get(url))
    assert f"/kantor/wilayah/{rt.pk}/letak/" in text_of(client.get("/kantor/wilayah/"))
    upload = SimpleUploadedFile("rt.geojson", geojson(), content_type="application/geo+json")
    answer = client.post(url, {"lat": "-7,0851234567", "lng": "110.905", "outline": upload})
    assert answer.status_code == 302, text_of(answer)
    place = TerritoryPlace.objects.get(territory=rt)
    assert (str(place.lat), str(place.lng)) == ("-7.085123", "110.905000")
    assert place.boundary == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    page = text_of(client.get(url))
    assert '<path d="M0.0 0.0 L' in page and "<circle" in page and 'value="-7.085123"' in page
    # Another point keeps the outline; the outline can be taken away.
    assert client.post(url, {"lat": "-7.09", "lng": "110.9"}).status_code == 302
    assert TerritoryPlace.objects.get(territory=rt).boundary is not None
    assert client.post(url, {"clear": "on"}).status_code == 302
    assert not TerritoryPlace.objects.exists()


def test_the_map_is_taken_along_by_any_program(office_client: Any, actor: Any, rt: Territory) -> None:
    services.set_place(actor=actor, territory=rt, lat="-7.085", lng="110.905", outline=geojson())
    client = office_client("viewer")
    found = json.loads(client.get("/kantor/wilayah/peta.geojson").content)
    (feature,) = found["features"]
    assert feature["properties"]["name"] == rt.name and feature["properties"]["point"] == [110.905, -7.085]
    assert feature["geometry"]["type"] == "MultiPolygon" and "RAHASIA" not in str(found)
    assert client.get(f"/kantor/wilayah/{rt.pk}/letak/").status_code == 403
    with pytest.raises(NotAllowed):
        services.set_place(actor=staff("viewer"), territory=rt, lat="-7", lng="110")


@pytest.mark.parametrize("values, field", [
    ({"lat": "-7.1"}, "lng"), ({"lat": "110.9", "lng": "-7.1"}, "lat"), ({"lat": "x", "lng": "110"}, "lat"), ({"lat": "-7", "lng": "NaN"}, "lng"),
])  # fmt: skip
def test_half_a_point_and_a_turned_one_are_refused(office_client: Any, rt: Territory, values: Any, field: str) -> None:
    answer = office_client("operator").post(f"/kantor/wilayah/{rt.pk}/letak/", values)
    assert answer.status_code == 422 and answer.context["form"].errors.get(field)


@pytest.mark.parametrize("content, words", [
    (b"PK\x03\x04", "bukan GeoJSON"), (b"[" * 100_000, "bukan GeoJSON"), (b"{}", "Tidak ada bidang"),
    (geojson(kind="LineString"), "Tidak ada bidang"), (geojson(SQUARE[:3]), "tidak tertutup"), (geojson(SQUARE[:4]), "tidak tertutup"),
    (geojson([["a", 1]] * 4), "tidak tertutup"), (geojson([[lat, lng] for lng, lat in SQUARE]), "luar Indonesia"),
    (geojson([[each, each] for each in (True, True, True, True)]), "tidak tertutup"), (b" " * (MAX_BYTES + 1), "paling besar"),
    (geojson([*([SQUARE[0]] * (MAX_POINTS + 1)), SQUARE[0]]), "titik"),
])  # fmt: skip
def test_files_that_are_no_outline_are_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(PopulationError) as refused:
        read_outline(content)
    assert words in refused.value.message() and refused.value.data["field"] == "outline"


def test_the_place_goes_along_with_a_move_and_goes_with_a_removed_node(actor: Any, village: Any) -> None:
    first = services.add_territory(actor=actor, kind="dusun", name="SATU")
    second = services.add_territory(actor=actor, kind="dusun", name="DUA")
    node = services.add_territory(actor=actor, kind="rt", name="091", parent=first)
    services.set_place(actor=actor, territory=node, lat="-7.085", lng="110.905")
    done = services.move_territory(actor=actor, territory=node, parent=second)
    assert TerritoryPlace.objects.get().territory_id == done.node.pk
    services.remove_territory(actor=actor, territory=done.node)
    from modules.population.selectors.places import collection

    assert collection()["features"] == []
