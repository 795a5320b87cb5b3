"""A sorted piece of the index: its columns, the ways into them, and their addresses for the compiled loops."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.crowds import Crowds
from kmzb.geoindex.frame import EVERYWHERE, NOWHERE, Frame
from kmzb.geoindex.kernels import pointer
from kmzb.geoindex.mercator import Array
from kmzb.geoindex.question import Question
from kmzb.geoindex.shelf import Shelf

_DEAD_BITS = 8


@dataclass(frozen=True)
class Piece:
    """Rows in the order of (Morton code, id).

    Attributes:
        by_id: the row numbers in the order of ids.
        frames: for units and areas, by number: the frame of their rows; absent in a piece too small to need it.
        shelf: the second order, where the piece has one.
        crowds: crowded tiles with an order of their own, where there are some.
        sums: running sums of counts by status and of positions, uint64 [runs of 256 rows + 1, 10], where it has them.
        dead: a bit a row, 1 for rows that no longer count; None for none.

    """

    columns: Columns
    by_id: Array
    frames: dict[str, Array] = field(default_factory=dict)
    shelf: Shelf | None = None
    crowds: Crowds | None = None
    sums: Array | None = None
    dead: Array | None = None

    @classmethod
    def of(cls, columns: Columns) -> "Piece":
        """Return the piece of unsorted columns."""
        return cls(*columns.sorted())

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def rows(self) -> kernels.Rows:
        """The addresses of the columns; rows that no longer count are passed over."""
        rows = kernels.Rows(rows=len(self), dead=pointer(self.dead))
        for name, array in self.columns.present().items():
            setattr(rows, name, pointer(array))
        return rows

    @cached_property
    def all_rows(self) -> kernels.Rows:
        """The addresses of the columns with the rows that no longer count."""
        return replace(self, dead=None).rows

    @cached_property
    def dead_rows(self) -> Array:
        """The numbers of the rows that no longer count."""
        if self.dead is None:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(np.unpackbits(self.dead, count=len(self), bitorder="little"))

    @cached_property
    def dead_piece(self) -> "Piece":
        """The rows that no longer count, to be taken off what the shelf and kept sums say."""
        return Piece(self.columns.taken(self.dead_rows), np.empty(0, dtype=np.uint32))

    def without(self, rows: Array) -> "Piece":
        """Return the piece with these rows dead too."""
        if not len(rows):
            return self
        dead = np.zeros((len(self) + 7) // _DEAD_BITS, dtype=np.uint8) if self.dead is None else self.dead.copy()
        np.bitwise_or.at(dead, rows >> 3, (1 << (rows & 7)).astype(np.uint8))
        return replace(self, dead=dead)

    def alive(self) -> Columns:
        """Return the columns of the rows that count."""
        if self.dead is None:
            return self.columns
        return self.columns.taken(np.delete(np.arange(len(self)), self.dead_rows))

    def find(self, high: Array, low: Array) -> Array:
        """Return the rows, dead ones too, that carry these ids."""
        found = np.empty(len(high), dtype=np.int64)
        kernels.find_ids(self.rows, pointer(self.by_id), pointer(high), pointer(low), len(high), pointer(found))
        present: Array = found[found != kernels.NO_ROW]
        return present

    @cached_property
    def has_windows(self) -> bool:
        """Whether rows open or close."""
        return self.columns.opens is not None or self.columns.closes is not None

    def has_twice_an_id(self) -> bool:
        """Whether two rows carry one id."""
        high = self.columns.id_high[self.by_id]
        alike = np.flatnonzero(high[1:] == high[:-1])
        low = self.columns.id_low
        return bool((low[self.by_id[alike]] == low[self.by_id[alike + 1]]).any())

    def find_all_of(self, other: "Piece") -> Array:
        """Return the rows whose ids the other piece has too."""
        return self.find(other.columns.id_high, other.columns.id_low)

    def spans(self, question: Question) -> Iterator[tuple[int, int]]:
        """Yield half-open ranges of rows that hold all wanted ones, in order."""
        frame = question.frame.within(self._frame_of_codes(question))
        if frame == EVERYWHERE:
            yield 0, len(self)
            return
        bounds = self.seek(np.array(frame.runs(), dtype=np.uint64).ravel())
        for first, last in bounds.reshape(-1, 2).tolist():
            if first < last:
                yield first, last

    def seek(self, codes: Array) -> Array:
        """Return the first row at or behind each Morton code."""
        found = np.empty(len(codes), dtype=np.int64)
        kernels.seek(self.rows, pointer(codes), len(codes), pointer(found))
        return found

    def shelf_for(self, question: Question) -> Shelf | None:
        """Return the shelf where it answers a question about a tile by looking at fewer rows than the tile has."""
        if self.shelf is None or not question.is_plain:
            return None
        looked_at = self.shelf.rows_looked_at(question)
        is_shorter = not looked_at or looked_at < sum(last - first for first, last in self.spans(question))
        return self.shelf if is_shorter else None

    def matching(self, question: Question) -> Array:
        """Return the numbers of the wanted rows, in order."""
        found = [self._matching(question, first, last) for first, last in self.spans(question)]
        return np.concatenate(found).astype(np.int64) if found else np.empty(0, dtype=np.int64)

    def _matching(self, question: Question, first: int, last: int) -> Array:
        room = min(last - first, 4096)
        while True:
            found = np.empty(room, dtype=np.uint32)
            wanted = ctypes.byref(question.filter)
            total = kernels.rows(self.rows, wanted, first, last, pointer(found), room)
            if total <= room:
                return found[:total]
            room = total

    def _frame_of_codes(self, question: Question) -> Frame:
        """Return the frame of the rows of the wanted units and areas."""
        frame = EVERYWHERE
        for name, wanted in (("unit", question.units), ("area", question.areas)):
            if wanted is not None and name in self.frames:
                frame = frame.within(_around(self.frames[name][np.flatnonzero(wanted[: len(self.frames[name])])]))
        return frame


def running_sums(piece: Piece) -> Array:
    """Return the sums over all rows before every 256th one."""
    sums = np.empty((-(-len(piece) // kernels.RUN) + 1, kernels.STATUSES + 2), dtype=np.uint64)
    kernels.running_sums(piece.all_rows, pointer(sums))
    return sums


def frames_of(columns: Columns, name: str, codes: int) -> Array:
    """Return west, north, east and south of the rows of each code, as uint32 [codes, 4]; crossed edges for none."""
    frames = np.tile(np.array([NOWHERE.west, NOWHERE.north, NOWHERE.east, NOWHERE.south], np.uint32), (codes, 1))
    if not len(columns):
        return frames
    order = np.argsort(getattr(columns, name), kind="stable")
    numbers = getattr(columns, name)[order]
    starts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    x, y = columns.x[order], columns.y[order]
    least = (np.minimum.reduceat(axis, starts) for axis in (x, y))
    most = (np.maximum.reduceat(axis, starts) for axis in (x, y))
    frames[numbers[starts]] = np.stack([*least, *most], axis=1)
    return frames


def _around(frames: Array) -> Frame:
    frames = frames[frames[:, 0] <= frames[:, 2]]
    if not len(frames):
        return NOWHERE
    west, north, _, _ = frames.min(axis=0).tolist()
    _, _, east, south = frames.max(axis=0).tolist()
    return Frame(west, north, east, south)
