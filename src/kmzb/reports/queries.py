"""Reads of what residents brought."""

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from kmzb.reports.actions import DESCRIPTION
from kmzb.reports.models import Confirmation, Report, ReportKey
from kmzb.reports.sealing import Erased, ReportSecret


def secret_of(report: Report) -> ReportSecret:
    """Return the key of the report.

    Raises:
        Erased: it was destroyed.
        Damaged: it does not open under the key of this installation.
    """
    try:
        return ReportSecret.unwrap(bytes(report.key.wrapped), report.receipt_hash)
    except ReportKey.DoesNotExist:
        raise Erased(f"report {report.pk}") from None


def description_of(report: Report) -> str:
    """Return the description, "" if none was given.

    Raises:
        Erased, Damaged: see `secret_of`.
    """
    secret = secret_of(report)
    return secret.open(bytes(report.description), use=DESCRIPTION) if report.description else ""


def has_content(report: Report, canonical: bytes) -> bool:
    """Return whether the report was made of this content; an erased one no longer can tell and says no."""
    try:
        return hmac.compare_digest(secret_of(report).digest(canonical), bytes(report.payload_digest))
    except Erased:
        return False


def is_confirmed_by(report_id: int, token_hash: str) -> bool:
    """Return whether this token confirmed the report already."""
    return Confirmation.objects.filter(report_id=report_id, token_hash=token_hash).exists()


def confirmation_counts(report_ids: Iterable[int], *, before: datetime | None = None) -> dict[int, int]:
    """Return the number of confirmations by report, those before the moment only; reports without any are left out."""
    rows = Confirmation.objects.filter(report_id__in=list(report_ids))
    if before is not None:
        rows = rows.filter(confirmed_at__lt=before)
    return dict(rows.values_list("report_id").annotate(count=Count("id")))


def confirmation_stream() -> QuerySet[Confirmation]:
    """Return the confirmations as a stream for `news.unread`."""
    return Confirmation.objects.all()
