"""Sample reports in bulk: the same rows as `submit` writes, many in one transaction, without proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kmzb.lib import ids
from kmzb.reports.actions import report_row
from kmzb.reports.intake import Draft
from kmzb.reports.models import Confirmation, Report, ReportKey
from kmzb.reports.receipts import hash_of_receipt
from kmzb.reports.sealing import ReportSecret
from kmzb.reports.states import Lane


@dataclass(frozen=True, slots=True)
class Seedling:
    """One sample report: what was sent, when, and when others confirmed it."""

    draft: Draft
    placed_at: datetime
    confirmed_at: tuple[datetime, ...] = ()


def submit_samples(seedlings: Sequence[Seedling]) -> list[Report]:
    """Store the reports with their keys and confirmations, in order. Expects a transaction.

    Raises:
        IntegrityError: a receipt hash is taken.
    """
    secrets = [ReportSecret.draw(seedling.draft.receipt_hash) for seedling in seedlings]
    reports = Report.objects.bulk_create(
        Report(**report_row(seedling.draft, secret, Lane.SAMPLE, seedling.placed_at))
        for seedling, secret in zip(seedlings, secrets, strict=True)
    )
    ReportKey.objects.bulk_create(
        ReportKey(report=report, wrapped=secret.wrapped()) for report, secret in zip(reports, secrets, strict=True)
    )
    for report, seedling in zip(reports, seedlings, strict=True):
        confirm_sample(report, seedling.confirmed_at)
    return reports


def confirm_sample(report: Report, moments: Sequence[datetime]) -> None:
    """Let somebody else see the same at each of the moments. Expects a transaction."""
    Confirmation.objects.bulk_create(
        Confirmation(report=report, token_hash=hash_of_receipt(ids.receipt()), confirmed_at=at) for at in moments
    )


def sample_count() -> int:
    """Return how many sample reports there are."""
    return Report.objects.filter(lane=Lane.SAMPLE.value).count()
