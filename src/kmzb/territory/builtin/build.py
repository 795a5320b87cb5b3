"""The approximate territory, worked out from facts: seats, areas of cities and the country's outline."""

from dataclasses import dataclass
from functools import lru_cache
from math import dist, pi, sqrt

import shapely

from kmzb.territory.builtin.facts import table
from kmzb.territory.builtin.outline import OUTLINE
from kmzb.territory.content import AreaShape, Content, UnitFacts
from kmzb.territory.metric import shapes_to_degrees, shapes_to_metres, to_metres

_GRID_DEGREES = 1e-5


@dataclass(frozen=True, slots=True)
class _County:
    code: str
    name: str
    seat: tuple[float, float]
    radius_m: float


@lru_cache(maxsize=1)
def builtin_content() -> Content:
    """Return the approximate territory; it is the same at every call."""
    counties = _county_shapes(_counties())
    return Content(areas=(*_voivodeships(counties), *counties), units=_units())


def _counties() -> list[_County]:
    return [
        _County(
            row["code"],
            row["name"],
            to_metres(float(row["lon"]), float(row["lat"])),
            sqrt(float(row["area_km2"]) * 1e6 / pi),
        )
        for row in table("counties")
    ]


def _county_shapes(counties: list[_County]) -> list[AreaShape]:
    """Return each county as the part of the country nearest to its seat; a city inside its ring as a circle.

    All borders are noded on one grid before faces are made of them, so that neighbours share every vertex.
    """
    at_seat: dict[tuple[float, float], list[_County]] = {}
    for county in counties:
        at_seat.setdefault(county.seat, []).append(county)
    faces: dict[str, list[shapely.Geometry]] = {county.code: [] for county in counties}
    for face in _faces(at_seat):
        point = to_metres(*shapely.get_coordinates(shapely.point_on_surface(face))[0])
        faces[_owner(point, at_seat).code].append(face)
    return [AreaShape(county.code, county.name, shapely.union_all(faces[county.code])) for county in counties]


def _faces(at_seat: dict[tuple[float, float], list[_County]]) -> list[shapely.Geometry]:
    outline = shapely.Polygon(OUTLINE)
    country = shapes_to_metres(outline)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(list(at_seat)), extend_to=country))
    cities = [max(sharing, key=lambda county: county.code) for sharing in at_seat.values() if len(sharing) > 1]
    circles = [shapely.Point(city.seat).buffer(city.radius_m, quad_segs=12) for city in cities]
    borders = [shapely.boundary(shape) for shape in [*cells, *circles]]
    inside = shapes_to_degrees(shapely.intersection(shapely.union_all(borders), country))
    noded = shapely.union_all([inside, shapely.boundary(outline)], grid_size=_GRID_DEGREES)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded).tolist()))
    return [face for face in faces if outline.contains(shapely.point_on_surface(face))]


def _owner(point: tuple[float, float], at_seat: dict[tuple[float, float], list[_County]]) -> _County:
    """Return the county of the nearest seat; where a city shares it with its ring, the city within its circle."""
    seat = min(at_seat, key=lambda seat: dist(point, seat))
    ring, *city = sorted(at_seat[seat], key=lambda county: county.code)
    return city[0] if city and dist(point, seat) < city[0].radius_m else ring


def _voivodeships(counties: list[AreaShape]) -> list[AreaShape]:
    return [
        AreaShape(row["code"], row["name"], shapely.union_all([c.shape for c in counties if c.code[:2] == row["code"]]))
        for row in table("voivodeships")
    ]


def _units() -> tuple[UnitFacts, ...]:
    return tuple(
        UnitFacts(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            seat=row["seat"],
            parent_code=row["parent"],
            claims=tuple(row["counties"].split()),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
        )
        for row in sorted(table("units"), key=lambda row: row["code"])
    )
