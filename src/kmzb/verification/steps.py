"""The history of a case as rows for readers: without names, and in words where people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kmzb.lib.time import warsaw_day
from kmzb.territory.api import Ref, unit
from kmzb.verification.models import Transition
from kmzb.verification.states import TABLE, Action, Status
from kmzb.verification.words import action_sentence, reason_text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step was taken: the list's sentence, and what the officer added."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step as its sender reads it: a day, no clock time, no names."""

    on: date
    action: Action
    status: Status
    reason: Reason | None
    unit: Ref | None
    sentence: str


def steps_of(rows: Iterable[Transition]) -> list[Step]:
    """Return the steps in words; `unit` stands where the unit is told: at the start and where it changes."""
    steps = []
    told = ""
    for row in rows:
        is_new_unit = row.unit_code != told
        told = row.unit_code
        steps.append(_step(row, unit_ref(row.unit_code) if is_new_unit else None))
    return steps


def _step(row: Transition, at_unit: Ref | None) -> Step:
    return Step(
        on=warsaw_day(row.at),
        action=Action(row.action),
        status=Status(row.status),
        reason=reason_of(row.reason_code, row.reason_text),
        unit=at_unit,
        sentence=action_sentence(row.action, seen=row.seen, body_code=row.body_code, checked_by=row.checked_by),
    )


def reason_of(code: str, own_words: str) -> Reason | None:
    """Return the reason in the reader's language with the officer's own sentence after it, None without a code."""
    return Reason(code, " ".join(filter(None, [reason_text(code), own_words]))) if code else None


def unit_ref(code: str) -> Ref:
    """Return the unit with its name, its code alone where no territory ever named it."""
    found = unit(code)
    return Ref(code, found.name if found else code)


def is_public(from_status: str, action: str) -> bool:
    """Return whether the step stands in the public history."""
    if action == Action.PLACE:
        return True
    rule = TABLE.get((Status(from_status), Action(action)))
    return rule is not None and rule.is_public
