"""Taking a file of old reports into the archive, in batches, so that it can stop and go on anywhere."""

import codecs
import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import BinaryIO, NamedTuple

from kmzb.lib.pace import Pace
from kmzb.lib.time import warsaw_day
from kmzb.territory.api import locator
from kmzb.verification.archive.errors import FileRefused, RowRefused
from kmzb.verification.archive.header import Layout, read_layout
from kmzb.verification.archive.lines import ROW_MAX, Record, lines_of, records_of
from kmzb.verification.archive.places import Point, points_of
from kmzb.verification.archive.store import put_away, record_import
from kmzb.verification.archive.values import Reader, Told

_BATCH, _LEAST = 1000, 50  # about 25 ms of writing on an idle machine, and where its disk is very slow
_CHUNK = 1 << 20
_ID_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file that may be read: text in UTF-8 with a header that tells the columns."""

    path: Path
    size: int
    digest: str
    layout: Layout


class Refusal(NamedTuple):
    """A row that was not taken: its line (the header is line 1), the id it has, the column at fault, the reason."""

    line: int
    external_id: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import has come, in bytes of the file and in rows."""

    read: int = 0
    imported: int = 0
    already_present: int = 0
    refused: int = 0


def open_archive(path: Path) -> ArchiveFile:
    """Look at the whole file and return how to read it. Needs no database.

    Raises:
        FileRefused: it is no readable file, empty, not UTF-8, or its header lacks something.
    """
    try:
        # Before it is opened: opening a pipe waits for its writer.
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileRefused(f"{path}: expected a CSV file, got a folder, a pipe or a device")
        with path.open("rb", buffering=_CHUNK) as file:
            # To its end: nothing is taken from a file that turns out to be no text further down.
            size, digest = _check_text(path, file)
            file.seek(0)
            first = next(lines_of(file), None)
    except OSError as error:
        raise FileRefused(f"{path}: cannot be read: {error.strerror}. Give a CSV file.") from error
    if first is None:
        raise FileRefused(f"{path}: the file is empty; expected a header and a row for each report")
    if first.text is None:
        raise FileRefused(f"{path}: line 1 is longer than {ROW_MAX} bytes; expected the names of the columns")
    return ArchiveFile(path, size, digest, read_layout(first.text))


def _check_text(path: Path, file: BinaryIO) -> tuple[int, str]:
    """Return size and SHA-256 of the file if it is UTF-8 to its end."""
    decoder, digest, size = codecs.getincrementaldecoder("utf-8")(), hashlib.sha256(), 0
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
            digest.update(chunk)
            size += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileRefused(f"{path}: not UTF-8, near byte {size + error.start + 1}. Save it as CSV UTF-8.") from error
    return size, digest.hexdigest()


def import_archive(
    source: ArchiveFile,
    *,
    is_live: bool,
    now: datetime,
    refuse: Callable[[Refusal], None],
    tell: Callable[[ImportState], None],
) -> ImportState:
    """Take every row that is right and is not there yet, and return the counts.

    Each batch is a durable transaction of its own; whoever is interrupted begins anew and finds what went in. `refuse`
    gets each row that was not taken, in the order of the file, `tell` the state after each batch.

    Raises:
        Unavailable: the database did not answer; what went in before stays.
    """
    state = ImportState()
    reader, pace = Reader(source.layout, warsaw_day(now)), Pace(least=_LEAST, most=_BATCH)
    with source.path.open("rb", buffering=_CHUNK) as file:
        for batch in _batches(file, source.layout, pace):
            refusals, fit = _sorted_out(batch, reader, source.layout)
            new = _put_away(fit, pace, is_live=is_live)
            for refusal in refusals:
                refuse(refusal)
            state = ImportState(
                read=batch[-1].end,
                imported=state.imported + new,
                already_present=state.already_present + len(fit) - new,
                refused=state.refused + len(refusals),
            )
            tell(state)
    counts = {"imported": state.imported, "already_present": state.already_present, "refused": state.refused}
    record_import(source.digest, counts, is_live=is_live, now=now)
    return state


def _batches(file: BinaryIO, layout: Layout, pace: Pace) -> Iterator[list[Record]]:
    lines = lines_of(file)
    next(lines, None)
    records = records_of(lines, layout.separator)
    while batch := list(islice(records, pace.size)):
        yield batch


def _sorted_out(batch: list[Record], reader: Reader, layout: Layout) -> tuple[list[Refusal], list[tuple[Told, Point]]]:
    """Return refusals by line, and what is right with its point."""
    read = [_read(record, reader) for record in batch]
    right = [(record, told) for record, told in zip(batch, read, strict=True) if isinstance(told, Told)]
    wrong = [(record, told) for record, told in zip(batch, read, strict=True) if isinstance(told, RowRefused)]
    points = points_of([told for _, told in right], layout, locator())
    fit = []
    for (record, told), point in zip(right, points, strict=True):
        if isinstance(point, RowRefused):
            wrong.append((record, point))
        else:
            fit.append((told, point))
    return [_refusal(record, why, layout) for record, why in sorted(wrong, key=lambda one: one[0].line)], fit


def _put_away(fit: list[tuple[Told, Point]], pace: Pace, *, is_live: bool) -> int:
    """Store what is right and return how many rows are new; the time that it takes sets the pace."""
    if not fit:
        return 0
    begun = monotonic()
    new = put_away(fit, is_live=is_live)
    pace.took(monotonic() - begun)
    return new


def _read(record: Record, reader: Reader) -> Told | RowRefused:
    if record.problem:
        return RowRefused("", record.problem)
    try:
        return reader.read(record.fields)
    except RowRefused as refused:
        return refused


def _refusal(record: Record, why: RowRefused, layout: Layout) -> Refusal:
    place = layout.places["external_id"]
    external_id = record.fields[place].strip()[:_ID_SHOWN] if place < len(record.fields) else ""
    # Where the marks of a file are wrong, they may have joined what was meant apart.
    joined = f" (lines {record.line} to {record.last}, joined by quotation marks)" if record.last > record.line else ""
    return Refusal(record.line, external_id, why.field, f"{why.reason}{joined}")
