"""Where the points of old reports lie: in degrees, and in the country or not."""

from collections.abc import Sequence

import numpy as np

from kmzb.categories.api import catalogue
from kmzb.reports.api import reach_of
from kmzb.territory.api import Locator, points_to_degrees
from kmzb.verification.archive.errors import RowRefused
from kmzb.verification.archive.header import Layout
from kmzb.verification.archive.values import Told

_DECIMALS = 6
Point = tuple[float, float]


def points_of(rows: Sequence[Told], layout: Layout, where: Locator) -> list[Point | RowRefused]:
    """Return lon and lat of each row, or why it has no place in the country.

    A point off the land counts within the same reach as that of a new report.
    """
    given = np.array([(row.east, row.north) for row in rows], dtype=float).reshape(-1, 2)
    degrees = points_to_degrees(given) if layout.is_metric else given
    points = [(round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat in degrees.tolist()]
    on_land = where.locate_many(*np.array(points, dtype=float).reshape(-1, 2).T)
    return [
        point if place else _off_land(row, point, layout, where)
        for row, point, place in zip(rows, points, on_land, strict=True)
    ]


def _off_land(row: Told, point: Point, layout: Layout, where: Locator) -> Point | RowRefused:
    reach = reach_of(catalogue().get(row.category))
    if np.isfinite(point).all() and where.nearest(*point, reach):
        return point
    east, north = layout.point
    if _is_swapped(row, layout, where):
        return RowRefused(east, f"{east} and {north} stand in each other's place")
    return RowRefused(east, f"the place lies outside the country: {east} {row.east:g}, {north} {row.north:g}")


def _is_swapped(row: Told, layout: Layout, where: Locator) -> bool:
    turned = (row.north, row.east)
    lon, lat = points_to_degrees(np.array([turned]))[0].tolist() if layout.is_metric else turned
    return where.locate(lon, lat) is not None
