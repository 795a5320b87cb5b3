"""Numbers of verification cards: "OPO 2026 4809"."""

from datetime import date

from django.db.models import F

from kmzb.territory.api import unit
from kmzb.verification.models import CardCounter

_SEAT_KINDS = frozenset({"KMP", "KPP"})
_LETTERS = 3


def next_card_number(unit_code: str, day: date) -> str:
    """Draw the unit's next number of the year. Expects a transaction, which holds the counter until its end."""
    counters = CardCounter.objects.filter(unit_code=unit_code, year=day.year)
    if not counters.update(last=F("last") + 1):
        CardCounter.objects.get_or_create(unit_code=unit_code, year=day.year)
        counters.update(last=F("last") + 1)
    return f"{_short_name(unit_code)} {day.year} {counters.get().last}"


def _short_name(unit_code: str) -> str:
    """Return three letters of the seat where a seat has one unit of the kind, else the unit's code."""
    found = unit(unit_code)
    if found is None or found.kind not in _SEAT_KINDS or not found.seat:
        return unit_code
    return found.seat[:_LETTERS].upper()
