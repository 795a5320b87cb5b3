"""Numbers of verification cards: "OPO 2026 4809"."""

from collections.abc import Callable
from datetime import date

from django.db.models import F

from kmzb.territory.api import unit
from kmzb.verification.models import CardCounter

_SEAT_KINDS = frozenset({"KMP", "KPP"})
_LETTERS = 3

DrawNumber = Callable[[str, date], str]


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


class CardBook:
    """Draws many numbers and stores the counters once. Expects a transaction that nobody else draws in."""

    def __init__(self) -> None:
        self._counters = {(row.unit_code, row.year): row for row in CardCounter.objects.all()}
        self._drawn: set[tuple[str, int]] = set()
        self._names: dict[str, str] = {}

    def draw(self, unit_code: str, day: date) -> str:
        """Return the unit's next number of the year."""
        key = (unit_code, day.year)
        row = self._counters.setdefault(key, CardCounter(unit_code=unit_code, year=day.year))
        row.last += 1
        self._drawn.add(key)
        if unit_code not in self._names:
            self._names[unit_code] = _short_name(unit_code)
        return f"{self._names[unit_code]} {day.year} {row.last}"

    def store(self) -> None:
        """Store every counter that moved."""
        CardCounter.objects.bulk_create(
            [CardCounter(unit_code=key[0], year=key[1], last=self._counters[key].last) for key in sorted(self._drawn)],
            update_conflicts=True,
            unique_fields=["unit_code", "year"],
            update_fields=["last"],
        )
