"""The same marks as on the map, with the same filters, in lines."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kmzb.lib.time import now, warsaw_day
from kmzb.public.pages.filters import Filters, area_chip, unit_chip
from kmzb.public.pages.map import panel
from kmzb.public.pages.page import Page, render_page
from kmzb.public.pages.refusing import calm
from kmzb.public.showing import shown
from kmzb.publicmap.api import features

_ROWS = "50"


@require_safe
@calm
def listing(request: HttpRequest) -> HttpResponse:
    """Show a page of marks, the newest change first."""
    moment = now()
    filters = Filters.of(request)
    query = filters.asked(cursor=request.GET.get("cursor", ""), limit=_ROWS)
    page = features(query, now=moment)
    today = warsaw_day(moment)
    context = {
        **panel(filters, query, moment),
        "total": page.total,
        "marks": [shown(row, today=today) for row in page.rows],
        "next_url": _next_url(filters, page.next),
        "is_first": not request.GET.get("cursor"),
        "unit": unit_chip(filters),
        "area": area_chip(filters),
        "today": today,
    }
    response = render_page(request, Page.LIST, context)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _next_url(filters: Filters, cursor: str | None) -> str:
    query = {**filters.values, "cursor": cursor}
    return f"{reverse('list')}?{urlencode(query, safe=',')}" if cursor else ""
