"""The way back to a report by its receipt. The receipt never stands in an address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kmzb.categories.api import catalogue
from kmzb.lib.time import now
from kmzb.public.pages.page import Page, render_page, unstored
from kmzb.public.words import STATUS_WORDS
from kmzb.publicmap.api import feature
from kmzb.reports.api import NotFound, normalise_receipt
from kmzb.territory.api import unit
from kmzb.verification.api import OPEN, FollowUp, Status, follow_up, status_name


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt, or show the history that it opens."""
    if request.method != "POST":
        return unstored(render_page(request, Page.FOLLOW, {}))
    typed = request.POST.get("receipt", "")
    try:
        found = follow_up(typed)
    except NotFound:
        return _asked_again(request, typed)
    return unstored(render_page(request, Page.FOLLOW, _context(found), template="public/history.html"))


def _asked_again(request: HttpRequest, typed: str) -> HttpResponse:
    if not typed.strip():
        error, status = _("Wpisz kod zgłoszenia."), 422
    elif not normalise_receipt(typed):
        error, status = _("Kod ma 24 znaki: litery od A do Z i cyfry od 2 do 7. Sprawdź, czy nie brakuje znaku."), 422
    else:
        error, status = _("Nie znamy takiego kodu. Sprawdź, czy każdy znak jest dobrze przepisany."), 404
    return unstored(render_page(request, Page.FOLLOW, {"typed": typed[:200], "error": error}, status=status))


def _context(found: FollowUp) -> dict[str, object]:
    due = {Status.NEW: found.read_by, Status.VERIFICATION: found.verify_by}.get(found.status)
    return {
        "found": found,
        "status": found.status.value,
        "status_name": status_name(found.status),
        "category": catalogue().get(found.category),
        "unit": unit(found.unit.code),
        "due": due,
        "meaning": STATUS_WORDS[found.status.value].meaning if found.status.value in STATUS_WORDS else "",
        "is_open": found.status in OPEN,
        "mark_url": _mark_url(found),
    }


def _mark_url(found: FollowUp) -> str:
    """Return where everybody sees it, "" while nobody does: some categories wait for the morning."""
    is_shown = found.feature_id is not None and feature(found.feature_id, now=now()) is not None
    return reverse("mark", args=[found.feature_id]) if is_shown else ""
