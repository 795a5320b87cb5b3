"""Making a data folder ready: tables and the built-in territory."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from kmzb.cli.output import CommandRefused, Output, first_line
from kmzb.lib.time import now
from kmzb.territory.api import ensure_builtin

# The lock of the one command that prepares, of all nodes.
_PREPARES = 0x6B6D_7A70
_ANSWERS_WITHIN_S = 10


def prepare(output: Output) -> None:
    """Bring the database up to date and load the approximate territory where there is none.

    Safe to repeat, and for several commands at once: they do it one after the other.

    Raises:
        CommandRefused: the database does not answer.
    """
    output.say("Preparing the database …")
    _call_the_database()
    with _alone_in(settings.KMZB.data), _alone_at_the_database():
        call_command("migrate", verbosity=0, interactive=False)
        ensure_builtin(now=now())


def _call_the_database() -> None:
    try:
        if connection.vendor == "postgresql":
            # Not through the pool, which would try for half a minute and keep the reason to itself.
            options = {"connect_timeout": _ANSWERS_WITHIN_S} | connection.get_connection_params()
            psycopg.connect(**options).close()
        else:
            connection.ensure_connection()
    except (psycopg.Error, OperationalError) as problem:
        raise CommandRefused(f"the database does not answer: {first_line(problem)}\nNothing was changed.") from problem


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with ExitStack() as held:
        # Where nothing can be written, no database is made either.
        with suppress(OSError):
            fcntl.flock(held.enter_context((folder / "prepare.lock").open("a")), fcntl.LOCK_EX)
        yield


@contextmanager
def _alone_at_the_database() -> Iterator[None]:
    """Hold a lock of PostgreSQL, whose nodes have folders of their own; it belongs to this thread's connection."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARES])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARES])
