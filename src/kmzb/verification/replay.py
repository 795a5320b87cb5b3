"""All that the public projection needs of a case, in one reading. Office data: exact points, unpublished steps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

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


# What a replayed case has of the report, by the same names.
_OF_REPORT = ("lon", "lat", "placed_at", "occurred_on", "time_of_day", "weekdays")


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
    of_report = {name: F(f"report__{name}") for name in _OF_REPORT}
    cases = Case.objects.filter(pk__in=list(steps)).order_by("pk")
    found: Any = cases.values("feature_id", "placed_on", case_id=F("pk"), **of_report)
    return [
        ReplayedCase(**row, confirmations=counts.get(row["case_id"], 0), steps=tuple(steps[row["case_id"]]))
        for row in found
    ]


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
