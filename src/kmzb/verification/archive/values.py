"""From the fields of a row to values that the archive takes, or the reason why not."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from math import inf
from typing import NamedTuple

from kmzb.categories.api import official_names
from kmzb.lib.text import fold
from kmzb.reports.api import TimeOfDay
from kmzb.verification.archive.errors import RowRefused
from kmzb.verification.archive.header import Layout
from kmzb.verification.words import official_status_names

FIRST_DAY = date(2016, 1, 1)  # the map began in 2016
MOST = 10_000_000  # more than all reports ever; beyond it a number is a mistake
_ID_MAX = 200
_SHOWN = 60
_KEY_BYTES = 16
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEKDAYS = re.compile(r"[1-7](?:[ ,;]*[1-7])*")
_BOUNDS = {"lon": 180.0, "lat": 90.0}  # degrees; metres are bounded by the country
_WEEK = frozenset("1234567")
_TIMES = tuple(time.value for time in TimeOfDay)
# As this system itself publishes confirmations.
_LABELS = {"2-4": 2, "5+": 5}


class Told(NamedTuple):
    """What a row tells. `key` is the digest of its external id; `east` and `north` are in the file's own system."""

    key: bytes
    category: str
    status: str
    reported_on: date
    changed_on: date
    east: float
    north: float
    weight: int
    time_of_day: str
    weekdays: str
    confirmations: int


class Reader:
    """Reads the rows of one file; what recurs – days, codes, names – is worked out once."""

    def __init__(self, layout: Layout, today: date) -> None:
        self._layout = layout
        self._today = today
        self._categories = _Words("category", official_names())
        self._statuses = _Words("status", official_status_names())
        self._days: dict[str, date] = {}

    def read(self, fields: list[str]) -> Told:
        """Return what the row tells.

        Raises:
            RowRefused: the first thing that is wrong with it.
        """
        if len(fields) != self._layout.width:
            raise RowRefused("", f"expected {self._layout.width} fields, got {len(fields)}")
        field = {name: fields[place].strip() for name, place in self._layout.places.items()}
        told = Told(
            key=_key(field["external_id"]),
            category=self._categories.read(field["category"]),
            status=self._statuses.read(field["status"]),
            reported_on=self._day("reported_on", field["reported_on"]),
            changed_on=self._day("changed_on", field["changed_on"]),
            east=self._number(self._layout.point[0], field),
            north=self._number(self._layout.point[1], field),
            weight=_whole("count", field.get("count") or "1", least=1),
            time_of_day=_time_of_day(field.get("time_of_day", "")),
            weekdays=_weekdays(field.get("weekdays", "")),
            confirmations=_confirmations(field.get("confirmations", "")),
        )
        if told.changed_on < told.reported_on:
            raise RowRefused("changed_on", f"{told.changed_on} lies before reported_on, {told.reported_on}")
        return told

    def _day(self, name: str, text: str) -> date:
        if (known := self._days.get(text)) is None:
            known = self._days[text] = self._checked_day(name, text)
        return known

    def _checked_day(self, name: str, text: str) -> date:
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise RowRefused(name, f"expected a day as YYYY-MM-DD, got {_shown(text)}")
        if day > self._today:
            raise RowRefused(name, f"{day} lies in the future")
        if day < FIRST_DAY:
            raise RowRefused(name, f"{day} lies before {FIRST_DAY}, when there was no map")
        return day

    def _number(self, name: str, field: Mapping[str, str]) -> float:
        text = field[name]
        # Spreadsheets that separate by semicolons write decimal commas.
        plain = text.replace(",", ".") if self._layout.separator == ";" else text
        if not _NUMBER.fullmatch(plain):
            raise RowRefused(name, f"expected a number, got {_shown(text)}")
        if abs(number := float(plain)) > _BOUNDS.get(name, inf):
            raise RowRefused(name, f"expected degrees up to {_BOUNDS[name]:.0f}, got {_shown(text)}")
        return number


class _Words:
    """A closed list, taken by code or by official Polish name, in any case, with or without Polish letters."""

    def __init__(self, field: str, names: Mapping[str, str]) -> None:
        self._field = field
        self._exact = {word: code for code, name in names.items() for word in (code, name)}
        self._folded = {fold(word): code for word, code in self._exact.items()}

    def read(self, text: str) -> str:
        """Return the code."""
        code = self._exact.get(text) or self._folded.get(fold(text))
        if code is None:
            raise RowRefused(self._field, f"no {self._field} has this code or official name: {_shown(text)}")
        return code


def key_of(external_id: str) -> bytes:
    """Return the digest by which a row is known again, its accents composed or apart."""
    return hashlib.sha256(_composed(external_id).encode()).digest()[:_KEY_BYTES]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _key(text: str) -> bytes:
    text = _composed(text)
    if not text or len(text) > _ID_MAX or not text.isprintable():
        raise RowRefused("external_id", f"expected 1 to {_ID_MAX} printable characters, got {_shown(text)}")
    return key_of(text)


def _whole(name: str, text: str, *, least: int) -> int:
    if not _WHOLE.fullmatch(text) or not least <= (number := int(text)) <= MOST:
        raise RowRefused(name, f"expected a whole number from {least} to {MOST}, got {_shown(text)}")
    return number


def _confirmations(text: str) -> int:
    return _LABELS.get(text) or _whole("confirmations", text or "0", least=0)


def _time_of_day(text: str) -> str:
    if text and text not in _TIMES:
        raise RowRefused("time_of_day", f"expected {', '.join(_TIMES)} or nothing, got {_shown(text)}")
    return text


def _weekdays(text: str) -> str:
    if text and not _WEEKDAYS.fullmatch(text):
        raise RowRefused("weekdays", f"expected days from 1 (Monday) to 7, as in 135 or 1 3 5, got {_shown(text)}")
    return "".join(sorted(set(text) & _WEEK))


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
