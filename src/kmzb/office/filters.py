"""The queue's filters as they stand in the address, so that a narrowed queue can be kept, shared and reloaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from kmzb.categories.api import CheckedBy, catalogue
from kmzb.verification.api import QueueFilters, Status

PAGE = 200
_TEXT_MOST = 80
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for. What it names wrongly is left out: an old bookmark still opens a queue."""

    statuses: frozenset[Status] = frozenset()
    categories: frozenset[str] = frozenset()
    unit_code: str = ""
    beat_code: str = ""
    checked_by: str = ""
    text: str = ""
    offset: int = 0

    @classmethod
    def read(cls, query: QueryDict) -> "Narrowed":
        """Read the filters; repeated and comma-separated values mean the same."""
        active = {category.code for category in catalogue().all}
        return cls(
            statuses=frozenset(_members(Status, _values(query, "status"))),
            categories=frozenset(_values(query, "category")) & active,
            unit_code=query.get("unit", ""),
            beat_code=query.get("beat", ""),
            checked_by=next(iter(_members(CheckedBy, _values(query, "who"))), ""),
            text=query.get("q", "").strip()[:_TEXT_MOST],
            offset=_whole(query.get("from", "")),
        )

    def filters(self, *, limit: int) -> QueueFilters:
        """Return what the queue is read by."""
        return QueueFilters(
            statuses=self.statuses,
            categories=catalogue().with_predecessors(self.categories),
            unit_code=self.unit_code,
            beat_code=self.beat_code,
            checked_by=self.checked_by,
            text=self.text,
            limit=limit,
            offset=self.offset,
        )

    def query(self, **changed: object) -> str:
        """Return the address of the queue with some values changed: "?status=new&beat=…", or "?" for everything."""
        values: dict[str, object] = {
            "status": ",".join(sorted(self.statuses)),
            "category": ",".join(sorted(self.categories)),
            "unit": self.unit_code,
            "beat": self.beat_code,
            "who": self.checked_by,
            "q": self.text,
            "from": self.offset or "",
        }
        return "?" + urlencode({name: value for name, value in {**values, **changed}.items() if value}, safe=",")


def _values(query: QueryDict, name: str) -> list[str]:
    return [value for joined in query.getlist(name) for value in joined.split(",") if value]


def _members(kind: type[E], values: Iterable[str]) -> list[E]:
    known = {member.value: member for member in kind}
    return [known[value] for value in values if value in known]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004  # a million rows
