"""The page of one mark, for everybody: the card of the map with an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kmzb.lib.time import now, warsaw_day
from kmzb.public.errors import Code, Problem, Refused
from kmzb.public.pages import tickets
from kmzb.public.pages.filters import Filters
from kmzb.public.pages.page import Page, render_page, unstored
from kmzb.public.pages.refusing import calm
from kmzb.public.showing import shown, shown_steps
from kmzb.publicmap.api import MarkSet, feature
from kmzb.territory.api import unit

_ZOOM = 11  # near enough to know the place, far enough to show a name


@require_safe
@calm
def mark(request: HttpRequest, feature_id: str) -> HttpResponse:
    """Show a mark with its public history. What is hidden answers like what never was."""
    moment = now()
    found = feature(feature_id, now=moment)
    is_past = found is None and Filters.of(request).is_history
    if is_past:
        found = feature(feature_id, MarkSet.HISTORY, now=moment)
    if found is None:
        raise Refused(Problem.of(Code.NOT_FOUND))
    row = found.row
    context = {
        "mark": shown(row, today=warsaw_day(moment)),
        "steps": shown_steps(found.steps),
        "is_past": is_past,
        "unit": unit(row.unit_code),
        "picture_url": f"{reverse('picture')}?lon={row.lon}&lat={row.lat}&z={_ZOOM}&mark={row.id}&size=card",
        "token": tickets.draw_token(),
    }
    return unstored(render_page(request, Page.MARK, context, config={"mark": row.id}))
