"""Reading what a form or a program sent, without asking the clock, the catalogue or the territory."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from kmzb.lib.text import clean
from kmzb.reports.errors import FieldError
from kmzb.reports.receipts import is_hash
from kmzb.reports.states import DESCRIPTION_MAX, TimeOfDay

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{0,20})?")
_DECIMALS = 6
_WEEK = range(1, 8)


@dataclass(frozen=True, slots=True)
class RawDraft:
    """A report as it came, nothing of it checked.

    With `is_form` every value is text, an empty one counts as not given, decimal commas are read, and any
    text in `rules_accepted` is a yes. Otherwise values are those of JSON, and each must have its own type.
    """

    category: Any = None
    lon: Any = None
    lat: Any = None
    receipt_hash: Any = None
    rules_accepted: Any = None
    occurred_on: Any = None
    occurred_time: Any = None
    time_of_day: Any = None
    weekdays: Any = None
    description: Any = None
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read, by field, and why the rest could not."""

    values: Mapping[str, Any]
    errors: Mapping[str, FieldError]
    canonical: bytes = field(repr=False)


class Unreadable(ValueError):
    """A value is not of its field's form."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.error = FieldError(code, message)


def parse(raw: RawDraft) -> Parsed:
    """Return every field's value or error, and one byte string that is equal for equal content.

    The byte string leaves out the proof and the consent: neither is content.
    """
    values: dict[str, Any] = {}
    errors: dict[str, FieldError] = {}
    for name, read in _READERS.items():
        given = getattr(raw, name)
        if raw.is_form and given in ("", [], ()):
            given = None
        try:
            values[name] = None if given is None else read(given, raw.is_form)
        except Unreadable as problem:
            errors[name] = problem.error
    content = {name: values.get(name, repr(getattr(raw, name))) for name in _READERS if name != "rules_accepted"}
    return Parsed(values, errors, json.dumps(content, sort_keys=True, default=_plain).encode())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Unreadable("bad_type", _("To pole przyjmuje tekst."))
    return given


def _category(given: Any, _is_form: bool) -> str:
    return _text(given)


def _degrees(limit: int) -> Callable[[Any, bool], float]:
    def read(given: Any, is_form: bool) -> float:
        number = _typed_number(given) if is_form else _json_number(given)
        if not math.isfinite(number):
            raise Unreadable("not_a_number", _("Podaj współrzędną jako liczbę, na przykład 51,3782."))
        if abs(number) > limit:
            message = _("Podaj liczbę stopni od −%(limit)d do %(limit)d.") % {"limit": limit}
            raise Unreadable("out_of_range", message)
        return round(number, _DECIMALS)

    return read


def _typed_number(given: Any) -> float:
    text = _text(given).strip().removesuffix("°")
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else math.nan


def _json_number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return math.nan
    try:
        return float(given)
    except OverflowError:
        return math.inf


def _receipt_hash(given: Any, _is_form: bool) -> str:
    if not is_hash(given):
        raise Unreadable("bad_shape", _("Kod zgłoszenia ma niewłaściwą postać. Odśwież stronę i spróbuj jeszcze raz."))
    return str(given)


def _rules_accepted(given: Any, is_form: bool) -> bool:
    return given is True or (is_form and bool(given))


def _day(given: Any, _is_form: bool) -> date:
    try:
        if _DAY.fullmatch(text := _text(given).strip()):
            return date.fromisoformat(text)
    except ValueError as problem:
        if isinstance(problem, Unreadable):
            raise
    raise Unreadable("bad_date", _("Podaj datę, która istnieje: rok, miesiąc i dzień."))


def _clock(given: Any, _is_form: bool) -> time:
    try:
        if _CLOCK.fullmatch(text := _text(given).strip()):
            return time.fromisoformat(text)
    except ValueError as problem:
        if isinstance(problem, Unreadable):
            raise
    raise Unreadable("bad_time", _("Podaj godzinę w postaci 17:30."))


def _time_of_day(given: Any, _is_form: bool) -> TimeOfDay:
    try:
        return TimeOfDay(_text(given))
    except ValueError as problem:
        if isinstance(problem, Unreadable):
            raise
    raise Unreadable("unknown", _("Wybierz porę dnia z listy."))


def _weekdays(given: Any, is_form: bool) -> frozenset[int] | None:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise Unreadable("bad_type", _("Wybierz dni tygodnia z listy."))
    days = [int(day) if is_form and isinstance(day, str) and day in "1234567" and day else day for day in given]
    if any(isinstance(day, bool) or not isinstance(day, int) or day not in _WEEK for day in days):
        raise Unreadable("unknown", _("Wybierz dni tygodnia z listy."))
    return frozenset(days) or None


def _description(given: Any, _is_form: bool) -> str | None:
    try:
        text = clean(_text(given))
    except ValueError as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(
            "control_characters", _("Opis zawiera znaki sterujące. Wklej go jako zwykły tekst.")
        ) from problem
    if len(text) > DESCRIPTION_MAX:
        message = _("Opis ma %(have)d znaków, a może mieć najwyżej %(most)d.")
        raise Unreadable("too_long", message % {"have": len(text), "most": DESCRIPTION_MAX})
    return text if text.strip() else None


_READERS: Mapping[str, Callable[[Any, bool], Any]] = {
    "category": _category,
    "lon": _degrees(180),
    "lat": _degrees(90),
    "receipt_hash": _receipt_hash,
    "rules_accepted": _rules_accepted,
    "occurred_on": _day,
    "occurred_time": _clock,
    "time_of_day": _time_of_day,
    "weekdays": _weekdays,
    "description": _description,
}
