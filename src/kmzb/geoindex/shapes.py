"""Which points lie in a shape, and how far apart points are."""

from typing import Any

import numpy as np

from kmzb.geoindex.marks import Box, Polygon
from kmzb.geoindex.mercator import Floats

# The mean radius of the Earth (IUGG).
_EARTH_M = 6_371_008.8


def inside(shape: Box | Polygon, lon: Floats, lat: Floats) -> Any:
    """Return, for each point in degrees, whether it lies in the shape."""
    if isinstance(shape, Box):
        return (shape.west <= lon) & (lon <= shape.east) & (shape.south <= lat) & (lat <= shape.north)
    within = np.zeros(len(lon), dtype=bool)
    for ring in shape.rings:
        for (lon_a, lat_a), (lon_b, lat_b) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
            if lat_a != lat_b:
                is_level = (lat_a <= lat) != (lat_b <= lat)
                within ^= is_level & (lon >= lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a))
    return within


def metres_between(lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
    """Return the distances from one point to others along great circles (haversine formula)."""
    phi, phis = np.radians(lat), np.radians(lats)
    half_phi, half_lambda = (phis - phi) / 2, np.radians(lons - lon) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(half_lambda) ** 2
    distances: Floats = 2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distances
