"""Marks and steps as columns of their tables, and back."""

from typing import Any

from kmzb.publicmap.models import Feature, FeatureStep
from kmzb.publicmap.rows import FeatureRow, ReasonRow, StepRow
from kmzb.publicmap.states import PublicStatus


def feature_of(mark: FeatureRow, edition: int) -> Feature:
    """Return the unsaved row of a mark; its sequence is not drawn yet."""
    return Feature(
        feature_id=mark.id,
        lon=mark.lon,
        lat=mark.lat,
        category=mark.category,
        status=mark.status.value,
        reported=mark.reported,
        changed=mark.changed,
        occurred_on=mark.occurred_on,
        time_of_day=mark.time_of_day,
        weekdays="".join(map(str, mark.weekdays)),
        confirmations=mark.confirmations,
        unit_code=mark.unit_code,
        area_code=mark.area_code,
        reason_code=mark.reason.code if mark.reason else "",
        reason_text=mark.reason.text if mark.reason else "",
        due=mark.due,
        is_coarse=mark.is_coarse,
        visible_from=mark.visible_from,
        visible_until=mark.visible_until,
        edition=edition,
        weight=mark.weight,
        is_live=mark.is_live,
    )


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
