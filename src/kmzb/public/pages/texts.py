"""The pages of prose: help, rules, privacy, accessibility, credits."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kmzb.categories.api import catalogue
from kmzb.public.pages.page import Page, render_page
from kmzb.public.words import STATUSES
from kmzb.territory.api import locator

# The day of the rules that are stored with each report: `reports.RULES_VERSION`, which this page may not import.
RULES_DATE = date(2026, 11, 1)
STATEMENT_DATE = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is shipped or used, with its licence."""

    name: str
    licence: str


# Everything that requirements/base.in and frontend/package.json name, save what the page names in its own sentences.
PAGE_LIBRARIES = (
    Library("MapLibre GL JS", "BSD-3-Clause"),
    Library("vector-tile", "BSD-3-Clause"),
    Library("pbf", "BSD-3-Clause"),
    Library("PMTiles", "BSD-3-Clause"),
    Library("supercluster", "ISC"),
    Library("altcha-lib", "MIT"),
    Library("uqr", "MIT"),
    Library("htmx", "0BSD"),
)
SERVER_LIBRARIES = (
    Library("Django", "BSD-3-Clause"),
    Library("django-allauth", "MIT"),
    Library("django-csp", "BSD-3-Clause"),
    Library("django-htmx", "MIT"),
    Library("django-ninja", "MIT"),
    Library("WhiteNoise", "MIT"),
    Library("Granian", "BSD-3-Clause"),
    Library("psycopg", "LGPL-3.0"),
    Library("NumPy", "BSD-3-Clause"),
    Library("Shapely", "BSD-3-Clause"),
    Library("pyproj", "MIT"),
    Library("Pillow", "MIT-CMU"),
    Library("python-isal", "PSF-2.0"),
    Library("cryptography", "Apache-2.0 / BSD-3-Clause"),
    Library("altcha", "MIT"),
    Library("segno", "BSD-3-Clause"),
    Library("holidays", "MIT"),
    Library("structlog", "MIT / Apache-2.0"),
    Library("Babel", "BSD-3-Clause"),
)


def _page(request: HttpRequest, page: Page, **context: object) -> HttpResponse:
    frame = {"is_approximate": locator().edition.is_approximate, "contact": settings.KMZB.contact}
    response = render_page(request, page, {**frame, **context})
    response.headers["Cache-Control"] = "no-cache"
    return response


def _clocks() -> dict[str, object]:
    return {
        "read_days": settings.KMZB.read_days,
        "verify_days": settings.KMZB.verify_days,
        "visits_required": settings.KMZB.visits_required,
        "counts_working_days": settings.KMZB.deadline_days == "working",
    }


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the map."""
    return _page(request, Page.HELP, statuses=STATUSES, active_count=len(catalogue().active), **_clocks())


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """State the rules, dated."""
    return _page(request, Page.RULES, rules_date=RULES_DATE, **_clocks())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept and what is not."""
    return _page(request, Page.PRIVACY)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how accessible the site is."""
    return _page(request, Page.ACCESSIBILITY, statement_date=STATEMENT_DATE)


@require_safe
def credit_page(request: HttpRequest) -> HttpResponse:
    """Name sources and licences."""
    return _page(
        request,
        Page.CREDITS,
        version=version("kmzb"),
        edition=locator().edition,
        page_libraries=PAGE_LIBRARIES,
        server_libraries=SERVER_LIBRARIES,
    )
