"""The list of what an import did not take."""

import csv
import errno
import fcntl
import os
import stat
from contextlib import ExitStack
from pathlib import Path
from typing import Self, TextIO

from kmzb.cli.output import CommandRefused
from kmzb.verification.api import Refusal


class RefusedRows:
    """A CSV file beside the source, or in the data folder where that is impossible or another import writes there.

    It is there while rows are read, locked; a list without a row is taken away at the end. `path` is None without one.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        name = f"{source.name}.refused.csv"
        self._file = _first_free([source.with_name(name), folder / name])
        self._rows = csv.writer(self._file)
        self._rows.writerow(Refusal._fields)
        self._count = 0

    @property
    def path(self) -> Path | None:
        """Where the list is."""
        return Path(self._file.name) if self._count else None

    def add(self, refusal: Refusal) -> None:
        """Add a row to the list."""
        self._rows.writerow(refusal)
        self._count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        # Before the lock goes with the file: afterwards it may be another's.
        if not self._count:
            Path(self._file.name).unlink(missing_ok=True)
        self._file.close()


def _first_free(paths: list[Path]) -> TextIO:
    problem: OSError | None = None
    is_taken = False
    for path in paths:
        try:
            return _opened(path)
        except BlockingIOError:
            is_taken = True
        except OSError as error:
            problem = error
    if is_taken:
        raise CommandRefused("another import of this file is under way; wait for its end. Nothing was changed.")
    raise CommandRefused(f"no place for the list of refused rows: {problem}. Nothing was changed.")


def _opened(path: Path) -> TextIO:
    """Return the file, locked and empty.

    Raises:
        BlockingIOError: another process holds it.
        OSError: it cannot be written, or is something else than a file.
    """
    while (file := _locked(path)) is None:
        pass
    file.truncate()
    return file


def _locked(path: Path) -> TextIO | None:
    """Return the file, locked; None if whoever had it took it away meanwhile."""
    with ExitStack() as closing:
        file = closing.enter_context(open(path, "w", encoding="utf-8", newline="", opener=_for_owner))
        _lock(file)
        if not _is_at(path, file):
            return None
        closing.pop_all()
        return file


def _lock(file: TextIO) -> None:
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise OSError(errno.EINVAL, "expected a file, got a pipe or a device", file.name)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _for_owner(path: str, flags: int) -> int:
    """Open what stands there itself, at once and whole: a link is not followed, a pipe not waited for."""
    return os.open(path, flags & ~os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)


def _is_at(path: Path, file: TextIO) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
