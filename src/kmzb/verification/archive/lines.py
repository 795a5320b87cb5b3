"""From bytes to records, one at a time, whatever the file holds: memory does not grow with it.

What stands in quotation marks is text, however long, and never becomes a row: whoever wrote it may be a stranger. Only
where the marks themselves make no sense is a line taken for spoiled, and the next one read afresh.
"""

import csv
from collections import deque
from collections.abc import Iterator
from enum import Enum, auto
from typing import BinaryIO, NamedTuple

ROW_MAX = 10_000  # bytes; a row of the archive has about a hundred
_REACH = 1 << 20  # bytes; a quotation mark without a fellow so far is taken for a mistake
_CHUNK = 1 << 20
_NOT_CLOSED = "a quotation mark is not closed"
_MISPLACED = "a quotation mark stands in the wrong place"
_TOO_LONG = f"the row is longer than {ROW_MAX} bytes"


class Line(NamedTuple):
    """A line without its end; `text` is None when it is longer than `ROW_MAX`. `end` is its last byte's place."""

    number: int
    text: str | None
    end: int
    marks: int = 0  # quotation marks, told of lines without text


class Record(NamedTuple):
    """The fields of a row, which goes from `line` to `last` (the header is line 1); or `problem` says why not."""

    line: int
    last: int
    fields: list[str]
    problem: str
    end: int


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """Read a file line by line from where it stands, line ends in the Unix or the Windows way."""
    number, end = 0, 0
    while raw := file.readline(ROW_MAX + 1):
        number += 1
        end += len(raw)
        if len(raw) <= ROW_MAX or raw.endswith(b"\n"):
            yield Line(number, raw.decode().rstrip("\r\n"), end)
        else:
            skipped, marks = _skip_line(file)
            end += skipped
            yield Line(number, None, end, raw.count(b'"') + marks)


def _skip_line(file: BinaryIO) -> tuple[int, int]:
    """Return how many bytes and quotation marks the rest of the line has."""
    skipped = marks = 0
    while rest := file.readline(_CHUNK):
        skipped += len(rest)
        marks += rest.count(b'"')
        if rest.endswith(b"\n"):
            break
    return skipped, marks


def split(text: str, separator: str) -> tuple[list[str], str, bool]:
    """Return the fields of a row, else none, what is wrong, and whether a quotation mark is only not closed yet."""
    try:
        return next(csv.reader([text], delimiter=separator, strict=True)), "", False
    except csv.Error as error:
        is_open = "unexpected end" in str(error)
        return [], _NOT_CLOSED if is_open else _MISPLACED, is_open


def records_of(lines: Iterator[Line], separator: str) -> Iterator[Record]:
    """Return every row that is not blank. A quoted field may hold separators, doubled quotation marks, line ends."""
    return iter(_Records(lines, separator))


class _State(Enum):
    OPEN = auto()
    CLOSED = auto()
    NONSENSE = auto()


class _Records:
    def __init__(self, lines: Iterator[Line], separator: str) -> None:
        self._lines = lines
        self._separator = separator
        self._ahead: deque[Line] = deque()
        self._searched_to = 0

    def __iter__(self) -> Iterator[Record]:
        while line := (self._ahead.popleft() if self._ahead else next(self._lines, None)):
            if line.text is None or '"' in line.text:
                yield self._quoted(line)
            elif line.text.strip():
                yield Record(line.number, line.number, line.text.split(self._separator), "", line.end)

    def _quoted(self, line: Line) -> Record:
        fields, problem, is_open = self._begun(line)
        if not is_open:
            return Record(line.number, line.number, fields, problem, line.end)
        if (count := self._closing(line)) is None:
            return Record(line.number, line.number, [], problem, line.end)
        row = [line, *(self._ahead.popleft() for _ in range(count))]
        texts = [one.text for one in row if one.text is not None]
        text = "\n".join(texts)
        is_too_long = len(texts) < len(row) or len(text.encode()) > ROW_MAX
        fields, problem, _ = ([], _TOO_LONG, False) if is_too_long else split(text, self._separator)
        return Record(line.number, row[-1].number, fields, problem, row[-1].end)

    def _begun(self, line: Line) -> tuple[list[str], str, bool]:
        if line.text is None:
            return [], _TOO_LONG, line.marks % 2 == 1
        return split(line.text, self._separator)

    def _closing(self, line: Line) -> int | None:
        """Return how many lines more the row takes; None if its quotation mark has no fellow that makes sense.

        Where one has none, no other is looked for over the same lines: many such marks would read them again and again.
        """
        if line.end <= self._searched_to:
            return None
        taken, self._searched_to = 0, line.end
        while self._searched_to - line.end <= _REACH and (following := self._look(taken)):
            taken += 1
            state = self._goes_on(following)
            if state is _State.CLOSED:
                return taken
            if state is _State.NONSENSE:
                break
            self._searched_to = following.end
        return None

    def _look(self, ahead: int) -> Line | None:
        if ahead == len(self._ahead) and (more := next(self._lines, None)):
            self._ahead.append(more)
        return self._ahead[ahead] if ahead < len(self._ahead) else None

    def _goes_on(self, line: Line) -> _State:
        """Return what becomes of a quoted field in a line that begins in it."""
        if line.text is None:
            return _State.OPEN if line.marks % 2 == 0 else _State.CLOSED
        if '"' not in line.text:
            return _State.OPEN
        _, problem, is_open = split(f'"{line.text}', self._separator)
        if is_open:
            return _State.OPEN
        return _State.NONSENSE if problem else _State.CLOSED
