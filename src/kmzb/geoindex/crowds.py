"""Crowded tiles of zoom 10, each with a second order of its own: by category, status and day reported.

The wanted rows of a class lie in one range of places: a filtered tile is read from those that it counts, not from all
that lie in it. `loops/crowds.c` adds them up.
"""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kmzb.geoindex import classes, kernels
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.kernels import SHELF_LEVEL, STEADY_ZOOM, pointer
from kmzb.geoindex.mercator import Array, interleave
from kmzb.geoindex.question import Question

CROWD = 1 << 19  # fewer rows are looked at in a millisecond; a place takes six bytes
KINDS: dict[str, Any] = {
    "code": np.uint32,
    "bounds": np.int64,
    **classes.KINDS,
    "place": np.uint16,
    "weight": np.uint32,
}


@dataclass(frozen=True)
class Crowds:
    """Tiles, classes with their runs of one day, and the rows' places; see `loops/crowds.c`.

    Attributes:
        code: Morton codes of the tiles, in order.
        bounds: of each tile the first row in the order of Morton codes, and the one behind the last, [crowds, 2].
        runs, day, first: see `runs_of`; class k of tile n is class n * categories * statuses + k.
        place: of each row, in this order, how far east and south in the tile it lies, [rows, 3].

    """

    categories: int
    statuses: int
    code: Array
    bounds: Array
    runs: Array
    day: Array
    first: Array
    place: Array
    weight: Array | None = None

    @classmethod
    def of(
        cls, columns: Columns, cells: Array, bounds: Array, categories: int, statuses: int, *, crowd_from: int
    ) -> "Crowds | None":
        """Return the crowds of sorted columns with so many codes; None where no cell has that many rows.

        `cells` are the Morton codes of all cells, `bounds` their first rows and the end of the last one.
        """
        crowded = np.flatnonzero(np.diff(bounds) >= crowd_from)
        if not len(crowded):
            return None
        number = categories * statuses
        of_rows = classes.classes_of(columns, statuses)
        ranges = np.stack([bounds[crowded], bounds[crowded + 1]], axis=1)
        order = np.concatenate(
            [first + classes.by_class(of_rows[first:last], columns.reported[first:last]) for first, last in ranges]
        )
        crowd = np.repeat(np.arange(len(crowded)), ranges[:, 1] - ranges[:, 0])
        rows = order.astype(np.uint32)
        place = np.empty((len(rows), 3), dtype=np.uint16)
        kernels.places(pointer(columns.x), pointer(columns.y), pointer(rows), len(rows), pointer(place))
        return cls(
            categories,
            statuses,
            code=cells[crowded],
            bounds=ranges,
            **classes.runs_of(crowd * number + of_rows[order], columns.reported[order], len(crowded) * number),
            place=place,
            weight=None if columns.weight is None else columns.weight[order],
        )

    def present(self) -> dict[str, Array]:
        """Return the arrays that are there, by name."""
        return classes.present_of(self, KINDS)

    @cached_property
    def structure(self) -> kernels.Crowds:
        """The addresses for the compiled loops; they hold as long as the arrays live."""
        lengths = {"n_runs": len(self.day), "n_rows": len(self.place)}
        crowds = kernels.Crowds(len(self.code), self.categories, self.statuses, **lengths)
        for name, array in self.present().items():
            if name != "bounds":
                setattr(crowds, name, pointer(array))
        return crowds

    def within(self, z: int, x: int, y: int) -> range:
        """Return the numbers of the crowds that lie in the tile; none where they are too small or too large for it."""
        if not STEADY_ZOOM < z <= SHELF_LEVEL:
            return range(0)
        code = int(interleave(x, y))
        shift = 2 * (SHELF_LEVEL - z)
        return range(*np.searchsorted(self.code, [code << shift, (code + 1) << shift]).tolist())

    def add_to_grid(self, grid: kernels.Grid, question: Question, z: int, crowds: range) -> None:
        """Add the wanted rows of these crowds, under a plain question, to the cells of a tile around them."""
        given = ctypes.byref(self.structure), ctypes.byref(question.filter)
        kernels.crowd_grid(*given, crowds.start, crowds.stop, z, ctypes.byref(grid))

    def gaps(self, spans: Iterable[tuple[int, int]], crowds: range) -> Iterator[tuple[int, int]]:
        """Yield what is left of ranges of rows, in the order of Morton codes, without those of the crowds."""
        for first, last in spans:
            start = first
            for begin, end in self.bounds[crowds.start : crowds.stop].tolist():
                # A file that is overwritten may tell any bounds.
                if start < begin:
                    yield start, min(begin, last)
                start = min(max(end, first), last)
            if start < last:
                yield start, last
