"""Places of the territory as other programs and the page draw them."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Any

from modules.population.models import TerritoryPlace

#: The drawing's longer side, in its own units.
_SIDE = 300.0


@dataclass(frozen=True)
class Drawing:
    """An outline as the page draws it: an SVG path, its size, and where the point stands in it (None without one)."""

    width: int
    height: int
    path: str
    point: tuple[float, float] | None


def drawing(place: TerritoryPlace) -> Drawing | None:
    """The outline, north up; None without one."""
    if not place.boundary:
        return None
    rings = [ring for polygon in place.boundary["coordinates"] for ring in polygon]
    lngs, lats = [each[0] for ring in rings for each in ring], [each[1] for ring in rings for each in ring]
    west, north = min(lngs), max(lats)
    # A degree of longitude is shorter the farther from the equator.
    narrow = cos(radians(sum(lats) / len(lats)))
    wide, high = (max(lngs) - west) * narrow, north - min(lats)
    scale = _SIDE / (max(wide, high) or 1)

    def at(lng: float, lat: float) -> tuple[float, float]:
        return round((lng - west) * narrow * scale, 1), round((north - lat) * scale, 1)

    path = " ".join("M" + " L".join("{} {}".format(*at(*each[:2])) for each in ring[:-1]) + " Z" for ring in rings)
    point = at(float(place.lng), float(place.lat)) if place.lat is not None and place.lng is not None else None
    return Drawing(max(1, round(wide * scale)), max(1, round(high * scale)), path, point)


def collection() -> dict[str, Any]:
    """Every node with a place as a GeoJSON FeatureCollection: the outline, else the point. Names of places, nobody's."""
    found = TerritoryPlace.objects.select_related("territory__parent__parent").filter(territory__void_at=None)
    features = []
    for each in found.order_by("territory__kind", "territory__name", "pk"):
        node = each.territory
        point = None if each.lat is None or each.lng is None else [float(each.lng), float(each.lat)]
        features.append(
            {
                "type": "Feature",
                "id": str(node.pk),
                "properties": {
                    "kind": node.kind, "name": node.name, "within": str(node.parent) if node.parent else None, "point": point,
                },
                "geometry": each.boundary or {"type": "Point", "coordinates": point},
            }
        )  # fmt: skip
    return {"type": "FeatureCollection", "features": features}
