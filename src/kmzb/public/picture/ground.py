"""What lies under the marks: land, water, borders, towns, and a scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from kmzb.public.picture import letters
from kmzb.public.picture.layers import features_of, towns_in
from kmzb.public.picture.view import Degrees, View

DENSITY = 2  # drawn pixels a pixel of the page

# The colours of the light tokens.
_ABROAD, _LAND, _WATER, _RIVER = "#ebe9e3", "#f6f4ee", "#d3e3ec", "#c3dae6"
_BORDER, _VOIVODESHIP, _COUNTY = "#7f8a97", "#a5adb6", "#c9c9c3"
LABEL, HALO = "#2b3644", _LAND

_TEXT = 13 * DENSITY
_DOT = 2 * DENSITY
_METRES_PER_DEGREE = 111_320.0
_KILOMETRE = 1000
_SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)

_COLOURS = 64

Place = tuple[float, float]


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


@dataclass(frozen=True, slots=True)
class _Line:
    """One line or ring of a layer, ready to be drawn."""

    lons: NDArray[np.float64]
    lats: NDArray[np.float64]
    is_hole: bool

    def is_in_sight(self, view: View) -> bool:
        west, south, east, north = view.box
        across = self.lons.min() <= east and self.lons.max() >= west
        return bool(across and self.lats.min() <= north and self.lats.max() >= south)


def drawn(view: View, lons: Degrees, lats: Degrees) -> list[Place]:
    """Return the drawn pixel of each place."""
    return [(x * DENSITY, y * DENSITY) for x, y in view.pixels(lons, lats)]


@lru_cache(maxsize=16)
def ground(view: View, etag: str, *, has_names: bool) -> Image.Image:
    """Return the land of the view, in a palette of its own, with the names of towns or without.

    A few are kept, since one view is asked for many times while a form is filled in; the largest takes 2 MB.
    """
    picture = Image.new("RGB", (view.width * DENSITY, view.height * DENSITY), _ABROAD)
    canvas = ImageDraw.Draw(picture)
    for stroke in _STROKES:
        if view.zoom >= stroke.from_zoom:
            _draw_layer(canvas, view, stroke, etag)
    if has_names:
        _draw_towns(canvas, view, etag)
    _draw_scale(canvas, view)
    return in_palette(picture)


def in_palette(picture: Image.Image) -> Image.Image:
    """Return the picture in as few colours as it needs."""
    return picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


@lru_cache(maxsize=16)
def _lines(layer: str, etag: str) -> list[_Line]:  # noqa: ARG001  # the tag is the key under which they are kept
    found = (_parts(feature["geometry"]) for feature in features_of(layer))
    return [_line(points, is_hole) for parts in found for points, is_hole in parts]


def _line(points: list[list[float]], is_hole: bool) -> _Line:
    table = np.asarray([point[:2] for point in points], dtype=np.float64)
    return _Line(table[:, 0].copy(), table[:, 1].copy(), is_hole)


def _parts(geometry: dict[str, Any]) -> Iterator[tuple[list[list[float]], bool]]:
    """Yield each line or ring of the geometry, and whether it is a hole."""
    kind, parts = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        yield parts, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in parts)
    else:
        polygons = [parts] if kind == "Polygon" else parts
        yield from ((ring, index > 0) for polygon in polygons for index, ring in enumerate(polygon))


def _draw_layer(canvas: ImageDraw.ImageDraw, view: View, stroke: _Stroke, etag: str) -> None:
    for line in _lines(stroke.layer, etag):
        if not line.is_in_sight(view):
            continue
        path = drawn(view, line.lons, line.lats)
        if stroke.fill:
            canvas.polygon(path, fill=_LAND if line.is_hole else stroke.fill)
        if stroke.line:
            canvas.line(path, fill=stroke.line, width=stroke.width)


def _draw_towns(canvas: ImageDraw.ImageDraw, view: View, etag: str) -> None:
    taken: list[letters.Frame] = []
    for town in towns_in(view, etag):
        _draw_town(canvas, view.pixels([town.lon], [town.lat])[0], town.name, taken)


def _draw_town(canvas: ImageDraw.ImageDraw, at: Place, name: str, taken: list[letters.Frame]) -> None:
    """Write the name beside its dot, unless another name stands there already."""
    x, y = at[0] * DENSITY, at[1] * DENSITY
    frame = (x - _DOT, y - _TEXT / 2, x + 3 * _DOT + letters.width(name, _TEXT), y + _TEXT / 2)
    if not letters.is_free(frame, taken):
        return
    taken.append(frame)
    canvas.ellipse((x - _DOT, y - _DOT, x + _DOT, y + _DOT), fill=LABEL)
    letters.write(canvas, (x + 2 * _DOT, y - _TEXT * 0.7), name, _TEXT, ink=LABEL, halo=HALO)


def _draw_scale(canvas: ImageDraw.ImageDraw, view: View) -> None:
    west, _, east, _ = view.box
    metres = (east - west) * _METRES_PER_DEGREE * cos(radians(view.lat)) / (view.width * DENSITY)
    longest = 90 * DENSITY * metres
    length = max((scale for scale in _SCALES_M if scale <= longest), default=_SCALES_M[0])
    # In the middle: a phone shows no more of the picture's width.
    left, base = (view.width * DENSITY - length / metres) / 2, (view.height - 10) * DENSITY
    right = left + length / metres
    canvas.line([(left, base - 8), (left, base), (right, base), (right, base - 8)], fill=LABEL, width=3)
    text = f"{length // _KILOMETRE} km" if length >= _KILOMETRE else f"{length} m"
    letters.write(canvas, (left + 8, base - 19 * DENSITY), text, 12 * DENSITY, ink=LABEL, halo=HALO)
