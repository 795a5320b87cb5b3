"""One case whole: what is known, what was done and by whom, what can be done; and its card on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kmzb.accounts.api import role_name
from kmzb.categories.api import catalogue
from kmzb.lib.time import WARSAW, now, warsaw_day
from kmzb.office import words
from kmzb.office.back import back_of
from kmzb.office.buttons import buttons_of
from kmzb.office.lines import line_of
from kmzb.office.pages import page, part
from kmzb.office.visitor import actor, scope
from kmzb.territory import api as territory
from kmzb.verification.api import (
    Action,
    HistoryRow,
    VisitRow,
    action_sentence,
    card,
    checked_by_name,
    look_at_description,
    look_at_notes,
    measure_name,
    next_sentence,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the history in words."""

    when: str
    status: str
    sentence: str
    reason: str
    who: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in words; the note only after it was asked for."""

    when: str
    who: str
    seen: bool
    measures: str
    has_note: bool
    note: str


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the whole case."""
    return page(request, "case.html", _whole(request, case_id))


@require_POST
def description(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the sender's words and the notes of visits; the look is recorded with the officer's number."""
    who: dict[str, Any] = {"scope": scope(request), "actor": actor(request), "now": now()}
    text = look_at_description(case_id, **who)
    if request.headers.get("HX-Request"):
        return part(request, "description.html", {"description": text})
    return page(request, "case.html", {**_whole(request, case_id), "description": text})


@require_POST
def notes(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the case with the notes of its visits; the look is recorded."""
    read = look_at_notes(case_id, scope=scope(request), actor=actor(request), now=now())
    return page(request, "case.html", _whole(request, case_id, read))


@require_safe
def paper(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the verification card as it is printed: no description, room for what is written by hand."""
    return page(request, "card.html", {**_whole(request, case_id), "blank_visits": range(3)})


def _whole(request: HttpRequest, case_id: int, notes_read: dict[int, str] | None = None) -> dict[str, Any]:
    found = card(scope(request), case_id, now=now())
    here = reverse("office:case", args=[case_id])
    unit = territory.unit(found.row.unit_code)
    today = warsaw_day(now())
    return {
        "card": found,
        "line": line_of(found.row, today),
        "case_unit": unit.name if unit else found.row.unit_code,
        "category": catalogue().get(found.row.category),
        "accepted": words.on_day(found.accepted_on, today) if found.accepted_on else "",
        "occurred": words.on_day(found.row.occurred_on, today) if found.row.occurred_on else "",
        "coordinates": f"{found.row.lat:.6f}, {found.row.lon:.6f}",
        "proposed": checked_by_name(found.proposed_checked_by),
        "next": next_sentence(found.row.status, read_by=found.read_by, verify_by=found.verify_by),
        "events": [_event(row) for row in found.history],
        "visits": [_visit(row, notes_read or {}) for row in found.visits],
        "has_unread_notes": notes_read is None and any(row.has_note for row in found.visits),
        "buttons": buttons_of(case_id, found.actions, here),
        "back": back_of(request, reverse("office:queue")),
        "printed": words.full_day(today),
    }


def _event(row: HistoryRow) -> Event:
    unit = territory.unit(row.unit_code) if row.action in {Action.TRANSFER, Action.REROUTE} else None
    sentence = action_sentence(row.action, seen=row.seen, body_code=row.body_code, checked_by=row.checked_by)
    return Event(
        when=_moment(row.at),
        status=row.status,
        sentence=f"{sentence} {unit.name}." if unit else sentence,
        reason=row.reason.text if row.reason else "",
        who=_who(row),
        is_public=row.is_public,
    )


def _who(row: HistoryRow) -> str:
    if row.actor_id is None:
        return "osoba zgłaszająca" if row.action is Action.PLACE else "system"
    return f"{row.actor}, {role_name(row.actor_role)}"


def _visit(row: VisitRow, notes_read: dict[int, str]) -> VisitLine:
    return VisitLine(
        when=_moment(row.visited_at),
        who=row.officer,
        seen=row.seen,
        measures=", ".join(measure_name(measure).lower() for measure in row.measures),
        has_note=row.has_note,
        note=notes_read.get(row.id, ""),
    )


def _moment(at: datetime) -> str:
    local = at.astimezone(WARSAW)
    return f"{words.day(local.date(), warsaw_day(now()))}, {local:%H:%M}"
