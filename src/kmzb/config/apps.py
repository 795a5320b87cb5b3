"""Checks at start: the system refuses to run unsafe."""

from typing import Any
from weakref import WeakSet

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created

_FULL = 2


def assert_durable(connection: Any) -> None:
    """Refuse a connection that could lose what it has acknowledged."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            level = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            if level < _FULL or journal != "wal":
                raise ImproperlyConfigured(f"SQLite must be in WAL with synchronous=FULL, it is {journal}, {level}")
        elif connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            level = cursor.fetchone()[0]
            if level == "off":
                raise ImproperlyConfigured("PostgreSQL must run with synchronous_commit on")


class ConfigConfig(AppConfig):
    """Connects the checks."""

    name = "kmzb.config"

    def ready(self) -> None:
        """Check every connection as it opens."""
        # PostgreSQL's pool hands the same ones out to request after request, and each time Django calls it opening.
        self._checked: WeakSet[Any] = WeakSet()
        connection_created.connect(self._check, dispatch_uid="durable")

    def _check(self, connection: Any, **_: Any) -> None:
        is_pooled = connection.vendor == "postgresql"
        if is_pooled and connection.connection in self._checked:
            return
        assert_durable(connection)
        if is_pooled:
            self._checked.add(connection.connection)
