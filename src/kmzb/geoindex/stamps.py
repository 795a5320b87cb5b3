"""When something last changed, by tile of zoom 6."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kmzb.geoindex.columns import Columns
from kmzb.geoindex.mercator import BITS, Array

LEVEL = 6


@dataclass(frozen=True, slots=True)
class Stamps:
    """The newest stamp of each tile, int64 [64 rows, 64 columns]."""

    grid: Array

    @classmethod
    def of(cls, stamp: int = 0) -> "Stamps":
        """Return the stamps of marks of which no more is known than the newest stamp of all."""
        return cls(np.full((1 << LEVEL, 1 << LEVEL), stamp, dtype=np.int64))

    def touched(self, changed: Iterable[Columns], stamp: int) -> "Stamps":
        """Return the stamps after a change of these rows, old and new ones."""
        grid = self.grid.copy()
        shift, mask = np.uint32(BITS - LEVEL), np.uint32((1 << LEVEL) - 1)
        for rows in changed:
            place = rows.y >> shift & mask, rows.x >> shift & mask
            grid[place] = np.maximum(grid[place], stamp)
        return Stamps(grid)

    def newest(self, z: int, x: int, y: int) -> int:
        """Return the newest stamp of the tile's ancestor, or of all tiles below it."""
        if z >= LEVEL:
            return int(self.grid[y >> (z - LEVEL), x >> (z - LEVEL)])
        side = 1 << (LEVEL - z)
        return int(self.grid[y * side : (y + 1) * side, x * side : (x + 1) * side].max())
