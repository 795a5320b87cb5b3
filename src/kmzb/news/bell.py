"""Waking readers when something was committed, anywhere."""

import time
from enum import StrEnum
from typing import Any

from django.db import connection

_POLL_S = 0.02


class Channel(StrEnum):
    """What a bell tells of, so that nobody is woken by what is not for him."""

    WRITTEN = "kmzb_written"  # rows that wait to be carried to the public map
    SHOWN = "kmzb_shown"  # the public map itself


def ring(channel: Channel) -> None:
    """Tell readers on every node that this transaction brought news. It sounds at the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {channel}")


class Bell:
    """Waits for the next commit that brought news of a channel.

    One bell belongs to one thread; it is made after a fork. On PostgreSQL it listens on the thread's own
    connection and looks every second all the same; on SQLite it compares `PRAGMA data_version`, which tells of every
    commit. The first wait on a connection ends at once, since nobody knows what was before.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._version: int | None = None
        self._listening: Any = None

    def wait(self, timeout: float) -> bool:
        """Return True as soon as there may be news, False after `timeout` seconds without any."""
        connection.ensure_connection()
        if connection.connection is not self._listening:
            self._begin()
            return True
        return self._listen(timeout) if connection.vendor == "postgresql" else self._look(timeout)

    def _begin(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A connection of the pool may still listen to what its last user waited for.
                cursor.execute("UNLISTEN *")
                cursor.execute(f"LISTEN {self._channel}")
        else:
            self._version = _data_version()
        self._listening = connection.connection

    def _look(self, timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while (version := _data_version()) == self._version:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_S)
        self._version = version
        return True

    def _listen(self, timeout: float) -> bool:
        # What rang while this connection answered a query was taken by the driver and would not wake a wait on the
        # socket; the driver's own wait tells of it.
        return any(True for _ in self._listening.notifies(timeout=min(timeout, 1.0), stop_after=1))


def _data_version() -> int:
    version: int = connection.connection.execute("PRAGMA data_version").fetchone()[0]
    return version
