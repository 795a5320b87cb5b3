"""Cases as officers see them in lists: typed rows with what a line needs, no content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from math import cos, hypot, radians

from django.conf import settings
from django.db.models import Max

from kmzb.accounts.api import officer_names
from kmzb.lib.time import warsaw_day
from kmzb.reports.api import confirmation_counts
from kmzb.territory.api import area
from kmzb.verification.models import Case, Visit
from kmzb.verification.states import DueGroup, Status

_METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue.

    Attributes:
        version: to be given back as `expected_version`.
        place: the area's name as people say it; the office has no street names.
        lon, lat: the exact point.
        checked_by, assignee_id, assignee: who checks; empty before somebody was assigned.
        visits, empty_visits, visits_required: since the case was last opened; `empty_visits` found nothing.
        due: the last day for the next step, None where no clock runs.
        days_late: 0 in time.
        visited_on: the day of the last visit, of any round; None before the first.
        distance_m: from the asker, None where they said not where they are.

    """

    case_id: int
    version: int
    number: str
    reference: str
    status: Status
    category: str
    unit_code: str
    beat_code: str
    area_code: str
    place: str
    lon: float
    lat: float
    checked_by: str
    assignee_id: int | None
    assignee: str
    visits: int
    empty_visits: int
    visits_required: int
    confirmations: int
    due: date | None
    group: DueGroup
    days_late: int
    placed_on: date
    changed_on: date
    occurred_on: date | None
    occurred_time: time | None
    time_of_day: str
    weekdays: str
    description_length: int
    lane: str
    visited_on: date | None
    distance_m: int | None = None


def due_of(status: Status, read_by: date, verify_by: date) -> date | None:
    """Return the day that the running clock ends on: reading a new report, deciding in verification."""
    return {Status.NEW: read_by, Status.VERIFICATION: verify_by}.get(status)


def group_of(due: date | None, today: date) -> DueGroup:
    """Return the part of the queue; late begins with the day after."""
    if due is None or due > today:
        return DueGroup.LATER
    return DueGroup.TODAY if due == today else DueGroup.LATE


def rows_of(cases: Iterable[Case], *, today: date, near: tuple[float, float] | None = None) -> list[QueueRow]:
    """Return the lines of cases read together with their reports."""
    found = list(cases)
    names = officer_names(case.assignee_id for case in found if case.assignee_id is not None)
    counts = confirmation_counts(case.pk for case in found)
    places = {code: _place(code) for code in {case.area_code for case in found}}
    told = _Told(names, counts, places, _visit_days(case.pk for case in found))
    return [_row(case, told, today, near) for case in found]


@dataclass(frozen=True, slots=True)
class _Told:
    """What lines need from elsewhere, read once for all of them."""

    names: Mapping[int, str]
    confirmations: Mapping[int, int]
    places: Mapping[str, str]
    visit_days: Mapping[int, date]


def _visit_days(case_ids: Iterable[int]) -> dict[int, date]:
    last = Visit.objects.filter(case_id__in=list(case_ids)).values_list("case_id").annotate(at=Max("visited_at"))
    return {case_id: warsaw_day(at) for case_id, at in last}


def _place(area_code: str) -> str:
    found = area(area_code) if area_code else None
    return found.title if found else ""


def _row(case: Case, told: _Told, today: date, near: tuple[float, float] | None) -> QueueRow:
    report, status = case.report, Status(case.status)
    due = due_of(status, case.read_by, case.verify_by)
    return QueueRow(
        case_id=case.pk,
        version=case.version,
        number=case.number,
        reference=report.reference,
        status=status,
        category=case.category,
        unit_code=case.unit_code,
        beat_code=case.beat_code,
        area_code=case.area_code,
        place=told.places[case.area_code],
        lon=report.lon,
        lat=report.lat,
        checked_by=case.checked_by,
        assignee_id=case.assignee_id,
        assignee=told.names.get(case.assignee_id or 0, ""),
        visits=case.visits,
        empty_visits=case.empty_visits,
        visits_required=settings.KMZB.visits_required,
        confirmations=told.confirmations.get(case.pk, 0),
        due=due,
        group=group_of(due, today),
        days_late=max(0, (today - due).days) if due else 0,
        placed_on=case.placed_on,
        changed_on=case.changed_on,
        occurred_on=report.occurred_on,
        occurred_time=report.occurred_time,
        time_of_day=report.time_of_day,
        weekdays=report.weekdays,
        description_length=report.description_length,
        lane=report.lane,
        visited_on=told.visit_days.get(case.pk),
        distance_m=_metres(near, (report.lon, report.lat)) if near else None,
    )


def _metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the distance on a flat map: right to a metre within a beat, to a percent across the country."""
    east = (other[0] - one[0]) * cos(radians((one[1] + other[1]) / 2))
    return round(hypot(east, other[1] - one[1]) * _METRES_PER_DEGREE)
