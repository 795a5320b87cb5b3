"""What can be asked of the public map, read from the parameters of an address."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kmzb.categories.api import UnknownCategory, catalogue
from kmzb.publicmap.errors import FieldProblem, InvalidQuery
from kmzb.publicmap.states import NEVER_PUBLIC, MarkSet, PublicStatus
from kmzb.territory.api import area as find_area
from kmzb.territory.api import unit as find_unit
from kmzb.territory.api import units_below

DEFAULT_LIMIT = 100
MOST_ROWS = 500
_MOST_CODES = 3000  # every gmina, county and voivodeship at once

T = TypeVar("T")
_STATUSES = frozenset(PublicStatus) | {NEVER_PUBLIC}
_FILTERS = ("category", "status", "from", "to", "unit", "area")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AREA = re.compile(r"\d{2}|\d{4}|\d{7}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{0,20})?", re.ASCII)
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.([a-z2-7]{16})", re.ASCII)


class _Unreadable(Exception):
    """One parameter cannot be read."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = FieldProblem(code, message)


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north edges in degrees; the edges belong to it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the last row's day of change and id."""

    changed: date
    id: str

    def __str__(self) -> str:
        return urlsafe_b64encode(f"{self.changed}.{self.id}".encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class FeatureQuery:
    """A canonical question: equal questions are equal values. None asks for everything.

    Attributes:
        categories: codes, with those that they took over.
        units: codes, with all units below.
        areas: TERYT codes; a mark lies in one when its own code begins with it.
        first_day, last_day: inclusive, on the day reported.

    """

    set: MarkSet = MarkSet.LIVE
    bbox: Box | None = None
    categories: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    first_day: date | None = None
    last_day: date | None = None
    units: frozenset[str] | None = None
    areas: frozenset[str] | None = None
    cursor: Place | None = None
    limit: int = DEFAULT_LIMIT

    @classmethod
    def parse(cls, parameters: Mapping[str, Sequence[str]]) -> "FeatureQuery":
        """Read a query from the values of each parameter, as `QueryDict.lists()` or `parse_qs` give them.

        Names that are not filters are ignored, empty values ask for everything.

        Raises:
            InvalidQuery: with every wrong parameter named.
        """
        problems: dict[str, FieldProblem] = {}

        def read(name: str, reader: Callable[[str], T]) -> T | None:
            try:
                text = _single(parameters.get(name, ()))
                return reader(text) if text else None
            except _Unreadable as unreadable:
                problems[name] = unreadable.problem
                return None

        query = cls(
            set=read("set", _set) or MarkSet.LIVE,
            bbox=read("bbox", _box),
            categories=read("category", _categories),
            statuses=read("status", _statuses),
            first_day=read("from", _day),
            last_day=read("to", _day),
            units=read("unit", _units),
            areas=read("area", _areas),
            cursor=read("cursor", _place),
            limit=read("limit", _limit) or DEFAULT_LIMIT,
        )
        if query.first_day and query.last_day and query.first_day > query.last_day:
            problems["to"] = FieldProblem("before_from", _("Koniec okresu jest przed jego początkiem."))
        if problems:
            raise InvalidQuery(problems)
        return query


def canonical_text(parameters: Mapping[str, Sequence[str]]) -> str:
    """Return the one query string for filters that say the same in another order, so that a cache keeps one answer.

    Expects parameters that `FeatureQuery.parse` can read.
    """
    asked = {name: values[0].strip() for name, values in parameters.items() if name in _FILTERS and values}
    codes = {name: sorted({code.strip() for code in text.split(",")} - {""}) for name, text in asked.items()}
    return urlencode({name: ",".join(codes[name]) for name in _FILTERS if codes.get(name)}, safe=",")


def _single(values: Sequence[str]) -> str:
    if len(values) > 1:
        raise _Unreadable("repeated", _("Podaj ten parametr raz, wartości rozdziel przecinkami."))
    return values[0].strip() if values else ""


def _codes(text: str) -> frozenset[str]:
    codes = frozenset(code for part in text.split(",") if (code := part.strip()))
    if not codes:
        raise _Unreadable("empty", _("Podaj co najmniej jeden kod."))
    if len(codes) > _MOST_CODES:
        raise _Unreadable("too_many", _("Podaj najwyżej %(most)d kodów.") % {"most": _MOST_CODES})
    return codes


def _unknown(codes: Sequence[str]) -> _Unreadable:
    return _Unreadable("unknown", _("Nieznany kod: %(code)s.") % {"code": min(codes)[:40]})


def _set(text: str) -> MarkSet:
    try:
        return MarkSet(text)
    except ValueError:
        raise _unknown([text]) from None


def _categories(text: str) -> frozenset[str]:
    try:
        return catalogue().with_predecessors(_codes(text))
    except UnknownCategory as unknown:
        raise _unknown([unknown.code]) from None


def _statuses(text: str) -> frozenset[str]:
    codes = _codes(text)
    if wrong := codes - _STATUSES:
        raise _unknown([*wrong])
    return codes


def _units(text: str) -> frozenset[str]:
    codes = _codes(text)
    # In order, and no further than the first one: the answer is the same each time, and long nonsense costs little.
    if wrong := next((code for code in sorted(codes) if find_unit(code) is None), None):
        raise _unknown([wrong])
    return frozenset(below for code in codes for below in units_below(code))


def _areas(text: str) -> frozenset[str]:
    codes = _codes(text)
    if wrong := next((code for code in sorted(codes) if not _AREA.fullmatch(code) or find_area(code) is None), None):
        raise _unknown([wrong])
    return codes


def _day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _Unreadable("not_a_day", _("Podaj dzień w postaci RRRR-MM-DD."))


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise _bad_box()
    value = float(text)
    if not isfinite(value):
        raise _bad_box()
    return value


def _bad_box() -> _Unreadable:
    return _Unreadable("not_a_box", _("Podaj cztery liczby: zachód, południe, wschód, północ, w stopniach."))


def _box(text: str) -> Box:
    parts = text.split(",")
    if len(parts) != 4:  # noqa: PLR2004  # a box has four edges
        raise _bad_box()
    west, south, east, north = (_number(part) for part in parts)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004  # the bounds of the globe
        raise _bad_box()
    return Box(west, south, east, north)


def _place(text: str) -> Place:
    try:
        plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        plain = ""
    if not (found := _CURSOR.fullmatch(plain)):
        raise _Unreadable("not_a_cursor", _("Nie można odczytać miejsca na liście. Zacznij od początku."))
    return Place(_day(found[1]), found[2])


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST_ROWS):  # noqa: PLR2004
        raise _Unreadable("out_of_range", _("Podaj liczbę od 1 do %(most)d.") % {"most": MOST_ROWS})
    return int(text)
