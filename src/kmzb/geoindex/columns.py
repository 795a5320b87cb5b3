"""The marks as columns sorted by (Morton code, id)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kmzb.geoindex.marks import ID_LETTERS, Mark
from kmzb.geoindex.mercator import interleave, to_grid

Array: TypeAlias = NDArray[Any]
FOREVER = np.iinfo(np.int64).max


class Codes:
    """The codes of one column, numbered as they first came."""

    def __init__(self, codes: Sequence[str] = ()) -> None:
        self.codes = tuple(codes)
        self._numbers = {code: number for number, code in enumerate(self.codes)}

    def extended(self, codes: Iterable[str]) -> "Codes":
        """Return these codes with the new ones after them; numbers that were given stay."""
        new = [code for code in dict.fromkeys(codes) if code not in self._numbers]
        return Codes((*self.codes, *new)) if new else self

    def numbers(self, codes: Iterable[str]) -> Array:
        """Return the number of each code."""
        return np.array([self._numbers[code] for code in codes], dtype=np.int32)

    def passing(self, is_wanted: Callable[[str], bool]) -> Array:
        """Return, for each number, whether its code is wanted."""
        return np.array([is_wanted(code) for code in self.codes], dtype=bool)


@dataclass(frozen=True, slots=True)
class Columns:
    """Equally long arrays, one row a mark."""

    morton: Array
    id: Array
    x: Array
    y: Array
    lon: Array
    lat: Array
    category: Array
    status: Array
    unit: Array
    area: Array
    reported: Array
    changed: Array
    opens: Array
    closes: Array

    def taken(self, rows: Array) -> "Columns":
        """Return these rows only, in this order."""
        return Columns(*(getattr(self, column.name)[rows] for column in fields(self)))

    def followed_by(self, other: "Columns") -> "Columns":
        """Return these rows and those of `other` after them, unsorted."""
        names = [column.name for column in fields(self)]
        return Columns(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def ordered(self) -> "Columns":
        """Return the rows sorted by (Morton code, id).

        A stable sort over nearly sorted numbers is quick; only rows of one code are then put in order of id.
        """
        order = np.argsort(self.morton, kind="stable")
        code = self.morton[order]
        is_tied = np.zeros(len(code), dtype=bool)
        same = code[1:] == code[:-1]
        is_tied[1:] |= same
        is_tied[:-1] |= same
        tied = order[is_tied]
        order[is_tied] = tied[np.lexsort((self.id[tied], self.morton[tied]))]
        return self.taken(order)


def ids_of(texts: Iterable[str]) -> Array:
    """Return ids as an array.

    Raises:
        ValueError: one is empty, longer than 16 letters or not ASCII.
    """
    ids = list(texts)
    for text in ids:
        if not (text.isascii() and 0 < len(text) <= ID_LETTERS and "\0" not in text):
            raise ValueError(f"an id is 1 to {ID_LETTERS} ASCII letters, got {text!r}")
    return np.array([text.encode() for text in ids], dtype=f"S{ID_LETTERS}")


def columns_of(marks: Sequence[Mark], codes: "dict[str, Codes]") -> Columns:
    """Return the marks as unsorted columns; `codes` know every code that occurs."""
    lon = np.array([mark.lon for mark in marks], dtype=np.float64)
    lat = np.array([mark.lat for mark in marks], dtype=np.float64)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        raise ValueError("a mark has a coordinate that is not a number")
    x, y = to_grid(lon, lat)
    numbers = {name: column.numbers(getattr(mark, name) for mark in marks) for name, column in codes.items()}
    closes = (FOREVER if mark.closes is None else mark.closes for mark in marks)
    return Columns(
        morton=interleave(x, y),
        id=ids_of(mark.id for mark in marks),
        x=x,
        y=y,
        lon=lon,
        lat=lat,
        **numbers,
        reported=np.array([mark.reported for mark in marks], dtype=np.int32),
        changed=np.array([mark.changed for mark in marks], dtype=np.int32),
        opens=np.array([mark.opens for mark in marks], dtype=np.int64),
        closes=np.fromiter(closes, dtype=np.int64, count=len(marks)),
    )
