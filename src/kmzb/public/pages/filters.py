"""The filters of map and list, as the address holds them and as the panel shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kmzb.categories.api import Group, catalogue, group_icon, group_name
from kmzb.public.words import STATUSES, period
from kmzb.publicmap.api import FeatureQuery, MarkSet, Summary
from kmzb.territory.api import Box, Unit, area, unit, unit_bbox

NAMES = ("set", "category", "status", "from", "to", "unit", "area")
_LISTED = ("category", "status", "unit", "area")
_PERIODS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one address: each name with its values, lists comma-separated, each code once."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        """Read the address; a form sends a name once for each ticked box, which means the same as one list."""
        given = {name: text for name in NAMES if (text := _joined(request.GET, name))}
        return cls({name: text for name, text in given.items() if (name, text) != ("set", MarkSet.LIVE)})

    @property
    def query_string(self) -> str:
        """The filters as the address of map and list holds them."""
        return urlencode(self.values, safe=",")

    @property
    def is_history(self) -> bool:
        """Whether all marks that were ever public are asked for."""
        return self.values.get("set") == MarkSet.HISTORY

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Name and value of each filter, for a form that must carry them."""
        return list(self.values.items())

    def asked(self, **paging: str) -> FeatureQuery:
        """Return the question; raises `QueryRefusal` for what cannot be read."""
        return FeatureQuery.parse({name: [text] for name, text in {**self.values, **paging}.items()})

    def without(self, *names: str) -> "Filters":
        """Return the filters without some."""
        return Filters({name: text for name, text in self.values.items() if name not in names})

    def chosen(self, name: str) -> frozenset[str]:
        """Return the codes chosen under `name`."""
        return frozenset(code for code in self.values.get(name, "").split(",") if code)


def _joined(given: QueryDict, name: str) -> str:
    values = [value.strip() for value in given.getlist(name) if value.strip()]
    if name not in _LISTED:
        return next(iter(values), "")
    codes = (code.strip() for value in values for code in value.split(","))
    return ",".join(dict.fromkeys(code for code in codes if code))


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category in the panel, with how many marks it has under the other filters."""

    code: str
    name: str
    icon: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A chapter of the catalogue in the panel; chosen when all of it is."""

    code: str
    name: str
    icon: str
    count: int
    categories: list[CategoryRow]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A row of the legend, with how many marks it has under the other filters."""

    code: str
    name: str
    short: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period to choose; `value` is its first day, empty for any time."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlaceChip:
    """The unit or area that the map is limited to."""

    code: str
    name: str
    bbox: Box | None


def group_rows(filters: Filters, counts: Summary) -> list[GroupRow]:
    """Return the chapters with their categories, in the order of the chapters."""
    chosen = filters.chosen("category")
    return [_group_row(group, chosen, counts.by_category) for group in Group]


def _group_row(group: Group, chosen: frozenset[str], counts: Mapping[str, int]) -> GroupRow:
    rows = [
        CategoryRow(one.code, one.name, one.icon, _count_of(one.code, counts), one.code in chosen)
        for one in catalogue().active
        if one.group is group
    ]
    return GroupRow(
        code=group.value,
        name=group_name(group),
        icon=group_icon(group),
        count=sum(row.count for row in rows),
        categories=rows,
        is_chosen=all(row.is_chosen for row in rows),
    )


def _count_of(code: str, counts: Mapping[str, int]) -> int:
    """Return the marks of a category and of those that it took over."""
    return sum(counts.get(one, 0) for one in catalogue().with_predecessors([code]))


def status_rows(filters: Filters, counts: Summary) -> list[StatusRow]:
    """Return the six rows of the legend. None chosen means all."""
    chosen = filters.chosen("status")
    by_code = {status.value: count for status, count in counts.by_status.items()}
    return [
        StatusRow(words.code, str(words.full), str(words.short), by_code.get(words.code, 0), words.code in chosen)
        for words in STATUSES
    ]


def period_rows(filters: Filters, *, today: date) -> list[PeriodRow]:
    """Return the periods to choose from; a first day that is none of them stands as it is, chosen."""
    first = filters.values.get("from", "")
    names = {7: _("7 dni"), 30: _("30 dni"), 90: _("3 miesiące")}
    rows = [("", _("dowolnie"))]
    rows += [(period(days, today=today).isoformat(), names[days]) for days in _PERIODS]
    if first not in {value for value, _name in rows}:
        rows.append((first, _("od %(day)s") % {"day": first}))
    return [PeriodRow(value, name, value == first) for value, name in rows]


def unit_chip(filters: Filters) -> PlaceChip | None:
    """Return the unit that the filters name, if it is one."""
    code = filters.values.get("unit", "")
    found: Unit | None = unit(code) if code and "," not in code else None
    return PlaceChip(found.code, found.name, unit_bbox(found.code)) if found else None


def area_chip(filters: Filters) -> PlaceChip | None:
    """Return the area that the filters name, if it is one."""
    code = filters.values.get("area", "")
    found = area(code) if code and "," not in code else None
    return PlaceChip(found.code, found.title, found.bbox) if found else None
