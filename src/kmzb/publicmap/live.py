"""The index that one process answers from, kept current by a thread."""

import atexit
import logging
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import Event, Lock, Thread
from time import monotonic

from django.db import connection

from kmzb.geoindex.api import SnapshotRefused
from kmzb.lib.time import now as time_now
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Bell, Channel
from kmzb.publicmap.building import BIG, is_long
from kmzb.publicmap.changes import Progress, from_database, in_one_piece, progress, with_changes
from kmzb.publicmap.errors import IndexNotReady
from kmzb.publicmap.merging import own_builder, own_store
from kmzb.publicmap.models import Release
from kmzb.publicmap.project import oldest_unread
from kmzb.publicmap.rows import IndexState
from kmzb.publicmap.snapshots import Snapshot

log = logging.getLogger("kmzb.publicmap")

_looks = count(1)
_PAUSE_S = 1.0
_LOOK_S = 1.0  # how often the folder is looked at for newer files
_READ_AGAIN_S = 600.0  # how often the files that answers come from are read in full: disks forget silently
_PATIENCE_S = 3.0  # how long a reader waits for the first snapshot


class PublicIndex:
    """The public marks of one process.

    Readers take the snapshot that stands there and lock nothing. A thread that follows replaces it; without one,
    each reader looks for changes first.
    """

    def __init__(self) -> None:
        self._standing: Snapshot | None = None
        self._changing = Lock()
        self._ready, self._stopped = Event(), Event()
        self._thread: Thread | None = None
        self._renewing: Thread | None = None
        self._renewed: Snapshot | None = None
        self._was_current_at = self._was_projected_at = monotonic()
        self._looked_at = -_LOOK_S
        self._read_at = monotonic()
        self._life = 0

    @property
    def standing(self) -> Snapshot | None:
        """The marks as the thread that follows left them; None without such a thread, and before it has read them."""
        return self._standing if self._is_followed() else None

    def snapshot(self, *, now: datetime) -> Snapshot:
        """Return the marks.

        Raises:
            IndexNotReady: they are still being read for the first time.
        """
        if not self._is_followed():
            return self.refresh(now=now)
        if self._standing is None and not self._ready.wait(_PATIENCE_S):
            raise IndexNotReady
        return self._standing or self.refresh(now=now)

    def refresh(self, *, now: datetime) -> Snapshot:
        """Apply what has changed since the last time and return the marks."""
        with self._changing:
            known = progress()
            fresh = with_changes(self._base(known, now=now), known.sequence)
            # Where there are files, newer ones are waited for, unless none ever come.
            if is_long(fresh.history.changes, len(fresh.history), times=1 if fresh.saved is None else 4):
                fresh = replace(in_one_piece(fresh, now=now), files=())
            fresh = self._standing = replace(fresh, life=self._life, look=next(_looks))
            self._was_current_at = monotonic()
            self._ready.set()
            return fresh

    def _base(self, known: Progress, *, now: datetime) -> Snapshot:
        """Return the snapshot to which the changes are applied: the one that stands there, or a newer beginning."""
        standing, renewed = self._sound(), self._renewed
        if standing is None:
            return self._begun(known, now=now)
        if known.sequence < standing.sequence:  # the database was set back: its numbers come again, with other marks
            self._life += 1
            return self._begun(known, now=now)
        if renewed is not None:
            self._renewed = None
            return renewed if renewed.epoch == known.epoch else standing
        if standing.epoch != known.epoch or (standing.saved is None and standing.day != warsaw_day(now)):
            return self._renew(standing, known, now=now)
        return self._newer_files(standing, known) or standing

    def _sound(self) -> Snapshot | None:
        """Return what stands there; None if it stands on a damaged file: nobody is answered before it is made anew."""
        if self._standing is None:
            return None
        in_full = monotonic() - self._read_at >= _READ_AGAIN_S
        if in_full:
            self._read_at = monotonic()
        self._standing = own_store().sound(self._standing, in_full=in_full)
        if self._standing is None:
            self._ready.clear()
            self._life += 1
        return self._standing

    def _begun(self, known: Progress, *, now: datetime) -> Snapshot:
        """Return the marks from the newest files, or from the database; many marks are then kept as files.

        Of several processes that find no file, one reads the database, the others wait for its files.
        """
        if known.sequence < BIG:
            return from_database(known, now=now)
        store, begun = own_store(), None
        try:
            set_back = store.ahead(known.epoch, progress().sequence)
            if not set_back and (found := store.newest(known.epoch, at_most=known.sequence)):
                return found
            with store.lock(is_patient=True):
                last = progress().sequence
                store.drop_ahead(known.epoch, last)
                if found := store.newest(known.epoch, at_most=last):
                    return found
                begun = from_database(known, now=now)
                store.keep(begun, now=now)
            return store.newest(known.epoch, at_most=known.sequence) or begun
        except (OSError, SnapshotRefused):  # a full disk, a folder that may not be written
            log.exception("the index files cannot be written; the marks are answered from this process's own memory")
            return begun or from_database(known, now=now)

    def _renew(self, standing: Snapshot, known: Progress, *, now: datetime) -> Snapshot:
        """Begin anew, beside the thread that follows if there is one: answers stay current meanwhile."""
        if not self._is_followed():
            return self._begun(known, now=now)
        if self._renewing is None or not self._renewing.is_alive():
            self._renewing = Thread(target=self._begin_beside, args=(known, now), name="publicmap-anew", daemon=True)
            self._renewing.start()
        return standing

    def _begin_beside(self, known: Progress, now: datetime) -> None:
        try:
            self._renewed = self._begun(known, now=now)
        except Exception:  # the next round tries again
            log.exception("the public map could not be read anew")
        finally:
            connection.close()

    def _newer_files(self, standing: Snapshot, known: Progress) -> Snapshot | None:
        if known.sequence < BIG or monotonic() - self._looked_at < _LOOK_S:
            return None
        self._looked_at = monotonic()
        above = -1 if standing.saved is None else standing.saved
        return own_store().newest(known.epoch, above=above, at_most=known.sequence)

    def state(self, *, now: datetime) -> IndexState:
        """Return the last change applied, and for how long, as far as is known, the oldest one has been waiting.

        What was brought in from the past, like a sample, waits since it was not there yet, not since it happened.
        """
        current = self._standing if self._is_followed() else self.refresh(now=now)
        if current is None:
            raise IndexNotReady
        happened = _oldest_waiting(now)
        if happened is None:
            self._was_projected_at = monotonic()
        unprojected = min((now - happened).total_seconds(), monotonic() - self._was_projected_at) if happened else 0.0
        is_current = progress() == (current.epoch, current.sequence)
        unapplied = 0.0 if is_current else monotonic() - self._was_current_at
        return IndexState(current.sequence, max(0.0, unprojected, unapplied))

    def follow(self) -> None:
        """Begin to follow changes in a daemon thread, if this process does not do so already."""
        if self._is_followed():
            return
        with self._changing:
            if not self._is_followed():
                self._stopped.clear()
                self._thread = Thread(target=self._follow, name="publicmap", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for its end, and for that of the thread that begins anew, if there is one."""
        if self._thread is not None:
            self._stopped.set()
            self._thread.join()
        if self._renewing is not None:
            self._renewing.join()

    def _is_followed(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _follow(self) -> None:
        bell, builder = Bell(Channel.SHOWN), own_builder(times=2)
        try:
            while not self._stopped.is_set():
                try:
                    bell.wait(_PAUSE_S)
                    fresh = self.refresh(now=time_now())
                    if builder.is_time():
                        builder.look(fresh.epoch, fresh.sequence, now=time_now())
                except Exception:  # the thread outlives any single fault
                    log.exception("the public map could not be followed, it is tried again")
                    connection.close()
                    self._stopped.wait(_PAUSE_S)
        finally:
            connection.close()


def _oldest_waiting(now: datetime) -> datetime | None:
    """Return since when something waits to be projected, None when nothing does."""
    due = Release.objects.filter(due__lte=now).order_by("due").values_list("due", flat=True).first()
    return min((moment for moment in (due, oldest_unread()) if moment is not None), default=None)


_live = PublicIndex()
# A thread that is cut off in the middle of the driver's code can take the whole process with it.
atexit.register(_live.stop)


def live_index() -> PublicIndex:
    """Return this process's index."""
    return _live


def start_following() -> None:
    """Begin to follow changes in a daemon thread. Call after the last fork; calling again changes nothing."""
    _live.follow()


def index_state(*, now: datetime | None = None) -> IndexState:
    """Return how current this process's answers are, by default at this moment."""
    return _live.state(now=now or time_now())
