"""Reads of accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kmzb.accounts.errors import OfficerMissing
from kmzb.accounts.models import Officer
from kmzb.accounts.states import Role
from kmzb.lib.text import fold


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as others see them."""

    id: int
    email: str
    name: str
    rank: str
    role: Role
    unit_code: str
    beat_code: str
    phone: str
    is_active: bool
    last_seen: datetime | None

    @property
    def title(self) -> str:
        """Rank and name: "asp. szt. Anna Wójcik"."""
        return f"{self.rank} {self.name}".strip()


def row_of(officer: Officer) -> OfficerRow:
    """Return the officer without what opens their account."""
    return OfficerRow(
        id=officer.pk,
        email=officer.email,
        name=officer.name,
        rank=officer.rank,
        role=Role(officer.role),
        unit_code=officer.unit_code,
        beat_code=officer.beat_code,
        phone=officer.phone,
        is_active=officer.is_active,
        last_seen=officer.last_login,
    )


def officer(officer_id: int) -> OfficerRow:
    """Return one officer, active or not.

    Raises:
        OfficerMissing: nobody has this number.
    """
    found = Officer.objects.filter(pk=officer_id).first()
    if found is None:
        raise OfficerMissing
    return row_of(found)


def officers_of(unit_code: str) -> list[OfficerRow]:
    """Return the active officers posted to exactly this unit, by name."""
    return _by_name(Officer.objects.filter(unit_code=unit_code, is_active=True))


def beat_officer_of(beat_code: str) -> OfficerRow | None:
    """Return the officer who now has the beat, if anyone."""
    found = Officer.objects.filter(beat_code=beat_code, is_active=True).exclude(beat_code="").first()
    return row_of(found) if found else None


def officer_names(ids: Iterable[int]) -> dict[int, str]:
    """Return rank and name by number; numbers without an officer are left out."""
    return {found.pk: str(found) for found in Officer.objects.filter(pk__in=set(ids))}


def find_officers(text: str = "", *, unit_codes: frozenset[str] | None = None) -> list[OfficerRow]:
    """Return officers of all units or of `unit_codes`, by name, whose name, e-mail or unit code holds each word."""
    rows = Officer.objects.all() if unit_codes is None else Officer.objects.filter(unit_code__in=unit_codes)
    words = fold(text).split()
    return [row for row in _by_name(rows) if _matches(row, words)]


def _matches(row: OfficerRow, words: list[str]) -> bool:
    # Folded in Python: the two databases fold Polish letters differently. Some ten thousand rows at most.
    text = fold(f"{row.title} {row.email} {row.unit_code} {row.beat_code}")
    return all(word in text for word in words)


def _by_name(rows: Iterable[Officer]) -> list[OfficerRow]:
    return sorted((row_of(found) for found in rows), key=lambda row: fold(row.name.split(" ")[-1] + " " + row.name))
