"""A node's place on the map: its point, and its outline out of a GeoJSON file."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from modules.population.errors import PopulationError
from modules.population.models import Territory, TerritoryPlace

#: An outline drawn by hand has some hundred points; a surveyed one some thousand.
MAX_BYTES, MAX_POINTS = 512 * 1024, 5000
#: Within what Indonesia lies: who mixes up latitude and longitude stands outside.
_LAT, _LNG = (Decimal(-12), Decimal(7)), (Decimal(94), Decimal(142))
#: A decimetre: more says nothing of a border, and makes the file large.
_PLACES = 6


@atomic()
def set_place(
    *, actor: Actor, territory: Territory, lat: str = "", lng: str = "", outline: bytes | None = None, clear: bool = False
) -> TerritoryPlace | None:  # fmt: skip
    """Say where a node lies. ``outline``: a GeoJSON file (None leaves the outline as it is, ``clear`` takes it away). None
    where nothing is left to say.

    Raises:
        PopulationError: half a point, one outside Indonesia, no GeoJSON of an area, too many points; with its field.
    """
    require(actor, "population.change")
    point = _point(lat, lng)
    boundary = read_outline(outline) if outline is not None else None
    # The node's lock orders two officers.
    now = Territory.objects.select_for_update(of=("self",)).filter(pk=territory.pk, void_at=None).first()
    if now is None:
        raise PopulationError(_("Wilayah ini sudah dipindahkan atau dihapus. Buka lagi daftar wilayah."))
    row = TerritoryPlace.objects.filter(territory=now).first() or TerritoryPlace(territory=now)
    row.lat, row.lng = point if point else (None, None)
    if clear:
        row.boundary = None
    if boundary is not None:
        row.boundary = boundary
    audit.record(
        actor, "population.territory_placed", about=now, point=point is not None, outline=row.boundary is not None
    )
    if row.lat is None and row.boundary is None:
        TerritoryPlace.objects.filter(territory=now).delete()
        return None
    row.updated_at = timezone.now()
    row.save()
    return row


def _point(lat: str, lng: str) -> tuple[Decimal, Decimal] | None:
    lat, lng = lat.strip().replace(",", "."), lng.strip().replace(",", ".")
    if not lat and not lng:
        return None
    found = []
    for field, text, (low, high) in (("lat", lat, _LAT), ("lng", lng, _LNG)):
        if not text:
            raise PopulationError(_("Lintang dan bujur diisi bersama."), field=field)
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise PopulationError(_("Tulis angka seperti -7.0812."), field=field) from None
        if not value.is_finite() or not low <= value <= high:
            raise PopulationError(
                _("Di luar Indonesia. Lintang antara -12 dan 7, bujur antara 94 dan 142; mungkin keduanya tertukar."),
                field=field,
            )
        found.append(round(value, _PLACES))
    return found[0], found[1]


def read_outline(content: bytes) -> dict[str, Any]:
    """The area of a GeoJSON file (a geometry, a feature, or a collection of them) as one MultiPolygon; everything else in
    the file is left out.

    Raises:
        PopulationError: no GeoJSON, no area, an open or a strange ring, outside Indonesia, too large.
    """
    if len(content) > MAX_BYTES:
        raise PopulationError(_("Berkas batas paling besar {n} KB.").format(n=MAX_BYTES // 1024), field="outline")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise PopulationError(_("Berkas ini bukan GeoJSON."), field="outline") from None
    polygons = [polygon for geometry in _geometries(data) for polygon in geometry]
    if not polygons:
        raise PopulationError(_("Tidak ada bidang (Polygon) di dalam berkas ini."), field="outline")
    made = [[_ring(ring) for ring in polygon] for polygon in polygons]
    if sum(len(ring) for polygon in made for ring in polygon) > MAX_POINTS:
        raise PopulationError(
            _("Batas ini lebih dari {n} titik. Sederhanakan dahulu.").format(n=MAX_POINTS), field="outline"
        )
    return {"type": "MultiPolygon", "coordinates": made}


def _geometries(data: Any) -> list[list[Any]]:
    """The polygons of whatever the file holds."""
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection":
        features = data.get("features")
        return [found for each in (features if isinstance(features, list) else []) for found in _geometries(each)]
    if kind == "Feature":
        # A feature holds a geometry: nothing deeper is followed.
        inner = data.get("geometry")
        return (
            _geometries(inner) if isinstance(inner, dict) and inner.get("type") in {"Polygon", "MultiPolygon"} else []
        )
    coordinates = data.get("coordinates") if isinstance(data, dict) else None
    if not isinstance(coordinates, list):
        return []
    if kind == "Polygon":
        return [[coordinates]]
    return [coordinates] if kind == "MultiPolygon" else []


def _ring(ring: Any) -> list[list[float]]:
    wrong = PopulationError(_("Garis batas di dalam berkas ini tidak tertutup atau bukan koordinat."), field="outline")
    if not isinstance(ring, list) or len(ring) < 4:
        raise wrong
    found = []
    for position in ring:
        if not isinstance(position, list) or len(position) < 2:
            raise wrong
        lng, lat = position[0], position[1]
        if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (lng, lat)):
            raise wrong
        if not (_LAT[0] <= lat <= _LAT[1] and _LNG[0] <= lng <= _LNG[1]):
            raise PopulationError(
                _("Ada titik di luar Indonesia. GeoJSON memakai derajat (WGS 84), bujur dahulu lalu lintang."),
                field="outline",
            )
        found.append([round(float(lng), _PLACES), round(float(lat), _PLACES)])
    if found[0] != found[-1]:
        raise wrong
    return found
