"""The codes of marks as small numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kmzb.geoindex.mercator import Array

MOST_CATEGORIES = 64
MOST_STATUSES = 8
MOST_PLACES = 65_535
MOST_BYTES = 256
EVERY_CODE = (1 << MOST_CATEGORIES) - 1


class TooManyCodes(ValueError):
    """More different codes than the columns can number."""


@dataclass(frozen=True)
class CodeList:
    """The codes of one column; the number of a code is its place."""

    codes: tuple[str, ...] = ()
    most: int = MOST_PLACES
    _numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.codes) > self.most:
            raise TooManyCodes(f"got {len(self.codes)} codes where a column holds {self.most} at most")
        if any(len(code.encode()) > MOST_BYTES for code in self.codes):
            raise ValueError(f"a code is longer than {MOST_BYTES} bytes")
        object.__setattr__(self, "_numbers", {code: number for number, code in enumerate(self.codes)})

    def extended(self, codes: Iterable[str]) -> "CodeList":
        """Return these codes with the new ones after them; numbers that were given stay."""
        new = [code for code in dict.fromkeys(codes) if code not in self._numbers]
        return CodeList((*self.codes, *new), self.most) if new else self

    def numbers(self, codes: Iterable[str]) -> list[int]:
        """Return the number of each code."""
        return [self._numbers[code] for code in codes]

    def passing(self, is_wanted: Callable[[str], bool]) -> Array:
        """Return, for each number, whether its code is wanted, as a byte."""
        return np.array([is_wanted(code) for code in self.codes], dtype=np.uint8)

    @cached_property
    def texts(self) -> Array:
        """The codes as the encoder of tiles reads them: two bytes of length and the text, 258 bytes apart.

        Numbers that no code has yet have empty texts, so that none leads out of the table.
        """
        table = np.zeros((self.most, MOST_BYTES + 2), dtype=np.uint8)
        for number, code in enumerate(self.codes):
            text = code.encode()
            table[number, :2] = divmod(len(text), 256)[::-1]
            table[number, 2 : 2 + len(text)] = np.frombuffer(text, dtype=np.uint8)
        return table

    @cached_property
    def order(self) -> Array:
        """The numbers in the order of their codes, so that answers do not depend on who came first."""
        return np.array(sorted(range(len(self.codes)), key=self.codes.__getitem__), dtype=np.uint8)

    def mask(self, wanted: frozenset[str] | None) -> int:
        """Return a bit per number: 1 for a wanted code. None wants all, and sets every bit."""
        if wanted is None:
            return EVERY_CODE
        return sum(1 << number for code in wanted if (number := self._numbers.get(code)) is not None)


class Codes:
    """The codes of every coded column.

    Raises:
        TooManyCodes: more than 64 categories, 8 statuses, 65,535 units or areas.
        ValueError: a code is longer than 256 bytes.
    """

    NAMES = ("category", "status", "unit", "area")

    def __init__(
        self,
        category: Sequence[str] = (),
        status: Sequence[str] = (),
        unit: Sequence[str] = (),
        area: Sequence[str] = (),
    ) -> None:
        self.category = CodeList(tuple(category), MOST_CATEGORIES)
        self.status = CodeList(tuple(status), MOST_STATUSES)
        self.unit = CodeList(tuple(unit))
        self.area = CodeList(tuple(area))

    def column(self, name: str) -> CodeList:
        """Return the codes of the column."""
        found: CodeList = getattr(self, name)
        return found

    def extended(self, marks: Sequence[object]) -> "Codes":
        """Return these codes with those of the marks."""
        return Codes(
            **{name: self.column(name).extended(getattr(mark, name) for mark in marks).codes for name in self.NAMES}
        )
