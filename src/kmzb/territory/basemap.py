"""The layers of the schematic basemap as GeoJSON: own areas, water and towns."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
import shapely

from kmzb.territory.builtin.facts import lines
from kmzb.territory.current import Current, current
from kmzb.territory.gazetteer import Settlement, settlements
from kmzb.territory.values import Level, is_city_county, parent_of

_FORM = "1"  # changes whenever the same territory would be drawn otherwise
_DECIMALS = 4  # eleven metres; the shapes are simplified by more
_TOLERANCES = (0.0005, 0.001, 0.002, 0.004, 0.008)  # degrees
_MOST_POINTS = 45_000
_FRAME = (10.0, 47.0, 27.0, 57.5)
# From the coast of Germany to that of the Kaliningrad region, over the country's own land.
_THROUGH_THE_COUNTRY = ((14.7, 53.6), (16.0, 53.6), (18.4, 54.0), (19.3, 54.2), (19.6, 54.44))
_SCALERANK = {1: 4, 2: 6, 3: 7, 4: 9}  # ranks of rivers and lakes as Natural Earth counts them
_VILLAGE_ON_MAP = 2000
_RANK_BY_POPULATION = ((200_000, 1), (50_000, 2), (15_000, 3))
_UNIT, _AREA = "unit/", "area/"

Feature = dict[str, Any]


def basemap_layer(name: str) -> bytes | None:
    """Return a layer of the current edition as GeoJSON in EPSG:4326, None where there is no such layer.

    Layers: country, voivodeships, counties, gminas, rivers, lakes, sea, neighbours, towns; unit/CODE, the outline of
    what a unit and those below it answer for; area/CODE, the outline of an area. Each is worked out once in a process.
    """
    now = current()
    if name.startswith(_UNIT):
        return _unit_layer(now, name.removeprefix(_UNIT))
    if name.startswith(_AREA):
        return _area_layer(now, name.removeprefix(_AREA))
    return _layer(now, name) if name in _LAYERS else None


def basemap_etag() -> str:
    """Return a short text that changes whenever a layer does."""
    return sha256(f"{_FORM} {current().edition.digest}".encode()).hexdigest()[:16]


@lru_cache(maxsize=24)
def _layer(now: Current, name: str) -> bytes:
    return _written(_LAYERS[name](now))


@lru_cache(maxsize=512)
def _unit_layer(now: Current, code: str) -> bytes | None:
    unit = now.register.units.get(code)
    drawn = _drawn(now)
    shapes = [drawn[leaf] for leaf in now.register.leaves_of_unit(code)]
    shapes += [part.shape for part in now.content.unit_areas if part.unit_code in now.register.units_below(code)]
    if unit is None or not shapes:
        return None
    return _written([_feature(shapely.union_all(shapes), code=code, name=unit.name)])


@lru_cache(maxsize=512)
def _area_layer(now: Current, code: str) -> bytes | None:
    area = now.register.areas.get(code)
    shapes = [shape for leaf, shape in _drawn(now).items() if leaf.startswith(code)]
    if area is None or not shapes:
        return None
    return _written([_feature(shapely.union_all(shapes), code=code, name=area.title)])


@lru_cache(maxsize=2)
def _drawn(now: Current) -> Mapping[str, shapely.Geometry]:
    """Return the finest areas as they are drawn: simplified together, so that neighbours keep one common border."""
    leaves = now.content.leaves
    shapes = np.array([leaf.shape for leaf in leaves], dtype=object)
    for tolerance in _TOLERANCES:
        if shapely.get_num_coordinates(shapes).sum() <= _MOST_POINTS:
            break
        shapes = shapely.coverage_simplify(shapes, tolerance)
    return {leaf.code: shape for leaf, shape in zip(leaves, shapes, strict=True)}


def _area_features(now: Current, level: Level) -> list[Feature]:
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for leaf, shape in _drawn(now).items():
        code = leaf
        while code:
            parts[code].append(shape)
            code = parent_of(code)
    return [
        _feature(shapely.union_all(parts[area.code]), code=area.code, name=area.name)
        for area in now.register.areas_of(level)
    ]


def _country(now: Current) -> list[Feature]:
    return [_feature(shapely.union_all(list(_drawn(now).values())), name="Polska")]


def _rivers(_now: Current) -> list[Feature]:
    return [
        _feature(shapely.LineString(points), name=name, rank=rank, scalerank=_SCALERANK[rank])
        for (name, rank), points in _ranked("rivers")
    ]


def _lakes(_now: Current) -> list[Feature]:
    return [
        _feature(shapely.Polygon(points), name=name, rank=rank, scalerank=_SCALERANK[rank])
        for (name, rank), points in _ranked("lakes")
    ]


def _ranked(name: str) -> Iterable[tuple[tuple[str, int], list[tuple[float, float]]]]:
    for title, points in lines(name).items():
        words = title.rsplit(" ", 1)
        yield (words[0], int(words[1])), points


def _sea_shape(now: Current) -> shapely.Geometry:
    west, east, sweden, bornholm = lines("sea").values()
    whole = shapely.Polygon([*west, *_THROUGH_THE_COUNTRY, *east, *sweden])
    land = shapely.union_all([*_drawn(now).values(), shapely.Polygon(bornholm)])
    return shapely.difference(whole, land)


def _sea(now: Current) -> list[Feature]:
    return [_feature(_sea_shape(now), name="Morze Bałtyckie")]


def _neighbours(now: Current) -> list[Feature]:
    own = shapely.union_all([_sea_shape(now), *_drawn(now).values()])
    return [_feature(shapely.difference(shapely.box(*_FRAME), own), name="")]


def _towns(now: Current) -> list[Feature]:
    return [
        _feature(shapely.Point(place.lon, place.lat), name=place.name, rank=_rank(place), pop=place.population)
        for place in settlements()
        if place.is_town or _is_on_map(now, place)
    ]


def _is_on_map(now: Current, place: Settlement) -> bool:
    """Return whether a village is drawn: a large one, or the seat of its gmina; districts of cities are not."""
    located = now.locator.locate(place.lon, place.lat)
    if located is None or not place.is_village or (located.county and is_city_county(located.county.code)):
        return False
    is_seat = located.gmina is not None and located.gmina.name == place.name
    return is_seat or place.population >= _VILLAGE_ON_MAP


def _rank(place: Settlement) -> int:
    return next((rank for least, rank in _RANK_BY_POPULATION if place.population >= least), 4)


def _level(level: Level) -> Callable[[Current], list[Feature]]:
    return lambda now: _area_features(now, level)


_LAYERS: Mapping[str, Callable[[Current], list[Feature]]] = {
    "country": _country,
    "voivodeships": _level(Level.VOIVODESHIP),
    "counties": _level(Level.COUNTY),
    "gminas": _level(Level.GMINA),
    "rivers": _rivers,
    "lakes": _lakes,
    "sea": _sea,
    "neighbours": _neighbours,
    "towns": _towns,
}


def _feature(shape: shapely.Geometry, **properties: str | int) -> Feature:
    rounded = shapely.transform(shape, lambda points: np.round(points, _DECIMALS))
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _written(features: Sequence[Feature]) -> bytes:
    collection = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
