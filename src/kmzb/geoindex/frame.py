"""Rectangles on the grid, and the runs of Morton codes that cover them."""

from dataclasses import dataclass

import numpy as np

from kmzb.geoindex.marks import Box
from kmzb.geoindex.mercator import BITS, DECIMALS, interleave, to_grid

_SIDE = 1 << BITS
_STEP = 10.0**-DECIMALS
# A frame is covered by cells a quarter as wide as it is, or wider.
_FINENESS = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of whole grid coordinates; its edges belong to it, and it is empty where they are crossed."""

    west: int = 0
    north: int = 0
    east: int = _SIDE - 1
    south: int = _SIDE - 1

    @property
    def is_empty(self) -> bool:
        """Whether no point is inside."""
        return self.west > self.east or self.north > self.south

    def within(self, other: "Frame") -> "Frame":
        """Return what both have in common."""
        return Frame(
            max(self.west, other.west),
            max(self.north, other.north),
            min(self.east, other.east),
            min(self.south, other.south),
        )

    def _own_code(self) -> tuple[int, int] | None:
        """Return the one run of a frame that is a tile."""
        side = self.east - self.west + 1
        if side != self.south - self.north + 1 or side & (side - 1) or self.west % side or self.north % side:
            return None
        code = int(interleave(self.west, self.north))
        return code, code + side * side

    def runs(self) -> list[tuple[int, int]]:
        """Return half-open runs of Morton codes, in order and apart, that hold every point of the frame, and others."""
        if self.is_empty:
            return []
        if (code := self._own_code()) is not None:
            return [code]
        width = max(self.east - self.west, self.south - self.north)
        shift = max(0, width.bit_length() - _FINENESS)
        columns = range(self.west >> shift, (self.east >> shift) + 1)
        lines = range(self.north >> shift, (self.south >> shift) + 1)
        codes = sorted(int(interleave(x, y)) for y in lines for x in columns)
        return _joined([(code << 2 * shift, (code + 1) << 2 * shift) for code in codes])


EVERYWHERE = Frame()
NOWHERE = Frame(1, 1, 0, 0)


def frame_of_tile(z: int, x: int, y: int) -> Frame:
    """Return the frame of the tile."""
    shift = BITS - z
    return Frame(x << shift, y << shift, ((x + 1) << shift) - 1, ((y + 1) << shift) - 1)


def frame_of_box(box: Box) -> Frame:
    """Return the frame of the points with six decimals that lie in the box."""
    west, south = _next(box.west, upward=True), _next(box.south, upward=True)
    east, north = _next(box.east, upward=False), _next(box.north, upward=False)
    if west > east or south > north:
        return NOWHERE
    xs, ys = to_grid(np.array([west, east]), np.array([north, south]))
    return Frame(int(xs[0]), int(ys[0]), int(xs[1]), int(ys[1]))


def _next(degrees: float, *, upward: bool) -> float:
    """Return the nearest number with six decimals that is not below (upward) or not above."""
    near = round(degrees, DECIMALS)
    if upward:
        return near if near >= degrees else round(near + _STEP, DECIMALS)
    return near if near <= degrees else round(near - _STEP, DECIMALS)


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = runs[:1]
    for first, last in runs[1:]:
        if first == joined[-1][1]:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined
