"""The base of an index: the great piece that changes only by being made anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kmzb.geoindex.codes import Codes
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.crowds import CROWD, Crowds
from kmzb.geoindex.kernels import SHELF_LEVEL
from kmzb.geoindex.marks import EVERYTHING, Box, Moment, Polygon
from kmzb.geoindex.mercator import BITS, Array
from kmzb.geoindex.parts import Part
from kmzb.geoindex.piece import Piece, frames_of, running_sums
from kmzb.geoindex.question import Question
from kmzb.geoindex.shelf import Shelf
from kmzb.geoindex.tally import Months, Sums

SHELF_FROM = 50_000


@dataclass(frozen=True)
class Base:
    """The piece, sums over all its rows as it was made, and when the last mark opened that is in it.

    Sums are kept only where no row closes, for then they hold at any moment.
    """

    piece: Piece
    months: Months
    kept: Sums | None
    opened: int = 0
    note: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, codes: Codes, columns: Columns, *, shelf_from: int = SHELF_FROM, crowd_from: int = CROWD) -> "Base":
        """Return the base of unsorted columns, all of them open by now."""
        opened = int(columns.full("opens").max(initial=0))
        piece = Piece.of(replace(columns, opens=None))
        rows = piece.columns
        frames = {name: frames_of(rows, name, len(codes.column(name).codes)) for name in ("unit", "area")}
        is_lasting = rows.closes is None
        counts = len(codes.category.codes), len(codes.status.codes)
        if is_lasting and len(rows) >= shelf_from:
            piece = replace(piece, shelf=Shelf.of(rows, *counts), sums=running_sums(piece))
            piece = replace(piece, crowds=_crowds(piece, crowd_from))
        piece = replace(piece, frames=frames)
        return cls(piece, months_of(rows), _sums(codes, piece) if is_lasting else None, opened)

    def has_kept(self, question: Question, where: Box | Polygon | None) -> bool:
        """Whether kept sums answer the question."""
        return self.kept is not None and where is None and question.is_plain and not question.has_days

    def months_with(self, tail: Piece) -> Months:
        """Return the months of all rows."""
        return self.months.around(months_of(tail.columns)) if len(tail) else self.months

    def without(self, rows: Array) -> "Base":
        """Return the base with these rows dead."""
        return replace(self, piece=self.piece.without(rows)) if len(rows) else self

    def noted(self, note: Mapping[str, str | int]) -> "Base":
        """Return the base with this note."""
        return replace(self, note=dict(note))

    def opened_at(self, second: int) -> "Base":
        """Return the base with the moment at which its last mark opened."""
        return replace(self, opened=max(self.opened, second))


def months_of(columns: Columns) -> Months:
    """Return the months in which the rows were reported."""
    if not len(columns):
        return Months(0, 1)
    return Months.between(int(columns.reported.min()), int(columns.reported.max()))


def _crowds(piece: Piece, crowd_from: int) -> Crowds | None:
    """Return the crowds among the cells of the piece's shelf."""
    if (shelf := piece.shelf) is None:
        return None
    starts = piece.seek(shelf.code.astype(np.uint64) << np.uint64(2 * (BITS - SHELF_LEVEL)))
    bounds = np.append(starts, len(piece))
    return Crowds.of(piece.columns, shelf.code, bounds, shelf.categories, shelf.statuses, crowd_from=crowd_from)


def _sums(codes: Codes, piece: Piece) -> Sums:
    sums = Sums.nothing(months_of(piece.columns))
    Part(piece, piece.rows, 1, 0).add_to_sums(sums, Question.of(codes, Moment(0, 0), EVERYTHING))
    return sums
