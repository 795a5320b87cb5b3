"""What every page of the residents' site knows: where it stands, in which language, on which ground."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from kmzb.lib.time import now, warsaw_day
from kmzb.public.language import language_links
from kmzb.territory.api import basemap_etag

# The letters that stand for the mark's id in the address that scripts fill in.
ID_PLACEHOLDER = "ID"


class Page(StrEnum):
    """The pages by the name of their address."""

    MAP = "map"
    LIST = "list"
    SUMMARY = "summary"
    MARK = "mark"
    REPORT = "report"
    FOLLOW = "follow"
    HELP = "help"
    RULES = "rules"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    CREDITS = "credits"
    ERROR = "error"


_LINKED = (Page.MAP, Page.LIST, Page.SUMMARY, Page.REPORT, Page.FOLLOW, Page.HELP, Page.RULES, Page.PRIVACY)


def _config(page: Page, extra: Mapping[str, Any]) -> str:
    urls = {page.value: reverse(page.value) for page in _LINKED}
    urls["mark"] = reverse("mark", args=[ID_PLACEHOLDER])
    config = {
        "lang": get_language(),
        "today": warsaw_day(now()).isoformat(),
        "is_demo": settings.KMZB.demo,
        "api": "/api/v1",
        "tiles": "/tiles/v1/live.json",
        "basemap": None if page is Page.ERROR else _ground(),
        "urls": urls,
    }
    return json.dumps({**config, **extra}, ensure_ascii=False)


def _ground() -> dict[str, object]:
    """Return where the scripts find the ground; the edition in the address lets browsers keep the layers.

    The page of an error does without, since it must stand when the database does not.
    """
    if settings.KMZB.basemap:
        return {"kind": "pmtiles", "url": "/basemap.pmtiles"}
    return {"kind": "schematic", "url": f"/basemap/{{layer}}.json?v={basemap_etag()}"}


def render_page(
    request: HttpRequest,
    page: Page,
    context: Mapping[str, Any],
    *,
    template: str = "",
    status: int = 200,
    config: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Return the page from its template, `public/<page>.html` unless another is named."""
    common = {
        "page": page.value,
        "languages": language_links(request),
        "is_demo": settings.KMZB.demo,
        "has_streets": settings.KMZB.basemap is not None,
        "config": _config(page, config or {}),
    }
    return render(request, template or f"public/{page}.html", {**common, **context}, status=status)


def unstored(response: HttpResponse) -> HttpResponse:
    """Return the answer marked so that neither the browser nor a cache keeps it: it holds a receipt."""
    response.headers["Cache-Control"] = "no-store"
    return response
