"""Polygons made ready for testing many points, and how far apart points are."""

from dataclasses import dataclass

import numpy as np

from kmzb.geoindex.frame import NOWHERE, Frame
from kmzb.geoindex.kernels import Shape, pointer
from kmzb.geoindex.marks import Polygon
from kmzb.geoindex.mercator import Array, Floats, to_plane

MOST_CORNERS = 10_000

# The mean radius of the Earth (IUGG).
_EARTH_M = 6_371_008.8
_MOST_SLABS = 1024


@dataclass(frozen=True)
class Slabs:
    """The edges of a polygon by horizontal slab, so that a point meets few of them."""

    frame: Frame
    arrays: tuple[Array, ...]
    shape: Shape


def slabs_of(polygon: Polygon) -> Slabs:
    """Return the polygon's edges on the grid, cut into slabs.

    Raises:
        ValueError: more than 10,000 corners, or a coordinate that is not a number.
    """
    ax, ay, bx, by = _edges(polygon)
    if not len(ay):
        return Slabs(NOWHERE, (), Shape(0.0, 0.0, 0))
    top, bottom = float(ay.min()), float(ay.max())
    slabs = min(_MOST_SLABS, len(ay))
    # A little less than the whole, so that the lowest corner still lies in the last slab.
    per_height = slabs / (bottom - top) * (1 - 1e-12) if bottom > top else 0.0
    highest = ((np.minimum(ay, by) - top) * per_height).astype(np.int64)
    lowest = ((np.maximum(ay, by) - top) * per_height).astype(np.int64)
    crossed = lowest - highest + 1
    edge = np.repeat(np.arange(len(ay)), crossed)
    slab = np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + np.repeat(highest, crossed)
    order = np.argsort(slab, kind="stable")
    first = np.searchsorted(slab[order], np.arange(slabs + 1)).astype(np.int64)
    arrays = (first, *(np.ascontiguousarray(column[edge[order]]) for column in (ax, ay, bx, by)))
    xs = np.concatenate([ax, bx])
    frame = Frame(int(np.floor(xs.min())), int(np.floor(top)), int(np.ceil(xs.max())), int(np.ceil(bottom)))
    return Slabs(frame, arrays, Shape(top, per_height, slabs, *map(pointer, arrays)))


def _edges(polygon: Polygon) -> tuple[Floats, Floats, Floats, Floats]:
    if (corners := sum(map(len, polygon.rings))) > MOST_CORNERS:
        raise ValueError(f"a polygon has at most {MOST_CORNERS} corners, got {corners}")
    rings = [np.array(ring, dtype=np.float64) for ring in polygon.rings if ring]
    if not rings:
        return (np.empty(0),) * 4
    lon, lat = np.concatenate(rings).T
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        raise ValueError("a polygon has a coordinate that is not a number")
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings]).T
    ax, ay = to_plane(lon, lat)
    bx, by = to_plane(*ends)
    return ax, ay, bx, by


def metres_between(lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
    """Return the distances from one point to others along great circles (haversine formula)."""
    phi, phis = np.radians(lat), np.radians(lats)
    half_phi, half_lambda = (phis - phi) / 2, np.radians(lons - lon) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(half_lambda) ** 2
    distances: Floats = 2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distances


def reach(lon: float, lat: float, metres: float) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of everything within `metres`, None where that goes around the world."""
    angle = metres / _EARTH_M
    south, north = lat - np.degrees(angle), lat + np.degrees(angle)
    if south <= -85 or north >= 85:  # noqa: PLR2004  # near the poles meridians meet
        return None
    width = float(np.degrees(np.arcsin(min(1.0, np.sin(angle) / np.cos(np.radians(lat)))))) * (1 + 1e-9) + 1e-9
    if lon - width < -180 or lon + width > 180:  # noqa: PLR2004  # over the line where the days change
        return None
    return lon - width, float(south) - 1e-9, lon + width, float(north) + 1e-9
