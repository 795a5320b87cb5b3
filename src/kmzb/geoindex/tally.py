"""Sums over marks: by category, status and month, and how long decisions took."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from kmzb.geoindex.codes import Codes
from kmzb.geoindex.kernels import CATEGORIES, LONGEST_WAIT, STATUSES
from kmzb.geoindex.marks import FOREVER
from kmzb.geoindex.mercator import Array

_EPOCH = date(1970, 1, 1)
# The month of each day that a column can hold, counted from January 1970.
_MONTH_OF_DAY = (np.datetime64(_EPOCH, "D") + np.arange(FOREVER + 1)).astype("datetime64[M]").astype(np.int64)
MOST_MONTHS = int(_MONTH_OF_DAY[-1]) + 1


@dataclass(frozen=True)
class Months:
    """A run of months: the first one, counted from January 1970, and how many there are."""

    first: int
    number: int

    @classmethod
    def between(cls, first_day: int, last_day: int) -> "Months":
        """Return the months from that of the first day to that of the last."""
        first = int(_MONTH_OF_DAY[first_day])
        return cls(first, int(_MONTH_OF_DAY[last_day]) - first + 1)

    def of_days(self) -> Array:
        """Return for each day its place in the run, uint16; days outside count to the nearest end."""
        return np.clip(_MONTH_OF_DAY - self.first, 0, self.number - 1).astype(np.uint16)

    def names(self) -> list[str]:
        """Return the months as YYYY-MM."""
        months = range(self.first, self.first + self.number)
        return [f"{1970 + month // 12}-{month % 12 + 1:02}" for month in months]

    def around(self, other: "Months") -> "Months":
        """Return the shortest run that holds both."""
        first = min(self.first, other.first)
        return Months(first, max(self.first + self.number, other.first + other.number) - first)


@dataclass(frozen=True)
class Sums:
    """Numbers of reports.

    Attributes:
        cube: int64 [64 categories, 8 statuses, months], by month reported.
        waits: int64 [64 categories, 8 statuses, 256], by days from report to last change; 255 for more.

    """

    months: Months
    cube: Array
    waits: Array

    @classmethod
    def nothing(cls, months: Months) -> "Sums":
        """Return zeros."""
        cube = np.zeros((CATEGORIES, STATUSES, months.number), dtype=np.int64)
        return cls(months, cube, np.zeros((CATEGORIES, STATUSES, LONGEST_WAIT + 1), dtype=np.int64))

    def widened(self, months: Months) -> "Sums":
        """Return a copy over a run of months that holds this one."""
        sums = Sums.nothing(months)
        start = self.months.first - months.first
        sums.cube[:, :, start : start + self.months.number] = self.cube
        sums.waits[:] = self.waits
        return sums

    def masked(self, categories: int, statuses: int) -> "Sums":
        """Return a copy that counts only the categories and statuses whose bits are set."""
        keeps = np.outer(_bits(categories, CATEGORIES), _bits(statuses, STATUSES))[:, :, None]
        return Sums(self.months, self.cube * keeps, self.waits * keeps)


@dataclass(frozen=True)
class Tally:
    """How many reports match, in all and by code and month; codes and months without any are absent.

    Attributes:
        categories, statuses, months: what the axes of the cube stand for.
        cube: int64 [categories, statuses, months].

    """

    categories: tuple[str, ...]
    statuses: tuple[str, ...]
    months: tuple[str, ...]
    cube: Array
    waits: Array

    @classmethod
    def of(cls, sums: Sums, codes: Codes) -> "Tally":
        """Return the sums with names."""
        categories, statuses = codes.category.codes, codes.status.codes
        part = slice(len(categories)), slice(len(statuses))
        return cls(categories, statuses, tuple(sums.months.names()), sums.cube[part], sums.waits[part])

    @property
    def total(self) -> int:
        """How many reports match."""
        return int(self.cube.sum())

    @property
    def by_category(self) -> dict[str, int]:
        """Numbers by category, in the order of the codes."""
        return _named(self.categories, self.cube.sum(axis=(1, 2)))

    @property
    def by_status(self) -> dict[str, int]:
        """Numbers by status, in the order of the codes."""
        return _named(self.statuses, self.cube.sum(axis=(0, 2)))

    @property
    def by_month(self) -> dict[str, int]:
        """Numbers by month reported (YYYY-MM), oldest first."""
        return _named(self.months, self.cube.sum(axis=(0, 1)))

    def typical_wait(self, statuses: Collection[str]) -> int | None:
        """Return the lower median of days from report to last change in these statuses; None without reports.

        More than 255 days count as 255.
        """
        wanted = [number for number, code in enumerate(self.statuses) if code in statuses]
        running = np.cumsum(self.waits[:, wanted].sum(axis=(0, 1)))
        if not running[-1]:
            return None
        return int(np.searchsorted(running, (running[-1] + 1) // 2))


def _named(names: tuple[str, ...], numbers: Array) -> dict[str, int]:
    return {name: int(number) for name, number in sorted(zip(names, numbers.tolist(), strict=True)) if number}


def _bits(mask: int, width: int) -> Array:
    return np.array([mask >> number & 1 for number in range(width)], dtype=np.int64)
