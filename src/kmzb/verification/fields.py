"""What an officer gives with a step, and what each step does with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from kmzb.accounts.api import OfficerMissing, OfficerRow, Role, beat_officer_of, officer
from kmzb.categories.api import Body, CheckedBy, UnknownCategory, catalogue
from kmzb.lib.text import clean
from kmzb.territory.api import locator, unit, units_below
from kmzb.verification.cards import DrawNumber, next_card_number
from kmzb.verification.deadlines import when_opened
from kmzb.verification.errors import (
    BodyMissing,
    DecisionWithoutReason,
    SeenMissing,
    TooFewVisits,
    UnfitAssignee,
    UnfitCategory,
    UnfitText,
    UnfitUnit,
    UnknownMeasure,
    UnknownReason,
)
from kmzb.verification.models import Case
from kmzb.verification.states import Action, Measure, Rule
from kmzb.verification.words import has_reason

REASON_MAX = 300
NOTE_MAX = 500

_ROLE_OF_KIND = {
    CheckedBy.BEAT: Role.BEAT_OFFICER,
    CheckedBy.PATROL: Role.PATROL,
    CheckedBy.TRAFFIC: Role.TRAFFIC,
}


@dataclass(frozen=True, slots=True)
class ActionFields:
    """Everything that a step can be given, as a form sent it; each step reads its own and ignores the rest.

    Attributes:
        reason_code, reason_text: the public reason: one of the step's list, and a sentence of the officer's own.
        body_code: to whom a case is referred.
        checked_by, assignee_id: who is to check; left empty, the rule of the category decides.
        seen, measures, note: what a visit found and did; the note is for the office only.
        category, unit_code: the new ones.

    """

    reason_code: str = ""
    reason_text: str = ""
    body_code: str = ""
    checked_by: str = ""
    assignee_id: int | None = None
    seen: bool | None = None
    measures: tuple[str, ...] = ()
    note: str = ""
    category: str = ""
    unit_code: str = ""


def fit_fields(case: Case, action: Action, rule: Rule, fields: ActionFields) -> ActionFields:
    """Return the fields with their texts as they are stored; refuse what the table asks for and does not get.

    Raises:
        DecisionWithoutReason, UnknownReason, UnfitText, TooFewVisits, BodyMissing: see each.
    """
    fields = replace(
        fields,
        reason_text=_fit_text("reason_text", fields.reason_text, REASON_MAX),
        note=_fit_text("note", fields.note, NOTE_MAX),
    )
    if not fields.reason_code and (rule.needs_reason or fields.reason_text):
        raise DecisionWithoutReason
    if fields.reason_code and not has_reason(action, fields.reason_code):
        raise UnknownReason
    need = settings.KMZB.visits_required
    if rule.needs_visits and case.empty_visits < need:
        raise TooFewVisits(case.empty_visits, need)
    if rule.needs_body and fields.body_code not in {body.value for body in Body}:
        raise BodyMissing
    return fields


def _fit_text(field: str, text: str, most: int) -> str:
    try:
        fit = clean(text.strip())
    except ValueError as problem:
        raise UnfitText(field, most) from problem
    if len(fit) > most:
        raise UnfitText(field, most)
    return fit


def apply(
    case: Case,
    action: Action,
    rule: Rule,
    fields: ActionFields,
    today: date,
    *,
    draw_number: DrawNumber = next_card_number,
) -> None:
    """Change the case as the step wants it, without saving. Expects a transaction: a card number may be drawn.

    Raises:
        UnfitAssignee, UnfitCategory, UnfitUnit, SeenMissing, UnknownMeasure: see each; nothing was saved.
    """
    if rule.restarts_clock:
        _open(case, fields, today, draw_number)
    if rule.forgets_visits:
        case.visits = case.empty_visits = 0
    if action in _EFFECTS:
        _EFFECTS[action](case, fields)
    if rule.target is not None:
        case.status = rule.target.value
        case.changed_on = today


def _open(case: Case, fields: ActionFields, today: date, draw_number: DrawNumber) -> None:
    case.accepted_on = today
    case.verify_by = when_opened(today)
    if not case.number:
        case.number = draw_number(case.unit_code, today)
    if not case.checked_by or fields.checked_by:
        _assign(case, fields)


def _assign(case: Case, fields: ActionFields) -> None:
    kind = _kind(fields.checked_by) or proposed_kind(case)
    case.checked_by = kind.value
    if fields.assignee_id is not None:
        case.assignee_id = _fit_assignee(case, kind, fields.assignee_id)
    else:
        case.assignee_id = proposed_assignee(case, kind)


def _kind(code: str) -> CheckedBy | None:
    if not code:
        return None
    try:
        return CheckedBy(code)
    except ValueError as problem:
        raise UnfitAssignee from problem


def proposed_kind(case: Case) -> CheckedBy:
    """Return who should check by the rule of the category."""
    return catalogue().get(case.category).checked_by


def proposed_assignee(case: Case, kind: CheckedBy) -> int | None:
    """Return the beat officer of the place where the beat officer checks; cells and patrols are not told by name."""
    holder = beat_officer_of(case.beat_code) if kind is CheckedBy.BEAT and case.beat_code else None
    return holder.id if holder and _fits(case, kind, holder) else None


def _fit_assignee(case: Case, kind: CheckedBy, officer_id: int) -> int:
    try:
        found = officer(officer_id)
    except OfficerMissing as problem:
        raise UnfitAssignee from problem
    if not _fits(case, kind, found):
        raise UnfitAssignee
    return found.id


def _fits(case: Case, kind: CheckedBy, candidate: OfficerRow) -> bool:
    is_of_unit = candidate.unit_code in units_below(case.unit_code)
    return candidate.is_active and candidate.role is _ROLE_OF_KIND[kind] and is_of_unit


def _visit(case: Case, fields: ActionFields) -> None:
    if fields.seen is None:
        raise SeenMissing
    if not set(fields.measures) <= {measure.value for measure in Measure}:
        raise UnknownMeasure
    case.visits += 1
    case.empty_visits += not fields.seen


def _recategorise(case: Case, fields: ActionFields) -> None:
    try:
        category = catalogue().get(fields.category)
    except UnknownCategory as problem:
        raise UnfitCategory from problem
    if not category.is_active or category.code == case.category:
        raise UnfitCategory
    case.category = category.code


def _transfer(case: Case, fields: ActionFields) -> None:
    target = unit(fields.unit_code)
    if target is None or not target.is_current or target.code == case.unit_code:
        raise UnfitUnit
    place = locator().locate(case.report.lon, case.report.lat)
    is_at_home = place is not None and place.unit is not None and place.unit.code == target.code
    move(case, target.code, place.beat.code if is_at_home and place and place.beat else "")


def move(case: Case, unit_code: str, beat_code: str) -> None:
    """Give the case to another unit, which assigns it anew."""
    case.unit_code = unit_code
    case.beat_code = beat_code
    case.checked_by = ""
    case.assignee_id = None


_EFFECTS: Mapping[Action, Callable[[Case, ActionFields], None]] = {
    Action.ASSIGN: _assign,
    Action.VISIT: _visit,
    Action.RECATEGORISE: _recategorise,
    Action.TRANSFER: _transfer,
}
