"""The 16 × 16 grid of a tile: what stands in each cell."""

import numpy as np

from kmzb.geoindex.columns import Array, Codes, Columns
from kmzb.geoindex.marks import Cell, Single
from kmzb.geoindex.mercator import BITS, DEEPEST

EXTENT = 4096

_EXTENT_BITS = 12
_GRID_BITS = 4


def cells(columns: Columns, codes: dict[str, Codes], rows: Array, z: int) -> list[Cell]:
    """Return the signs of one tile. `rows` are those of its marks that count, in Morton order.

    A cluster stands at the mean of its members, rounded down.
    """
    if not len(rows):
        return []
    starts = np.arange(len(rows)) if z == DEEPEST else _starts(columns.morton[rows] >> 2 * (BITS - z - _GRID_BITS))
    counts = np.diff(starts, append=len(rows))
    x = _within_tile(np.add.reduceat(columns.x[rows], starts) // counts, z)
    y = _within_tile(np.add.reduceat(columns.y[rows], starts) // counts, z)
    split = _split(columns.status[rows], counts, codes["status"])
    singles = _singles(columns, codes, rows[starts])
    signs = zip(x.tolist(), y.tolist(), counts.tolist(), split, singles, strict=True)
    return [Cell(east, south, n, states, single if n == 1 else None) for east, south, n, states, single in signs]


def _starts(cell: Array) -> Array:
    return np.concatenate(([0], np.flatnonzero(cell[1:] != cell[:-1]) + 1))


def _within_tile(position: Array, z: int) -> Array:
    shifted: Array = (position >> (BITS - z - _EXTENT_BITS)) & (EXTENT - 1)
    return shifted


def _split(status: Array, counts: Array, codes: Codes) -> list[tuple[tuple[str, int], ...]]:
    cell = np.repeat(np.arange(len(counts)), counts)
    table = np.bincount(cell * len(codes.codes) + status, minlength=len(counts) * len(codes.codes))
    order = sorted(range(len(codes.codes)), key=codes.codes.__getitem__)
    names = [codes.codes[number] for number in order]
    lines = table.reshape(len(counts), -1)[:, order].tolist()
    return [tuple((name, n) for name, n in zip(names, line, strict=True) if n) for line in lines]


def _singles(columns: Columns, codes: dict[str, Codes], rows: Array) -> list[Single]:
    category, status = codes["category"].codes, codes["status"].codes
    told = zip(
        columns.id[rows].tolist(),
        columns.category[rows].tolist(),
        columns.status[rows].tolist(),
        columns.changed[rows].tolist(),
        strict=True,
    )
    return [Single(name.decode(), category[about], status[state], day) for name, about, state, day in told]
