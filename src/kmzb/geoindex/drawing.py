"""Tiles of an index: what stands in the 16 × 16 cells, or every mark itself at the deepest zoom."""

import ctypes

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.codes import Codes
from kmzb.geoindex.frame import Frame
from kmzb.geoindex.kernels import STEADY_ZOOM, morton_of, pointer
from kmzb.geoindex.mercator import BITS
from kmzb.geoindex.parts import changes_of, parts_of
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.question import Question
from kmzb.geoindex.tile import Tile, tile_of_grid, tile_of_rows

_GRID_BITS = 4


def clusters(codes: Codes, base: Piece, tail: Piece, question: Question, z: int, x: int, y: int) -> Tile:
    """Return the tile with a sign per cell. A cluster stands at the mean of its members.

    Down to the steady zoom the mean is one of places rounded to that zoom's pixels, which the shelf keeps.
    """
    grid, signs = _grid(base, tail, question, z, x, y), kernels.GridSigns()
    given = ctypes.byref(grid), ctypes.byref(base.rows), ctypes.byref(tail.rows), z, ctypes.byref(signs)
    while (number := kernels.signs(*given)) < 0:
        cell = -1 - number
        grid.row[cell] = _only_row(base, question, z, x, y, cell)
    return tile_of_grid(codes, signs, number)


def rows_themselves(codes: Codes, base: Piece, tail: Piece, question: Question, z: int) -> Tile:
    """Return the tile with a sign per row, in Morton order, then by id."""
    found = base.columns.taken(base.matching(question))
    if len(tail):
        found = found.followed_by(tail.columns.taken(tail.matching(question)))
    order = np.lexsort((found.id_low, found.id_high, morton_of(found.x, found.y)))
    return tile_of_rows(codes, found.taken(order), z)


def _grid(base: Piece, tail: Piece, question: Question, z: int, x: int, y: int) -> kernels.Grid:
    grid = kernels.Grid()
    target, wanted = ctypes.byref(grid), ctypes.byref(question.filter)
    if z <= STEADY_ZOOM and (shelf := base.shelf_for(question)) is not None:
        desk = np.empty((kernels.SPOT_CELLS, 3), dtype=np.int64)
        kernels.shelf_grid(shelf.structure, wanted, z, x, y, pointer(desk), target)
        kernels.single_rows(base.all_rows, wanted, z, target)
        parts = changes_of(base, tail)
    elif z > STEADY_ZOOM and base.sums is not None and question.is_whole:
        kernels.whole_grid(base.all_rows, wanted, pointer(base.sums), z, x, y, target)
        parts = changes_of(base, tail)
    elif question.is_plain and base.crowds is not None and (crowds := base.crowds.within(z, x, y)):
        for first, last in base.crowds.gaps(base.spans(question), crowds):
            kernels.grid(base.all_rows, wanted, first, last, z, 1, 0, target)
        base.crowds.add_to_grid(grid, question, z, crowds)
        kernels.single_rows(base.all_rows, wanted, z, target)
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
