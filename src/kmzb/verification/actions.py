"""The only code that writes cases, their history and visits."""

from dataclasses import dataclass
from datetime import datetime

from kmzb.accounts.api import Role, Scope
from kmzb.audit.api import ACTIONS, SYSTEM, Actor, record
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Channel, ring
from kmzb.reports.api import Erased, NotFound, description_of, durably, secret_of
from kmzb.verification.access import case_row, locked_case
from kmzb.verification.errors import ActedMeanwhile, LastStep, NotAllowed
from kmzb.verification.fields import ActionFields, apply, fit_fields
from kmzb.verification.models import Case, Transition, Visit
from kmzb.verification.states import TABLE, Action, Rule, Status

NOTE = "visit note"
_KEPT = "The row names the report by number and holds no content of it; it stays when the report is erased."
_DETAIL = ("version", "status", "reason", "body", "category", "unit", "checked_by", "assignee", "seen")

for _code in sorted({rule.audit for rule in TABLE.values()}):
    ACTIONS.register(_code, detail=_DETAIL, erasure=_KEPT)
DESCRIPTION_VIEWED = ACTIONS.register("verification.description.viewed", erasure=_KEPT)
NOTES_VIEWED = ACTIONS.register("verification.notes.viewed", erasure=_KEPT)

_NO_FIELDS = ActionFields()


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What a step led to; `version` is the one to expect at the next."""

    case_id: int
    version: int
    status: Status
    number: str
    unit_code: str


def act(
    action: Action,
    case_id: int,
    *,
    scope: Scope,
    actor: Actor,
    expected_version: int,
    fields: ActionFields = _NO_FIELDS,
    now: datetime,
) -> StepTaken:
    """Take one step of the table: case, history and the record of officers' actions change together or not at all.

    Raises:
        NotFound: no such case within the officer's reach.
        ActedMeanwhile: the case is no longer as the officer saw it.
        NotAllowed: the table does not give this step.
        DecisionWithoutReason, UnknownReason, UnfitText, TooFewVisits, BodyMissing, SeenMissing, UnknownMeasure,
            UnfitAssignee, UnfitCategory, UnfitUnit: a field is missing or unfit.
        Unavailable: the database did not promise to keep it.
    """
    if actor.id != scope.officer_id:
        raise ValueError(f"the actor is officer {actor.id}, the scope that of officer {scope.officer_id}")
    with durably():
        case = locked_case(scope, case_id)
        if case.version != expected_version:
            raise ActedMeanwhile(last_step(case), case.version)
        rule = rule_for(case, action, scope.role)
        fields = fit_fields(case, action, rule, fields)
        before = case.status
        apply(case, action, rule, fields, warsaw_day(now))
        if action is Action.VISIT:
            _keep_visit(case, fields, scope.officer_id, now)
        write_step(case, action, rule, fields, before=before, actor=actor, now=now)
    return StepTaken(case.pk, case.version, Status(case.status), case.number, case.unit_code)


def rule_for(case: Case, action: Action, role: Role) -> Rule:
    """Return the table's rule for the step.

    Raises:
        NotAllowed: there is none in this status, or not for this role.
    """
    rule = TABLE.get((Status(case.status), action))
    if rule is None or role not in rule.roles:
        raise NotAllowed
    return rule


def last_step(case: Case) -> LastStep:
    """Return what was done to the case last."""
    row = Transition.objects.filter(case=case).order_by("-id")[0]
    return LastStep(Action(row.action), Status(row.status), row.at, row.actor_role, row.actor_unit)


def write_step(
    case: Case,
    action: Action,
    rule: Rule,
    fields: ActionFields,
    *,
    before: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Save the changed case with its history row and the record, and wake the readers. Expects the transaction."""
    case.version += 1
    case.save()
    step = transition_of(case, action, fields, before=before, actor=actor, now=now)
    step.save(force_insert=True)
    record(actor, rule.audit, ("report", case.pk), now=now, reason=fields.reason_code, detail=_detail(case, step))
    ring(Channel.WRITTEN)


def transition_of(
    case: Case, action: Action, fields: ActionFields, *, before: str, actor: Actor, now: datetime
) -> Transition:
    """Return the unsaved history row of a step that led to the case as it is now."""
    return Transition(
        case=case,
        at=now,
        action=action.value,
        from_status=before,
        status=case.status,
        category=case.category,
        unit_code=case.unit_code,
        beat_code=case.beat_code,
        checked_by=case.checked_by,
        read_by=case.read_by,
        verify_by=case.verify_by,
        changed_on=case.changed_on,
        reason_code=fields.reason_code,
        reason_text=fields.reason_text,
        body_code=fields.body_code if action is Action.REFER else "",
        seen=fields.seen if action is Action.VISIT else None,
        actor_id=actor.id,
        actor_role=actor.role,
        actor_unit=actor.unit_code,
    )


def _detail(case: Case, step: Transition) -> dict[str, str | int | bool | None]:
    return {
        "version": case.version,
        "status": step.status,
        "reason": step.reason_code,
        "body": step.body_code,
        "category": step.category,
        "unit": step.unit_code,
        "checked_by": step.checked_by,
        "assignee": case.assignee_id,
        "seen": step.seen,
    }


def _keep_visit(case: Case, fields: ActionFields, officer_id: int, now: datetime) -> None:
    Visit.objects.create(
        case=case,
        officer_id=officer_id,
        visited_at=now,
        is_seen=bool(fields.seen),
        measures=" ".join(sorted(set(fields.measures))),
        note=_sealed(case, fields.note) if fields.note else None,
    )


def _sealed(case: Case, note: str) -> bytes | None:
    try:
        return secret_of(case.report).seal(note, use=NOTE)
    except Erased:
        return None  # nothing can be kept sealed for an erased report, and nothing is kept open


def look_at_description(case_id: int, *, scope: Scope, actor: Actor, now: datetime) -> str:
    """Return the sender's description; that it was looked at is recorded in the same transaction.

    Raises:
        NotFound: no such case within the officer's reach, or its content was erased.
    """
    with durably():
        case = case_row(scope, case_id)
        record(actor, DESCRIPTION_VIEWED, ("report", case.pk), now=now)
        try:
            return description_of(case.report)
        except Erased as gone:
            raise NotFound from gone


def look_at_notes(case_id: int, *, scope: Scope, actor: Actor, now: datetime) -> dict[int, str]:
    """Return the notes of the visits by the visit's number; that they were looked at is recorded.

    Raises:
        NotFound: no such case within the officer's reach.
    """
    with durably():
        case = case_row(scope, case_id)
        record(actor, NOTES_VIEWED, ("report", case.pk), now=now)
        visits = Visit.objects.filter(case=case, note__isnull=False)
        try:
            secret = secret_of(case.report)
        except Erased:
            return {}
        return {visit.pk: secret.open(bytes(visit.note), use=NOTE) for visit in visits if visit.note}


def by_system(case: Case, action: Action, *, before: str, now: datetime) -> None:
    """Write a step that the machine itself took. Expects the transaction and the case changed as wanted."""
    rule = TABLE[Status(case.status), action]
    write_step(case, action, rule, _NO_FIELDS, before=before, actor=SYSTEM, now=now)
