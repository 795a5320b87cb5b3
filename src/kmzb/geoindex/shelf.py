"""The second order of the rows, for the low zooms: by cell, category, status and day reported.

A filtered count of a cell is then a pair of binary searches for each wanted class, whatever the number of rows.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.kernels import SHELF_LEVEL, SHELF_RUN, morton_of, pointer
from kmzb.geoindex.mercator import BITS, Array

# Offsets within a cell have eight bits: a pixel of the tiles of the steady zoom.
_OFFSET_SHIFT = BITS - SHELF_LEVEL - 8
_OFFSET_MASK = 255

KINDS = {
    "code": np.uint32,
    "first": np.uint32,
    "sum_weight": np.uint64,
    "sum_east": np.uint64,
    "sum_south": np.uint64,
    "day": np.uint16,
    "east": np.uint8,
    "south": np.uint8,
    "weight": np.uint32,
    "running": np.uint64,
}


@dataclass(frozen=True)
class Shelf:
    """Cells, the classes (category, status) of each, and the rows of each class by day; see `loops/grid.c`."""

    categories: int
    statuses: int
    code: Array
    first: Array
    sum_east: Array
    sum_south: Array
    day: Array
    east: Array
    south: Array
    running: Array
    sum_weight: Array | None = None
    weight: Array | None = None

    @classmethod
    def of(cls, columns: Columns, categories: int, statuses: int) -> "Shelf":
        """Return the shelf of sorted columns with so many codes."""
        code, starts = _cells(columns)
        classes = max(1, categories * statuses)
        kind = columns.category.astype(np.uint64) * np.uint64(statuses) + columns.status
        group = np.repeat(np.arange(len(code), dtype=np.uint64), np.diff(starts)) * np.uint64(classes) + kind
        # Days have 16 bits, groups of a country some 20: one number sorts by both.
        key = group << np.uint64(16) | columns.reported
        order = np.argsort(key)
        sizes = np.bincount(group.astype(np.int64), minlength=len(code) * classes)
        first = np.concatenate([[0], np.cumsum(sizes)])
        east, south = _offsets(columns.x[order]), _offsets(columns.y[order])
        weight = None if columns.weight is None else columns.weight[order]
        weighty = np.uint64(1) if weight is None else weight.astype(np.uint64)
        arrays = {
            "code": code,
            "first": first,
            "sum_weight": None if weight is None else _sums(weight, first),
            "sum_east": _sums(weighty * east, first),
            "sum_south": _sums(weighty * south, first),
            "running": np.stack([_running(weighty * part) for part in (np.ones_like(east), east, south)], axis=1),
            "day": columns.reported[order],
            "east": east,
            "south": south,
            "weight": weight,
        }
        typed = {name: np.ascontiguousarray(a, KINDS[name]) for name, a in arrays.items() if a is not None}
        return cls(categories, statuses, **typed)

    def present(self) -> dict[str, Array]:
        """Return the arrays that are there, by name."""
        return {
            field.name: array
            for field in fields(self)
            if field.name in KINDS and (array := getattr(self, field.name)) is not None
        }

    @cached_property
    def whole_cells(self) -> dict[str, Array]:
        """Sums over all categories, uint64 [cells, statuses]: weights and offsets."""
        weight = np.diff(self.first).astype(np.uint64) if self.sum_weight is None else self.sum_weight
        sums = {"all_weight": weight, "all_east": self.sum_east, "all_south": self.sum_south}
        shape = len(self.code), self.categories, self.statuses
        return {name: np.ascontiguousarray(array.reshape(shape).sum(axis=1)) for name, array in sums.items()}

    @cached_property
    def structure(self) -> kernels.Shelf:
        """The addresses for the compiled loops; they hold as long as this shelf lives."""
        shelf = kernels.Shelf(cells=len(self.code), categories=self.categories, statuses=self.statuses)
        for name, array in {**self.present(), **self.whole_cells}.items():
            setattr(shelf, name, pointer(array))
        return shelf


def _cells(columns: Columns) -> tuple[Array, Array]:
    """Return the Morton codes of the cells, and the first row of each with the number of rows behind them."""
    code = morton_of(columns.x, columns.y) >> np.uint64(2 * (BITS - SHELF_LEVEL))
    starts = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]])) if len(code) else np.empty(0, np.int64)
    return code[starts], np.append(starts, len(code))


def _offsets(places: Array) -> Array:
    return (places >> np.uint32(_OFFSET_SHIFT) & np.uint32(_OFFSET_MASK)).astype(np.uint8)


def _running(values: Array) -> Array:
    """Return the sums of all values before every 64th one."""
    sums: Array = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])[::SHELF_RUN]
    return sums


def _sums(values: Array, first: Array) -> Array:
    """Return the sum of each class."""
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])
    sums: Array = running[first[1:]] - running[first[:-1]]
    return sums
