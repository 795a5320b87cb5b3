"""A read-optimised index of marks: built once, asked often, followed change by change."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np

from kmzb.geoindex import drawing, snapshot
from kmzb.geoindex.base import SHELF_FROM, Base
from kmzb.geoindex.codes import Codes
from kmzb.geoindex.columns import Columns, columns_of
from kmzb.geoindex.crowds import CROWD
from kmzb.geoindex.frame import frame_of_tile
from kmzb.geoindex.kernels import pack_ids, unpack_ids
from kmzb.geoindex.listing import find_nearest, find_newest
from kmzb.geoindex.marks import EVERYTHING, Box, Filter, Mark, Moment, Polygon
from kmzb.geoindex.mercator import DEEPEST, Array, is_tile
from kmzb.geoindex.parts import changes_of, parts_of
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.question import Question
from kmzb.geoindex.stamps import Stamps
from kmzb.geoindex.tally import Sums, Tally
from kmzb.geoindex.tile import Tile


class Index:
    """An immutable set of marks. Every answer equals that of a search through all of them, one by one.

    Most marks are in the base, which may be a mapped file; what changed since is in the tail, and in the base's list
    of rows that no longer count. Answers depend on the marks only, never on which part they are in.
    """

    def __init__(self, codes: Codes, base: Base, tail: Piece, stamps: Stamps) -> None:
        self._codes = codes
        self._base = base
        self._tail = tail
        self._stamps = stamps
        self._turns = np.unique(tail.columns.full("opens"))

    @classmethod
    def build(cls, marks: Iterable[Mark]) -> "Index":
        """Return the index of some marks.

        Raises:
            ValueError: an id occurs twice or is no id; a coordinate is not a number; see `Mark`.
        """
        codes = Codes()
        nothing = columns_of([], codes)
        return cls(codes, Base.of(codes, nothing), Piece.of(nothing), Stamps.of()).replaced((), marks)

    @classmethod
    def of(
        cls,
        codes: Codes,
        columns: Columns,
        at: Moment,
        *,
        stamp: int = 0,
        shelf_from: int = SHELF_FROM,
        crowd_from: int = CROWD,
    ) -> "Index":
        """Return the index of many marks, given as columns in any order.

        Seconds for millions. From `shelf_from` rows the base gets the second order that the low zooms are read from,
        and each tile of zoom 10 with `crowd_from` rows one of its own.

        Raises:
            ValueError: an id occurs twice.
        """
        is_open = columns.full("opens") <= at.second
        base = Base.of(codes, columns.where(is_open), shelf_from=shelf_from, crowd_from=crowd_from)
        tail = Piece.of(columns.where(~is_open))
        if base.piece.has_twice_an_id() or tail.has_twice_an_id() or len(base.piece.find_all_of(tail)):
            raise ValueError("an id occurs twice among the marks")
        return cls(codes, base, tail, Stamps.of(stamp))

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Return the index that was saved in the file, mapped into memory and shared by all processes that open it.

        Raises:
            SnapshotRefused: the file is foreign, of another version, truncated or damaged.
            FileNotFoundError: there is none.
        """
        saved = snapshot.read(path)
        return cls(saved.codes, saved.base, saved.tail, saved.stamps)

    def save(self, path: Path, note: Mapping[str, str | int]) -> None:
        """Write a merged index to a file, which takes its place only when it has been read back.

        Raises:
            ValueError: the index is not merged.
            OSError: the file cannot be written.
        """
        if self._base.piece.dead is not None:
            raise ValueError("only a merged index can be saved")
        base = self._base.noted(note)
        snapshot.write(path, snapshot.Saved(self._codes, base, self._tail, self._stamps))

    def replaced(self, gone: Collection[str], marks: Iterable[Mark], stamp: int = 0) -> "Index":
        """Return the index without the marks whose ids are `gone`, and with `marks` new or in place of their elders.

        The cost grows with what has changed since the last merge. `stamp` is that of the newest of the changes.

        Raises:
            ValueError: an id occurs twice in `marks` or is no id; a coordinate is not a number; see `Mark`.
        """
        new = list(marks)
        ids = {mark.id for mark in new}
        if len(ids) < len(new):
            raise ValueError("an id occurs twice among the marks")
        codes = self._codes.extended(new)
        added = columns_of(new, codes)
        leaving = pack_ids(np.array([name.encode() for name in {*ids, *gone}], dtype="S16"))
        in_base, in_tail = self._base.piece.find(*leaving), self._tail.find(*leaving)
        touched = (self._base.piece.columns.taken(in_base), self._tail.columns.taken(in_tail), added)
        kept = self._tail.columns.taken(np.setdiff1d(np.arange(len(self._tail)), in_tail))
        base = self._base.without(in_base)
        return Index(codes, base, Piece.of(kept.followed_by(added)), self._stamps.touched(touched, stamp))

    def merged(self, at: Moment, *, shelf_from: int = SHELF_FROM, crowd_from: int = CROWD) -> "Index":
        """Return the same marks in one base; what opens after `at` stays in the tail. Seconds for millions."""
        columns = self._base.piece.alive().followed_by(self._tail.columns)
        merged = Index.of(self._codes, columns, at, shelf_from=shelf_from, crowd_from=crowd_from)
        opened = int(max(self._base.opened, *self._turns[self._turns <= at.second], 0))
        return Index(self._codes, merged._base.opened_at(opened), merged._tail, self._stamps)  # noqa: SLF001  # its own class

    @property
    def changes(self) -> int:
        """How many rows differ from the base."""
        return len(self._tail) + len(self._base.piece.dead_rows)

    @property
    def note(self) -> Mapping[str, str | int]:
        """What was saved with the base; nothing for one that was built here."""
        return self._base.note

    def __len__(self) -> int:
        return len(self._base.piece) - len(self._base.piece.dead_rows) + len(self._tail)

    def turn(self, at: Moment) -> int:
        """Return a number that changes whenever a mark opens: with the day and the stamp, a key of cached answers."""
        opened = self._turns[self._turns <= at.second]
        return int(max(self._base.opened, *opened[-1:], 0))

    def stamp(self, z: int, x: int, y: int) -> int:
        """Return the newest stamp of a change around the tile: in its ancestor of zoom 6, or anywhere below it."""
        return self._stamps.newest(z, x, y)

    def tile(self, z: int, x: int, y: int, at: Moment, wanted: Filter = EVERYTHING) -> Tile:
        """Return the signs of the tile: clusters and singles, at the deepest zoom every mark itself.

        Raises:
            ValueError: there is no such tile.
        """
        if not is_tile(z, x, y):
            raise ValueError(f"no tile {z}/{x}/{y}")
        question = Question.of(self._codes, at, wanted, frame_of_tile(z, x, y))
        pieces = self._codes, self._base.piece, self._tail, question
        return drawing.rows_themselves(*pieces, z) if z == DEEPEST else drawing.clusters(*pieces, z, x, y)

    def count(self, at: Moment, wanted: Filter = EVERYTHING, where: Box | Polygon | None = None) -> int:
        """Return how many reports match."""
        question = Question.of(self._codes, at, wanted, where)
        if self._base.has_kept(question, where):
            return self.tally(at, wanted, where).total
        return sum(part.count(question) for part in parts_of(self._base.piece, self._tail, question))

    def tally(self, at: Moment, wanted: Filter = EVERYTHING, where: Box | Polygon | None = None) -> Tally:
        """Return how many reports match, by category, status and month, and how long decisions took."""
        question = Question.of(self._codes, at, wanted, where)
        months = self._base.months_with(self._tail)
        if (kept := self._base.kept) is not None and self._base.has_kept(question, where):
            sums = kept.masked(question.filter.categories, question.filter.statuses).widened(months)
            parts = changes_of(self._base.piece, self._tail)
        else:
            sums = Sums.nothing(months)
            parts = parts_of(self._base.piece, self._tail, question)
        for part in parts:
            part.add_to_sums(sums, question)
        return Tally.of(sums, self._codes)

    def newest(
        self,
        at: Moment,
        wanted: Filter = EVERYTHING,
        where: Box | Polygon | None = None,
        *,
        after: tuple[int, str] | None = None,
        limit: int,
    ) -> list[str]:
        """Return ids by day of change, newest first, then by id; those behind the place `after` (day, id)."""

        def question(**narrower: int) -> Question:
            return Question.of(self._codes, at, wanted, where, **narrower)

        return _texts(find_newest((self._base.piece, self._tail), question, after=after, limit=limit))

    def nearest(
        self, lon: float, lat: float, metres: float, at: Moment, wanted: Filter = EVERYTHING, *, limit: int
    ) -> list[tuple[str, float]]:
        """Return ids and distances of the marks within `metres` of the point, nearest first, then by id."""

        def question(where: Box | None) -> Question:
            return Question.of(self._codes, at, wanted, where)

        ids, away = find_nearest((self._base.piece, self._tail), question, lon, lat, metres, limit=limit)
        return list(zip(_texts(ids), away.tolist(), strict=True))


def _texts(ids: tuple[Array, Array]) -> list[str]:
    return [name.decode() for name in unpack_ids(*ids).tolist()]
