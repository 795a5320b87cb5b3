"""The approximate territory, worked out from facts: seats, areas of cities and the country's outline."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import dist, pi, sqrt

import shapely

from kmzb.territory.builtin.facts import lines, table
from kmzb.territory.builtin.noding import faces_between, inner_point
from kmzb.territory.builtin.opoczno import opoczno_beats
from kmzb.territory.content import AreaShape, Content, UnitFacts
from kmzb.territory.metric import shapes_to_degrees, shapes_to_metres, to_metres

_SAMPLE = "(dane przykładowe)"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place with the finest area that it speaks for. Only a city inside its ring has a radius."""

    code: str
    point: Point
    radius_m: float = 0.0


@lru_cache(maxsize=1)
def builtin_content() -> Content:
    """Return the approximate territory; it is the same at every call."""
    leaves = _leaf_shapes(_seats())
    gminas = [AreaShape(row["code"], row["name"], leaves[row["code"]]) for row in table("gminas")]
    counties = [AreaShape(row["code"], row["name"], _merged(leaves, row["code"])) for row in table("counties")]
    voivodeships = [AreaShape(row["code"], row["name"], _merged(leaves, row["code"])) for row in table("voivodeships")]
    areas = sorted([*voivodeships, *counties, *gminas], key=lambda area: area.code)
    return Content(areas=tuple(areas), units=_units(), beats=opoczno_beats({area.code: area.shape for area in gminas}))


def _seats() -> list[_Seat]:
    """Return every seat: of gminas where these are known, else of counties.

    Around them stand a few more places whose county is known, so that the county worked out in detail keeps its form.
    """
    gminas = [_Seat(row["code"], _position(row)) for row in table("gminas")]
    in_detail = {seat.code[:4] for seat in gminas}
    rows = [row for row in table("counties") if row["code"] not in in_detail]
    rings: dict[Point, str] = {}
    counties = []
    for row in rows:
        point = _position(row)
        is_inside_ring = rings.setdefault(point, row["code"]) != row["code"]
        counties.append(_Seat(row["code"], point, sqrt(float(row["area_km2"]) * 1e6 / pi) if is_inside_ring else 0.0))
    return [*gminas, *counties, *(_Seat(row["county"], _position(row)) for row in table("neighbours"))]


def _position(row: dict[str, str]) -> Point:
    return to_metres(float(row["lon"]), float(row["lat"]))


def _leaf_shapes(seats: list[_Seat]) -> dict[str, shapely.Geometry]:
    """Return each area as the part of the country nearest to its seat; a city inside its ring as a circle.

    Borders are noded before faces are made of them, so that neighbours share every vertex.
    """
    faces: dict[str, list[shapely.Geometry]] = {}
    for face in _faces(seats):
        faces.setdefault(_owner(to_metres(*inner_point(face)), seats), []).append(face)
    return {code: shapely.union_all(parts) for code, parts in faces.items()}


def _faces(seats: list[_Seat]) -> list[shapely.Geometry]:
    outline = shapely.Polygon([point for part in lines("outline").values() for point in part])
    country = shapes_to_metres(outline)
    points = shapely.MultiPoint([seat.point for seat in seats])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=country))
    circles = [shapely.Point(seat.point).buffer(seat.radius_m, quad_segs=12) for seat in seats if seat.radius_m]
    borders = shapely.union_all([shapely.boundary(shape) for shape in [*cells, *circles]])
    faces = faces_between([shapes_to_degrees(borders), shapely.boundary(outline)])
    return [face for face in faces if shapely.contains_xy(outline, *inner_point(face))]


def _owner(point: Point, seats: Iterable[_Seat]) -> str:
    """Return the code of the nearest seat. A city shares its point with its ring and comes first within its circle."""
    return min(seats, key=lambda seat: _rank(point, seat)).code


def _rank(point: Point, seat: _Seat) -> tuple[float, bool, bool]:
    away = dist(point, seat.point)
    return away, away > seat.radius_m > 0, seat.radius_m == 0


def _merged(leaves: dict[str, shapely.Geometry], code: str) -> shapely.Geometry:
    return shapely.union_all([shape for leaf, shape in leaves.items() if leaf.startswith(code)])


def _units() -> tuple[UnitFacts, ...]:
    """Return the units; their contacts are made up and say so."""
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
            phone=f"000 000 000 {_SAMPLE}",
            email=f"{row['code'].lower()}@policja.example",
            address=f"ul. Przykładowa 1, {row['seat']} {_SAMPLE}",
        )
        for row in sorted(table("units"), key=lambda row: row["code"])
    )
