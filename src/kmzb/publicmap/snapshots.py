"""The marks of one moment, and the files in which a machine's processes share them."""

import fcntl
import logging
import re
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Self

from kmzb.geoindex.api import Index, SnapshotRefused
from kmzb.lib.time import warsaw_day
from kmzb.publicmap.moments import moment_of
from kmzb.publicmap.states import MarkSet

log = logging.getLogger("kmzb.publicmap")

_NAME = re.compile(r"([0-9a-f]{16})-(\d{12})\.(live|history)")
_KEPT = 2  # the newest pair, and the one that a process may just be opening
_KEPT_REFUSED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Both sets of marks as they were after one change; never altered.

    Attributes:
        epoch: which table it was read from.
        sequence: the last change that is in it.
        saved: the change with which the files end that it stands on; None when it was read from the database.
        day: on which it was read, or its files were.
        files: those files, as they were when they were opened.
        life: how many times before this process began again with other marks than it stood on.
        look: which of this process's looks at the marks it is from.

    """

    epoch: str
    sequence: int
    live: Index
    history: Index
    saved: int | None
    day: date
    files: tuple["FileState", ...] = ()
    life: int = 0
    look: int = 0

    def index(self, marks: MarkSet) -> Index:
        """Return the index of one set."""
        return self.live if marks is MarkSet.LIVE else self.history

    def key(self, marks: MarkSet, z: int, x: int, y: int, *, now: datetime) -> Hashable:
        """Return a value that differs as soon as the tile may: a key of kept answers."""
        index, at = self.index(marks), moment_of(now)
        return self.epoch, self.life, index.stamp(z, x, y), index.turn(at), at.day


class FileState(NamedTuple):
    """What tells that a file was written to."""

    path: Path
    inode: int
    size: int
    written: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the present state.

        Raises:
            FileNotFoundError: there is no such file.
        """
        about = path.stat()
        return cls(path, about.st_ino, about.st_size, about.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Pair:
    """The files of both sets after one change."""

    folder: Path
    epoch: str
    sequence: int

    def path(self, marks: MarkSet) -> Path:
        """Return the file of one set."""
        return self.folder / f"{self.epoch}-{self.sequence:012d}.{marks.value}"


class IndexStore:
    """The folder of index files. Whoever writes holds its lock; readers need none.

    A file that is mapped may be deleted: whoever maps it keeps it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pairs(self, epoch: str) -> list[Pair]:
        """Return the complete pairs of a table, newest first."""
        sets: dict[int, set[str]] = {}
        for found in self._names():
            if found[1] == epoch:
                sets.setdefault(int(found[2]), set()).add(found[3])
        whole = (sequence for sequence, names in sets.items() if len(names) == len(MarkSet))
        return [Pair(self._folder, epoch, sequence) for sequence in sorted(whole, reverse=True)]

    def newest(self, epoch: str, *, above: int = -1, at_most: int) -> Snapshot | None:
        """Return what the newest good pair holds that ends in these bounds, None without one.

        A file that cannot be trusted is told by name and set aside.
        """
        for pair in self.pairs(epoch):
            if above < pair.sequence <= at_most and (found := _opened(pair)):
                return found
        return None

    def ahead(self, epoch: str, sequence: int) -> list[Pair]:
        """Return the pairs beyond the last change that there is.

        They are of a life that the database had before it was set back: once its numbers come again, they mean others.
        """
        return [pair for pair in self.pairs(epoch) if pair.sequence > sequence]

    def drop_ahead(self, epoch: str, sequence: int) -> None:
        """Delete those pairs. Expects the lock."""
        for pair in self.ahead(epoch, sequence):
            log.warning("%s ends after the last change of the database, it is deleted", pair.path(MarkSet.LIVE))
            for marks in MarkSet:
                pair.path(marks).unlink(missing_ok=True)

    def sound(self, snapshot: Snapshot, *, in_full: bool) -> Snapshot | None:
        """Return the snapshot if the files that it stands on are still what they were, None if one is damaged.

        A file that was written to is read again, and so is each one `in_full`. A damaged one is told by name and set
        aside. One that was deleted or replaced is what it was to whoever maps it.
        """
        files = []
        for known in snapshot.files:
            state = _state_of(known)
            if state is None or ((state != known or in_full) and not _is_readable(state.path)):
                return None
            files.append(state)
        return replace(snapshot, files=tuple(files))

    def keep(self, snapshot: Snapshot, *, now: datetime, spared: str = "") -> None:
        """Write both sets, then delete what no process will open any more, but nothing of the epoch `spared`.

        Expects the lock.

        Raises:
            OSError: a file cannot be written.
            SnapshotRefused: what was written is not what was to be written.
        """
        pair = Pair(self._folder, snapshot.epoch, snapshot.sequence)
        for marks in MarkSet:
            note: dict[str, str | int] = {"set": marks.value, "day": f"{warsaw_day(now)}"}
            note |= {"epoch": pair.epoch, "sequence": pair.sequence}
            snapshot.index(marks).save(pair.path(marks), note)
        self._tidy(pair.epoch, spared)

    @contextmanager
    def lock(self, *, is_patient: bool) -> Iterator[bool]:
        """Hold the right to write, or tell that another process of this machine has it; patience waits for it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def _names(self) -> list[re.Match[str]]:
        try:
            return [found for path in self._folder.iterdir() if (found := _NAME.fullmatch(path.name))]
        except FileNotFoundError:
            return []

    def _tidy(self, *epochs: str) -> None:
        """Delete other tables' files, all pairs but the newest, and what writers left that died."""
        kept = {pair.path(marks) for epoch in epochs for pair in self.pairs(epoch)[:_KEPT] for marks in MarkSet}
        for path in self._folder.iterdir():
            is_ours = _NAME.match(path.name) and not path.name.endswith(".refused")
            if is_ours and path not in kept:
                path.unlink(missing_ok=True)
        for path in sorted(self._folder.glob("*.refused"))[:-_KEPT_REFUSED]:
            path.unlink(missing_ok=True)


def _opened(pair: Pair) -> Snapshot | None:
    try:
        files = tuple(FileState.of(pair.path(marks)) for marks in MarkSet)
        found = {marks: _read(pair, marks) for marks in MarkSet}
    except FileNotFoundError:
        return None
    except SnapshotRefused as refused:
        _set_aside(refused)
        return None
    except OSError:
        log.exception("%s cannot be opened", pair.path(MarkSet.LIVE))
        return None
    day = date.fromisoformat(str(found[MarkSet.HISTORY].note["day"]))
    live, history = found[MarkSet.LIVE], found[MarkSet.HISTORY]
    return Snapshot(pair.epoch, pair.sequence, live, history, pair.sequence, day, files)


def _set_aside(refused: SnapshotRefused) -> None:
    log.error("%s; it is set aside and made anew", refused)
    with suppress(FileNotFoundError):
        refused.path.rename(_aside(refused.path))


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.refused")


def _state_of(known: FileState) -> FileState | None:
    """Return the state of the file that was opened, None when another process has set it aside."""
    for path in (known.path, _aside(known.path)):
        with suppress(FileNotFoundError):
            state = FileState.of(path)
            if state.inode == known.inode:
                return state if path == known.path else None
    return known


def _is_readable(path: Path) -> bool:
    try:
        Index.open(path)
    except FileNotFoundError:
        return True
    except SnapshotRefused as refused:
        _set_aside(refused)
        return False
    except OSError:  # what is mapped is not worse for it
        log.exception("%s cannot be read", path)
    return True


def _read(pair: Pair, marks: MarkSet) -> Index:
    index = Index.open(pair.path(marks))
    told = {"epoch": pair.epoch, "sequence": pair.sequence, "set": marks.value}
    if {name: index.note.get(name) for name in told} != told:
        raise SnapshotRefused(pair.path(marks), f"it was saved as {dict(index.note)}")
    return index
