"""All that the public projection needs of a case, in one reading. Office data: exact points, unpublished steps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kmzb.reports.api import confirmation_counts
from kmzb.verification.models import Case, Transition
from kmzb.verification.states import Action, Status
from kmzb.verification.steps import is_public


@dataclass(frozen=True, slots=True)
class ReplayStep:
    """One row of the history with the state after it. `is_public` steps only may be shown."""

    id: int
    at: datetime
    action: Action
    from_status: Status | None
    status: Status
    category: str
    unit_code: str
    beat_code: str
    read_by: date
    verify_by: date
    changed_on: date
    reason_code: str
    reason_text: str
    body_code: str
    checked_by: str
    seen: bool | None
    is_public: bool


@dataclass(frozen=True, slots=True)
class ReplayedCase:
    """A case as it was at a moment: `steps` from first to last, confirmations counted, the exact point."""

    case_id: int
    feature_id: str
    lon: float
    lat: float
    placed_at: datetime
    placed_on: date
    occurred_on: date | None
    time_of_day: str
    weekdays: str
    confirmations: int
    steps: tuple[ReplayStep, ...]


def replay(case_ids: Iterable[int], *, released_before: datetime | None = None) -> list[ReplayedCase]:
    """Return the cases as they were just before the moment, or as they are now, by number.

    Steps and confirmations at or after `released_before` are left out, and so is a case that had none yet.
    """
    if not (ids := list(case_ids)):
        return []
    rows = Transition.objects.filter(case_id__in=ids).order_by("id")
    if released_before is not None:
        rows = rows.filter(at__lt=released_before)
    steps: dict[int, list[ReplayStep]] = defaultdict(list)
    for row in rows:
        steps[row.case_id].append(_step(row))
    counts = confirmation_counts(ids, before=released_before)
    cases = Case.objects.select_related("report").filter(pk__in=list(steps)).order_by("pk")
    return [_replayed(case, steps[case.pk], counts.get(case.pk, 0)) for case in cases]


def _replayed(case: Case, steps: list[ReplayStep], confirmations: int) -> ReplayedCase:
    report = case.report
    return ReplayedCase(
        case_id=case.pk,
        feature_id=case.feature_id,
        lon=report.lon,
        lat=report.lat,
        placed_at=report.placed_at,
        placed_on=case.placed_on,
        occurred_on=report.occurred_on,
        time_of_day=report.time_of_day,
        weekdays=report.weekdays,
        confirmations=confirmations,
        steps=tuple(steps),
    )


def _step(row: Transition) -> ReplayStep:
    return ReplayStep(
        id=row.pk,
        at=row.at,
        action=Action(row.action),
        from_status=Status(row.from_status) if row.from_status else None,
        status=Status(row.status),
        category=row.category,
        unit_code=row.unit_code,
        beat_code=row.beat_code,
        read_by=row.read_by,
        verify_by=row.verify_by,
        changed_on=row.changed_on,
        reason_code=row.reason_code,
        reason_text=row.reason_text,
        body_code=row.body_code,
        checked_by=row.checked_by,
        seen=row.seen,
        is_public=is_public(row.from_status, row.action),
    )


def case_ids_after(case_id: int, *, limit: int) -> list[int]:
    """Return the next numbers of cases, to walk through all of them."""
    return list(Case.objects.filter(pk__gt=case_id).order_by("pk").values_list("pk", flat=True)[:limit])


def transition_stream() -> QuerySet[Transition]:
    """Return the history as a stream for `news.unread`."""
    return Transition.objects.all()
