"""Between degrees (EPSG:4326, lon lat) and the metres of PUWG 1992 (EPSG:2180, easting northing)."""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]  # of shape (n, 2)

_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:2180", always_xy=True)
_TO_DEGREES = Transformer.from_crs("EPSG:2180", "EPSG:4326", always_xy=True)

# An edge of this length bends by less than a tenth of a metre from one system to the other.
_LONGEST_EDGE_DEGREES = 0.02


def to_metres(lon: float, lat: float) -> tuple[float, float]:
    """Return easting and northing of a point."""
    easting, northing = _TO_METRES.transform(lon, lat)
    return float(easting), float(northing)


def to_degrees(easting: float, northing: float) -> tuple[float, float]:
    """Return lon and lat of a point."""
    lon, lat = _TO_DEGREES.transform(easting, northing)
    return float(lon), float(lat)


def points_to_metres(points: "Points") -> "Points":
    """Return eastings and northings for lons and lats, one pair a row."""
    return np.column_stack(_TO_METRES.transform(points[:, 0], points[:, 1]))


def points_to_degrees(points: "Points") -> "Points":
    """Return lons and lats for eastings and northings, one pair a row; infinite where the grid has no such place."""
    return np.column_stack(_TO_DEGREES.transform(points[:, 0], points[:, 1]))


def _moved(shapes: Any, transformer: Transformer) -> Any:
    def move(points: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, move)


def shapes_to_metres(shapes: Any) -> Any:
    """Return a shape, or an array of shapes, in metres; each vertex is moved, edges stay straight."""
    return _moved(shapes, _TO_METRES)


def true_to_metres(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape in metres whose edges follow those in degrees to a decimetre: long ones are cut up first."""
    moved: shapely.Geometry = _moved(shapely.segmentize(shape, _LONGEST_EDGE_DEGREES), _TO_METRES)
    return moved


def shapes_to_degrees(shapes: Any) -> Any:
    """Return a shape, or an array of shapes, in degrees; each vertex is moved, edges stay straight."""
    return _moved(shapes, _TO_DEGREES)
