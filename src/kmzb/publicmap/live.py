"""The index that one process answers from, kept current by a thread."""

import logging
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event, Lock, Thread
from time import monotonic

from django.db import connection

from kmzb.geoindex.api import Index, Mark, Moment
from kmzb.lib.time import now as time_now
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Bell
from kmzb.publicmap.models import Feature, Projection, Release
from kmzb.publicmap.project import oldest_unread
from kmzb.publicmap.rows import FeatureRow, IndexState
from kmzb.publicmap.states import MarkSet
from kmzb.publicmap.stored import mark_of

log = logging.getLogger("kmzb.publicmap")

_PAUSE_S = 1.0
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def moment_of(now: datetime) -> Moment:
    """Return the moment as the index takes it."""
    return Moment(int(now.timestamp()), day_number(warsaw_day(now)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The marks of one day as they were after one change; never altered."""

    day: date
    epoch: str
    sequence: int
    live: Index
    history: Index
    rows: Mapping[str, FeatureRow]

    def index(self, marks: MarkSet) -> Index:
        """Return the index of one set."""
        return self.live if marks is MarkSet.LIVE else self.history


class PublicIndex:
    """The public marks of one process.

    Readers take the snapshot that stands there and lock nothing. A thread that follows replaces it; without one,
    each reader looks for changes first.
    """

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._changing = Lock()
        self._stopped = Event()
        self._thread: Thread | None = None
        self._was_current_at = self._was_projected_at = monotonic()

    def snapshot(self, *, now: datetime) -> Snapshot:
        """Return the marks of today."""
        if self._snapshot is None or self._snapshot.day != warsaw_day(now) or not self._is_followed():
            return self.refresh(now=now)
        return self._snapshot

    def generation(self, *, now: datetime) -> Hashable:
        """Return a value that differs as soon as any answer may differ: a key of cached answers."""
        current = self.snapshot(now=now)
        return current.epoch, current.sequence, current.day, current.history.turn(moment_of(now))

    def refresh(self, *, now: datetime) -> Snapshot:
        """Apply what has changed since the last time and return the marks."""
        with self._changing:
            self._snapshot = _following(self._snapshot, warsaw_day(now))
            self._was_current_at = monotonic()
            return self._snapshot

    def state(self, *, now: datetime) -> IndexState:
        """Return the last change applied, and for how long, as far as is known, the oldest one has been waiting.

        What was brought in from the past, like a sample, waits since it was not there yet, not since it happened.
        """
        current = self.snapshot(now=now)
        happened = _oldest_waiting(now)
        if happened is None:
            self._was_projected_at = monotonic()
        unprojected = min((now - happened).total_seconds(), monotonic() - self._was_projected_at) if happened else 0.0
        is_current = _progress() == (current.epoch, current.sequence)
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
        """End the thread and wait for its end."""
        if self._thread is not None:
            self._stopped.set()
            self._thread.join()

    def _is_followed(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _follow(self) -> None:
        bell = Bell()
        try:
            while not self._stopped.is_set():
                try:
                    bell.wait(_PAUSE_S)
                    self.refresh(now=time_now())
                except Exception:  # the thread outlives any single fault
                    log.exception("the public map could not be followed, it is tried again")
                    connection.close()
                    self._stopped.wait(_PAUSE_S)
        finally:
            connection.close()


def _following(snapshot: Snapshot | None, today: date) -> Snapshot:
    epoch, sequence = _progress()
    if snapshot is None or (snapshot.epoch, snapshot.day) != (epoch, today):
        return _loaded(epoch, sequence, today)
    return snapshot if snapshot.sequence == sequence else _changed(snapshot, sequence)


def _progress() -> tuple[str, int]:
    """Return epoch and sequence of the projection; an empty epoch before it ever ran."""
    return Projection.objects.filter(pk=1).values_list("epoch", "sequence").first() or ("", 0)


def _loaded(epoch: str, sequence: int, today: date) -> Snapshot:
    """Read all marks. Rows beyond `sequence` that are seen already come once more later."""
    live, past, rows = [], [], {}
    for row in Feature.objects.filter(is_removed=False).iterator(chunk_size=2000):
        rows[row.feature_id] = mark = mark_of(row)
        past.append(_point(mark, MarkSet.HISTORY))
        if _is_live(row):
            live.append(_point(mark, MarkSet.LIVE))
    return Snapshot(today, epoch, sequence, Index.build(live), Index.build(past), rows)


def _changed(snapshot: Snapshot, sequence: int) -> Snapshot:
    stored = list(Feature.objects.filter(sequence__gt=snapshot.sequence).order_by("sequence"))
    new = {row.feature_id: mark_of(row) for row in stored if not row.is_removed}
    live = [_point(new[row.feature_id], MarkSet.LIVE) for row in stored if row.feature_id in new and _is_live(row)]
    past = [_point(row, MarkSet.HISTORY) for row in new.values()]
    gone = {row.feature_id for row in stored}
    return Snapshot(
        day=snapshot.day,
        epoch=snapshot.epoch,
        sequence=max([sequence, *(row.sequence for row in stored)]),
        live=snapshot.live.replaced(gone, live),
        history=snapshot.history.replaced(gone, past),
        rows={name: row for name, row in snapshot.rows.items() if name not in gone} | new,
    )


def _is_live(row: Feature) -> bool:
    return getattr(row, "is_live", True)


def _point(row: FeatureRow, marks: MarkSet) -> Mark:
    """Return the mark for the index of one set: windows end in the live one only."""
    return Mark(
        id=row.id,
        lon=row.lon,
        lat=row.lat,
        category=row.category,
        status=row.status.value,
        reported=day_number(row.reported),
        changed=day_number(row.changed),
        unit=row.unit_code,
        area=row.area_code,
        opens=int(row.visible_from.timestamp()),
        closes=day_number(row.visible_until) if row.visible_until and marks is MarkSet.LIVE else None,
    )


def _oldest_waiting(now: datetime) -> datetime | None:
    """Return since when something waits to be projected, None when nothing does."""
    due = Release.objects.filter(due__lte=now).order_by("due").values_list("due", flat=True).first()
    return min((moment for moment in (due, oldest_unread()) if moment is not None), default=None)


_live = PublicIndex()


def live_index() -> PublicIndex:
    """Return this process's index."""
    return _live


def start_following() -> None:
    """Begin to follow changes in a daemon thread. Call after the last fork; calling again changes nothing."""
    _live.follow()


def index_state(*, now: datetime | None = None) -> IndexState:
    """Return how current this process's answers are, by default at this moment."""
    return _live.state(now=now or time_now())
