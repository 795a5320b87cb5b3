"""Faces out of lines, so that neighbours share every vertex."""

from collections.abc import Sequence

import shapely

_GRID_DEGREES = 1e-5


def faces_between(borders: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return the faces that lie between lines given in degrees. Lines are noded on a grid of about a metre."""
    noded = shapely.union_all(borders, grid_size=_GRID_DEGREES)
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded).tolist())))


def inner_point(face: shapely.Geometry) -> tuple[float, float]:
    """Return a point well inside a face."""
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(face))[0]
    return float(lon), float(lat)
