"""What an index file says of itself. Each field is looked at before anything relies on it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from kmzb.geoindex.codes import Codes
from kmzb.geoindex.tally import MOST_MONTHS, Months

ALIGNED = 64  # bytes; sections begin at multiples of it
_KINDS = {np.dtype(kind).str: np.dtype(kind) for kind in (np.uint8, np.uint16, np.uint32, np.uint64, np.int64)}
_MOST_BYTES = 2**62
_SHOWN = 40

T = TypeVar("T")


class Unfit(Exception):
    """What is wrong with a file, in words."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where the numbers of a section begin, counted from the first one, and their sum."""

    kind: np.dtype[Any]
    shape: tuple[int, ...]
    offset: int
    total: int

    @property
    def length(self) -> int:
        """How many bytes the numbers take."""
        return math.prod(self.shape) * self.kind.itemsize


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of the description; `shelf` are how many categories and statuses its classes are made of."""

    note: Mapping[str, str | int]
    codes: Codes
    opened: int
    months: Months
    shelf: tuple[int, int] | None
    sections: Mapping[str, Section]

    @classmethod
    def of(cls, told: bytes) -> "Description":
        """Return what the JSON says.

        Raises:
            Unfit: a field is missing, or holds what it cannot hold.
        """
        try:
            fields = _as(dict, "description", json.loads(told))
        except (ValueError, RecursionError) as fault:
            raise Unfit(f"its description is no JSON ({fault})") from None
        codes = _codes(_as(dict, "codes", fields.get("codes")))
        return cls(
            _note(fields.get("note")),
            codes,
            _whole("opened", fields.get("opened"), 0, 2**63 - 1),
            _months(fields.get("months")),
            _shelf(fields.get("shelf"), codes),
            {name: _section(name, told) for name, told in _as(dict, "sections", fields.get("sections")).items()},
        )


def _as(kind: type[T], name: str, told: object) -> T:
    # A bool is an int as well, and no number that a file holds.
    if not isinstance(told, kind) or isinstance(told, bool):
        raise Unfit(f"its {name} is {told!r:.{_SHOWN}}, expected {kind.__name__}")
    return told


def _whole(name: str, told: object, least: int, most: int) -> int:
    number = _as(int, name, told)
    if not least <= number <= most:
        raise Unfit(f"its {name} is {number}, expected {least} to {most}")
    return number


def _list(name: str, told: object, length: int) -> list[Any]:
    values: list[Any] = _as(list, name, told)
    if len(values) != length:
        raise Unfit(f"its {name} has {len(values)} values, expected {length}")
    return values


def _note(told: object) -> dict[str, str | int]:
    note: dict[str, str | int] = _as(dict, "note", told)
    for name, value in note.items():
        if not isinstance(value, str):
            _as(int, f"note of {name}", value)
    return note


def _codes(told: dict[str, Any]) -> Codes:
    if told.keys() != set(Codes.NAMES):
        raise Unfit(f"its codes are of {sorted(told)!s:.{_SHOWN}}, expected {sorted(Codes.NAMES)}")
    lists = {name: [_as(str, name, code) for code in _as(list, name, codes)] for name, codes in told.items()}
    if twice := [name for name, codes in lists.items() if len(set(codes)) < len(codes)]:
        raise Unfit(f"a code of its column {twice[0]} occurs twice")
    try:
        return Codes(**lists)
    except ValueError as fault:
        raise Unfit(f"its codes do not fit: {fault}") from None


def _months(told: object) -> Months:
    first, number = _list("months", told, 2)
    first = _whole("first month", first, 0, MOST_MONTHS - 1)
    return Months(first, _whole("number of months", number, 1, MOST_MONTHS - first))


def _shelf(told: object, codes: Codes) -> tuple[int, int] | None:
    if told is None:
        return None
    categories, statuses = _list("shelf", told, 2)
    return (
        _whole("shelf's number of categories", categories, 0, len(codes.category.codes)),
        _whole("shelf's number of statuses", statuses, 0, len(codes.status.codes)),
    )


def _section(name: str, told: object) -> Section:
    kind, shape, offset, total = _list(f"section {name}", told, 4)
    if (dtype := _KINDS.get(_as(str, f"kind of {name}", kind))) is None:
        raise Unfit(f"its section {name} is of {kind!r:.{_SHOWN}}, expected one of {sorted(_KINDS)}")
    lengths = tuple(
        _whole(f"shape of {name}", length, 0, _MOST_BYTES) for length in _as(list, f"shape of {name}", shape)
    )
    # Compiled loops read numbers where numbers of their kind begin.
    if _whole(f"offset of {name}", offset, 0, _MOST_BYTES) % ALIGNED:
        raise Unfit(f"its section {name} begins at {offset}, expected a multiple of {ALIGNED}")
    return Section(dtype, lengths, offset, _whole(f"sum of {name}", total, 0, 2**64 - 1))
