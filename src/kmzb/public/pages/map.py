"""The map of the country, with everything that it shows also without JavaScript."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kmzb.lib.time import now, warsaw_day
from kmzb.public.pages.filters import (
    Filters,
    PlaceChip,
    area_chip,
    group_rows,
    period_rows,
    status_rows,
    unit_chip,
)
from kmzb.public.pages.page import Page, render_page
from kmzb.public.pages.plain_map import map_url, plain_map, view_of, whole
from kmzb.public.pages.refusing import calm
from kmzb.public.picture.view import COUNTRY
from kmzb.publicmap.api import FeatureQuery, summary
from kmzb.territory.api import Box, Place, search_places


@require_safe
@calm
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map with its filters, exact counts and the place it was asked for."""
    moment = now()
    filters = Filters.of(request)
    query = filters.asked()
    shown = summary(query, now=moment)
    unit, area = unit_chip(filters), area_chip(filters)
    box = _box_of(unit, area)
    searched = request.GET.get("q", "").strip()[:100]
    context = {
        **panel(filters, query, moment),
        "total": shown.total,
        "by_status": {status.value: count for status, count in shown.by_status.items()},
        "unit": unit,
        "area": area,
        "plain_map": plain_map(filters, query, view_of(request.GET, box), now=moment),
        "searched": searched,
        "found": _found(filters, searched),
    }
    config = {"view": {"bbox": box}, "filters": dict(filters.values), "mark": request.GET.get("mark") or None}
    response = render_page(request, Page.MAP, context, config=config)
    response.headers["Cache-Control"] = "no-cache"
    return response


def panel(filters: Filters, query: FeatureQuery, moment: datetime) -> dict[str, object]:
    """Return what the panel of map and list shows. A row counts what it would show if it alone were chosen."""
    without_place = filters.without("unit", "area").query_string
    return {
        "groups": group_rows(filters, summary(replace(query, categories=None), now=moment)),
        "statuses": status_rows(filters, summary(replace(query, statuses=None), now=moment)),
        "periods": period_rows(filters, today=warsaw_day(moment)),
        "filters": filters,
        "is_history": filters.is_history,
        "query": filters.query_string,
        "without_place": f"?{without_place}",
    }


def _url_of(filters: Filters, place: Place) -> str:
    """Return the address of the map on the place: an area alone, anything else as a view."""
    if place.code:
        return f"{reverse('map')}?{urlencode({**filters.values, 'area': place.code}, safe=',')}"
    return map_url(filters, whole(place.bbox))


def _box_of(unit: PlaceChip | None, area: PlaceChip | None) -> Box:
    return next((chip.bbox for chip in (unit, area) if chip and chip.bbox), COUNTRY)


def _found(filters: Filters, searched: str) -> list[dict[str, str]]:
    if not searched:
        return []
    everywhere = filters.without("unit", "area")
    return [
        {"name": place.name, "area": place.area, "url": _url_of(everywhere, place)} for place in search_places(searched)
    ]
