"""Fixed 500 m cells of the EPSG:2180 grid: what the public sees of a place that must not be exact."""

from math import floor

from kmzb.territory.metric import to_degrees, to_metres

CELL_M = 500
_DECIMALS = 6  # a tenth of a metre, as the contract has it


def grid_cell(lon: float, lat: float) -> tuple[int, int]:
    """Return column and row of the cell that holds the point; a point on a border belongs to the upper, eastern one."""
    easting, northing = to_metres(lon, lat)
    return floor(easting / CELL_M), floor(northing / CELL_M)


def cell_centre(column: int, row: int) -> tuple[float, float]:
    """Return lon and lat of a cell's centre, rounded to 6 decimals."""
    lon, lat = to_degrees((column + 0.5) * CELL_M, (row + 0.5) * CELL_M)
    return round(lon, _DECIMALS), round(lat, _DECIMALS)
