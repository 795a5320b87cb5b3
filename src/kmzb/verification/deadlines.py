"""The clocks of a report: when it must be read and when verified."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from holidays import HolidayBase, country_holidays

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days: one is late from midnight after it."""

    read_by: date
    verify_by: date


def when_placed(day: date) -> Deadlines:
    """Return the deadlines of a report placed on that day: reading, then verification counted from there."""
    read_by = _later(day, settings.KMZB.read_days)
    return Deadlines(read_by, _later(read_by, settings.KMZB.verify_days))


def when_opened(day: date) -> date:
    """Return by when a case accepted or reopened on that day is verified."""
    return _later(day, settings.KMZB.verify_days)


def _later(day: date, days: int) -> date:
    is_free = _is_free if settings.KMZB.deadline_days == "working" else _never
    while days > 0:
        day += _DAY
        days -= not is_free(day)
    return day


def _never(_day: date) -> bool:
    return False


def _is_free(day: date) -> bool:
    return day.weekday() >= _SATURDAY or day in _polish_holidays()


@cache
def _polish_holidays() -> HolidayBase:
    return country_holidays("PL")
