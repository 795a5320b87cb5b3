"""The only code that writes the public map."""

import math
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from kmzb.news.api import Channel, Waiting, advance, put_rows, ring, sole_reader, soon, writing_shuts_others_out
from kmzb.publicmap.models import Feature, FeatureStep, Projection, Release
from kmzb.publicmap.project import (
    ARCHIVE,
    CONFIRMATIONS,
    TRANSITIONS,
    ArchivedReport,
    Projected,
    Transition,
    archived_after,
    archived_of,
    case_ids_after,
    cases_of,
    new_transitions,
    project_archived,
    project_cases,
    unread_archived,
    unread_confirmations,
)
from kmzb.publicmap.rows import FeatureRow, StepRow
from kmzb.publicmap.stored import COLUMNS, Record, feature_step_of, record_of, step_of, stored_records, tombstone
from kmzb.territory.api import current_edition_id

_PROGRESS = 1  # the one row that counts
_TABLE = Projection._meta.db_table  # noqa: SLF001  # Django's documented door to a model's table
# One question where Django's own would be two: it is asked in every round.
_COUNT_ON = (
    f"INSERT INTO {_TABLE} (id, epoch, sequence) VALUES (%s, %s, %s)"  # noqa: S608  # no value of anybody's
    f" ON CONFLICT (id) DO UPDATE SET sequence = {_TABLE}.sequence + excluded.sequence RETURNING sequence"
)
# The lock under which one worker of all nodes projects.
_LOCK = 0x6B6D_7A62
_BATCH = 200  # about 100 ms of work; no transaction keeps others waiting for more than half a second
_ARCHIVE_BATCH = 500  # about 50 ms: these have no history to replay
_PATIENCE_S = 0.05
_SELDOM_S = 1.0


@dataclass(slots=True)
class Memory:
    """What one worker remembers between its rounds.

    Attributes:
        shown: the steps that it has shown, of those that are not settled yet.
        looked_at: when it last looked for what comes seldom and found nothing; second of the machine's steady clock.

    """

    shown: frozenset[int] = frozenset()
    looked_at: float = -math.inf

    def is_time_to_look(self) -> bool:
        """Return whether to look for what comes seldom."""
        return time.monotonic() - self.looked_at >= _SELDOM_S

    def looked(self, found: int) -> None:
        """Take down how much was found. As long as it is something, it is always time to look."""
        if not found:
            self.looked_at = time.monotonic()


def project_news(*, now: datetime, limit: int, memory: Memory | None = None) -> int:
    """Carry the next changes to the public map and return how many were dealt with.

    At most `limit`, in one short transaction of its own: steps of officers and confirmations; what comes seldom too,
    each second if there is a memory: publications that are due, marks that an earlier territory located, and, when
    none of these waits, reports of the archive. Zero means that nothing waits or that another worker is at it.
    """
    known = Memory() if memory is None else memory
    batch, is_time = min(limit, _BATCH), known.is_time_to_look()
    if writing_shuts_others_out() and not _is_waiting(now, is_time=is_time):
        if is_time:
            known.looked(found=0)
        return 0
    with soon():
        if not sole_reader(_LOCK):
            return 0
        steps = new_transitions(limit=_BATCH)
        quick = _project_next(now, batch, steps, known.shown)
        seldom = _project_seldom(now, max(1, batch - quick)) if is_time else 0
        if is_time and not (quick or seldom):
            seldom = _project_archive(min(limit, _ARCHIVE_BATCH))
    known.shown = frozenset(step.pk for step in steps.newest)
    if is_time:
        known.looked(found=seldom)
    return quick + seldom


def rebuild(*, now: datetime, before_the_end: Callable[[str], None] = lambda _epoch: None) -> int:
    """Project every report from zero and return how many marks are public.

    Marks are replaced in place, so that readers see no gap; at the end they all load everything anew. What makes
    that quick can be prepared `before_the_end`, under the epoch that is announced then.
    """
    last = 0
    while ids := case_ids_after(last, limit=_BATCH):
        with _sole_projector():
            _write(ids, now=now)
        last = ids[-1]
    _rebuild_archive()
    _remove_orphans()
    epoch = _new_epoch()
    before_the_end(epoch)
    with _sole_projector():
        Projection.objects.update_or_create(pk=_PROGRESS, defaults={"epoch": epoch})
        ring(Channel.SHOWN)
    return Feature.objects.filter(is_removed=False).count()


def _rebuild_archive() -> None:
    last = 0
    while rows := archived_after(last, limit=_ARCHIVE_BATCH):
        with _sole_projector():
            _write_archived(rows)
        last = rows[-1].pk


@contextmanager
def _sole_projector() -> Iterator[None]:
    """Open a transaction in which nobody else projects, however long that takes."""
    while True:
        with transaction.atomic():
            if sole_reader(_LOCK):
                yield
                return
        time.sleep(_PATIENCE_S)


def _is_waiting(now: datetime, *, is_time: bool) -> bool:
    return bool(
        new_transitions(limit=1).settled
        or unread_confirmations(limit=1)
        or (is_time and (_due(now).exists() or _elsewhere_located(limit=1) or unread_archived(limit=1)))
    )


def _due(now: datetime) -> QuerySet[Release]:
    return Release.objects.filter(due__lte=now)


def _elsewhere_located(*, limit: int) -> list[str]:
    edition = current_edition_id()
    shown = Feature.objects.filter(is_removed=False)
    stale = shown.filter(edition__lt=edition) | shown.filter(edition__gt=edition)
    return list(stale.values_list("feature_id", flat=True)[:limit])


def _project_next(now: datetime, limit: int, steps: Waiting[Transition], shown: Collection[int]) -> int:
    """Project steps and confirmations. Expects the projector's transaction."""
    settled = steps.settled[:limit]
    confirmations = unread_confirmations(limit=limit - len(settled))
    # Steps that another transaction may still precede are shown at once; when they are settled, they only count.
    ids = {step.case_id for step in (*settled, *steps.newest) if step.pk not in shown}
    changed = _write(ids | {confirmation.report_id for confirmation in confirmations}, now=now)
    if settled:
        advance(TRANSITIONS, settled[-1])
    if confirmations:
        advance(CONFIRMATIONS, confirmations[-1])
    return len(settled) + len(confirmations) or changed


def _project_seldom(now: datetime, limit: int) -> int:
    """Project what is due, and what an earlier territory located. Expects the projector's transaction."""
    due = list(_due(now).order_by("due").values_list("feature_id", flat=True)[:limit])
    stale = cases_of(_elsewhere_located(limit=limit - len(due)))
    known = cases_of(due)
    _write({*known.values(), *stale.values()}, now=now)
    Release.objects.filter(feature_id__in=[one for one in due if one not in known]).delete()
    return len(due) + len(stale)


def _project_archive(limit: int) -> int:
    new = unread_archived(limit=limit)
    rows = new or archived_of(_elsewhere_located(limit=limit))
    _write_archived(rows)
    if new:
        advance(ARCHIVE, new[-1])
    return len(rows)


def _write(case_ids: Collection[int], *, now: datetime) -> int:
    """Bring the marks of these cases up to date and return how many differed. Expects the projector's transaction."""
    projected, edition = project_cases(case_ids, now=now)
    known, changed = _show({one.feature_id: one.mark for one in projected}, edition)
    _store_steps([one for one in projected if one.feature_id in known])
    _store_releases(projected)
    return changed


def _write_archived(rows: Sequence[ArchivedReport]) -> None:
    """Bring the marks of these archived reports up to date. Expects the transaction of the sole projector."""
    if rows:
        _show(*project_archived(rows))


def _show(marks: Mapping[str, FeatureRow | None], edition: int) -> tuple[Collection[str], int]:
    """Store what differs; return the ids of all that have a row now, tombstones included, and how many differed."""
    stored = stored_records(marks)
    wanted = {name: record_of(mark, edition) for name, mark in marks.items() if mark}
    wanted |= {name: tombstone(name) for name, mark in marks.items() if mark is None and name in stored}
    different = [record for name, record in wanted.items() if record != stored.get(name)]
    _store(different)
    return wanted.keys(), len(different)


def _store(records: Sequence[Record]) -> None:
    """Insert or replace the rows under the next sequence numbers."""
    if not records:
        return
    first = _next_sequence(len(records))
    numbered = [(*record, sequence) for sequence, record in enumerate(records, first)]
    put_rows(Feature, (*COLUMNS, "sequence"), numbered, key="feature_id", is_replacing=True)
    ring(Channel.SHOWN)


def _next_sequence(count: int) -> int:
    """Take the next `count` numbers and return the first of them. Expects the transaction of the sole projector."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, (_PROGRESS, _new_epoch(), count))
        last: int = cursor.fetchone()[0]
    return last - count + 1


def _store_steps(projected: Sequence[Projected]) -> None:
    """Replace the histories that differ, and lengthen those that only grew."""
    stored = _stored_steps([one.feature_id for one in projected])
    grown = {one.feature_id: one.steps for one in projected}
    if gone := [name for name, steps in stored.items() if tuple(steps) != grown[name][: len(steps)]]:
        FeatureStep.objects.filter(feature_id__in=gone).delete()
    missing = [
        feature_step_of(name, step)
        for name, steps in grown.items()
        for step in steps[0 if name in gone else len(stored[name]) :]
    ]
    FeatureStep.objects.bulk_create(missing)


def _stored_steps(feature_ids: Collection[str]) -> Mapping[str, list[StepRow]]:
    steps = defaultdict(list)
    for row in FeatureStep.objects.filter(feature_id__in=feature_ids).order_by("id"):
        steps[row.feature_id].append(step_of(row))
    return steps


def _store_releases(projected: Sequence[Projected]) -> None:
    Release.objects.filter(feature_id__in=[one.feature_id for one in projected]).delete()
    Release.objects.bulk_create(Release(feature_id=one.feature_id, due=one.release) for one in projected if one.release)


def _remove_orphans() -> None:
    """Take away marks behind which there is neither a case nor an archived report."""
    last = ""
    while ids := _shown_after(last):
        with _sole_projector():
            known = {*cases_of(ids), *(row.feature_id for row in archived_of(ids))}
            orphans = [feature_id for feature_id in ids if feature_id not in known]
            FeatureStep.objects.filter(feature_id__in=orphans).delete()
            _store([tombstone(feature_id) for feature_id in orphans])
        last = ids[-1]


def _shown_after(feature_id: str) -> list[str]:
    rows = Feature.objects.filter(is_removed=False, feature_id__gt=feature_id).order_by("feature_id")
    return list(rows.values_list("feature_id", flat=True)[:_BATCH])


def _new_epoch() -> str:
    return secrets.token_hex(8)
