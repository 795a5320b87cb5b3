"""Making new index files: from the newest ones and what changed since, or from the database."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from kmzb.publicmap.building import BIG, Builder
from kmzb.publicmap.changes import from_database, progress, with_changes
from kmzb.publicmap.loading import loaded
from kmzb.publicmap.moments import moment_of
from kmzb.publicmap.snapshots import IndexStore
from kmzb.publicmap.states import MarkSet


def own_store() -> IndexStore:
    """Return the folder of this machine's index files."""
    return IndexStore(settings.KMZB.data / "index")


def own_builder(*, times: int = 1) -> Builder:
    """Return what looks after this machine's index files."""
    return Builder(own_store(), times=times)


def look_after(builder: Builder, *, now: datetime) -> None:
    """Have newer files written if they are due."""
    if builder.is_time():
        builder.look(*progress(), now=now)


def write_merged(*, now: datetime) -> bool:
    """Write files of everything up to now; False when another process of this machine is at it."""
    store = own_store()
    with store.lock(is_patient=False) as is_mine:
        if not is_mine:
            return False
        known = progress()
        store.drop_ahead(known.epoch, known.sequence)
        found = store.newest(known.epoch, at_most=known.sequence)
        if found is None:
            store.keep(from_database(known, now=now), now=now)
            return True
        current = with_changes(found, known.sequence)
        # The map of today is small, and read anew it loses the marks whose window is over.
        live = loaded([MarkSet.LIVE], now=now, stamp=current.sequence)[MarkSet.LIVE]
        history = current.history.merged(moment_of(now))
        store.keep(replace(current, live=live, history=history), now=now)
    return True


def write_anew(epoch: str, *, now: datetime) -> None:
    """Write files of all that the database holds, if it is much, under an epoch that is announced afterwards."""
    if progress().sequence < BIG:
        return
    store = own_store()
    with store.lock(is_patient=True):
        known = progress()
        store.keep(replace(from_database(known, now=now), epoch=epoch), now=now, spared=known.epoch)
