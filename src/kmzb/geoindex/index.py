"""A read-optimised index of marks: built once, asked often, replaced as a whole."""

from collections.abc import Collection, Iterable

import numpy as np

from kmzb.geoindex import grid
from kmzb.geoindex.columns import Array, Codes, Columns, columns_of, ids_of
from kmzb.geoindex.marks import EVERYTHING, Box, Cell, Filter, Mark, Moment, Polygon, Totals
from kmzb.geoindex.mercator import is_tile, tile_range
from kmzb.geoindex.shapes import inside, metres_between

_CODED = ("category", "status", "unit", "area")


class Index:
    """An immutable set of marks. Every answer equals that of a search through all of them, one by one.

    Answers depend only on the marks, never on the order in which they came.
    """

    def __init__(self, columns: Columns, codes: dict[str, Codes]) -> None:
        self._columns = columns
        self._codes = codes
        self._turns = np.unique(columns.opens)

    @classmethod
    def build(cls, marks: Iterable[Mark]) -> "Index":
        """Return the index of these marks.

        Raises:
            ValueError: an id occurs twice or is no id; a coordinate is not a number.
        """
        empty = {name: Codes() for name in _CODED}
        return cls(columns_of([], empty), empty).replaced((), marks)

    def replaced(self, gone: Collection[str], marks: Iterable[Mark]) -> "Index":
        """Return the index without the marks whose ids are `gone`, and with `marks` new or in place of their elders.

        Raises:
            ValueError: an id occurs twice in `marks` or is no id; a coordinate is not a number.
        """
        new = list(marks)
        ids = {mark.id for mark in new}
        if len(ids) < len(new):
            raise ValueError("an id occurs twice among the marks")
        codes = {name: self._codes[name].extended(getattr(mark, name) for mark in new) for name in _CODED}
        leaving = ids_of([*ids, *gone])
        kept = self._columns.taken(np.flatnonzero(~np.isin(self._columns.id, leaving)))
        return Index(kept.followed_by(columns_of(new, codes)).ordered(), codes)

    def __len__(self) -> int:
        return len(self._columns.id)

    def turn(self, at: Moment) -> int:
        """Return a number that changes whenever a mark opens by moment: with the day, a key of cached answers."""
        return int(np.searchsorted(self._turns, at.second, side="right"))

    def tile(self, z: int, x: int, y: int, at: Moment, wanted: Filter = EVERYTHING) -> list[Cell]:
        """Return the signs of the tile in Morton order: clusters and singles, at the deepest zoom every mark itself.

        Raises:
            ValueError: there is no such tile.
        """
        if not is_tile(z, x, y):
            raise ValueError(f"no tile {z}/{x}/{y}")
        first, last = np.searchsorted(self._columns.morton, tile_range(z, x, y))
        rows = first + np.flatnonzero(self._passing(slice(first, last), at, wanted))
        return grid.cells(self._columns, self._codes, rows, z)

    def totals(self, at: Moment, wanted: Filter = EVERYTHING, where: Box | Polygon | None = None) -> Totals:
        """Return how many marks match, in all, by status and by category."""
        rows = self._matching(at, wanted, where)
        return Totals(len(rows), self._counts("status", rows), self._counts("category", rows))

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
        rows = self._matching(at, wanted, where)
        changed, ids = self._columns.changed, self._columns.id
        if after is not None:
            day, last = after
            rows = rows[(changed[rows] < day) | ((changed[rows] == day) & (ids[rows] > last.encode()))]
        if len(rows) > limit:
            # Days older than that of the last row wanted need no sorting.
            oldest = -np.partition(-changed[rows], limit - 1)[limit - 1]
            rows = rows[changed[rows] >= oldest]
        order = np.lexsort((ids[rows], -changed[rows]))[:limit]
        return [name.decode() for name in ids[rows[order]].tolist()]

    def nearest(
        self, lon: float, lat: float, metres: float, at: Moment, wanted: Filter = EVERYTHING, *, limit: int
    ) -> list[tuple[str, float]]:
        """Return ids and distances of the marks within `metres` of the point, nearest first, then by id."""
        rows = self._matching(at, wanted, None)
        away = metres_between(lon, lat, self._columns.lon[rows], self._columns.lat[rows])
        rows, away = rows[away <= metres], away[away <= metres]
        order = np.lexsort((self._columns.id[rows], away))[:limit]
        return [(self._columns.id[rows[place]].decode(), float(away[place])) for place in order]

    def _matching(self, at: Moment, wanted: Filter, where: Box | Polygon | None) -> Array:
        passing = self._passing(slice(None), at, wanted)
        if where is not None:
            passing &= inside(where, self._columns.lon, self._columns.lat)
        return np.flatnonzero(passing)

    def _passing(self, rows: slice, at: Moment, wanted: Filter) -> Array:
        columns = self._columns
        passing: Array = (columns.opens[rows] <= at.second) & (columns.closes[rows] >= at.day)
        if wanted.first_day is not None:
            passing &= columns.reported[rows] >= wanted.first_day
        if wanted.last_day is not None:
            passing &= columns.reported[rows] <= wanted.last_day
        for name, codes in (("category", wanted.categories), ("status", wanted.statuses), ("unit", wanted.units)):
            if codes is not None:
                passing &= self._codes[name].passing(codes.__contains__)[getattr(columns, name)[rows]]
        if wanted.areas is not None:
            beginnings = tuple(wanted.areas)
            passing &= self._codes["area"].passing(lambda code: code.startswith(beginnings))[columns.area[rows]]
        return passing

    def _counts(self, name: str, rows: Array) -> dict[str, int]:
        codes = self._codes[name].codes
        counts = np.bincount(getattr(self._columns, name)[rows], minlength=len(codes)).tolist()
        return {code: count for code, count in sorted(zip(codes, counts, strict=True)) if count}
