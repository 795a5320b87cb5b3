"""Web Mercator on a grid of 31 bits an axis, and the Morton code that folds both axes into one number."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

BITS = 31
DEEPEST = 16
DECIMALS = 6

_SIDE = 1 << BITS
# Where the square of the projection ends.
_LATITUDE = 85.0511287798066
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def to_grid(lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Return the grid coordinates of points in degrees: x eastward, y southward, each 0 to 2 ** 31 - 1."""
    x, y = to_plane(lon, lat)
    return np.clip(np.floor(x), 0, _SIDE - 1).astype(np.int64), np.clip(np.floor(y), 0, _SIDE - 1).astype(np.int64)


def to_plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the same as `to_grid` before it is rounded down to whole numbers."""
    phi = np.radians(np.clip(lat, -_LATITUDE, _LATITUDE))
    return (lon + 180.0) / 360.0 * _SIDE, (0.5 - np.arcsinh(np.tan(phi)) / (2.0 * np.pi)) * _SIDE


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place on the grid: the way back from `to_grid`, whole numbers or not."""
    lon = x / _SIDE * 360.0 - 180.0
    lat = math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / _SIDE))))
    return lon, lat


def all_to_degrees(x: Array, y: Array) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of points on the grid, with the six decimals that they were given with."""
    lon = (x + 0.5) / _SIDE * 360.0 - 180.0
    lat: Floats = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * (y + 0.5) / _SIDE))), dtype=np.float64)
    return np.round(lon, DECIMALS), np.round(lat, DECIMALS)


def interleave(x: Any, y: Any) -> Any:
    """Return the Morton code of grid coordinates (integers or arrays): bits of x at even places, of y at odd ones."""
    return _spread(x) | (_spread(y) << 1)


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile, from the whole world (0) to the deepest zoom."""
    return 0 <= z <= DEEPEST and 0 <= x < (1 << z) and 0 <= y < (1 << z)


def _spread(value: Any) -> Any:
    for shift, mask in _SPREAD:
        value = (value | (value << shift)) & mask
    return value
