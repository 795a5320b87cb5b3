"""The beats of Opoczno county, made for the sample: four in the town, the others by gmina."""

from collections.abc import Mapping
from math import atan2, degrees, dist

import shapely

from kmzb.territory.builtin.noding import faces_between, inner_point
from kmzb.territory.content import BeatShape
from kmzb.territory.metric import shapes_to_degrees, to_metres

UNIT_CODE = "KPP-1007"
_TOWN_GMINA = "1007043"
_CENTRE = (20.281, 51.376)
_INNER_M, _TOWN_M = 700, 2600
_INNER = "Opoczno Śródmieście"
# Parts of the town around its centre, each up to a bearing from the north, in degrees.
_PARTS = ((45, "Opoczno Północ"), (180, "Opoczno Wschód"), (315, "Opoczno Południowy Zachód"), (360, "Opoczno Północ"))
_BY_GMINA = {
    "1007043": "gmina Opoczno",
    "1007023": "Drzewica",
    "1007012": "Białaczów",
    "1007032": "Mniszków",
    "1007052": "Paradyż",
    "1007062": "Poświętne",
    "1007072": "Sławno",
    "1007082": "Żarnów",
}
_NAMES = (_INNER, *dict.fromkeys(name for _, name in _PARTS), *_BY_GMINA.values())


def opoczno_beats(gminas: Mapping[str, shapely.Geometry]) -> tuple[BeatShape, ...]:
    """Return the beats; together they cover the county, and no two share more than a border."""
    faces: dict[str, list[shapely.Geometry]] = {name: [] for name in _NAMES}
    for face in faces_between([*map(shapely.boundary, gminas.values()), *_circles(), *_rays()]):
        lon, lat = inner_point(face)
        for code, gmina in gminas.items():
            if shapely.contains_xy(gmina, lon, lat):
                faces[_name(code, to_metres(lon, lat))].append(face)
    beats = [
        BeatShape(f"{UNIT_CODE}-R{number}", f"Rejon nr {number} – {name}", UNIT_CODE, shapely.union_all(faces[name]))
        for number, name in enumerate(_NAMES, start=1)
    ]
    return tuple(sorted(beats, key=lambda beat: beat.code))


def _name(gmina: str, point: tuple[float, float]) -> str:
    centre = to_metres(*_CENTRE)
    away = dist(centre, point)
    if gmina != _TOWN_GMINA or away > _TOWN_M:
        return _BY_GMINA[gmina]
    bearing = degrees(atan2(point[0] - centre[0], point[1] - centre[1])) % 360
    return _INNER if away < _INNER_M else next(name for limit, name in _PARTS if bearing < limit)


def _circles() -> list[shapely.Geometry]:
    centre = shapely.Point(to_metres(*_CENTRE))
    return [shapely.boundary(shapes_to_degrees(centre.buffer(radius))) for radius in (_INNER_M, _TOWN_M)]


def _rays() -> list[shapely.Geometry]:
    x, y = to_metres(*_CENTRE)
    far = _TOWN_M
    ends = [(x + far, y + far), (x, y - far * 1.5), (x - far, y + far)]
    return [shapes_to_degrees(shapely.LineString([(x, y), end])) for end in ends]
