"""Confirming a mark without JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kmzb.lib.time import now
from kmzb.public.client import client_address
from kmzb.public.errors import page_answer, problem_of
from kmzb.public.pages import tickets
from kmzb.public.pages.page import Page, render_page, unstored
from kmzb.public.words import confirmations
from kmzb.publicmap.api import QueryRefusal, check_confirmable
from kmzb.reports.api import Lane, Refusal, admit
from kmzb.verification.api import Confirmed, confirm_feature


@require_POST
def confirm(request: HttpRequest, feature_id: str) -> HttpResponse:
    """Add one person who sees the same."""
    try:
        done = confirm_plainly(request, feature_id, request.POST.get("token", ""))
    except (Refusal, QueryRefusal) as refusal:
        return page_answer(request, problem_of(refusal))
    return confirmed_page(request, feature_id, done)


def confirm_plainly(request: HttpRequest, feature_id: str, ticket: str) -> Confirmed:
    """Confirm without a proof of work; the form's signed token makes a second press count nothing.

    Raises:
        Refusal, QueryRefusal: what the rooms below refuse.
    """
    moment = now()
    admit(client_address(request), now=moment)
    check_confirmable(feature_id, now=moment)
    token = tickets.opened_token(ticket) or tickets.opened_token(tickets.draw_token())
    return confirm_feature(feature_id, tickets.digest(token), None, lane=Lane.PLAIN, now=moment)


def confirmed_page(request: HttpRequest, feature_id: str, done: Confirmed) -> HttpResponse:
    """Thank for a confirmation."""
    context = {
        "mark_url": reverse("mark", args=[feature_id]),
        "label": confirmations(done.count_label),
        "is_repeat": done.is_repeat,
    }
    return unstored(render_page(request, Page.MARK, context, template="public/confirmed.html"))
