"""The day of an officer who goes to the places: what to visit, nearest first, a visit in a few taps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kmzb.lib.time import WARSAW, now, warsaw_day
from kmzb.office import words
from kmzb.office.lines import Line, line_of
from kmzb.office.pages import page, part
from kmzb.office.visitor import officer_of, scope
from kmzb.territory import api as territory
from kmzb.verification.api import NOTE_MAX, Measure, beat_day, measure_name

_FIRST_MEASURES = (Measure.INSTRUCTION, Measure.FINE, Measure.TALK)


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show what to visit, the most urgent first; scripts ask for the nearest first."""
    return page(request, "day.html", _day(request, near=None, chosen=request.GET.get("case", "")))


@require_POST
def near(request: HttpRequest) -> HttpResponse:
    """Show it nearest first. Where the officer is comes in the body, stands in no address and is kept nowhere."""
    point = _point(request.POST.get("lon", ""), request.POST.get("lat", ""))
    return part(request, "day-list.html", _day(request, near=point, chosen=request.POST.get("case", "")))


def _day(request: HttpRequest, *, near: tuple[float, float] | None, chosen: str) -> dict[str, Any]:
    moment = now()
    today = warsaw_day(moment)
    lines = [line_of(row, today) for row in beat_day(scope(request), now=moment, near=near)]
    ahead = [line for line in lines if line.row.visited_on != today]
    done = [line for line in lines if line.row.visited_on == today]
    first = next((line for line in lines if str(line.row.case_id) == chosen), ahead[0] if ahead else None)
    beat = territory.beat(officer_of(request).beat_code)
    return {
        "count": len(ahead),
        "first": first,
        "others": [_stop(line, beat, today) for line in ahead if line is not first],
        "done": [_stop(line, beat, today) for line in done if line is not first],
        "place": _place(first, beat) if first else "",
        "today": words.full_day(today),
        "beat": beat.name if beat else "",
        "clock": f"{moment.astimezone(WARSAW):%H:%M}",
        "measures": [(measure.value, measure_name(measure), measure in _FIRST_MEASURES) for measure in Measure],
        "note_most": NOTE_MAX,
        "here": reverse("office:day"),
        "is_near": near is not None,
    }


@dataclass(frozen=True, slots=True)
class Stop:
    """A place further down the list: what tells it apart, and until when."""

    line: Line
    hint: str
    when: str


def _stop(line: Line, beat: territory.Beat | None, today: date) -> Stop:
    when = words.by_weekday(line.row.due, today) if line.row.due else ""
    hint = ", ".join(part for part in (_place(line, beat), line.recurrence) if part)
    return Stop(line, hint or line.status, when)


def _place(line: Line, beat: territory.Beat | None) -> str:
    """Return where it is; nothing for the officer's own beat, whose name stands at the top of the page."""
    return "" if beat is not None and line.row.beat_code == beat.code else line.place


def _point(lon: str, lat: str) -> tuple[float, float] | None:
    """Return the point, None for what is no point of the earth."""
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    is_on_earth = -180 <= point[0] <= 180 and -90 <= point[1] <= 90  # noqa: PLR2004  # degrees
    return point if is_on_earth else None
