"""Acknowledged means durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from kmzb.reports.errors import Unavailable

_is_batch: ContextVar[bool] = ContextVar("is_batch", default=False)


@contextmanager
def in_one_batch() -> Iterator[None]:
    """Let the durable blocks inside share one commit. Nothing of them is acknowledged before this block ends."""
    with durably():
        token = _is_batch.set(True)
        try:
            yield
        finally:
            _is_batch.reset(token)


@contextmanager
def durably() -> Iterator[None]:
    """Run the block in an outermost transaction that is on disk, and where so configured on the standby, at the end.

    Raises:
        Unavailable: the database could not be reached or did not promise that the commit lasts. It may have
            been stored all the same: whoever sends again must be recognised.
    """
    if _is_batch.get():
        with transaction.atomic():
            yield
        return
    warnings: list[str] = []
    try:
        with _listening(warnings), transaction.atomic(durable=True):
            yield
    except (OperationalError, InterfaceError) as problem:
        raise Unavailable from problem
    if warnings:
        raise Unavailable


@contextmanager
def _listening(warnings: list[str]) -> Iterator[None]:
    """Collect warnings of PostgreSQL: a commit whose wait for the standby was cancelled succeeds with one."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection

    def hear(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            warnings.append(notice.sqlstate)

    raw.add_notice_handler(hear)
    try:
        yield
    finally:
        raw.remove_notice_handler(hear)
