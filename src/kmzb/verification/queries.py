"""What officers read: the queue, one case, its history, the beat officer's day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case as Choose
from django.db.models import Count, DateField, F, Q, QuerySet, When

from kmzb.accounts.api import Role, Scope, officer_names
from kmzb.categories.api import catalogue
from kmzb.lib.text import fold
from kmzb.lib.time import warsaw_day
from kmzb.verification.access import case_row, visible_cases
from kmzb.verification.fields import proposed_assignee, proposed_kind
from kmzb.verification.models import Case, Transition, Visit
from kmzb.verification.rows import QueueRow, rows_of
from kmzb.verification.states import OPEN, TABLE, Action, Measure, Status
from kmzb.verification.steps import Reason, is_public, reason_of

QUEUE_MOST = 500

_DUE = Choose(
    When(status=Status.NEW.value, then=F("read_by")),
    When(status=Status.VERIFICATION.value, then=F("verify_by")),
    output_field=DateField(),
)


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """What a queue is narrowed to; empty means everything, and every open status.

    `text` is sought in the card's number, the reference and the category's name, folded; each word must be found.
    """

    statuses: frozenset[Status] = frozenset()
    categories: frozenset[str] = frozenset()
    unit_code: str = ""
    beat_code: str = ""
    checked_by: str = ""
    assignee_id: int | None = None
    text: str = ""
    limit: int = QUEUE_MOST
    offset: int = 0


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step as the office sees it: when, by whom, and whether the public sees it."""

    at: datetime
    action: Action
    status: Status
    category: str
    unit_code: str
    checked_by: str
    reason: Reason | None
    body_code: str
    seen: bool | None
    actor_id: int | None
    actor: str
    actor_role: str
    actor_unit: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit; the note itself is read through `look_at_notes`."""

    id: int
    visited_at: datetime
    officer: str
    seen: bool
    measures: tuple[Measure, ...]
    has_note: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about a case but its content: the line, what can be done, who should check, history and visits."""

    row: QueueRow
    accepted_on: date | None
    read_by: date
    verify_by: date
    feature_id: str
    actions: list[Action]
    proposed_checked_by: str
    proposed_assignee_id: int | None
    history: list[HistoryRow]
    visits: list[VisitRow]


def possible_actions(status: Status, role: Role) -> list[Action]:
    """Return the steps that the table gives to the role in the status, in the order of `Action`."""
    return [action for action in Action if (rule := TABLE.get((status, action))) and role in rule.roles]


def queue(scope: Scope, filters: QueueFilters, *, now: datetime) -> list[QueueRow]:
    """Return the lines of the queue, the most urgent first; what has no clock stands last, oldest first."""
    cases = _narrowed(scope, filters).select_related("report").annotate(due=_DUE)
    ordered = cases.order_by(F("due").asc(nulls_last=True), "placed_on", "pk")
    page = ordered[filters.offset : filters.offset + min(filters.limit, QUEUE_MOST)]
    return rows_of(page, today=warsaw_day(now))


def queue_counts(scope: Scope, filters: QueueFilters) -> dict[Status, int]:
    """Return how many cases the filters find in each status; the statuses of the filters themselves are ignored."""
    every = QueueFilters(
        statuses=frozenset(Status),
        categories=filters.categories,
        unit_code=filters.unit_code,
        beat_code=filters.beat_code,
        checked_by=filters.checked_by,
        assignee_id=filters.assignee_id,
        text=filters.text,
    )
    found = _narrowed(scope, every).order_by().values_list("status").annotate(count=Count("pk"))
    counts = {Status(status): count for status, count in found}
    return {status: counts.get(status, 0) for status in Status}


def _narrowed(scope: Scope, filters: QueueFilters) -> QuerySet[Case]:
    typed = (filters.unit_code, filters.beat_code, filters.checked_by, filters.text, *filters.categories)
    if not all(text.isprintable() for text in typed):
        return Case.objects.none()  # no stored text has control characters, and PostgreSQL takes none
    statuses = filters.statuses or OPEN
    cases = visible_cases(scope).filter(status__in=[status.value for status in statuses])
    exact = {
        "unit_code": filters.unit_code,
        "beat_code": filters.beat_code,
        "checked_by": filters.checked_by,
        "assignee_id": filters.assignee_id,
    }
    cases = cases.filter(**{name: value for name, value in exact.items() if value})
    if filters.categories:
        cases = cases.filter(category__in=filters.categories)
    for word in filters.text.split():
        cases = cases.filter(_has_word(word))
    return cases


def _has_word(word: str) -> Q:
    categories = [category.code for category in catalogue().all if fold(word) in fold(category.name)]
    found = Q(number__icontains=word) | Q(report__reference__icontains=word)
    return found | Q(category__in=categories) if categories else found


def case_for(scope: Scope, case_id: int, *, now: datetime) -> QueueRow:
    """Return the line of one case.

    Raises:
        NotFound: there is none of this number, or none that the officer may see.
    """
    return rows_of([case_row(scope, case_id)], today=warsaw_day(now))[0]


def card(scope: Scope, case_id: int, *, now: datetime) -> Card:
    """Return one case with everything that is no content.

    Raises:
        NotFound: as `case_for`.
    """
    case = case_row(scope, case_id)
    kind = proposed_kind(case)
    return Card(
        row=rows_of([case], today=warsaw_day(now))[0],
        accepted_on=case.accepted_on,
        read_by=case.read_by,
        verify_by=case.verify_by,
        feature_id=case.feature_id,
        actions=possible_actions(Status(case.status), scope.role),
        proposed_checked_by=kind.value,
        proposed_assignee_id=proposed_assignee(case, kind),
        history=_history(case),
        visits=_visits(case),
    )


def history_for_office(scope: Scope, case_id: int) -> list[HistoryRow]:
    """Return every step with who took it, oldest first.

    Raises:
        NotFound: as `case_for`.
    """
    return _history(case_row(scope, case_id))


def _history(case: Case) -> list[HistoryRow]:
    rows = list(Transition.objects.filter(case=case).order_by("id"))
    names = _names(row.actor_id for row in rows)
    return [
        HistoryRow(
            at=row.at,
            action=Action(row.action),
            status=Status(row.status),
            category=row.category,
            unit_code=row.unit_code,
            checked_by=row.checked_by,
            reason=reason_of(row.reason_code, row.reason_text),
            body_code=row.body_code,
            seen=row.seen,
            actor_id=row.actor_id,
            actor=names.get(row.actor_id or 0, ""),
            actor_role=row.actor_role,
            actor_unit=row.actor_unit,
            is_public=is_public(row.from_status, row.action),
        )
        for row in rows
    ]


def _visits(case: Case) -> list[VisitRow]:
    rows = list(Visit.objects.filter(case=case).order_by("visited_at", "id"))
    names = _names(row.officer_id for row in rows)
    return [
        VisitRow(
            id=row.pk,
            visited_at=row.visited_at,
            officer=names.get(row.officer_id, ""),
            seen=row.is_seen,
            measures=tuple(Measure(code) for code in row.measures.split()),
            has_note=row.note is not None,
        )
        for row in rows
    ]


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    return officer_names(number for number in ids if number is not None)


def beat_day(scope: Scope, *, now: datetime, near: tuple[float, float] | None = None) -> list[QueueRow]:
    """Return what the officer should visit: nearest first where they say where they are (lon, lat), else by deadline.

    These are open cases in verification or confirmed: assigned to the officer, or of their beat or cell and nobody's
    by name.
    """
    statuses = [Status.VERIFICATION.value, Status.CONFIRMED.value]
    mine = Q(assignee_id=scope.officer_id) | Q(assignee_id=None)
    cases = visible_cases(scope).filter(mine, status__in=statuses).select_related("report").annotate(due=_DUE)
    ordered = cases.order_by(F("due").asc(nulls_last=True), "placed_on", "pk")[:QUEUE_MOST]
    rows = rows_of(ordered, today=warsaw_day(now), near=near)
    return sorted(rows, key=lambda row: row.distance_m or 0) if near else rows
