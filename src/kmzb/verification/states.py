"""The life of a report in one table: guard, buttons, documentation and the full test are read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kmzb.accounts.api import Role


class Status(StrEnum):
    """The official statuses. Their names stand in `words.py`, their colours belong to delivery."""

    NEW = "new"
    VERIFICATION = "verification"
    CONFIRMED = "confirmed"
    CONFIRMED_REFERRED = "confirmed_referred"
    CONFIRMED_ELIMINATED = "confirmed_eliminated"
    NOT_CONFIRMED = "not_confirmed"
    JOKE_OR_MISTAKE = "joke_or_mistake"


# While one of these lasts, others may say that they see the same.
OPEN = frozenset({Status.NEW, Status.VERIFICATION, Status.CONFIRMED, Status.CONFIRMED_REFERRED})
CLOSED = frozenset(Status) - OPEN
CONFIRMED_STATUSES = frozenset({Status.CONFIRMED, Status.CONFIRMED_REFERRED, Status.CONFIRMED_ELIMINATED})


class Action(StrEnum):
    """Every step that a report can take. `PLACE` and `REROUTE` are the system's own."""

    PLACE = "place"
    ACCEPT = "accept"
    DISMISS = "dismiss"
    CONFIRM = "confirm"
    NOT_CONFIRM = "not_confirm"
    ELIMINATE = "eliminate"
    REFER = "refer"
    RETURN = "return"
    REOPEN = "reopen"
    ASSIGN = "assign"
    VISIT = "visit"
    RECATEGORISE = "recategorise"
    TRANSFER = "transfer"
    REROUTE = "reroute"


COORDINATORS = frozenset({Role.LOCAL_COORDINATOR, Role.REGIONAL_COORDINATOR})
VISITORS = frozenset({Role.BEAT_OFFICER, Role.PATROL, Role.TRAFFIC, Role.LOCAL_COORDINATOR})


@dataclass(frozen=True, slots=True)
class Rule:
    """One allowed step.

    Attributes:
        target: the status after it; None keeps the status.
        roles: who may take it; empty for the system alone.
        audit: under which name it stands in the record of officers' actions.
        needs_reason: a public reason from the outcome's list must be given.
        needs_visits: only after the required number of visits that found nothing.
        needs_body: an outside body must be named.
        is_public: the step stands in the public history; the sender reads every step.
        restarts_clock: verification is counted anew from this day.
        forgets_visits: the visits of the round before no longer count.

    """

    target: Status | None
    roles: frozenset[Role]
    audit: str
    needs_reason: bool = False
    needs_visits: bool = False
    needs_body: bool = False
    is_public: bool = True
    restarts_clock: bool = False
    forgets_visits: bool = False


_ACCEPT = Rule(Status.VERIFICATION, COORDINATORS, "verification.report.accepted", restarts_clock=True)
_DISMISS = Rule(
    Status.JOKE_OR_MISTAKE, COORDINATORS, "verification.report.dismissed", needs_reason=True, is_public=False
)
_CONFIRM = Rule(Status.CONFIRMED, COORDINATORS, "verification.report.confirmed", needs_reason=True)
_NOT_CONFIRM = Rule(
    Status.NOT_CONFIRMED, COORDINATORS, "verification.report.not_confirmed", needs_reason=True, needs_visits=True
)
_ELIMINATE = Rule(Status.CONFIRMED_ELIMINATED, COORDINATORS, "verification.report.eliminated", needs_reason=True)
_REFER = Rule(
    Status.CONFIRMED_REFERRED, COORDINATORS, "verification.report.referred", needs_reason=True, needs_body=True
)
_RETURN = Rule(Status.CONFIRMED, COORDINATORS, "verification.report.returned", needs_reason=True)
_REOPEN = Rule(
    Status.VERIFICATION,
    COORDINATORS,
    "verification.report.reopened",
    needs_reason=True,
    restarts_clock=True,
    forgets_visits=True,
)
_ASSIGN = Rule(None, COORDINATORS, "verification.report.assigned", is_public=False)
_VISIT = Rule(None, VISITORS, "verification.visit.recorded")
_RECATEGORISE = Rule(None, COORDINATORS, "verification.report.recategorised")
_TRANSFER = Rule(None, COORDINATORS, "verification.report.transferred")
_REROUTE = Rule(None, frozenset(), "verification.report.rerouted")

_EVERYWHERE_OPEN: Mapping[Action, Rule] = {
    Action.ASSIGN: _ASSIGN,
    Action.VISIT: _VISIT,
    Action.RECATEGORISE: _RECATEGORISE,
    Action.TRANSFER: _TRANSFER,
    Action.REROUTE: _REROUTE,
}

_STEPS: Mapping[Status, Mapping[Action, Rule]] = {
    Status.NEW: {Action.ACCEPT: _ACCEPT, Action.DISMISS: _DISMISS},
    Status.VERIFICATION: {
        Action.CONFIRM: _CONFIRM,
        Action.NOT_CONFIRM: _NOT_CONFIRM,
        Action.DISMISS: _DISMISS,
    },
    Status.CONFIRMED: {
        Action.ELIMINATE: _ELIMINATE,
        Action.REFER: _REFER,
    },
    Status.CONFIRMED_REFERRED: {
        Action.ELIMINATE: _ELIMINATE,
        Action.RETURN: _RETURN,
        Action.REOPEN: _REOPEN,
    },
    Status.CONFIRMED_ELIMINATED: {Action.REOPEN: _REOPEN},
    Status.NOT_CONFIRMED: {Action.REOPEN: _REOPEN},
    Status.JOKE_OR_MISTAKE: {Action.REOPEN: _REOPEN},
}

TABLE: Mapping[tuple[Status, Action], Rule] = {
    (status, action): rule
    for status in Status
    for action, rule in {**_STEPS[status], **(_EVERYWHERE_OPEN if status in OPEN else {})}.items()
}


class Measure(StrEnum):
    """What an officer did at the place."""

    INSTRUCTION = "instruction"
    FINE = "fine"
    TALK = "talk"
    COURT = "court"
    REMOVED = "removed"
    INFORMED_BODY = "informed_body"


class DueGroup(StrEnum):
    """How a queue is cut: by the day on which the next step is due."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
