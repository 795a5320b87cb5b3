"""The one module that looks down: what of a report is public, and what that is called in words.

Everything here that reads a case returns coarsened values. The words are no rows: they are the tables that the
rooms below keep, so that office, receipt and map call a thing by one name.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _

from kmzb.lib.time import next_morning, one_month_after, warsaw_day, warsaw_midnight
from kmzb.news.api import Waiting, look, unread, waiting
from kmzb.publicmap.policy import Policy, archived_policy, last_morning, policy_of
from kmzb.publicmap.rows import FeatureRow, ReasonRow, StepRow
from kmzb.publicmap.states import PublicStatus
from kmzb.reports.api import Confirmation, confirmation_stream
from kmzb.territory.api import Located, Locator, coarse_point, coarse_points, locator
from kmzb.verification.api import (
    CONFIRMED_STATUSES,
    Action,
    ArchivedReport,
    Case,
    ReplayedCase,
    ReplayStep,
    Status,
    Transition,
    action_sentence,
    archive_stream,
    archived_after,
    archived_of,
    case_ids_after,
    count_label,
    due_of,
    reason_text,
    replay,
    transition_stream,
)
from kmzb.verification.api import next_sentence as _next_sentence
from kmzb.verification.api import status_name as _status_name

__all__ = [
    "ARCHIVE",
    "CONFIRMATIONS",
    "TRANSITIONS",
    "ArchivedReport",
    "Projected",
    "Transition",
    "archived_after",
    "archived_of",
    "archived_waiting",
    "case_ids_after",
    "cases_of",
    "new_transitions",
    "next_sentence",
    "oldest_unread",
    "project",
    "project_archived",
    "project_cases",
    "reason_label",
    "status_name",
    "step_sentence",
    "unread_archived",
    "unread_confirmations",
]

TRANSITIONS = "publicmap.transitions"
CONFIRMATIONS = "publicmap.confirmations"
ARCHIVE = "publicmap.archive"

_DECIMALS = 6
_REACH_M = 10_000  # marks off the shore, and an approximate coast
# On a coarse mark they would tell on which side of a border the exact point lies.
_BORDER_STEPS = frozenset({Action.TRANSFER, Action.REROUTE})


@dataclass(frozen=True, slots=True)
class Projected:
    """All that the public may know of a report now.

    Attributes:
        mark: None while nothing is public.
        release: when more of it becomes public without anything happening; None if there is nothing to wait for.

    """

    feature_id: str
    mark: FeatureRow | None
    steps: tuple[StepRow, ...]
    release: datetime | None


def project_cases(case_ids: Collection[int], *, now: datetime) -> tuple[list[Projected], int]:
    """Return what is public of each case, and the edition of the territory that located it."""
    cases = replay(case_ids)
    waiting = [case.case_id for case in cases if _policy(case).waits]
    released = {case.case_id: case for case in replay(waiting, released_before=last_morning(now))}
    where = locator()
    return [project(case, released.get(case.case_id), where, now=now) for case in cases], where.edition.id


def project(case: ReplayedCase, released: ReplayedCase | None, where: Locator, *, now: datetime) -> Projected:
    """Return what is public of a case: nothing finer and nothing earlier than its policy.

    `released` is the case as it was at the last time of publication, None if it was not there yet. Becoming
    stricter hides a mark at once; all else of a waiting category is published with the next morning.
    """
    policy = _policy(case)
    shown = released if policy.waits else case
    hidden = policy.is_hidden or case.steps[-1].status is Status.JOKE_OR_MISTAKE
    release = next_morning(now) if not hidden and _is_more(case, shown) else None
    if shown is None or not (_may_show(policy, case, case) and _may_show(policy, case, shown)):
        return Projected(case.feature_id, None, (), release)
    mark = _mark(shown, policy, where)
    return Projected(case.feature_id, mark, _steps(shown, policy, mark), release)


def _policy(case: ReplayedCase) -> Policy:
    return policy_of(case.steps[0].category, case.steps[-1].category)


def _is_more(case: ReplayedCase, shown: ReplayedCase | None) -> bool:
    return shown is None or (len(case.steps), case.confirmations) != (len(shown.steps), shown.confirmations)


def _may_show(policy: Policy, case: ReplayedCase, shown: ReplayedCase) -> bool:
    """Whether a state of the case is public; one under another policy than today's waits for its own release."""
    step = shown.steps[-1]
    if policy.is_hidden or step.status is Status.JOKE_OR_MISTAKE:
        return False
    if policy.needs_confirming and step.status not in CONFIRMED_STATUSES:
        return False
    return policy_of(case.steps[0].category, step.category) == policy


def _mark(case: ReplayedCase, policy: Policy, where: Locator) -> FeatureRow:
    step = case.steps[-1]
    lon, lat = coarse_point(case.lon, case.lat) if policy.is_coarse else (case.lon, case.lat)
    place = where.nearest(lon, lat, _REACH_M)
    return FeatureRow(
        id=case.feature_id,
        lon=round(lon, _DECIMALS),
        lat=round(lat, _DECIMALS),
        category=step.category,
        status=PublicStatus(step.status.value),
        reported=case.placed_on,
        changed=step.changed_on,
        occurred_on=case.occurred_on,
        time_of_day=case.time_of_day,
        weekdays=tuple(map(int, case.weekdays)),
        confirmations=count_label(case.confirmations),
        unit_code=_unit(place) if policy.is_coarse else step.unit_code,
        area_code=place.area_code if place else "",
        reason=_reason(_deciding(case.steps)),
        due=due_of(step.status, step.read_by, step.verify_by),
        is_coarse=policy.is_coarse,
        visible_from=next_morning(step.at) if policy.waits else warsaw_midnight(warsaw_day(step.at)),
        visible_until=_visible_until(step.status, step.changed_on),
    )


def _unit(place: Located | None) -> str:
    return place.unit.code if place and place.unit else ""


def _deciding(steps: Iterable[ReplayStep]) -> ReplayStep:
    """Return the step that led to the status of today."""
    return [step for step in steps if step.status is not step.from_status][-1]


def _visible_until(status: Status, changed: date) -> date | None:
    if status is Status.NOT_CONFIRMED:
        return changed + timedelta(days=7)
    return one_month_after(changed) if status is Status.CONFIRMED_ELIMINATED else None


def project_archived(rows: Sequence[ArchivedReport]) -> tuple[dict[str, FeatureRow | None], int]:
    """Return what is public of each archived report by its id, None for nothing, and the edition that located it.

    Area and unit are those of the public point. Nobody knows the hour of what happened, so that a category that waits
    is released with the morning after the day of its last change.
    """
    where = locator()
    marks: dict[str, FeatureRow | None] = dict.fromkeys(row.feature_id for row in rows)
    shown = [(row, policy) for row in rows if _is_shown(row, policy := archived_policy(row.category, row.reported_on))]
    points = _public_points(shown)
    for (row, policy), (lon, lat), place in zip(shown, points, _places(points, where), strict=True):
        marks[row.feature_id] = _archived_mark(row, policy, lon, lat, place)
    return marks, where.edition.id


def _is_shown(row: ArchivedReport, policy: Policy) -> bool:
    if policy.is_hidden or row.status == Status.JOKE_OR_MISTAKE:
        return False
    return not policy.needs_confirming or row.status in CONFIRMED_STATUSES


def _public_points(shown: Sequence[tuple[ArchivedReport, Policy]]) -> list[tuple[float, float]]:
    points = [(row.lon, row.lat) for row, _ in shown]
    coarse = [number for number, (_, policy) in enumerate(shown) if policy.is_coarse]
    if coarse:
        middles = coarse_points(np.array([points[number] for number in coarse]))
        for number, middle in zip(coarse, middles, strict=True):
            points[number] = middle
    return [(round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat in points]


def _places(points: Sequence[tuple[float, float]], where: Locator) -> list[Located | None]:
    lons, lats = np.array(points, dtype=float).reshape(-1, 2).T
    found = where.locate_many(lons, lats)
    return [place or where.nearest(*point, _REACH_M) for place, point in zip(found, points, strict=True)]


def _archived_mark(row: ArchivedReport, policy: Policy, lon: float, lat: float, place: Located | None) -> FeatureRow:
    return FeatureRow(
        id=row.feature_id,
        lon=lon,
        lat=lat,
        category=row.category,
        status=PublicStatus(row.status),
        reported=row.reported_on,
        changed=row.changed_on,
        occurred_on=None,
        time_of_day=row.time_of_day,
        weekdays=tuple(map(int, row.weekdays)),
        confirmations=count_label(row.confirmations),
        unit_code=_unit(place),
        area_code=place.area_code if place else "",
        reason=None,
        due=None,
        is_coarse=policy.is_coarse,
        visible_from=_released(row.changed_on, waits=policy.waits),
        visible_until=_visible_until(Status(row.status), row.changed_on),
        weight=row.weight,
        is_live=row.is_live,
    )


@lru_cache(maxsize=16_384)
def _released(changed: date, *, waits: bool) -> datetime:
    """Return the first moment at which a state of that day may be shown, at whatever hour it came about."""
    return next_morning(warsaw_midnight(changed + timedelta(days=1))) if waits else warsaw_midnight(changed)


def _steps(case: ReplayedCase, policy: Policy, mark: FeatureRow) -> tuple[StepRow, ...]:
    left_out = _BORDER_STEPS if policy.is_coarse else frozenset()
    return tuple(
        StepRow(
            on=warsaw_day(step.at),
            action=step.action.value,
            status=PublicStatus(step.status.value),
            reason=_reason(step),
            body_code=step.body_code,
            seen=step.seen,
            unit_code=mark.unit_code if policy.is_coarse else step.unit_code,
        )
        for step in case.steps
        if step.is_public and step.action not in left_out
    )


def _reason(step: ReplayStep) -> ReasonRow | None:
    return ReasonRow(step.reason_code, step.reason_text) if step.reason_code else None


def new_transitions(*, limit: int) -> Waiting[Transition]:
    """Return the steps of officers that the projection has not dealt with, and the newest of them, settled or not.

    The newest may be projected before it is sure that none is missing between them.
    """
    return look(TRANSITIONS, transition_stream(), limit=limit)


def unread_confirmations(*, limit: int) -> list[Confirmation]:
    """Return the confirmations of residents that the projection has not dealt with."""
    return unread(CONFIRMATIONS, confirmation_stream(), limit=limit)


def unread_archived(*, limit: int) -> list[ArchivedReport]:
    """Return the archived reports that the projection has not dealt with."""
    return unread(ARCHIVE, archive_stream(), limit=limit)


def archived_waiting() -> int:
    """Return how many archived reports are not on the public map yet, as far as they may ever be."""
    return waiting(ARCHIVE, archive_stream()).count()


def oldest_unread() -> datetime | None:
    """Return when the oldest thing happened that is not projected yet, None when everything is."""
    moments = [step.at for step in unread(TRANSITIONS, transition_stream(), limit=1)]
    moments += [confirmation.confirmed_at for confirmation in unread_confirmations(limit=1)]
    return min(moments, default=None)


def cases_of(feature_ids: Collection[str]) -> dict[str, int]:
    """Return the number of the case behind each mark; a mark without one is left out."""
    if not feature_ids:
        return {}
    return dict(Case.objects.filter(feature_id__in=feature_ids).values_list("feature_id", "pk"))


def status_name(status: PublicStatus) -> str:
    """Return the official name of the status."""
    return _status_name(status.value)


def reason_label(code: str) -> str:
    """Return the sentence of the list of reasons that belongs to the code, "" for none."""
    return reason_text(code)


def next_sentence(row: FeatureRow, *, today: date) -> str:
    """Return what happens next with the mark, and by when; a missed deadline is told. The archive has no next."""
    if row.is_archived:
        return _("Zgłoszenie z archiwum. Nic więcej się z nim nie dzieje.")
    if row.due is not None and row.due < today:
        if row.status is PublicStatus.NEW:
            return _("Termin minął. Zgłoszenie nadal czeka na przeczytanie.")
        return _("Termin minął. Policjanci nadal sprawdzają to miejsce.")
    due = row.due or row.changed
    return _next_sentence(row.status.value, read_by=due, verify_by=due)


def step_sentence(step: StepRow) -> str:
    """Return what happened in this step."""
    return action_sentence(step.action, seen=step.seen, body_code=step.body_code)
