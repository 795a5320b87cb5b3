"""Fixed 500 m cells of the EPSG:2180 grid: what the public sees of a place that must not be exact."""

from collections.abc import Callable
from math import floor
from typing import TYPE_CHECKING

import numpy as np
import shapely

from kmzb.territory.metric import points_to_metres, to_degrees, to_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL_M = 500
_DECIMALS = 6  # a tenth of a metre, as the contract has it
_INLAND_M = 1.0  # so that rounding leaves the point on the land and in the cell

LandOfBox = Callable[[float, float, float, float], shapely.Geometry]


def grid_cell(lon: float, lat: float) -> tuple[int, int]:
    """Return column and row of the cell that holds the point; a point on a border belongs to the upper, eastern one."""
    easting, northing = to_metres(lon, lat)
    return floor(easting / CELL_M), floor(northing / CELL_M)


def grid_cells(points: "NDArray[np.float64]") -> list[tuple[int, int]]:
    """Return what `grid_cell` returns, for lons and lats of shape (n, 2)."""
    return [(column, row) for column, row in np.floor(points_to_metres(points) / CELL_M).astype(np.int64).tolist()]


def cell_centre(column: int, row: int) -> tuple[float, float]:
    """Return lon and lat of a cell's centre, rounded to 6 decimals."""
    return _rounded((column + 0.5) * CELL_M, (row + 0.5) * CELL_M)


def nearest_land_of_cell(column: int, row: int, land_of_box: LandOfBox) -> tuple[float, float]:
    """Return the point of the cell's land that is nearest to its centre, or the centre where the cell has no land.

    `land_of_box` gives the land inside a box in EPSG:2180. The answer depends on nothing but the cell and the land.
    """
    west, south = column * CELL_M, row * CELL_M
    land = land_of_box(west, south, west + CELL_M, south + CELL_M)
    if shapely.is_empty(land):
        return cell_centre(column, row)
    inland = shapely.buffer(land, -_INLAND_M)
    if shapely.is_empty(inland):
        return _rounded(*shapely.get_coordinates(shapely.point_on_surface(land))[0])
    centre = shapely.Point((column + 0.5) * CELL_M, (row + 0.5) * CELL_M)
    return _rounded(*shapely.get_coordinates(shapely.shortest_line(inland, centre))[0])


def _rounded(easting: float, northing: float) -> tuple[float, float]:
    lon, lat = to_degrees(easting, northing)
    return round(lon, _DECIMALS), round(lat, _DECIMALS)
