"""Taking a step with a case: its form, and what happens when it is sent. The rules are those of `verification`."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kmzb.accounts.api import role_name
from kmzb.lib.time import WARSAW, now, warsaw_day
from kmzb.office import words
from kmzb.office.back import back_of, go
from kmzb.office.lines import line_of
from kmzb.office.pages import page, part
from kmzb.office.step_form import StepForm, expected_version, fields_of
from kmzb.office.visitor import actor, scope
from kmzb.reports.api import NotFound, Refusal
from kmzb.territory import api as territory
from kmzb.verification.api import (
    ActedMeanwhile,
    Action,
    LastStep,
    StepTaken,
    act,
    action_sentence,
    card,
    status_name,
)

_AGAIN = ("search", "preview")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else did while the officer was looking."""

    sentence: str
    status: str
    who: str
    when: str


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Show the form of a step, or take the step."""
    try:
        action = Action(name)
    except ValueError as unknown:
        raise Http404 from unknown
    if request.method == "POST" and not any(button in request.POST for button in _AGAIN):
        return _take(request, case_id, action)
    typed = request.POST if request.method == "POST" else request.GET
    return _draw(request, case_id, action, typed)


def _take(request: HttpRequest, case_id: int, action: Action) -> HttpResponse:
    typed = request.POST
    try:
        taken = act(
            action,
            case_id,
            scope=scope(request),
            actor=actor(request),
            expected_version=expected_version(typed),
            fields=fields_of(typed),
            now=now(),
        )
    except NotFound:
        raise
    except ActedMeanwhile as meanwhile:
        return _draw(request, case_id, action, typed, status=meanwhile.status, meanwhile=_meanwhile(meanwhile.last))
    except Refusal as refusal:
        return _draw(request, case_id, action, typed, status=refusal.status, refusal=refusal)
    messages.success(request, _said(action, taken))
    return go(request, _back(request, taken))


def _draw(
    request: HttpRequest,
    case_id: int,
    action: Action,
    typed: QueryDict,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    meanwhile: Meanwhile | None = None,
) -> HttpResponse:
    """Draw the form with what was typed; a step that is not possible (any more) says so and keeps the words."""
    found = card(scope(request), case_id, now=now())
    errors = refusal.fields if refusal else {}
    context: dict[str, Any] = {
        "form": StepForm(action, found, typed, errors),
        "line": line_of(found.row, warsaw_day(now())),
        "back": back_of(request, reverse("office:case", args=[case_id])),
        "is_possible": action in found.actions,
        "refusal": refusal.message if refusal and not errors else "",
        "meanwhile": meanwhile,
        "version": found.row.version,
    }
    if not context["is_possible"] and status < 400:  # noqa: PLR2004  # the first status of refusals
        status = 409
    draw, template = (part, "step-form.html") if request.headers.get("HX-Request") else (page, "step.html")
    return draw(request, template, context, status=status)


def _meanwhile(last: LastStep) -> Meanwhile:
    unit = territory.unit(last.unit_code)
    who = role_name(last.role) if last.role != "system" else "system"
    today, day = warsaw_day(now()), warsaw_day(last.at)
    return Meanwhile(
        sentence=action_sentence(last.action),
        status=status_name(last.status),
        who=f"{who}, {unit.name}" if unit else who,
        when=f"{words.on_day(day, today)} o {last.at.astimezone(WARSAW):%H:%M}",
    )


def _said(action: Action, taken: StepTaken) -> str:
    if action is Action.ACCEPT:
        return _("Przyjęte. Karta %(number)s.") % {"number": taken.number}
    if action is Action.VISIT:
        return _("Wizyta zapisana.")
    return f"{_('Zapisane.')} {action_sentence(action)}"


def _back(request: HttpRequest, taken: StepTaken) -> str:
    """Return where the officer came from; not to a case that has just left their reach."""
    case_page = reverse("office:case", args=[taken.case_id])
    back = back_of(request, case_page)
    is_gone = taken.unit_code not in scope(request).unit_codes
    return reverse("office:queue") if is_gone and back.startswith(case_page) else back
