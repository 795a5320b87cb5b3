"""How every page of the office is drawn, the pages of refusal among them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kmzb.accounts.api import Role, role_name
from kmzb.office import words
from kmzb.office.permissions import may_open
from kmzb.office.visitor import officer_of, role_of, shortcuts_are_on
from kmzb.territory import api as territory


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    route: str
    words: str
    is_here: bool


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page for a signed-in officer, with the navigation that their role may use."""
    return render(request, f"office/{template}", {**frame(request), **context}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what stands around every page of a signed-in officer."""
    officer = officer_of(request)
    unit = territory.unit(officer.unit_code)
    return {
        "officer": officer,
        "role_name": role_name(officer.role),
        "unit_name": unit.name if unit else officer.unit_code,
        "unit_brand": words.short_unit(unit.name) if unit else officer.unit_code,
        "links": _links(request),
        "shortcuts": shortcuts_are_on(request),
        "messages": get_messages(request),
        "is_demo": settings.KMZB.demo,
        "config": json.dumps({"lang": "pl", "basemap": _ground()}),
    }


def part(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a part of a page that is open in the browser already."""
    return render(request, f"office/{template}", {"shortcuts": shortcuts_are_on(request), **context}, status=status)


def not_found(_request: HttpRequest) -> HttpResponse:
    """Answer for what is not there and for what the officer may not know of: the same bytes for everyone."""
    return HttpResponse(render_to_string("office/not-found.html"), status=404)


def forbidden(request: HttpRequest) -> HttpResponse:
    """Answer for a page that exists and is not for this role."""
    return page(request, "forbidden.html", {}, status=403)


def cross_site(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django passes it
    """Answer for a form that did not come from this office's own page, or from a session that ended."""
    return HttpResponse(render_to_string("office/cross-site.html"), status=403)


def _ground() -> dict[str, str]:
    """Return where the map's ground comes from: streets where the operator gave them, else our own drawing."""
    if settings.KMZB.basemap:
        return {"kind": "pmtiles", "url": "/basemap.pmtiles"}
    return {"kind": "schematic", "url": "/basemap/{layer}.json"}


def _links(request: HttpRequest) -> list[Link]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    role = role_of(request)
    titles = {
        "office:queue": _("Kolejka"),
        "office:day": _("Mój dzień") if role is not Role.LOCAL_COORDINATOR else _("Wizyty"),
        "office:officers": _("Konta"),
    }
    return [Link(route, text, route == here) for route, text in titles.items() if may_open(role, route)]
