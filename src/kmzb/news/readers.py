"""Reading rows in an order in which none can appear behind the reader's back."""

from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models import Q, QuerySet

from kmzb.news.models import Cursor

M = TypeVar("M", bound=models.Model)


def settled_rows(rows: QuerySet[M]) -> QuerySet[M]:
    """Return the rows that no open transaction can still precede, in reading order.

    PostgreSQL makes commits visible out of order; rows below the oldest running transaction are settled.
    SQLite commits one by one, so every visible row is settled.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            oldest_running = cursor.fetchone()[0]
        rows = rows.filter(stamp__lt=oldest_running)
    return rows.order_by("stamp", "pk")


def unread(name: str, rows: QuerySet[M], *, limit: int) -> list[M]:
    """Return the next rows for the reader `name`, at most `limit`. Call inside the transaction of `advance`."""
    place = Cursor.objects.filter(name=name).first() or Cursor(name=name)
    after = Q(stamp__gt=place.stamp) | Q(stamp=place.stamp, pk__gt=place.row)
    return list(settled_rows(rows.filter(after))[:limit])


def advance(name: str, last: models.Model) -> None:
    """Remember that the reader `name` has dealt with everything up to the row `last`."""
    stamp: int = last.stamp  # type: ignore[attr-defined]  # every stream carries a StampField
    Cursor.objects.update_or_create(name=name, defaults={"stamp": stamp, "row": last.pk})


def sole_reader(key: int) -> bool:
    """Return whether this transaction is the only one now reading under `key`; expects an open transaction.

    On SQLite the immediate transaction itself excludes others.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("sole_reader() expects an open transaction")
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        return bool(cursor.fetchone()[0])
