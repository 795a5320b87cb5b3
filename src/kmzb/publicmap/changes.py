"""Bringing a snapshot up to date: from the database at once, or change by change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from kmzb.geoindex.api import Mark
from kmzb.lib.time import warsaw_day
from kmzb.publicmap.loading import loaded
from kmzb.publicmap.models import Feature, Projection
from kmzb.publicmap.moments import day_number, moment_of
from kmzb.publicmap.snapshots import Snapshot
from kmzb.publicmap.states import MarkSet

_BATCH = 5_000


class Progress(NamedTuple):
    """How far the projection has come; an empty epoch before it ever ran."""

    epoch: str
    sequence: int


def progress() -> Progress:
    """Return how far the projection has come by now."""
    row = Projection.objects.filter(pk=1).values_list("epoch", "sequence").first()
    return Progress(*row) if row else Progress("", 0)


def from_database(known: Progress, *, now: datetime) -> Snapshot:
    """Return all marks as the database holds them; `known` was asked before.

    Rows beyond `known.sequence` that are seen already come once more with the changes.
    """
    found = loaded(MarkSet, now=now, stamp=known.sequence)
    return Snapshot(known.epoch, known.sequence, found[MarkSet.LIVE], found[MarkSet.HISTORY], None, warsaw_day(now))


def with_changes(snapshot: Snapshot, until: int) -> Snapshot:
    """Return the snapshot with every change after its own, at least to the sequence `until`."""
    while snapshot.sequence < until:
        rows = list(_changed_after(snapshot.sequence))
        if not rows:
            return replace(snapshot, sequence=until)  # the last changes were of rows that changed again
        snapshot = _changed(snapshot, rows)
    return snapshot


def in_one_piece(snapshot: Snapshot, *, now: datetime) -> Snapshot:
    """Return the same marks with nothing apart from their base."""
    at = moment_of(now)
    return replace(snapshot, live=snapshot.live.merged(at), history=snapshot.history.merged(at))


class _Row(NamedTuple):
    """What the index needs of a row."""

    feature_id: str
    sequence: int
    is_removed: bool
    is_live: bool
    lon: float
    lat: float
    category: str
    status: str
    reported: date
    changed: date
    unit_code: str
    area_code: str
    visible_from: datetime
    visible_until: date | None
    weight: int

    def mark(self, marks: MarkSet) -> Mark:
        """Return the mark for the index of one set: windows end in the live one only."""
        closes = self.visible_until if marks is MarkSet.LIVE else None
        return Mark(
            id=self.feature_id,
            lon=self.lon,
            lat=self.lat,
            category=self.category,
            status=self.status,
            reported=day_number(self.reported),
            changed=day_number(self.changed),
            unit=self.unit_code,
            area=self.area_code,
            opens=int(self.visible_from.timestamp()),
            closes=day_number(closes) if closes else None,
            weight=self.weight,
        )


def _changed_after(sequence: int) -> Iterable[_Row]:
    rows: Any = Feature.objects.filter(sequence__gt=sequence).order_by("sequence")
    return map(_Row._make, rows.values_list(*_Row._fields)[:_BATCH])


def _changed(snapshot: Snapshot, rows: list[_Row]) -> Snapshot:
    gone = {row.feature_id for row in rows}
    last = rows[-1].sequence
    shown = [row for row in rows if not row.is_removed]
    live = [row.mark(MarkSet.LIVE) for row in shown if row.is_live]
    history = [row.mark(MarkSet.HISTORY) for row in shown]
    return replace(
        snapshot,
        sequence=last,
        live=snapshot.live.replaced(gone, live, last),
        history=snapshot.history.replaced(gone, history, last),
    )
