"""From bytes to records, one at a time, whatever the file holds: memory does not grow with it."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LINE_MAX = 10_000  # bytes; a row of the archive has about a hundred
_LINES_OF_RECORD = 50
_CHUNK = 1 << 20


class Line(NamedTuple):
    """A line without its end; `text` is None when it is longer than `LINE_MAX`. `end` is its last byte's place."""

    number: int
    text: str | None
    end: int


class Record(NamedTuple):
    """The fields of a row, which begins at `line` (the header is line 1); or `problem` says why there are none."""

    line: int
    fields: list[str]
    problem: str
    end: int


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """Read a file line by line from where it stands, line ends in the Unix or the Windows way."""
    number, end = 0, 0
    while raw := file.readline(LINE_MAX + 1):
        number += 1
        end += len(raw)
        if len(raw) <= LINE_MAX or raw.endswith(b"\n"):
            yield Line(number, raw.decode().rstrip("\r\n"), end)
        else:
            end += _skip_line(file)
            yield Line(number, None, end)


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while rest := file.readline(_CHUNK):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped


def records_of(lines: Iterator[Line], separator: str, width: int) -> Iterator[Record]:
    """Return every row that is not blank. A quoted field may hold separators, doubled quotation marks, line ends."""
    ahead: deque[Line] = deque()
    while line := (ahead.popleft() if ahead else next(lines, None)):
        if line.text is None:
            yield Record(line.number, [], f"the line is longer than {LINE_MAX} bytes", line.end)
        elif '"' in line.text:
            yield _quoted(line, ahead, lines, separator, width)
        elif line.text.strip():
            yield Record(line.number, line.text.split(separator), "", line.end)


def _quoted(line: Line, ahead: deque[Line], lines: Iterator[Line], separator: str, width: int) -> Record:
    """Join as many lines as a quoted field needs; a mark that is never closed spoils its own line only."""
    text, taken, end = line.text or "", 0, line.end
    fields, problem, is_open = split(text, separator)
    while is_open and taken < _LINES_OF_RECORD:
        if taken == len(ahead) and (following := next(lines, None)):
            ahead.append(following)
        if taken == len(ahead) or (more := ahead[taken].text) is None:
            break
        text, end = f"{text}\n{more}", ahead[taken].end
        taken += 1
        fields, _, is_open = split(text, separator)
    if taken and (is_open or len(fields) != width):
        return Record(line.number, [], problem, line.end)
    for _ in range(taken):
        ahead.popleft()
    return Record(line.number, fields, "" if fields else problem, end)


def split(text: str, separator: str) -> tuple[list[str], str, bool]:
    """Return the fields of a row, else none, what is wrong, and whether a quotation mark is only not closed yet."""
    try:
        return next(csv.reader([text], delimiter=separator, strict=True)), "", False
    except csv.Error as error:
        is_open = "unexpected end" in str(error)
        return (
            [],
            "a quotation mark is not closed" if is_open else "a quotation mark stands in the wrong place",
            is_open,
        )
