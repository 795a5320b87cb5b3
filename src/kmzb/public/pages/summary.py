"""The numbers of a county, gmina, unit or of everything, as tables, also without scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.views.decorators.http import require_safe

from kmzb.categories.api import catalogue
from kmzb.lib.time import now
from kmzb.public.pages.filters import Filters, area_chip, unit_chip
from kmzb.public.pages.map import panel
from kmzb.public.pages.page import Page, render_page
from kmzb.public.pages.refusing import calm
from kmzb.public.words import STATUSES
from kmzb.publicmap.api import Summary, summary
from kmzb.territory.api import search_places

_CSV = "/api/v1/summary.csv"


@dataclass(frozen=True, slots=True)
class CountRow:
    """A status or category with its count; `drawing` names its sign or icon."""

    name: str
    drawing: str
    count: int


@dataclass(frozen=True, slots=True)
class YearRow:
    """The twelve months of a year, January first, and their sum."""

    year: str
    months: list[int]
    total: int


@require_safe
@calm
def summary_page(request: HttpRequest) -> HttpResponse:
    """Show the counts of what the filters match, the share confirmed and the typical wait, with the same as CSV."""
    moment = now()
    filters = Filters.of(request)
    box = request.GET.get("bbox", "")
    counts = summary(filters.asked(bbox=box), now=moment)
    searched = request.GET.get("q", "").strip()[:100]
    context = {
        **panel(filters, filters.asked(), moment),
        "counts": counts,
        "share": None if counts.confirmed_share is None else round(counts.confirmed_share * 100),
        "by_status": [
            CountRow(str(words.full), words.code, count)
            for words in STATUSES
            if (count := {status.value: n for status, n in counts.by_status.items()}.get(words.code, 0))
        ],
        "by_category": _categories(counts),
        "month_names": [MONTHS_3[number] for number in range(1, 13)],
        "years": list(_years(counts.by_month)),
        "csv_url": _address(_CSV, {**filters.values, "bbox": box}),
        "map_url": _address(reverse("map"), filters.values),
        "is_view": bool(box),
        "unit": unit_chip(filters),
        "area": area_chip(filters),
        "searched": searched,
        "found": _areas(filters, searched),
    }
    response = render_page(request, Page.SUMMARY, context)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _address(path: str, values: Mapping[str, str]) -> str:
    query = urlencode({name: text for name, text in values.items() if text}, safe=",")
    return f"{path}?{query}" if query else path


def _categories(counts: Summary) -> list[CountRow]:
    """Return the categories that have marks, most marks first."""
    known = [(catalogue().get(code), count) for code, count in counts.by_category.items()]
    rows = [CountRow(one.name, one.icon, count) for one, count in known]
    return sorted(rows, key=lambda row: (-row.count, row.name))


def _years(by_month: Mapping[str, int]) -> Iterator[YearRow]:
    """Yield the years that have marks, the latest first."""
    for year in sorted({month[:4] for month in by_month}, reverse=True):
        months = [by_month.get(f"{year}-{number:02}", 0) for number in range(1, 13)]
        yield YearRow(year, months, sum(months))


def _areas(filters: Filters, searched: str) -> list[dict[str, str]]:
    if not searched:
        return []
    everywhere = filters.without("unit", "area").values
    return [
        {
            "name": place.name,
            "area": place.area,
            "url": _address(reverse("summary"), {**everywhere, "area": place.code}),
        }
        for place in search_places(searched)
        if place.code
    ]
