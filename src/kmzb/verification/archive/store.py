"""The only code that writes the archive, and the reads of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from kmzb.audit.api import ACTIONS, SYSTEM, record
from kmzb.lib.ids import feature_id
from kmzb.news.api import Channel, put_rows, ring
from kmzb.reports.api import durably
from kmzb.verification.archive.values import Told
from kmzb.verification.models import ArchivedReport

IMPORTED = ACTIONS.register(
    "verification.archive.imported",
    detail=("imported", "already_present", "refused", "is_live"),
    erasure="names no person",
)

_COLUMNS = (
    "key",
    "feature_id",
    "category",
    "status",
    "reported_on",
    "changed_on",
    "lon",
    "lat",
    "weight",
    "time_of_day",
    "weekdays",
    "confirmations",
    "is_live",
)


def put_away(rows: Sequence[tuple[Told, tuple[float, float]]], *, is_live: bool) -> int:
    """Store the rows with their points in one durable transaction and return how many are new.

    A row whose key is there already changes nothing. Public ids are drawn here, from nothing.
    """
    # By key: two imports at once then wait for each other in one order, and neither stands still.
    ordered = sorted(rows, key=lambda row: row[0].key)
    with durably():
        stored = put_rows(ArchivedReport, _COLUMNS, [_values(*row, is_live) for row in ordered], key="key")
        if stored:
            ring(Channel.WRITTEN)
    return stored


def _values(told: Told, point: tuple[float, float], is_live: bool) -> tuple[object, ...]:
    return (
        told.key,
        feature_id(),
        told.category,
        told.status,
        told.reported_on,
        told.changed_on,
        *point,
        told.weight,
        told.time_of_day,
        told.weekdays,
        told.confirmations,
        is_live,
    )


def record_import(digest: str, counts: Mapping[str, int], *, is_live: bool, now: datetime) -> None:
    """Write down that a file, known by its SHA-256, was read to its end."""
    with durably():
        record(SYSTEM, IMPORTED, ("archive", digest[:40]), now=now, detail={**counts, "is_live": is_live})


def archive_stream() -> QuerySet[ArchivedReport]:
    """Return the archive as a stream for `news.unread`."""
    return ArchivedReport.objects.all()


def archived_after(number: int, *, limit: int) -> list[ArchivedReport]:
    """Return the next archived reports by number, to walk through all of them."""
    return list(ArchivedReport.objects.filter(pk__gt=number).order_by("pk")[:limit])


def archived_of(feature_ids: Collection[str]) -> list[ArchivedReport]:
    """Return the archived reports behind these marks; a mark without one is left out."""
    return list(ArchivedReport.objects.filter(feature_id__in=feature_ids))
