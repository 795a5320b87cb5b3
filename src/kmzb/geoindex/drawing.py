"""Tiles of an index: what stands in the 16 × 16 cells, or every mark itself at the deepest zoom."""

import ctypes

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.codes import Codes
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.frame import Frame
from kmzb.geoindex.kernels import CELLS, NO_ROW, STATUSES, STEADY_ZOOM, morton_of, pointer, unpack_ids
from kmzb.geoindex.mercator import BITS, Array
from kmzb.geoindex.parts import changes_of, parts_of
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.question import Question
from kmzb.geoindex.tile import EXTENT, Tile, counts_of, no_signs

_EXTENT_BITS = 12
_GRID_BITS = 4


def clusters(codes: Codes, base: Piece, tail: Piece, question: Question, z: int, x: int, y: int) -> Tile:
    """Return the tile with a sign per cell. A cluster stands at the mean of its members.

    Down to the steady zoom the mean is one of places rounded to that zoom's pixels, which the shelf keeps.
    """
    grid = _grid(base, tail, question, z, x, y)
    count = np.frombuffer(grid.count, dtype=np.int64).reshape(CELLS, STATUSES)
    total = count.sum(axis=1)
    cells = np.flatnonzero(total)
    if not len(cells):
        return no_signs(codes)
    total, count = total[cells], count[cells]
    down = STEADY_ZOOM - z if z <= STEADY_ZOOM else BITS - z - _EXTENT_BITS
    places = (np.frombuffer(axis, dtype=np.int64)[cells] // total >> down & EXTENT - 1 for axis in (grid.x, grid.y))
    is_single = total == 1
    rows = np.frombuffer(grid.row, dtype=np.int64)[cells]
    for place in np.flatnonzero(is_single & (rows == NO_ROW)).tolist():
        rows[place] = _only_row(base, question, z, x, y, int(cells[place]))
    return _told(codes, base, tail, np.where(is_single, rows, 0), count, is_single, *places)


def rows_themselves(codes: Codes, base: Piece, tail: Piece, question: Question, z: int) -> Tile:
    """Return the tile with a sign per row, in Morton order, then by id."""
    rows = np.concatenate([base.matching(question), tail.matching(question) + len(base)])
    if not len(rows):
        return no_signs(codes)
    found = _columns(base, tail, rows)
    order = np.lexsort((found.id_low, found.id_high, morton_of(found.x, found.y)))
    rows, found = rows[order], found.taken(order)
    places = (axis.astype(np.int64) >> (BITS - z - _EXTENT_BITS) & EXTENT - 1 for axis in (found.x, found.y))
    weight = found.full("weight")
    return _told(codes, base, tail, rows, counts_of(found.status, weight), weight == 1, *places)


def _grid(base: Piece, tail: Piece, question: Question, z: int, x: int, y: int) -> kernels.Grid:
    grid = kernels.Grid()
    target, wanted = ctypes.byref(grid), ctypes.byref(question.filter)
    if z <= STEADY_ZOOM and base.shelf is not None and question.is_plain:
        kernels.shelf_grid(base.shelf.structure, wanted, z, x, y, target)
        kernels.shelf_rows(base.all_rows, wanted, target)
        parts = changes_of(base, tail)
    elif z > STEADY_ZOOM and base.sums is not None and question.is_whole:
        kernels.whole_grid(base.all_rows, wanted, pointer(base.sums), z, x, y, target)
        parts = changes_of(base, tail)
    else:
        parts = parts_of(base, tail, question)
    for part in parts:
        part.add_to_grid(grid, question, z)
    return grid


def _only_row(base: Piece, question: Question, z: int, x: int, y: int, cell: int) -> int:
    """Return the row of a cell of which only one is left in the base."""
    side = 1 << (BITS - z - _GRID_BITS)
    south, east = divmod(cell, 1 << _GRID_BITS)
    west, north = ((x << _GRID_BITS) + east) * side, ((y << _GRID_BITS) + south) * side
    (row,) = base.matching(question.within(Frame(west, north, west + side - 1, north + side - 1)))
    return int(row)


def _columns(base: Piece, tail: Piece, rows: Array) -> Columns:
    """Return these rows of the base and, numbered behind them, the tail; not in order."""
    is_base = rows < len(base)
    taken = base.columns.taken(rows[is_base]).followed_by(tail.columns.taken(rows[~is_base] - len(base)))
    order = np.empty(len(rows), dtype=np.int64)
    order[np.concatenate([np.flatnonzero(is_base), np.flatnonzero(~is_base)])] = np.arange(len(rows))
    return taken.taken(order)


def _told(
    codes: Codes, base: Piece, tail: Piece, rows: Array, count: Array, is_single: Array, x: Array, y: Array
) -> Tile:
    """Return the signs; those of one report with what is known of its row."""
    ids = np.zeros(len(rows), dtype="S16")
    told = {name: np.zeros(len(rows), dtype=np.int64) for name in ("category", "status", "changed")}
    if is_single.any():
        found = _columns(base, tail, rows[is_single])
        ids[is_single] = unpack_ids(found.id_high, found.id_low)
        for name, column in told.items():
            column[is_single] = getattr(found, name)
    return Tile(codes, x, y, count, is_single, ids, **told)
