"""What lies under the marks: land, water, borders, towns, and a scale."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any

from PIL import Image, ImageDraw

from kmzb.public.picture import letters
from kmzb.public.picture.view import View
from kmzb.territory.api import basemap_layer

DENSITY = 2  # drawn pixels a pixel of the page

# The colours of the light tokens.
_ABROAD, _LAND, _WATER, _RIVER = "#ebe9e3", "#f6f4ee", "#d3e3ec", "#c3dae6"
_BORDER, _VOIVODESHIP, _COUNTY, _LABEL = "#7f8a97", "#a5adb6", "#c9c9c3", "#2b3644"

_TEXT = 13 * DENSITY
_DOT = 2 * DENSITY
_RANK_FROM_ZOOM = {1: 0, 2: 8, 3: 9, 4: 10}
_LEAST_RANK = max(_RANK_FROM_ZOOM)
_METRES_PER_DEGREE = 111_320.0
_KILOMETRE = 1000
_SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)

Place = tuple[float, float]
Line = list[list[float]]
Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Stroke:
    """How a layer is drawn, and from which zoom on."""

    layer: str
    from_zoom: int
    fill: str | None
    line: str | None
    width: int = 2


_STROKES = (
    _Stroke("sea", 0, _WATER, None),
    _Stroke("country", 0, _LAND, None),
    _Stroke("lakes", 0, _WATER, None),
    _Stroke("gminas", 11, None, _COUNTY),
    _Stroke("counties", 8, None, _COUNTY, 3),
    _Stroke("rivers", 0, None, _RIVER, 3),
    _Stroke("voivodeships", 0, None, _VOIVODESHIP, 3),
    _Stroke("country", 0, None, _BORDER, 4),
)


def drawn(view: View, lons: Iterable[float], lats: Iterable[float]) -> list[Place]:
    """Return the drawn pixel of each place."""
    return [(x * DENSITY, y * DENSITY) for x, y in view.pixels(list(lons), list(lats))]


@lru_cache(maxsize=128)
def ground(view: View, etag: str) -> Image.Image:
    """Return the land of the view. It is kept: one view is asked for many times while a form is filled in."""
    picture = Image.new("RGB", (view.width * DENSITY, view.height * DENSITY), _ABROAD)
    canvas = ImageDraw.Draw(picture)
    for stroke in _STROKES:
        if view.zoom >= stroke.from_zoom:
            _draw_layer(canvas, view, stroke, etag)
    _draw_towns(canvas, view, etag)
    _draw_scale(canvas, view)
    return picture


@lru_cache(maxsize=16)
def _features(layer: str, etag: str) -> list[dict[str, Any]]:  # noqa: ARG001  # the tag is the key under which it is kept
    raw = basemap_layer(layer)
    return list(json.loads(raw)["features"]) if raw else []


def _lines(geometry: dict[str, Any]) -> Iterator[tuple[Line, bool]]:
    """Yield each line or ring of the geometry, and whether it is a hole."""
    kind, parts = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        yield parts, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in parts)
    else:
        polygons = [parts] if kind == "Polygon" else parts
        yield from ((ring, index > 0) for polygon in polygons for index, ring in enumerate(polygon))


def _is_in_sight(view: View, line: Line) -> bool:
    west, south, east, north = view.box
    lons, lats = [point[0] for point in line], [point[1] for point in line]
    return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south


def _draw_layer(canvas: ImageDraw.ImageDraw, view: View, stroke: _Stroke, etag: str) -> None:
    for feature in _features(stroke.layer, etag):
        for line, is_hole in _lines(feature["geometry"]):
            if not _is_in_sight(view, line):
                continue
            path = drawn(view, (point[0] for point in line), (point[1] for point in line))
            if stroke.fill:
                canvas.polygon(path, fill=_LAND if is_hole else stroke.fill)
            if stroke.line:
                canvas.line(path, fill=stroke.line, width=stroke.width)


def _importance(town: dict[str, Any]) -> tuple[int, int]:
    about = town["properties"]
    return int(about.get("rank", _LEAST_RANK)), -int(about.get("pop") or 0)


def _draw_towns(canvas: ImageDraw.ImageDraw, view: View, etag: str) -> None:
    west, south, east, north = view.box
    taken: list[Frame] = []
    for town in sorted(_features("towns", etag), key=_importance):
        lon, lat = town["geometry"]["coordinates"][:2]
        is_due = view.zoom >= _RANK_FROM_ZOOM.get(_importance(town)[0], 0)
        if is_due and west <= lon <= east and south <= lat <= north:
            _draw_town(canvas, drawn(view, [lon], [lat])[0], town["properties"]["name"], taken)


def _draw_town(canvas: ImageDraw.ImageDraw, at: Place, name: str, taken: list[Frame]) -> None:
    """Write the name beside its dot, unless another name stands there already."""
    x, y = at
    frame = (x - _DOT, y - _TEXT / 2, x + 3 * _DOT + letters.width(name, _TEXT), y + _TEXT / 2)
    if any(frame[0] < t[2] and t[0] < frame[2] and frame[1] < t[3] and t[1] < frame[3] for t in taken):
        return
    taken.append(frame)
    canvas.ellipse((x - _DOT, y - _DOT, x + _DOT, y + _DOT), fill=_LABEL)
    letters.write(canvas, (x + 2 * _DOT, y - _TEXT * 0.7), name, _TEXT, ink=_LABEL, halo=_LAND)


def _draw_scale(canvas: ImageDraw.ImageDraw, view: View) -> None:
    west, _, east, _ = view.box
    metres = (east - west) * _METRES_PER_DEGREE * cos(radians(view.lat)) / (view.width * DENSITY)
    longest = 90 * DENSITY * metres
    length = max((scale for scale in _SCALES_M if scale <= longest), default=_SCALES_M[0])
    left, base = 10 * DENSITY, (view.height - 10) * DENSITY
    right = left + length / metres
    canvas.line([(left, base - 8), (left, base), (right, base), (right, base - 8)], fill=_LABEL, width=3)
    text = f"{length // _KILOMETRE} km" if length >= _KILOMETRE else f"{length} m"
    letters.write(canvas, (left + 8, base - 19 * DENSITY), text, 12 * DENSITY, ink=_LABEL, halo=_LAND)
