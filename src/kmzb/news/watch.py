"""Which of several workers is at work, while the others stand by."""

from typing import Any

import psycopg
from django.db import connection


class Watch:
    """A lock that one worker of all nodes holds as long as it lives.

    One watch belongs to one thread. On PostgreSQL the lock belongs to a connection of the watch's own, not one of the
    pool's, which outlive their users: it ends with the worker, however that ends, and the next one that asks gets it.
    On SQLite, where the database is one machine's, everyone may work: transactions exclude each other.
    """

    def __init__(self, key: int) -> None:
        self._key = key
        self._own: Any = None
        self._is_held = False

    def is_ours(self) -> bool:
        """Whether this thread is the one at work; asks for the lock as long as it is not.

        Raises:
            django.db.Error: the database does not answer; then the lock is lost.
        """
        if connection.vendor != "postgresql":
            return True
        try:
            return self._asked()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Give the lock back."""
        if self._own is not None:
            self._own.close()
        self._own, self._is_held = None, False

    def _asked(self) -> bool:
        with connection.wrap_database_errors:
            if self._own is None:
                self._own = psycopg.connect(**connection.get_connection_params(), autocommit=True)
            # A lock that is held is asked for again only to see that the connection lives.
            question = "SELECT true" if self._is_held else f"SELECT pg_try_advisory_lock({self._key:d})"
            self._is_held = bool(self._own.execute(question).fetchone()[0])
        return self._is_held
