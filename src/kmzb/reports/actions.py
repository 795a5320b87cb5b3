"""The only code that writes what residents bring."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kmzb.categories.api import catalogue
from kmzb.lib import ids
from kmzb.reports.inserting import insert
from kmzb.reports.intake import Draft
from kmzb.reports.models import Confirmation, Report, ReportKey
from kmzb.reports.proofs import Proof, spend
from kmzb.reports.sealing import ReportSecret
from kmzb.reports.states import RULES_VERSION, Lane

DESCRIPTION = "description"


class AlreadyStored(Exception):
    """Something in the report must be unique and is not: its receipt hash or, once in a trillion, its reference."""


def submit(draft: Draft, proof: Proof | None, *, lane: Lane, now: datetime) -> Report:
    """Store the report with its key and spend the proof. Expects the transaction of `verification.receive`.

    The report goes in first: of equal posts at once all but one fail there, before the proof.

    Raises:
        AlreadyStored, ProofReplayed: the transaction must be rolled back.
    """
    secret = ReportSecret.draw(draft.receipt_hash)
    try:
        report = Report(**report_row(draft, secret, lane, now))
        insert(report)
    except IntegrityError as taken:
        raise AlreadyStored from taken
    key = ReportKey(report=report, wrapped=secret.wrapped())
    if proof is None:
        insert(key)
    else:
        spend(proof, key)
    return report


def report_row(draft: Draft, secret: ReportSecret, lane: Lane, now: datetime) -> dict[str, Any]:
    """Return the columns of the report as it is stored, its description sealed."""
    return {
        "reference": ids.reference(),
        "receipt_hash": draft.receipt_hash,
        "payload_digest": secret.digest(draft.canonical),
        "category": draft.category,
        "catalogue_version": catalogue().version,
        "lon": draft.lon,
        "lat": draft.lat,
        "occurred_on": draft.occurred_on,
        "occurred_time": draft.occurred_time,
        "time_of_day": draft.time_of_day.value if draft.time_of_day else "",
        "weekdays": "".join(str(day) for day in sorted(draft.weekdays)),
        "description": secret.seal(draft.description, use=DESCRIPTION) if draft.description else None,
        "description_length": len(draft.description),
        "rules_version": RULES_VERSION,
        "lane": lane.value,
        "placed_at": now,
    }


def confirm(report_id: int, token_hash: str, proof: Proof | None, *, lane: Lane, now: datetime) -> None:
    """Add one confirmation and spend the proof, in the caller's transaction.

    Raises:
        AlreadyStored, ProofReplayed: the transaction must be rolled back.
    """
    try:
        Confirmation.objects.create(report_id=report_id, token_hash=token_hash, confirmed_at=now, lane=lane.value)
    except IntegrityError as taken:
        raise AlreadyStored from taken
    if proof is not None:
        spend(proof)


def erase(report_id: int) -> None:
    """Destroy the content of a report for good: its key, its description and the exact time, in one transaction.

    Category, point and history stay as the police archive; so does the receipt's hash, which then opens no content.
    """
    with transaction.atomic():
        ReportKey.objects.filter(report_id=report_id).delete()
        Report.objects.filter(pk=report_id).update(
            description=None, description_length=0, payload_digest=b"", occurred_time=None
        )
