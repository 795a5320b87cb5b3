"""Waking readers when something was committed, anywhere."""

import select
import time
from typing import Any

from django.db import connection

CHANNEL = "kmzb_news"
_POLL_S = 0.05


def ring() -> None:
    """Tell readers on every node that this transaction brought news. It sounds at the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Bell:
    """Waits for the next commit of anyone.

    One bell belongs to one thread; it is made after a fork. On PostgreSQL it listens on the thread's own
    connection and looks every second all the same; on SQLite it compares `PRAGMA data_version`.
    """

    def __init__(self) -> None:
        self._version: int | None = None
        self._listening: Any = None

    def wait(self, timeout: float) -> bool:
        """Return True as soon as there may be news, False after `timeout` seconds without any."""
        if connection.vendor == "postgresql":
            return self._listen(timeout)
        deadline = time.monotonic() + timeout
        while True:
            if self._changed():
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_S)

    def _changed(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version = cursor.fetchone()[0]
        changed = self._version is not None and version != self._version
        self._version = version
        return changed

    def _listen(self, timeout: float) -> bool:
        connection.ensure_connection()
        raw = connection.connection
        if raw is not self._listening:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listening = raw
        readable, _, _ = select.select([raw.fileno()], [], [], min(timeout, 1.0))
        if not readable:
            return False
        # A zero timeout takes what has arrived and does not wait for more.
        return any(True for _ in raw.notifies(timeout=0))
