"""The unit's work by deadline: the list, the map beside it and the details of one case, moving together."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kmzb.accounts.api import Scope
from kmzb.categories.api import CheckedBy, catalogue, group_name
from kmzb.categories.api import Group as Chapter
from kmzb.lib.time import now, warsaw_day
from kmzb.office import words
from kmzb.office.back import back_of
from kmzb.office.buttons import buttons_of
from kmzb.office.filters import PAGE, Narrowed
from kmzb.office.lines import Line, line_of
from kmzb.office.pages import page, part
from kmzb.office.visitor import officer_of, scope
from kmzb.reports.api import NotFound
from kmzb.territory import api as territory
from kmzb.verification.api import (
    CLOSED,
    OPEN,
    QUEUE_MOST,
    DueGroup,
    Status,
    card,
    checked_by_name,
    queue,
    queue_counts,
    status_name,
)

_GROUPS = {
    DueGroup.LATE: ("Po terminie", "alert-triangle"),
    DueGroup.TODAY: ("Na dziś", "clock"),
    DueGroup.LATER: ("Później", "calendar"),
}
_TABS = (Status.NEW, Status.VERIFICATION, Status.CONFIRMED, Status.CONFIRMED_REFERRED)


@dataclass(frozen=True, slots=True)
class Tab:
    """One status to look at."""

    status: str
    words: str
    count: int
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one urgency; `count` is None where the page does not hold all of them."""

    code: str
    words: str
    icon: str
    count: int | None
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter."""

    value: str
    words: str
    is_chosen: bool


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the queue; `case` in the address opens the details of one case beside it."""
    reach, narrowed = scope(request), Narrowed.read(request.GET)
    moment = now()
    counts = queue_counts(reach, narrowed.filters(limit=PAGE))
    rows = queue(reach, narrowed.filters(limit=PAGE), now=moment)
    total = sum(counts[status] for status in narrowed.statuses or OPEN)
    here = reverse("office:queue") + narrowed.query().removesuffix("?")
    context = {
        "groups": _groups([line_of(row, warsaw_day(moment)) for row in rows], narrowed, total),
        "tabs": _tabs(counts, narrowed),
        "total": total,
        "narrowed": narrowed,
        "filters": _filters(reach, narrowed),
        "today": words.full_day(warsaw_day(moment)),
        "here": here,
        "marks_url": reverse("office:marks") + narrowed.query(),
        "next_page": narrowed.query(**{"from": narrowed.offset + PAGE}) if narrowed.offset + PAGE < total else "",
        "first_page": narrowed.query(**{"from": ""}) if narrowed.offset else "",
        "map_unit": narrowed.unit_code or officer_of(request).unit_code,
        "map_box": territory.unit_bbox(narrowed.unit_code or officer_of(request).unit_code),
        **_details(reach, _chosen(request), here),
    }
    return page(request, "queue.html", context)


@require_safe
def brief(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the details of one case: for the page that is open, or as a page of its own."""
    details = _details(scope(request), case_id, back_of(request, reverse("office:queue")))
    if "line" not in details:
        raise NotFound
    return part(request, "brief.html", details)


@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """Return the exact points of the queue as GeoJSON, at most as many as a queue holds."""
    rows = queue(scope(request), Narrowed.read(request.GET).filters(limit=QUEUE_MOST), now=now())
    features = [
        {
            "type": "Feature",
            "id": row.case_id,
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"status": row.status, "late": row.group is DueGroup.LATE},
        }
        for row in rows
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _chosen(request: HttpRequest) -> int | None:
    text = request.GET.get("case", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _details(reach: Scope, case_id: int | None, here: str) -> dict[str, Any]:
    """Return what the details need; nothing when there is no such case for this officer."""
    if case_id is None:
        return {}
    try:
        found = card(reach, case_id, now=now())
    except NotFound:
        return {}
    back = f"{here}{'&' if '?' in here else '?'}{urlencode({'case': case_id})}" if "case=" not in here else here
    return {
        "chosen_id": case_id,
        "card": found,
        "line": line_of(found.row, warsaw_day(now())),
        "proposed": checked_by_name(found.proposed_checked_by),
        "buttons": buttons_of(case_id, found.actions, back),
        "back": back,
    }


def _groups(lines: list[Line], narrowed: Narrowed, total: int) -> list[Group]:
    """Cut the lines by urgency. A list that goes on on another page cannot count its first and last group."""
    cut = [(code, list(some)) for code, some in groupby(lines, key=lambda line: line.row.group)]
    goes_on = narrowed.offset + len(lines) < total
    unknown = {0} if narrowed.offset else set()
    unknown |= {len(cut) - 1} if goes_on else set()
    return [
        Group(code, *_GROUPS[code], None if number in unknown else len(some), some)
        for number, (code, some) in enumerate(cut)
    ]


def _tabs(counts: dict[Status, int], narrowed: Narrowed) -> list[Tab]:
    def tab(statuses: frozenset[Status], words: str, sign: str = "") -> Tab:
        wanted = "" if statuses == OPEN else ",".join(sorted(statuses))
        is_here = (narrowed.statuses or OPEN) == statuses
        count = sum(counts[status] for status in statuses)
        return Tab(sign, words, count, narrowed.query(status=wanted, **{"from": ""}), is_here)

    short = {Status.CONFIRMED_REFERRED: "Przekazane"}
    single = [tab(frozenset({status}), short.get(status, status_name(status)), status) for status in _TABS]
    return [tab(OPEN, "W toku"), *single, tab(CLOSED, "Zakończone")]


def _filters(reach: Scope, narrowed: Narrowed) -> dict[str, Any]:
    beats = [beat for code in reach.unit_codes for beat in territory.beats(code)] if len(reach.unit_codes) == 1 else []
    units = [unit for code in sorted(reach.unit_codes) if (unit := territory.unit(code))] if not beats else []
    groups: dict[str, list[Option]] = {group_name(group): [] for group in Chapter}
    for category in catalogue().active:
        option = Option(category.code, category.name, category.code in narrowed.categories)
        groups[group_name(category.group)].append(option)
    return {
        "categories": groups,
        "beats": [Option(beat.code, beat.name, beat.code == narrowed.beat_code) for beat in beats],
        "units": [Option(unit.code, unit.name, unit.code == narrowed.unit_code) for unit in units]
        if len(units) > 1
        else [],
        "who": [Option(kind, checked_by_name(kind), kind == narrowed.checked_by) for kind in CheckedBy],
    }
