"""Sample cases in bulk: every step goes through the table, and many lives share one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kmzb.audit.api import SYSTEM, Actor
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Channel, ring
from kmzb.reports.api import Seedling, in_one_batch, submit_samples
from kmzb.verification.actions import transition_of
from kmzb.verification.cards import CardBook
from kmzb.verification.entrance import new_case
from kmzb.verification.fields import ActionFields, apply, fit_fields
from kmzb.verification.models import Case, Transition
from kmzb.verification.states import TABLE, Action, Status


@dataclass(frozen=True, slots=True)
class PlantedStep:
    """One step of a sample life, at its moment in the past."""

    action: Action
    at: datetime
    fields: ActionFields
    actor: Actor


@dataclass(frozen=True, slots=True)
class Life:
    """A sample report and everything that became of it, in order of time."""

    seedling: Seedling
    steps: tuple[PlantedStep, ...]


def plant(lives: Sequence[Life]) -> None:
    """Store the lives in one transaction. They leave no rows in the record of officers' actions: nobody acted.

    Raises:
        KeyError: a step is not in the table.
        DecisionWithoutReason, TooFewVisits, …: a step lacks what the table asks for.
    """
    with in_one_batch():
        reports = submit_samples([life.seedling for life in lives])
        book = CardBook()
        cases: list[Case] = []
        history: list[Transition] = []
        for report, life in zip(reports, lives, strict=True):
            case = new_case(report, life.seedling.draft, life.seedling.placed_at)
            cases.append(case)
            history += _grown(case, life, book)
        book.store()
        Case.objects.bulk_create(cases)
        Transition.objects.bulk_create(history)
        ring(Channel.WRITTEN)


def _grown(case: Case, life: Life, book: CardBook) -> list[Transition]:
    """Take every step on the unsaved case and return its history."""
    placed_at = life.seedling.placed_at
    rows = [transition_of(case, Action.PLACE, ActionFields(), before="", actor=SYSTEM, now=placed_at)]
    for step in life.steps:
        rule = TABLE[Status(case.status), step.action]
        fields = fit_fields(case, step.action, rule, step.fields)
        before = case.status
        apply(case, step.action, rule, fields, warsaw_day(step.at), draw_number=book.draw)
        case.version += 1
        rows.append(transition_of(case, step.action, fields, before=before, actor=step.actor, now=step.at))
    return rows
