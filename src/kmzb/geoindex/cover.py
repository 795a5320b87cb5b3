"""Which tiles cover a box, and which place in degrees a sign of a tile stands at."""

import numpy as np

from kmzb.geoindex.marks import Box, Cell
from kmzb.geoindex.mercator import BITS, DEEPEST, to_degrees, to_grid
from kmzb.geoindex.tile import EXTENT

Zxy = tuple[int, int, int]


def cover(box: Box, zoom: int, *, most: int) -> list[Zxy]:
    """Return the tiles (z, x, y) of the zoom that touch the box, row by row; of a shallower one if they are more."""
    xs, ys = to_grid(np.array([box.west, box.east]), np.array([box.north, box.south]))
    for z in range(max(0, min(zoom, DEEPEST)), -1, -1):
        (left, right), (top, bottom) = (xs >> (BITS - z)).tolist(), (ys >> (BITS - z)).tolist()
        if (right - left + 1) * (bottom - top + 1) <= most:
            return [(z, x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]
    return [(0, 0, 0)]


def place_of(tile: Zxy, cell: Cell) -> tuple[float, float]:
    """Return longitude and latitude of the middle of the sign's pixel."""
    z, x, y = tile
    pixel = 2 ** (BITS - z) / EXTENT
    return to_degrees((x * EXTENT + cell.x + 0.5) * pixel, (y * EXTENT + cell.y + 0.5) * pixel)
