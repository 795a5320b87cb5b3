"""Writing index files: when, by whom, and how. Run as a module it writes one pair, in a process of its own."""

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from time import monotonic

import django
from django.conf import settings

from kmzb.lib.time import warsaw_day
from kmzb.publicmap.snapshots import IndexStore
from kmzb.publicmap.states import MarkSet

log = logging.getLogger("kmzb.publicmap")

# Below so many changes since the first one, a process reads its marks from the database in a moment: no files.
BIG = 100_000
# From so many changes on, or from this part of the marks, answers are slower than they need to be.
LEAST_TAIL = 20_000
TAIL_SHARE = 0.05

_LOOK_S = 5.0
_LONGEST_S = 900.0  # between two tries, where none succeeds: each may read the whole table
_BYTES_OF_A_MARK = 45
_NICE = 10


def is_long(changes: int, marks: int, *, times: int = 1) -> bool:
    """Whether so many changes are due to be merged."""
    return changes > times * max(LEAST_TAIL, TAIL_SHARE * marks)


class Builder:
    """Starts the writing of new files when the present ones are left far behind, one process at a time.

    The worker does so in time; where there is none, a web process does at twice the rule.
    """

    def __init__(self, store: IndexStore, *, times: int) -> None:
        self._store = store
        self._times = times
        self._looked_at = -_LOOK_S
        self._running: subprocess.Popen[bytes] | None = None
        self._failures = 0

    def is_time(self) -> bool:
        """Whether some seconds have passed since the last look; each writer that fails doubles them."""
        pause = min(_LOOK_S * 2.0 ** min(self._failures, 10), _LONGEST_S)
        return monotonic() - self._looked_at >= pause

    def look(self, epoch: str, sequence: int, *, now: datetime) -> None:
        """Start writing if the files do not suffice for a map that has come so far."""
        self._looked_at = monotonic()
        if sequence < BIG:
            return
        if self._is_idle() and self._is_due(epoch, sequence, now):
            self._running = _start()

    def _is_idle(self) -> bool:
        """Whether no writer runs; what became of the last one is taken down."""
        if self._running is None:
            return True
        if (ended := self._running.poll()) is None:
            return False
        self._failures = self._failures + 1 if ended else 0
        self._running = None
        return True

    def _is_due(self, epoch: str, sequence: int, now: datetime) -> bool:
        pairs = self._store.pairs(epoch)
        if not pairs:
            return self._times == 1  # who follows without files writes the first ones itself
        changes = sequence - pairs[0].sequence
        try:
            about = pairs[0].path(MarkSet.HISTORY).stat()
        except FileNotFoundError:
            return False  # a newer pair has just come
        written = datetime.fromtimestamp(about.st_mtime, UTC)
        is_old = warsaw_day(written) + timedelta(days=self._times) <= warsaw_day(now)
        return is_long(changes, about.st_size // _BYTES_OF_A_MARK, times=self._times) or (is_old and changes > 0)


def _start() -> "subprocess.Popen[bytes]":
    """Start the module itself: merging millions must not hold up the threads that answer, nor the projection."""
    environment = {**os.environ, "KMZB_DATA": str(settings.KMZB.data)}
    return subprocess.Popen([sys.executable, "-m", __name__], env=environment, stdin=subprocess.DEVNULL)  # noqa: S603  # our own module


def _main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
    os.nice(_NICE)
    django.setup()
    # Loaded here, since the rooms below need Django first.
    clock, merging = import_module("kmzb.lib.time"), import_module("kmzb.publicmap.merging")
    merging.write_merged(now=clock.now())


if __name__ == "__main__":
    _main()
