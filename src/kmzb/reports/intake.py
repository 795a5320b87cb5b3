"""From what was read to a report that can be stored: what the clock, the catalogue and the territory allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from kmzb.categories.api import Category, UnknownCategory, catalogue
from kmzb.lib.time import warsaw_day
from kmzb.reports.errors import FieldError, Invalid, OutsideCountry
from kmzb.reports.raw import Parsed, RawDraft, parse
from kmzb.reports.states import EARLIEST_YEAR, TimeOfDay
from kmzb.territory.api import Located, Locator, locator

_REACH_M = 500
# Piers, beaches and bathing places lie off the land of the register.
_REACH_OF_CATEGORY: Mapping[str, int] = {"dangerous_water": 3000}


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that may be stored: every field checked, the place located.

    `canonical` is equal for equal content; `edition_id` is that of the territory that answered.
    """

    category: str
    lon: float
    lat: float
    receipt_hash: str
    occurred_on: date | None
    occurred_time: time | None
    time_of_day: TimeOfDay | None
    weekdays: frozenset[int]
    description: str
    canonical: bytes
    place: Located
    edition_id: int


def validate(raw: RawDraft, *, now: datetime) -> Draft:
    """Return the draft that the raw values make.

    Raises:
        Invalid: with an error for each field that cannot be accepted.
        OutsideCountry: nothing else is wrong than the place.
    """
    return check(parse(raw), now=now)


def check(parsed: Parsed, *, now: datetime) -> Draft:
    """Do what `validate` does, for values that were read already."""
    values, errors = parsed.values, dict(parsed.errors)
    category = _category_of(values, errors)
    _check_required(values, errors)
    _check_times(values, errors, warsaw_day(now))
    _check_description(category, values, errors)
    where = locator()
    place = _place_of(values, errors, where, category)
    if errors or place is None or category is None:
        _refuse(errors)
    return Draft(
        category=category.code,
        lon=values["lon"],
        lat=values["lat"],
        receipt_hash=values["receipt_hash"],
        occurred_on=values["occurred_on"],
        occurred_time=values["occurred_time"],
        time_of_day=values["time_of_day"],
        weekdays=values["weekdays"] or frozenset(),
        description=values["description"] or "",
        canonical=parsed.canonical,
        place=place,
        edition_id=where.edition.id,
    )


def reach_of(category: Category) -> int:
    """Return how far off the land, in metres, a report of this category may lie."""
    return _REACH_OF_CATEGORY.get(category.successor or category.code, _REACH_M)


def _refuse(errors: Mapping[str, FieldError]) -> NoReturn:
    place_errors = {error.code for error in errors.values()}
    if place_errors <= {"outside_country", "swapped"}:
        raise OutsideCountry(errors["lon"])
    raise Invalid(errors)


def _category_of(values: Mapping[str, Any], errors: dict[str, FieldError]) -> Category | None:
    code = values.get("category")
    if not code:
        errors.setdefault("category", FieldError("required", _("Wybierz kategorię zagrożenia.")))
        return None
    try:
        category = catalogue().get(code)
    except UnknownCategory:
        errors["category"] = FieldError("unknown", _("Nie ma takiej kategorii. Wybierz ją z listy."))
        return None
    if not category.is_active:
        successor = catalogue().get(category.successor).name
        message = _("Ta kategoria już nie obowiązuje. Wybierz „%(successor)s”.") % {"successor": successor}
        errors["category"] = FieldError("retired", message)
        return None
    return category


def _check_required(values: Mapping[str, Any], errors: dict[str, FieldError]) -> None:
    if not values.get("rules_accepted"):
        errors["rules_accepted"] = FieldError("not_accepted", _("Zaznacz, że znasz zasady zgłaszania."))
    if values.get("lon") is None and values.get("lat") is None:
        nowhere = FieldError("required", _("Wskaż miejsce na mapie albo podaj współrzędne."))
        errors.setdefault("lon", nowhere)
        errors.setdefault("lat", nowhere)
    for name, message in (
        ("lon", _("Wskaż miejsce na mapie albo podaj długość geograficzną.")),
        ("lat", _("Wskaż miejsce na mapie albo podaj szerokość geograficzną.")),
        ("receipt_hash", _("Brakuje kodu zgłoszenia. Odśwież stronę i spróbuj jeszcze raz.")),
    ):
        if values.get(name) is None:
            errors.setdefault(name, FieldError("required", message))


def _check_times(values: Mapping[str, Any], errors: dict[str, FieldError], today: date) -> None:
    day = values.get("occurred_on")
    if day is not None and day > today:
        errors["occurred_on"] = FieldError("future", _("Ta data jeszcze nie nadeszła. Podaj dzień, który już był."))
    elif day is not None and day.year < EARLIEST_YEAR:
        errors["occurred_on"] = FieldError("too_old", _("Podaj datę nie wcześniejszą niż 1 stycznia 2000 r."))
    if values.get("occurred_time") is not None and day is None:
        errors.setdefault("occurred_on", FieldError("required", _("Do godziny podaj też datę.")))


def _check_description(category: Category | None, values: Mapping[str, Any], errors: dict[str, FieldError]) -> None:
    if category and category.description_required and not values.get("description"):
        message = _("W tej kategorii opis jest konieczny: bez niego nie da się sprawdzić miejsca.")
        errors.setdefault("description", FieldError("required", message))


def _place_of(
    values: Mapping[str, Any], errors: dict[str, FieldError], where: Locator, category: Category | None
) -> Located | None:
    lon, lat = values.get("lon"), values.get("lat")
    if lon is None or lat is None:
        return None
    place = where.nearest(lon, lat, reach_of(category) if category else _REACH_M)
    if place is None:
        errors["lon"] = errors["lat"] = _why_outside(lon, lat, where)
    return place


def _why_outside(lon: float, lat: float, where: Locator) -> FieldError:
    if where.nearest(lat, lon, _REACH_M):
        message = _("Szerokość i długość geograficzna są zamienione miejscami. Zamień je i wyślij jeszcze raz.")
        return FieldError("swapped", message)
    return FieldError("outside_country", _("To miejsce leży poza Polską. Przesuń znacznik na teren kraju."))
