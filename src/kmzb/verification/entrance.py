"""The one entrance for reports and for those who see the same."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kmzb.audit.api import SYSTEM
from kmzb.lib import ids
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Channel, ring
from kmzb.reports.api import (
    AlreadyStored,
    Draft,
    FieldError,
    Invalid,
    Lane,
    NotFound,
    Parsed,
    Proof,
    Purpose,
    RawDraft,
    ReceiptConflict,
    Report,
    Unavailable,
    admit_plain,
    admit_plain_confirmation,
    check,
    check_proof,
    confirm,
    confirmation_counts,
    durably,
    find_by_receipt_hash,
    has_content,
    insert,
    is_confirmed_by,
    is_hash,
    parse,
    submit,
)
from kmzb.territory.api import Ref
from kmzb.verification.actions import transition_of
from kmzb.verification.deadlines import when_placed
from kmzb.verification.fields import ActionFields
from kmzb.verification.models import Case, Transition
from kmzb.verification.policy import is_ever_public, public_point
from kmzb.verification.states import OPEN, Action, Status
from kmzb.verification.steps import unit_ref

_FEW, _MANY = 2, 5
_FEATURE_ID = re.compile(r"[a-z2-7]{16}")


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to a report, the same at every repetition.

    `feature_id` and `public_point` (lon, lat) are None where the category is not public from the start.
    """

    reference: str
    status: Status
    feature_id: str | None
    public_point: tuple[float, float] | None
    unit: Ref
    read_by: date
    verify_by: date
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many see the same now, as it is published: "1", "2-4" or "5+"."""

    count_label: str
    is_repeat: bool


def receive(raw: RawDraft, *, proof: str | None, lane: Lane, now: datetime) -> Received:
    """Store a report, durably, with the first row of its history; or answer a repetition as the first time.

    The gates stand in this order, so that a refused field costs no proof: is it known already, can every
    field be accepted, is the proof good (lane `proven`) or the hour not full (lane `plain`); then one
    transaction takes all or nothing.

    Raises:
        ReceiptConflict: this receipt hash belongs to other content.
        Invalid, OutsideCountry: what cannot be accepted.
        ProofInvalid, ProofExpired, ProofReplayed: the proof.
        RateLimited: too many without a proof in this hour.
        Unavailable: the database did not promise to keep it; sending again doubles nothing.
    """
    parsed = parse(raw)
    known = _known(parsed)
    if known is not None:
        return known
    draft = check(parsed, now=now)
    paid = _paid(proof, lane, now)
    try:
        return _store(draft, paid, lane, now)
    except AlreadyStored:
        return _known(parsed) or _store_again(draft, paid, lane, now)


def _known(parsed: Parsed) -> Received | None:
    receipt_hash = parsed.values.get("receipt_hash")
    report = find_by_receipt_hash(receipt_hash) if receipt_hash else None
    if report is None:
        return None
    if not has_content(report, parsed.canonical):
        raise ReceiptConflict
    first = Transition.objects.select_related("case").filter(case_id=report.pk).order_by("id")[0]
    return _answer(report, first, is_repeat=True)


def _paid(proof: str | None, lane: Lane, now: datetime) -> Proof | None:
    if lane is Lane.PROVEN:
        return check_proof(proof, Purpose.REPORT, now=now)
    if lane is Lane.PLAIN:
        admit_plain(now=now)
    return None


def _store(draft: Draft, proof: Proof | None, lane: Lane, now: datetime) -> Received:
    with durably():
        report = submit(draft, proof, lane=lane, now=now)
        first = _open_case(report, draft, now)
        ring(Channel.WRITTEN)
    return _answer(report, first, is_repeat=False)


def _store_again(draft: Draft, proof: Proof | None, lane: Lane, now: datetime) -> Received:
    """Store once more with newly drawn identifiers: the receipt was free, so one of those was taken."""
    try:
        return _store(draft, proof, lane, now)
    except AlreadyStored as twice:
        raise Unavailable from twice


def _open_case(report: Report, draft: Draft, now: datetime) -> Transition:
    case = new_case(report, draft, now)
    first = transition_of(case, Action.PLACE, ActionFields(), before="", actor=SYSTEM, now=now)
    insert(case, first)
    return first


def new_case(report: Report, draft: Draft, now: datetime) -> Case:
    """Return the unsaved case of a report that came at that moment."""
    today = warsaw_day(now)
    deadlines = when_placed(today)
    unit_code = draft.place.unit.code if draft.place.unit else ""
    return Case(
        report=report,
        feature_id=ids.feature_id(),
        status=Status.NEW.value,
        category=draft.category,
        unit_code=unit_code,
        located_unit=unit_code,
        edition=draft.edition_id,
        beat_code=draft.place.beat.code if draft.place.beat else "",
        area_code=draft.place.area_code,
        placed_on=today,
        read_by=deadlines.read_by,
        verify_by=deadlines.verify_by,
        changed_on=today,
    )


def _answer(report: Report, first: Transition, *, is_repeat: bool) -> Received:
    is_shown = is_ever_public(first.category, first.category, Status.NEW)
    return Received(
        reference=report.reference,
        status=Status.NEW,
        feature_id=first.case.feature_id if is_shown else None,
        public_point=public_point(first.category, report.lon, report.lat) if is_shown else None,
        unit=unit_ref(first.unit_code),
        read_by=first.read_by,
        verify_by=first.verify_by,
        is_repeat=is_repeat,
    )


def confirm_feature(
    feature_id: str, token_hash: object, proof: str | None, *, lane: Lane = Lane.PROVEN, now: datetime
) -> Confirmed:
    """Add one person who sees the same, durably; the same token again changes nothing.

    Raises:
        NotFound: nothing public has this id.
        Invalid: the token is no hash, or the report is closed and needs no confirmation any more.
        ProofInvalid, ProofExpired, ProofReplayed: the proof.
        RateLimited: too many without a proof in this hour.
        Unavailable: the database did not promise to keep it; sending again doubles nothing.
    """
    case = _public_case(feature_id)
    if not isinstance(token_hash, str) or not is_hash(token_hash):
        raise Invalid({"token_hash": FieldError("bad_shape", _("Odśwież stronę i spróbuj jeszcze raz."))})
    if is_confirmed_by(case.pk, token_hash):
        return Confirmed(_label_of(case), is_repeat=True)
    if Status(case.status) not in OPEN:
        raise Invalid({"status": FieldError("closed", _("Ta sprawa jest już zakończona."))})
    paid = _paid_confirmation(proof, lane, now)
    try:
        with durably():
            confirm(case.pk, token_hash, paid, lane=lane, now=now)
            ring(Channel.WRITTEN)
    except AlreadyStored:
        return Confirmed(_label_of(case), is_repeat=True)
    return Confirmed(_label_of(case), is_repeat=False)


def _paid_confirmation(proof: str | None, lane: Lane, now: datetime) -> Proof | None:
    if lane is Lane.PROVEN:
        return check_proof(proof, Purpose.CONFIRMATION, now=now)
    admit_plain_confirmation(now=now)
    return None


def _public_case(feature_id: str) -> Case:
    is_id = _FEATURE_ID.fullmatch(feature_id)
    case = Case.objects.select_related("report").filter(feature_id=feature_id).first() if is_id else None
    if case is None or not is_ever_public(case.report.category, case.category, Status(case.status)):
        raise NotFound
    return case


def _label_of(case: Case) -> str:
    return count_label(confirmation_counts([case.pk]).get(case.pk, 0))


def count_label(count: int) -> str:
    """Return a number of confirmations as it is published: "0", "1", "2-4", "5+"."""
    if count >= _MANY:
        return "5+"
    return "2-4" if count >= _FEW else str(count)
