"""What the layers of the schematic map hold, as the pictures need it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kmzb.public.picture.view import View
from kmzb.territory.api import basemap_layer

_RANK_FROM_ZOOM = {1: 0, 2: 8, 3: 9, 4: 10}
_LEAST_RANK = max(_RANK_FROM_ZOOM)


@dataclass(frozen=True, slots=True)
class Town:
    """A name on the map; rank 1 is the most important."""

    lon: float
    lat: float
    name: str
    rank: int
    people: int


def features_of(layer: str) -> list[dict[str, Any]]:
    """Return the GeoJSON features of a layer, none of a layer that is not there."""
    raw = basemap_layer(layer)
    return list(json.loads(raw)["features"]) if raw else []


def towns_in(view: View, etag: str) -> list[Town]:
    """Return the towns of the view that its zoom has room for, the most important first."""
    west, south, east, north = view.box
    return [
        town
        for town in _towns(etag)
        if view.zoom >= _RANK_FROM_ZOOM.get(town.rank, 0) and west <= town.lon <= east and south <= town.lat <= north
    ]


@lru_cache(maxsize=2)
def _towns(etag: str) -> list[Town]:  # noqa: ARG001  # the tag is the key under which they are kept
    towns = []
    for feature in features_of("towns"):
        about, (lon, lat, *_) = feature["properties"], feature["geometry"]["coordinates"]
        towns.append(Town(lon, lat, about["name"], int(about.get("rank", _LEAST_RANK)), int(about.get("pop") or 0)))
    return sorted(towns, key=lambda town: (town.rank, -town.people))
