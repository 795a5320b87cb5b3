"""The marks as columns sorted by (Morton code, id)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from kmzb.geoindex.codes import Codes
from kmzb.geoindex.kernels import ID_LETTERS, morton_of, order_of, pack_ids
from kmzb.geoindex.marks import FOREVER, LAST_DAY, MOST_WEIGHT, Mark
from kmzb.geoindex.mercator import Array, to_grid

KINDS = {
    "x": np.uint32,
    "y": np.uint32,
    "id_high": np.uint64,
    "id_low": np.uint16,
    "category": np.uint8,
    "status": np.uint8,
    "unit": np.uint16,
    "area": np.uint16,
    "reported": np.uint16,
    "changed": np.uint16,
    "weight": np.uint32,
    "opens": np.int64,
    "closes": np.uint16,
}
# What an absent column stands for.
ABSENT = {"weight": 1, "opens": 0, "closes": FOREVER}


@dataclass(frozen=True, slots=True)
class Columns:
    """Equally long arrays, one row a mark. A column that is None has the same value in every row: see `ABSENT`."""

    x: Array
    y: Array
    id_high: Array
    id_low: Array
    category: Array
    status: Array
    unit: Array
    area: Array
    reported: Array
    changed: Array
    weight: Array | None = None
    opens: Array | None = None
    closes: Array | None = None

    @classmethod
    def of(
        cls,
        codes: Codes,
        *,
        id: Array,  # noqa: A002  # the column's name
        lon: Array,
        lat: Array,
        category: Array,
        status: Array,
        unit: Array,
        area: Array,
        reported: Array,
        changed: Array,
        weight: Array | None = None,
        opens: Array | None = None,
        closes: Array | None = None,
    ) -> "Columns":
        """Return unsorted columns of equally long arrays: ids as S16, degrees, numbers of codes, days.

        Raises:
            ValueError: an id, a coordinate, a number of a code, a day or a weight is none.
        """
        if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
            raise ValueError("a mark has a coordinate that is not a number")
        coded = {"category": category, "status": status, "unit": unit, "area": area}
        for name, numbers in coded.items():
            _check(name, numbers, 0, len(codes.column(name).codes) - 1)
        _check("reported", reported, 0, LAST_DAY)
        _check("changed", changed, 0, LAST_DAY)
        if weight is not None:
            _check("weight", weight, 1, MOST_WEIGHT)
        if closes is not None:
            closes = np.clip(closes, 0, FOREVER)
        x, y = to_grid(lon, lat)
        high, low = pack_ids(id)
        given = {**coded, "reported": reported, "changed": changed, "weight": weight, "opens": opens, "closes": closes}
        return cls(**_typed({"x": x, "y": y, "id_high": high, "id_low": low, **given}))

    def __len__(self) -> int:
        return len(self.x)

    def present(self) -> dict[str, Array]:
        """Return the columns that are there, by name."""
        return {column.name: array for column in fields(self) if (array := getattr(self, column.name)) is not None}

    def full(self, name: str) -> Array:
        """Return the column, also where it is None."""
        array: Array | None = getattr(self, name)
        return np.full(len(self), ABSENT[name], dtype=KINDS[name]) if array is None else array

    def taken(self, rows: Array) -> "Columns":
        """Return these rows only, in this order; columns that hold one value only become absent."""
        places = rows.astype(np.intp, copy=False)  # once, not for each column
        taken = {name: array[places] for name, array in self.present().items()}
        return Columns(**{name: array for name, array in taken.items() if not _is_absent(name, array)})

    def where(self, is_wanted: Array) -> "Columns":
        """Return the rows for which the array says so, in their order; all of them without copying them."""
        return self if is_wanted.all() else self.taken(np.flatnonzero(is_wanted))

    def followed_by(self, other: "Columns") -> "Columns":
        """Return these rows and those of `other` after them, unsorted."""
        names = self.present().keys() | other.present().keys()
        return Columns(**{name: np.concatenate([self.full(name), other.full(name)]) for name in names})

    def order_of_ids(self) -> Array:
        """Return the rows in the order of their ids."""
        order = order_of(self.id_high)
        high = self.id_high[order]
        if (high[1:] == high[:-1]).any():
            order = np.lexsort((self.id_low, self.id_high))
        return order

    def sorted(self) -> "tuple[Columns, Array]":
        """Return the rows sorted by (Morton code, id), and the places of the sorted rows in the order of ids."""
        order = self.order_of_ids()
        by_place = order_of(morton_of(self.x, self.y)[order])
        by_id = np.empty(len(order), dtype=np.uint32)
        by_id[by_place] = np.arange(len(order), dtype=np.uint32)
        return self.taken(order[by_place]), by_id


def columns_of(marks: Sequence[Mark], codes: Codes) -> Columns:
    """Return the marks as unsorted columns; `codes` know every code that occurs."""
    if wrong := [mark.id for mark in marks if len(mark.id) != ID_LETTERS or not mark.id.isascii()]:
        raise ValueError(f"an id is {ID_LETTERS} letters of base-32 (a–z, 2–7), got {wrong[0]!r}")
    coded = {
        name: np.array(codes.column(name).numbers(getattr(mark, name) for mark in marks), dtype=np.int64)
        for name in Codes.NAMES
    }
    numbers = {
        name: np.array([getattr(mark, name) for mark in marks], dtype=np.int64)
        for name in ("reported", "changed", "weight", "opens")
    }
    return Columns.of(
        codes,
        id=np.array([mark.id.encode() for mark in marks], dtype=f"S{ID_LETTERS}"),
        lon=np.array([mark.lon for mark in marks], dtype=np.float64),
        lat=np.array([mark.lat for mark in marks], dtype=np.float64),
        closes=np.array([FOREVER if mark.closes is None else mark.closes for mark in marks], dtype=np.int64),
        **coded,
        **numbers,
    )


def _check(name: str, numbers: Array, least: int, most: int) -> None:
    if len(numbers) and not (least <= numbers.min() and numbers.max() <= most):
        raise ValueError(f"{name} is a number from {least} to {most}, got {numbers.min()} to {numbers.max()}")


def _typed(columns: dict[str, Array | None]) -> dict[str, Array]:
    typed = {name: np.ascontiguousarray(a, dtype=KINDS[name]) for name, a in columns.items() if a is not None}
    return {name: array for name, array in typed.items() if not _is_absent(name, array)}


def _is_absent(name: str, array: Array) -> bool:
    return name in ABSENT and bool((array == ABSENT[name]).all())
