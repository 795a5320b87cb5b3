"""Reading rows in an order in which none can appear behind the reader's back."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import OperationalError, connection, models, transaction
from django.db.models import QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Coalesce

from kmzb.news.models import Cursor
from kmzb.news.stamps import OldestRunning

M = TypeVar("M", bound=models.Model)
_SHORT_MS = 8  # SQLite pauses for 1, 2 and 5 ms within it
_PATIENCE_S = 10.0


def settled_rows(rows: QuerySet[M]) -> QuerySet[M]:
    """Return the rows that no open transaction can still precede, in reading order.

    PostgreSQL makes commits visible out of order; rows below the oldest running transaction are settled.
    SQLite commits one by one, so every visible row is settled, and the number alone is the order.
    """
    if connection.vendor != "postgresql":
        return rows.order_by("pk")
    return rows.filter(stamp__lt=OldestRunning()).order_by("stamp", "pk")


def unread(name: str, rows: QuerySet[M], *, limit: int) -> list[M]:
    """Return the next rows for the reader `name`, at most `limit`. Call inside the transaction of `advance`."""
    return list(settled_rows(waiting(name, rows))[:limit])


def waiting(name: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Return everything that the reader `name` has not dealt with, what is not settled yet included."""
    row = _place_of(name, "row")
    if connection.vendor != "postgresql":
        return rows.filter(pk__gt=row)
    # One comparison of pairs walks the index from its place on; two alternatives would walk it from the beginning.
    return rows.filter(TupleGreaterThan(Tuple("stamp", "pk"), (_place_of(name, "stamp"), row)))


def _place_of(name: str, column: str) -> Coalesce:
    """Return one half of the reader's place as a part of the query that asks for what lies behind it."""
    beginning = getattr(Cursor(), column)
    return Coalesce(Subquery(Cursor.objects.filter(name=name).values(column)), beginning)


@dataclass(frozen=True, slots=True)
class Waiting(Generic[M]):
    """What waits for a reader.

    Attributes:
        settled: the next rows in reading order; the reader's place may move by them.
        newest: the newest rows, settled or not, for whoever can deal with a row twice; its place must not move by them.
            Empty where every visible row is settled.

    """

    settled: list[M]
    newest: list[M]


def look(name: str, rows: QuerySet[M], *, limit: int) -> Waiting[M]:
    """Return what waits for `name`, at most `limit` rows of either kind. Call inside the transaction of `advance`."""
    if connection.vendor != "postgresql":
        return Waiting(unread(name, rows, limit=limit), [])
    asked = waiting(name, rows).annotate(oldest_running=OldestRunning())
    newest = list(asked.order_by("-stamp", "-pk")[:limit])
    if len(newest) == limit:  # there may be more, and the first of them come first
        return Waiting(unread(name, rows, limit=limit), newest)
    known: list[Any] = newest  # with the column that was asked for on top
    return Waiting([row for row in reversed(known) if row.stamp < row.oldest_running], newest)


def advance(name: str, last: models.Model) -> None:
    """Remember that the reader `name` has dealt with everything up to the row `last`."""
    stamp: int = last.stamp  # type: ignore[attr-defined]  # every stream carries a StampField
    place = Cursor(name=name, stamp=stamp, row=last.pk)
    halves = ["stamp", "row"]
    Cursor.objects.bulk_create([place], update_conflicts=True, unique_fields=["name"], update_fields=halves)


def writing_shuts_others_out() -> bool:
    """Return whether nobody else can write while one transaction does, so that none may be opened in vain (SQLite)."""
    return connection.vendor != "postgresql"


@contextmanager
def soon() -> Iterator[None]:
    """Open a transaction as soon as nobody else writes.

    SQLite lets a writer that finds the door closed pause longer and longer, up to a tenth of a second; who only has
    news to carry tries again after the short pauses.
    """
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _short_pauses():
        block = _entered()
    try:
        yield
    except BaseException:
        block.__exit__(*sys.exc_info())
        raise
    block.__exit__(None, None, None)


@contextmanager
def _short_pauses() -> Iterator[None]:
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_SHORT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def _entered() -> transaction.Atomic:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        block = transaction.atomic()
        try:
            block.__enter__()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
        else:
            return block


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
