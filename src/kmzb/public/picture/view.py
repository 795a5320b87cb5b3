"""A piece of the map of a fixed size: which place is at which pixel, and which pixel at which place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, log2

import numpy as np
from numpy.typing import NDArray

from kmzb.geoindex.api import BITS, to_degrees, to_grid

Degrees = Sequence[float] | NDArray[np.float64]

SHALLOWEST, DEEPEST = 5, 17
SIDE = 352
COUNTRY = (14.07, 48.97, 24.2, 54.9)
_TILE_BITS = 8
_DECIMALS = 6
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of `width` × `height` pixels around a place, at a whole zoom (256 pixels hold the world at 0)."""

    lon: float
    lat: float
    zoom: int
    width: int = SIDE
    height: int = SIDE

    @classmethod
    def of_box(cls, box: tuple[float, float, float, float], width: int = SIDE, height: int = SIDE) -> "View":
        """Return the nearest view that holds the whole box (west, south, east, north)."""
        west, south, east, north = box
        (left, right), (bottom, top) = _grid([west, east], [south, north])
        across, down = max(right - left, 1.0), max(bottom - top, 1.0)
        need = ceil(max(log2(across / width), log2(down / height)))
        lon, lat = to_degrees((left + right) / 2, (bottom + top) / 2)
        return cls(round(lon, _DECIMALS), round(lat, _DECIMALS), _bounded(BITS - _TILE_BITS - need), width, height)

    @property
    def scale(self) -> float:
        """Grid units a pixel."""
        return float(2 ** (BITS - _TILE_BITS - self.zoom))

    @property
    def corner(self) -> tuple[float, float]:
        """The grid place of the upper left pixel."""
        (x,), (y,) = _grid([self.lon], [self.lat])
        return x - self.width / 2 * self.scale, y - self.height / 2 * self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge in degrees."""
        west, north = self.degrees(0, 0)
        east, south = self.degrees(self.width, self.height)
        return west, south, east, north

    def pixels(self, lons: Degrees, lats: Degrees) -> list[tuple[float, float]]:
        """Return the pixel of each place; it may lie outside the rectangle."""
        left, top = self.corner
        xs, ys = _grid(lons, lats)
        return [((x - left) / self.scale, (y - top) / self.scale) for x, y in zip(xs, ys, strict=True)]

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a pixel, at most 6 decimals."""
        left, top = self.corner
        lon, lat = to_degrees(left + x * self.scale, top + y * self.scale)
        return round(lon, _DECIMALS), round(lat, _DECIMALS)

    def around(self, lon: float, lat: float, *, deeper: int = 0) -> "View":
        """Return a view of the same size around another place, `deeper` zooms nearer."""
        return replace(self, lon=round(lon, _DECIMALS), lat=round(lat, _DECIMALS), zoom=_bounded(self.zoom + deeper))

    def moved(self, right: float, down: float) -> "View":
        """Return the view moved by parts of its size: (1, 0) is the next one to the east."""
        lon, lat = self.degrees(self.width * (0.5 + right), self.height * (0.5 + down))
        return self.around(lon, lat)


def _grid(lons: Degrees, lats: Degrees) -> tuple[list[float], list[float]]:
    x, y = to_grid(np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64))
    return x.tolist(), y.tolist()


def _bounded(zoom: int) -> int:
    return max(SHALLOWEST, min(DEEPEST, zoom))


def stepped(lon: float, lat: float, *, east_m: float, north_m: float) -> tuple[float, float]:
    """Return the place that many metres away, on a sphere: enough for a step of a few metres."""
    width = _METRES_PER_DEGREE * float(np.cos(np.radians(lat)))
    return round(lon + east_m / width, _DECIMALS), round(lat + north_m / _METRES_PER_DEGREE, _DECIMALS)
