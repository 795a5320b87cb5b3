"""What residents bring: challenges, reports, the way back by receipt, confirmations."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from kmzb.lib.time import now
from kmzb.public.client import client_address
from kmzb.public.v1.shapes import (
    ChallengeOut,
    ConfirmationIn,
    ConfirmationOut,
    ErrorOut,
    FollowUpIn,
    FollowUpOut,
    ReasonOut,
    RefOut,
    ReportIn,
    ReportOut,
    StepOut,
)
from kmzb.publicmap.api import check_confirmable
from kmzb.reports.api import Lane, Purpose, RawDraft, admit, new_challenge
from kmzb.verification.api import FollowUp, Received, confirm_feature, follow_up, receive

router = Router(tags=["reports"])

_REFUSALS = {400: ErrorOut, 403: ErrorOut, 413: ErrorOut, 415: ErrorOut, 422: ErrorOut, 429: ErrorOut, 503: ErrorOut}


def _text(value: Any) -> str | None:
    """Return a proof as text; whatever else was sent proves nothing."""
    return value if isinstance(value, str) else None


@router.get("/challenge", response={200: ChallengeOut, 422: ErrorOut}, summary="A challenge to solve")
def draw_challenge(
    request: HttpRequest,  # noqa: ARG001  # ninja passes it
    response: HttpResponse,
    purpose: Annotated[Purpose, Query(alias="for", description="What the proof will buy")],
) -> dict[str, Any]:
    """ALTCHA's challenge, version 2; its proof is good for an hour, once, and for this purpose only."""
    response.headers["Cache-Control"] = "no-store"
    return new_challenge(purpose, now=now())


@router.post("/reports", response={200: ReportOut, 201: ReportOut, **_REFUSALS}, summary="Report a place")
def place_report(request: HttpRequest, response: HttpResponse, body: ReportIn) -> Status[ReportOut]:
    """Take a report in. The same receipt hash with the same content answers 200 with the first answer."""
    moment = now()
    admit(client_address(request), now=moment)
    raw = RawDraft(**body.model_dump(exclude={"altcha"}))
    received = receive(raw, proof=_text(body.altcha), lane=Lane.PROVEN, now=moment)
    response.headers["Cache-Control"] = "no-store"
    return Status(200 if received.is_repeat else 201, _report_out(received))


def _report_out(received: Received) -> ReportOut:
    return ReportOut(
        reference=received.reference,
        status=received.status,
        feature_id=received.feature_id,
        public_point=list(received.public_point) if received.public_point else None,
        unit=RefOut(code=received.unit.code, name=received.unit.name),
        read_by=received.read_by,
        verify_by=received.verify_by,
    )


@router.post("/follow-up", response={200: FollowUpOut, 404: ErrorOut, **_REFUSALS}, summary="The way back by receipt")
def read_follow_up(request: HttpRequest, response: HttpResponse, body: FollowUpIn) -> FollowUpOut:  # noqa: ARG001
    """The whole history in words, for whoever holds the receipt."""
    response.headers["Cache-Control"] = "no-store"
    return _follow_up_out(follow_up(body.receipt))


def _follow_up_out(found: FollowUp) -> FollowUpOut:
    history = [
        StepOut(
            on=step.on,
            action=step.action,
            status=step.status,
            reason=ReasonOut(code=step.reason.code, text=step.reason.text) if step.reason else None,
        )
        for step in found.history
    ]
    return FollowUpOut(
        reference=found.reference,
        category=found.category,
        status=found.status,
        unit=RefOut(code=found.unit.code, name=found.unit.name),
        read_by=found.read_by,
        verify_by=found.verify_by,
        feature_id=found.feature_id,
        next=found.next,
        history=history,
        messages=[],
    )


@router.post(
    "/features/{id}/confirmations",
    response={200: ConfirmationOut, 201: ConfirmationOut, 404: ErrorOut, **_REFUSALS},
    summary="See the same",
)
def confirm_mark(
    request: HttpRequest,
    response: HttpResponse,
    id: str,  # noqa: A002  # the address calls it id
    body: ConfirmationIn,
) -> Status[ConfirmationOut]:
    """Confirm a mark. The same token again answers 200 and counts once."""
    moment = now()
    admit(client_address(request), now=moment)
    check_confirmable(id, now=moment)
    done = confirm_feature(id, body.token_hash, _text(body.altcha), now=moment)
    response.headers["Cache-Control"] = "no-store"
    return Status(200 if done.is_repeat else 201, ConfirmationOut(confirmations=done.count_label))
