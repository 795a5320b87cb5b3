"""What the sender of a report may read with the receipt."""

from dataclasses import dataclass, field
from datetime import date

from kmzb.reports.api import NotFound, find_by_receipt
from kmzb.territory.api import Ref
from kmzb.verification.models import Case, Transition
from kmzb.verification.policy import is_ever_public
from kmzb.verification.states import Status
from kmzb.verification.steps import Step, steps_of, unit_ref
from kmzb.verification.words import next_sentence


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The whole answer to a report. `feature_id` is None while the public may not see it; `next` says what comes."""

    reference: str
    category: str
    status: Status
    unit: Ref
    read_by: date
    verify_by: date
    feature_id: str | None
    next: str
    history: list[Step]
    messages: list[str] = field(default_factory=list)


def follow_up(receipt_text: str) -> FollowUp:
    """Return what became of the report whose receipt was typed, every step of it, in words.

    Raises:
        NotFound: there is none.
    """
    report = find_by_receipt(receipt_text)
    if report is None:
        raise NotFound
    case = Case.objects.get(pk=report.pk)
    status = Status(case.status)
    return FollowUp(
        reference=report.reference,
        category=case.category,
        status=status,
        unit=unit_ref(case.unit_code),
        read_by=case.read_by,
        verify_by=case.verify_by,
        feature_id=case.feature_id if is_ever_public(report.category, case.category, status) else None,
        next=next_sentence(status, read_by=case.read_by, verify_by=case.verify_by),
        history=steps_of(Transition.objects.filter(case=case).order_by("id")),
    )
