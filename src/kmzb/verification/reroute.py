"""Following the territory: open cases whose place now belongs to another unit go there, visibly."""

from datetime import datetime

from django.db.models import QuerySet

from kmzb.reports.api import durably
from kmzb.territory.api import Located, Locator, locator, unit
from kmzb.verification.actions import by_system
from kmzb.verification.fields import move
from kmzb.verification.models import Case
from kmzb.verification.states import OPEN, Action

_BATCH = 100
_REACH_M = 10_000  # the approximate coast of one edition may lie off that of the next


def reroute(now: datetime) -> int:
    """Locate anew the open cases that another edition located; return how many went to another unit.

    Every case remembers the edition that located it, so this can stop and go on anywhere, and a report that
    came in by the old boundaries while the new ones were loaded is found too.
    """
    moved = 0
    where = locator()
    while batch := _stale(where.edition.id):
        with durably():
            # Locked first, looked at then: one may have been closed since it was found.
            for case in _open_cases().select_for_update().filter(pk__in=batch).order_by("pk"):
                moved += _follow(case, where, now)
    return moved


def _open_cases() -> QuerySet[Case]:
    return Case.objects.filter(status__in=[status.value for status in OPEN])


def _stale(edition: int) -> list[int]:
    # Not those of a later edition: another process knows it already, and this one is about to.
    stale = _open_cases().filter(edition__lt=edition)
    return list(stale.order_by("pk").values_list("pk", flat=True)[:_BATCH])


def _follow(case: Case, where: Locator, now: datetime) -> bool:
    place = where.nearest(case.report.lon, case.report.lat, _REACH_M)
    was_transferred = case.unit_code != case.located_unit
    answering = place.unit.code if place and place.unit else case.located_unit
    is_kept = answering == case.located_unit or (was_transferred and _exists(case.unit_code))
    case.edition = where.edition.id
    case.located_unit = answering
    case.area_code = place.area_code if place else case.area_code
    if is_kept or answering == case.unit_code:
        case.beat_code = _beat(place, case)
        case.save(update_fields=["edition", "located_unit", "area_code", "beat_code"])
        return False
    move(case, answering, "")
    case.beat_code = _beat(place, case)
    by_system(case, Action.REROUTE, before=case.status, now=now)
    return True


def _exists(unit_code: str) -> bool:
    found = unit(unit_code)
    return found is not None and found.is_current


def _beat(place: Located | None, case: Case) -> str:
    """Return the beat of the place if it is one of the case's unit."""
    is_at_home = case.unit_code == case.located_unit
    return place.beat.code if place and place.beat and is_at_home else ""
