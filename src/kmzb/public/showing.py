"""Marks as pages show them: in words and days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kmzb.categories.api import catalogue
from kmzb.public.words import confirmations, recurrence
from kmzb.publicmap.api import (
    FeatureRow,
    ReasonRow,
    StepRow,
    next_sentence,
    reason_label,
    status_name,
    step_sentence,
)
from kmzb.territory.api import area, unit

_GMINA = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in words."""

    id: str
    url: str
    lon: float
    lat: float
    category: str
    category_name: str
    icon: str
    place: str
    status: str
    status_name: str
    reported: date
    changed: date
    occurred_on: date | None
    recurrence: str
    confirmations: str
    unit_code: str
    unit_name: str
    reason: str
    due: date | None
    is_late: bool
    next: str
    is_coarse: bool
    can_be_confirmed: bool


@dataclass(frozen=True, slots=True)
class MarkStep:
    """One step of a mark's history in words."""

    on: date
    action: str
    status: str
    sentence: str
    reason: str
    unit_name: str


def shown(row: FeatureRow, *, today: date) -> Mark:
    """Return the mark in the reader's language."""
    category = catalogue().get(row.category)
    return Mark(
        id=row.id,
        url=reverse("mark", args=[row.id]),
        lon=row.lon,
        lat=row.lat,
        category=category.code,
        category_name=category.name,
        icon=category.icon,
        place=place_name(row.area_code),
        status=row.status.value,
        status_name=status_name(row.status),
        reported=row.reported,
        changed=row.changed,
        occurred_on=row.occurred_on,
        recurrence=recurrence(row.time_of_day, row.weekdays),
        confirmations=confirmations(row.confirmations),
        unit_code=row.unit_code,
        unit_name=unit_name(row.unit_code),
        reason=reason_in_words(row.reason),
        due=row.due,
        is_late=row.due is not None and row.due < today,
        next=next_sentence(row, today=today),
        is_coarse=row.is_coarse,
        can_be_confirmed=row.can_be_confirmed,
    )


def shown_steps(steps: Sequence[StepRow]) -> list[MarkStep]:
    """Return the history in the reader's language; the unit stands only where it changes."""
    rows, told = [], ""
    for step in steps:
        name = unit_name(step.unit_code) if step.unit_code != told else ""
        told = step.unit_code
        rows.append(_step(step, name))
    return rows


def _step(step: StepRow, at_unit: str) -> MarkStep:
    return MarkStep(step.on, step.action, step.status.value, step_sentence(step), reason_in_words(step.reason), at_unit)


def reason_in_words(reason: ReasonRow | None) -> str:
    """Return the reason: the sentence of the list, and after it what the officer added."""
    return f"{reason_label(reason.code)} {reason.text}".strip() if reason else ""


def unit_name(code: str) -> str:
    """Return the unit's name, its code where no territory ever named it."""
    found = unit(code)
    return found.name if found else code


def place_name(code: str) -> str:
    """Return where it is, as people say it: "gmina Opoczno, powiat opoczyński"."""
    found = area(code)
    above = area(found.parent_code) if found and len(code) == _GMINA else None
    return ", ".join(one.title for one in (found, above) if one)
