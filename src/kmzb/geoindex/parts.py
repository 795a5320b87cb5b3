"""The pieces of an index as terms of a sum: what the base holds, less what no longer counts, and what came since."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

from kmzb.geoindex import kernels
from kmzb.geoindex.kernels import pointer
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.question import Question
from kmzb.geoindex.tally import Sums


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are added or taken off; `origin` is added to their numbers where rows are told."""

    piece: Piece
    rows: kernels.Rows
    sign: int
    origin: int

    def add_to_grid(self, grid: kernels.Grid, question: Question, z: int) -> None:
        """Add the wanted rows to the cells of a tile."""
        wanted, target = ctypes.byref(question.filter), ctypes.byref(grid)
        for first, last in self.piece.spans(question):
            kernels.grid(self.rows, wanted, first, last, z, self.sign, self.origin, target)

    def add_to_sums(self, sums: Sums, question: Question) -> None:
        """Add the wanted rows to sums, whose months hold theirs."""
        wanted, months = ctypes.byref(question.filter), sums.months.of_days()
        targets = pointer(months), sums.months.number, pointer(sums.cube), pointer(sums.waits)
        for first, last in self.piece.spans(question):
            kernels.tally(self.rows, wanted, first, last, self.sign, *targets)

    def count(self, question: Question) -> int:
        """Return how many reports the wanted rows stand for."""
        wanted = ctypes.byref(question.filter)
        spans = self.piece.spans(question)
        counts = [kernels.count(self.rows, wanted, first, last) for first, last in spans]
        return self.sign * sum(map(int, counts))


def parts_of(base: Piece, tail: Piece, question: Question) -> Iterator[Part]:
    """Yield the parts whose sum is the answer.

    Passing over dead rows one by one slows the loop over the base; where the question is plain, they are taken off.
    """
    if question.is_plain and not base.has_windows:
        yield Part(base, base.all_rows, 1, 0)
        yield from changes_of(base, tail)
    else:
        yield Part(base, base.rows, 1, 0)
        if len(tail):
            yield Part(tail, tail.rows, 1, len(base))


def changes_of(base: Piece, tail: Piece) -> Iterator[Part]:
    """Yield what has changed since the base was made."""
    if base.dead is not None:
        yield Part(base.dead_piece, base.dead_piece.rows, -1, 0)
    if len(tail):
        yield Part(tail, tail.rows, 1, len(base))
