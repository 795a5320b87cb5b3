"""Marks and steps as columns of their tables, and back."""

from collections.abc import Collection
from typing import Any

from kmzb.publicmap.models import Feature, FeatureStep
from kmzb.publicmap.rows import FeatureRow, ReasonRow, StepRow
from kmzb.publicmap.states import PublicStatus

COLUMNS = (
    "feature_id",
    "is_removed",
    "lon",
    "lat",
    "category",
    "status",
    "reported",
    "changed",
    "occurred_on",
    "time_of_day",
    "weekdays",
    "confirmations",
    "unit_code",
    "area_code",
    "reason_code",
    "reason_text",
    "due",
    "is_coarse",
    "visible_from",
    "visible_until",
    "edition",
    "weight",
    "is_live",
)
Record = tuple[Any, ...]  # the values of COLUMNS


def record_of(mark: FeatureRow, edition: int) -> Record:
    """Return the values of a mark that is shown."""
    return (
        mark.id,
        False,
        mark.lon,
        mark.lat,
        mark.category,
        mark.status.value,
        mark.reported,
        mark.changed,
        mark.occurred_on,
        mark.time_of_day,
        "".join(map(str, mark.weekdays)),
        mark.confirmations,
        mark.unit_code,
        mark.area_code,
        mark.reason.code if mark.reason else "",
        mark.reason.text if mark.reason else "",
        mark.due,
        mark.is_coarse,
        mark.visible_from,
        mark.visible_until,
        edition,
        mark.weight,
        mark.is_live,
    )


def tombstone(feature_id: str) -> Record:
    """Return the values of a mark that is taken away: nothing but its id."""
    empty = Feature(feature_id=feature_id, is_removed=True)
    return tuple(getattr(empty, name) for name in COLUMNS)


def stored_records(feature_ids: Collection[str]) -> dict[str, Record]:
    """Return the values as they stand in the table, by id; tombstones too, unknown ids are left out."""
    rows = Feature.objects.filter(feature_id__in=feature_ids).values_list(*COLUMNS)
    return {row[0]: row for row in rows}


def mark_of(row: Feature) -> FeatureRow:
    """Return the mark of a row that is no tombstone."""
    known: Any = row  # the columns that a tombstone lacks are filled here
    return FeatureRow(
        id=row.feature_id,
        lon=known.lon,
        lat=known.lat,
        category=row.category,
        status=PublicStatus(row.status),
        reported=known.reported,
        changed=known.changed,
        occurred_on=row.occurred_on,
        time_of_day=row.time_of_day,
        weekdays=tuple(map(int, row.weekdays)),
        confirmations=row.confirmations,
        unit_code=row.unit_code,
        area_code=row.area_code,
        reason=_reason(row.reason_code, row.reason_text),
        due=row.due,
        is_coarse=row.is_coarse,
        visible_from=known.visible_from,
        visible_until=row.visible_until,
        weight=row.weight,
        is_live=row.is_live,
    )


def feature_step_of(feature_id: str, step: StepRow) -> FeatureStep:
    """Return the unsaved row of a step."""
    return FeatureStep(
        feature_id=feature_id,
        on=step.on,
        action=step.action,
        status=step.status.value,
        reason_code=step.reason.code if step.reason else "",
        reason_text=step.reason.text if step.reason else "",
        body_code=step.body_code,
        seen=step.seen,
        unit_code=step.unit_code,
    )


def step_of(row: FeatureStep) -> StepRow:
    """Return the step of a row."""
    return StepRow(
        on=row.on,
        action=row.action,
        status=PublicStatus(row.status),
        reason=_reason(row.reason_code, row.reason_text),
        body_code=row.body_code,
        seen=row.seen,
        unit_code=row.unit_code,
    )


def _reason(code: str, text: str) -> ReasonRow | None:
    return ReasonRow(code, text) if code else None
