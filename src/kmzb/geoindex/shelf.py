"""The second order of the rows, for the low zooms: by category, status and day reported, with landmarks.

The wanted rows of a class lie in one range. Landmarks tell what stood in each cell before every so many rows: a
filtered tile is then the difference of two landmarks for each wanted class, and of the few rows from there to the ends
of its range, whatever the number of rows. `loops/shelf.c` adds them up.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kmzb.geoindex import classes, kernels
from kmzb.geoindex.codes import EVERY_CODE
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.kernels import SHELF_LEVEL, SPOT_CELLS, morton_of, pointer
from kmzb.geoindex.mercator import BITS, Array
from kmzb.geoindex.question import Question

# Offsets within a cell have eight bits: a pixel of the tiles of the steady zoom.
_OFFSET_SHIFT = BITS - SHELF_LEVEL - 8
_OFFSET_MASK = 255
# A landmark holds three numbers a cell; with so many rows between two they take three bytes a row or less.
_ROWS_A_CELL = 8

KINDS = {
    "code": np.uint32,
    **classes.KINDS,
    "spot": np.uint32,
    "weight": np.uint32,
    "landmarks": np.int64,
    "whole": np.int64,
}


@dataclass(frozen=True)
class Shelf:
    """Cells, classes with their runs of one day, and the rows' places; see `loops/shelf.c`.

    Attributes:
        code: Morton codes of the cells, in order.
        runs, day, first: see `runs_of`.
        spot: of each row the number of its cell and the offsets within, 16, 8 and 8 bits.
        landmarks: weight, east and south over all rows before every `spacing`-th one, [rows // spacing + 1, cells, 3].
        whole: the same over all categories and days, [statuses, cells, 3].

    """

    categories: int
    statuses: int
    code: Array
    runs: Array
    day: Array
    first: Array
    spot: Array
    landmarks: Array
    whole: Array
    weight: Array | None = None

    @classmethod
    def of(cls, columns: Columns, categories: int, statuses: int) -> "Shelf | None":
        """Return the shelf of sorted columns with so many codes; None for rows in more cells than it can number."""
        code, number = _cells(columns)
        if len(code) > SPOT_CELLS:
            return None
        of_rows = classes.classes_of(columns, statuses)
        order = classes.by_class(of_rows, columns.reported)
        spot = number << np.uint32(16) | _offsets(columns.x) << np.uint32(8) | _offsets(columns.y)
        arrays: dict[str, Any] = {
            "code": code.astype(np.uint32),
            **classes.runs_of(of_rows[order], columns.reported[order], categories * statuses),
            "spot": spot[order],
            "landmarks": np.empty((len(order) // spacing_of(len(code)) + 1, len(code), 3), dtype=np.int64),
            "whole": np.zeros((statuses, len(code), 3), dtype=np.int64),
            "weight": None if columns.weight is None else columns.weight[order],
        }
        shelf = cls(categories, statuses, **arrays)
        kernels.survey(shelf.structure, pointer(shelf.landmarks), pointer(shelf.whole))
        return shelf

    def present(self) -> dict[str, Array]:
        """Return the arrays that are there, by name."""
        return classes.present_of(self, KINDS)

    @property
    def spacing(self) -> int:
        """How many rows lie between two landmarks."""
        return spacing_of(len(self.code))

    @cached_property
    def structure(self) -> kernels.Shelf:
        """The addresses for the compiled loops; they hold as long as this shelf lives."""
        rows, counts = len(self.spot), {"categories": self.categories, "statuses": self.statuses}
        lengths = {"rows": rows, "cells": len(self.code), "n_runs": len(self.day), "n_rows": rows}
        shelf = kernels.Shelf(**counts, **lengths, spacing=self.spacing)
        for name, array in self.present().items():
            setattr(shelf, name, pointer(array))
        return shelf

    def rows_looked_at(self, question: Question) -> int:
        """Return about how many rows a tile under a plain question costs: none where only the status decides."""
        if question.filter.categories == EVERY_CODE and not question.has_days:
            return 0
        wanted = (question.filter.categories, self.categories), (question.filter.statuses, self.statuses)
        classes: int = math.prod((mask & (1 << known) - 1).bit_count() for mask, known in wanted)
        return classes * self.spacing // 2


def spacing_of(cells: int) -> int:
    """Return how many rows lie between two landmarks over so many cells: a power of two."""
    return 1 << (_ROWS_A_CELL * max(1, cells) - 1).bit_length()


def _cells(columns: Columns) -> tuple[Array, Array]:
    """Return the Morton codes of the cells, and for each row the number of its cell as uint32."""
    code = morton_of(columns.x, columns.y) >> np.uint64(2 * (BITS - SHELF_LEVEL))
    is_new = np.concatenate([[True], code[1:] != code[:-1]])[: len(code)]
    return code[is_new], np.cumsum(is_new, dtype=np.uint32) - np.uint32(1)


def _offsets(places: Array) -> Array:
    return places >> np.uint32(_OFFSET_SHIFT) & np.uint32(_OFFSET_MASK)
