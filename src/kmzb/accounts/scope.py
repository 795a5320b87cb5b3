"""What an officer may reach, read anew at every request."""

from dataclasses import dataclass

from kmzb.accounts.models import Officer
from kmzb.accounts.states import WITHOUT_REPORTS, Role
from kmzb.audit.api import Actor
from kmzb.territory import api as territory


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one officer.

    Attributes:
        unit_codes: units whose reports they may see: their own and all below it; every unit for the national
            coordinator; none for administrators and partners.
        beat_code: the beat of a beat officer, else "".

    """

    role: Role
    officer_id: int
    unit_codes: frozenset[str]
    beat_code: str


def actor_of(officer: Officer) -> Actor:
    """Return the officer as the record of actions knows them."""
    return Actor(id=officer.pk, role=officer.role, unit_code=officer.unit_code)


def scope_of(officer: Officer) -> Scope:
    """Return what the officer may reach now, on the territory as it is now."""
    role = Role(officer.role)
    beat = officer.beat_code if role is Role.BEAT_OFFICER else ""
    return Scope(role=role, officer_id=officer.pk, unit_codes=_units(role, officer.unit_code), beat_code=beat)


def _units(role: Role, unit_code: str) -> frozenset[str]:
    if role in WITHOUT_REPORTS:
        return frozenset()
    if role is Role.NATIONAL_COORDINATOR:
        return frozenset(unit.code for unit in territory.units())
    return territory.units_below(unit_code)
