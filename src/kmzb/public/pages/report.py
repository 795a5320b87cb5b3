"""Reporting a place: one form that works without JavaScript, and the page with the receipt."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kmzb.categories.api import Group, Publish, catalogue, group_icon, group_name
from kmzb.lib.time import now, warsaw_day
from kmzb.public.client import client_address
from kmzb.public.errors import Problem, problem_of
from kmzb.public.pages import tickets
from kmzb.public.pages.confirm import confirm_plainly, confirmed_page
from kmzb.public.pages.page import Page, render_page, unstored
from kmzb.public.pages.report_form import STEP_M, ReportForm, click_of
from kmzb.public.picture.view import DEEPEST, SHALLOWEST, View
from kmzb.public.showing import Mark, shown
from kmzb.public.words import TIMES_OF_DAY, metres, weekday_choices
from kmzb.publicmap.api import QueryRefusal, nearby
from kmzb.reports.api import DESCRIPTION_MAX, RULES_VERSION, Lane, ReceiptConflict, Refusal, admit, find_by_receipt
from kmzb.territory.api import Place, locator, search_places, unit
from kmzb.verification.api import Received, receive

NEARBY_M = 200.0
_NEAR_LAND_M = 500.0
_MOST_NEARBY = 3
_CONFIRM = "confirm:"
# As they follow each other in the form.
_FIELDS = (
    "category",
    "lat",
    "lon",
    "weekdays",
    "time_of_day",
    "occurred_on",
    "occurred_time",
    "description",
    "rules_accepted",
    "receipt_hash",
)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that was found, with what its button sends."""

    name: str
    area: str
    value: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A mark of the same category near the pin."""

    mark: Mark
    distance: str


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, do what the pressed button says, or take the report in."""
    if request.method != "POST":
        return _shown(request, ReportForm.empty(request.GET))
    form = ReportForm.read(request.POST)
    if form.button == "send":
        return _send(request, form)
    if form.button.startswith(_CONFIRM):
        return _confirm(request, form)
    return _shown(request, form.after_button(click_of(request.POST)))


def _send(request: HttpRequest, form: ReportForm) -> HttpResponse:
    # A form posted twice is no second report: its own mark, which may be there by now, is not offered.
    if find_by_receipt(form.code) is None and not {one.mark.id for one in _near(form)} <= form.offered:
        return _shown(request, form, is_offer=True)
    moment = now()
    try:
        admit(client_address(request), now=moment)
        received = receive(form.raw(), proof=None, lane=Lane.PLAIN, now=moment)
    except ReceiptConflict as conflict:
        return _shown(request, form.renewed(), problem=problem_of(conflict), sent_code=form.code)
    except Refusal as refusal:
        return _shown(request, form, problem=problem_of(refusal))
    return _receipt_page(request, form, received)


def _confirm(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """Confirm a mark nearby instead of sending the report."""
    feature_id = form.button.removeprefix(_CONFIRM)
    try:
        done = confirm_plainly(request, feature_id, form.token)
    except (Refusal, QueryRefusal) as refusal:
        return _shown(request, form, problem=problem_of(refusal))
    return confirmed_page(request, feature_id, done)


def _shown(
    request: HttpRequest,
    form: ReportForm,
    *,
    problem: Problem | None = None,
    is_offer: bool = False,
    sent_code: str = "",
) -> HttpResponse:
    """Render the form with everything that was typed."""
    near = _near(form)
    places = _places(form) if form.button == "search" else None
    context = {
        "form": form.having_offered([one.mark.id for one in near]),
        "groups": _groups(),
        "times_of_day": [("", _("nie wiem albo różnie")), *TIMES_OF_DAY.items()],
        "weekday_choices": weekday_choices(),
        "picture_url": _picture_url(form),
        "can_zoom_in": form.view.zoom < DEEPEST,
        "can_zoom_out": form.view.zoom > SHALLOWEST,
        "places": places,
        "nearby": near,
        "is_offer": is_offer,
        "unit_name": _unit_name(form),
        "errors": problem.fields if problem else {},
        "summary": _summary(problem) if problem else [],
        "sent_groups": tickets.groups(sent_code),
        "description_max": DESCRIPTION_MAX,
        "rules_version": RULES_VERSION,
        "today": warsaw_day(now()),
        "step_m": STEP_M,
    }
    response = render_page(request, Page.REPORT, context, status=problem.status if problem else 200)
    if problem and problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return unstored(response)


def _groups() -> list[dict[str, object]]:
    return [
        {
            "code": group.value,
            "name": group_name(group),
            "icon": group_icon(group),
            "categories": [one for one in catalogue().active if one.group is group],
        }
        for group in Group
    ]


def _summary(problem: Problem) -> list[tuple[str, str]]:
    """Return target and message of each error in the order of the form; a problem of the whole form has no target.

    A message that several fields share stands once.
    """
    targets = {
        "category": f"category-{catalogue().active[0].code}",
        "weekdays": "weekdays-1",
        "time_of_day": "time_of_day-",
        "receipt_hash": "",
    }
    found: dict[str, str] = {}
    for name in sorted(problem.fields, key=_place_in_form):
        found.setdefault(problem.fields[name].message, targets.get(name, name))
    return [(target, message) for message, target in found.items()] or [("", problem.message)]


def _place_in_form(name: str) -> int:
    return _FIELDS.index(name) if name in _FIELDS else len(_FIELDS)


def _near(form: ReportForm) -> list[Nearby]:
    category = form.values.get("category", "")
    if form.pin is None or category not in {one.code for one in catalogue().active}:
        return []
    moment = now()
    rows = nearby(category, *form.pin, NEARBY_M, now=moment)[:_MOST_NEARBY]
    return [Nearby(shown(row.row, today=warsaw_day(moment)), metres(row.metres)) for row in rows]


def _places(form: ReportForm) -> list[FoundPlace]:
    return [FoundPlace(p.name, p.area, _pick_value(p)) for p in search_places(form.values.get("place", "")[:100])]


def _pick_value(place: Place) -> str:
    zoom = View.of_box(place.bbox).zoom
    return f"pick:{place.lon};{place.lat};{zoom}"


def _picture_url(form: ReportForm) -> str:
    view = form.view
    query: dict[str, str | int | float] = {"lon": view.lon, "lat": view.lat, "z": view.zoom}
    if form.pin:
        query["pin"] = f"{form.pin[0]},{form.pin[1]}"
    return f"{reverse('picture')}?{urlencode(query, safe=',')}"


def _unit_name(form: ReportForm) -> str:
    located = locator().nearest(*form.pin, _NEAR_LAND_M) if form.pin else None
    return located.unit.name if located and located.unit else ""


def qr_drawing(code: str) -> SafeString:
    """Return the QR code of a receipt as a drawing inside the page, so that it has no address."""
    file = BytesIO()
    segno.make(code, error="m").save(
        file, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=2
    )
    return mark_safe(file.getvalue().decode())  # noqa: S308  # drawn here from 24 letters


def _receipt_page(request: HttpRequest, form: ReportForm, received: Received) -> HttpResponse:
    category = catalogue().get(form.values["category"])
    is_shown = received.feature_id is not None and category.publish is Publish.NOW
    context = {
        "received": received,
        "groups": tickets.groups(form.code),
        "qr": qr_drawing(form.code),
        "unit": unit(received.unit.code),
        "mark_url": reverse("mark", args=[received.feature_id]) if is_shown else "",
        "category": category,
    }
    return unstored(render_page(request, Page.REPORT, context, template="public/receipt.html"))
