"""Reading all public marks from the database at once: millions of rows in seconds."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg import Cursor

from kmzb.geoindex.api import FOREVER, Codes, Columns, Index
from kmzb.lib.time import warsaw_day
from kmzb.publicmap.models import Feature
from kmzb.publicmap.moments import day_number, moment_of
from kmzb.publicmap.states import MarkSet

Array: TypeAlias = NDArray[Any]
Chunk: TypeAlias = dict[str, Array]

_TABLE = Feature._meta.db_table  # noqa: SLF001  # Django's documented door to a model's table
_ROWS = 10_000  # of one query to SQLite: 1 MB of answer
_READERS = 2  # threads that ask SQLite, each over a connection of its own
_PAGES = 1_000  # of one query to PostgreSQL: some 50,000 rows, 10 MB of answer
_DEGREES = 1_000_000


class _Numbers(dict[str, int]):
    """Numbers of codes, given as they first come, to several threads at once."""

    def __init__(self) -> None:
        super().__init__()
        self._giving = Lock()

    def __missing__(self, code: str) -> int:
        with self._giving:
            return self.setdefault(code, len(self))


def loaded(sets: Iterable[MarkSet], *, now: datetime, stamp: int) -> dict[MarkSet, Index]:
    """Return the index of each set as the database holds it; `stamp` is the sequence that they have at least.

    The table is read once for all of them.
    """
    wanted = list(sets)
    read = _PostgresReader if connection.vendor == "postgresql" else _SqliteReader
    reader = read(now, is_live_only=MarkSet.HISTORY not in wanted)
    chunks = reader.chunks()
    read_columns = {name: np.concatenate([chunk.pop(name) for chunk in chunks]) for name in list(chunks[0])}
    is_live = read_columns.pop("is_live") & (read_columns["closes"] >= day_number(reader.today))
    codes = Codes(**{name: list(numbers) for name, numbers in reader.numbers.items()})
    columns = Columns.of(codes, **read_columns)
    found = {}
    for marks in wanted:
        # Windows end on the live map only.
        own = columns.where(is_live) if marks is MarkSet.LIVE else replace(columns, closes=None)
        found[marks] = Index.of(codes, own, moment_of(now), stamp=stamp)
    return found


class _Reader(ABC):
    """What both databases share. Rows that only the history shows are passed over where nobody asks for them."""

    def __init__(self, now: datetime, *, is_live_only: bool) -> None:
        self.now = now
        self.today = warsaw_day(now)
        self.is_live_only = is_live_only
        self.numbers = {name: _Numbers() for name in Codes.NAMES}

    @abstractmethod
    def chunks(self) -> list[Chunk]:
        """Return the columns of some thousand rows each, in no order; at least one chunk."""

    def coded(self, texts: Sequence[str]) -> Chunk:
        """Return the numbers of codes, given as one text for each column."""
        return {
            name: np.fromiter(map(self.numbers[name].__getitem__, text.split(",")), dtype=np.uint16)
            for name, text in zip(Codes.NAMES, texts, strict=True)
        }


def _nothing() -> Chunk:
    """Return a chunk without rows."""
    kinds: dict[str, Any] = {
        "id": "S16",
        "lon": np.float64,
        "lat": np.float64,
        "weight": np.uint32,
        "opens": np.int64,
        "is_live": bool,
    }
    names = (*kinds, *Codes.NAMES, "reported", "changed", "closes")
    return {name: np.empty(0, dtype=kinds.get(name, np.uint16)) for name in names}


def _whole(chunk: Chunk, rows: int) -> Chunk:
    """Return the chunk if every column has so many rows: one value too few, and all after it were another mark's.

    Raises:
        ValueError: a column is shorter or longer.
    """
    if wrong := {name: len(array) for name, array in chunk.items() if len(array) != rows}:
        raise ValueError(f"of {rows} marks that were read at once, columns have other numbers of values: {wrong}")
    return chunk


class _SqliteReader(_Reader):
    """Whole columns joined to one text each in SQL, so that Python sees a dozen values for thousands of rows.

    Nearly all of the time passes in SQLite, outside the interpreter's lock: threads share the work.
    """

    # These operators are of one rank in SQLite.
    _POINT = (
        f"(CAST(round((lon + 180) * {_DEGREES}) AS INTEGER) << 28) | CAST(round((lat + 90) * {_DEGREES}) AS INTEGER)"
    )
    _QUERY = (
        f"SELECT count(*), group_concat(feature_id, ''), group_concat({_POINT}), group_concat(reported, ''),"  # noqa: S608  # no value of anybody's
        " group_concat(changed, ''), group_concat(ifnull(visible_until, '9999-12-31'), ''),"
        " group_concat(weight * 2 + is_live),"
        " group_concat(CASE WHEN visible_from > ? THEN strftime('%s', visible_from) ELSE 0 END),"
        " group_concat(category), group_concat(status), group_concat(unit_code), group_concat(area_code)"
        f" FROM {_TABLE} WHERE rowid >= ? AND rowid < ? AND NOT is_removed"
    )
    _LIVE = " AND is_live AND (visible_until IS NULL OR visible_until >= ?)"

    def chunks(self) -> list[Chunk]:
        """Return the columns of some thousand rows each, in no order; at least one chunk.

        No transaction holds the queries together: one by Django would keep every writer out, and none is needed. A row
        never moves to another number, so that each is seen once, and what is written meanwhile comes with the changes.
        """
        connection.ensure_connection()
        first, last = connection.connection.execute(f"SELECT min(rowid), max(rowid) FROM {_TABLE}").fetchone()  # noqa: S608  # no value of anybody's
        runs = range(first, last + 1, _ROWS) if last is not None else range(0)
        # What is not committed yet, no other connection sees.
        if connection.in_atomic_block or len(runs) < _READERS:
            return self._share(runs)
        with ThreadPoolExecutor(_READERS, thread_name_prefix="publicmap-read") as pool:
            shares = pool.map(self._share_apart, [runs[number::_READERS] for number in range(_READERS)])
            return [chunk for share in shares for chunk in share]

    def _share_apart(self, runs: Iterable[int]) -> list[Chunk]:
        """Read in a thread of its own, over a connection that ends with it."""
        try:
            return self._share(runs)
        finally:
            connection.close()

    def _share(self, runs: Iterable[int]) -> list[Chunk]:
        connection.ensure_connection()
        moment = connection.ops.adapt_datetimefield_value(self.now)
        query, values = (self._QUERY + self._LIVE, [self.today.isoformat()]) if self.is_live_only else (self._QUERY, [])
        chunks = [_nothing()]
        for first in runs:
            raw = connection.connection.execute(query, [moment, first, first + _ROWS, *values])
            rows, *texts = raw.fetchone()
            if rows:
                # Of nothing but empty texts, some versions of SQLite make a NULL.
                chunks.append(_whole(self._chunk([text or "" for text in texts]), rows))
        return chunks

    def _chunk(self, texts: Sequence[str]) -> Chunk:
        ids, point, reported, changed, until, weight, opens, *codes = texts
        points, weights = _integers(point), _integers(weight)
        return {
            "id": np.frombuffer(ids.encode(), dtype="S16"),
            "lon": (points >> 28) / _DEGREES - 180,
            "lat": (points & (1 << 28) - 1) / _DEGREES - 90,
            "reported": _days(reported).astype(np.uint16),
            "changed": _days(changed).astype(np.uint16),
            "closes": np.minimum(_days(until), FOREVER).astype(np.uint16),
            "weight": (weights >> 1).astype(np.uint32),
            "is_live": (weights & 1).astype(bool),
            "opens": _integers(opens),
            **self.coded(codes),
        }


def _integers(text: str) -> Array:
    return np.fromstring(text, dtype=np.int64, sep=",")


def _days(text: str) -> Array:
    """Return the days since 1970 of dates that stand one behind the other, as YYYY-MM-DD."""
    return np.frombuffer(text.encode(), dtype="S10").astype("datetime64[D]").astype(np.int64)


class _PostgresReader(_Reader):
    """Arrays that the server makes of the rows of a run of pages, read as they lie in its binary answer.

    All runs are read under one snapshot of the database: a row that is rewritten meanwhile is seen where it was.
    """

    _LIVE = " AND is_live AND (visible_until IS NULL OR visible_until >= %(today)s)"
    _QUERY = (
        "SELECT count(*), string_agg(feature_id, ''), array_agg(lon), array_agg(lat), array_agg(reported),"  # noqa: S608  # no value of anybody's
        " array_agg(changed), array_agg(coalesce(visible_until, 'infinity')), array_agg(weight), array_agg(is_live),"
        " array_agg(CASE WHEN visible_from > %(now)s THEN visible_from ELSE '2000-01-01 00:00:00+00' END),"
        " string_agg(category, ','), string_agg(status, ','), string_agg(unit_code, ','), string_agg(area_code, ',')"
        f" FROM {_TABLE} WHERE ctid >= %(first)s::tid AND ctid < %(last)s::tid AND NOT is_removed"
    )

    def chunks(self) -> list[Chunk]:
        """Return the columns of some ten thousand rows each, in no order; at least one chunk."""
        query = self._QUERY + self._LIVE if self.is_live_only else self._QUERY
        is_alone = not connection.in_atomic_block
        chunks = [_nothing()]
        with transaction.atomic(), connection.cursor() as cursor:
            if is_alone:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SELECT pg_relation_size('{_TABLE}') / current_setting('block_size')::int")
            pages = cursor.fetchone()[0]
            # Django's own cursors speak text; binary answers need the driver's.
            with Cursor(connection.connection) as raw:
                for page in range(0, pages + 1, _PAGES):
                    run = {"first": f"({page},0)", "last": f"({page + _PAGES},0)"}
                    raw.execute(query, {**run, "now": self.now, "today": self.today}, binary=True)
                    rows, *answer = _values(raw)
                    if count := int.from_bytes(rows):
                        chunks.append(_whole(self._chunk(answer), count))
        return chunks

    def _chunk(self, answer: Sequence[bytes]) -> Chunk:
        ids, lon, lat, reported, changed, closes, weight, is_live, opens, *codes = answer
        until = _elements(closes, ">i4")
        return {
            "id": np.frombuffer(ids, dtype="S16"),
            "lon": _elements(lon, ">f8").astype(np.float64),
            "lat": _elements(lat, ">f8").astype(np.float64),
            "reported": (_elements(reported, ">i4") + _DAY_2000).astype(np.uint16),
            "changed": (_elements(changed, ">i4") + _DAY_2000).astype(np.uint16),
            "closes": np.where(until == _INFINITY, FOREVER, until + _DAY_2000).astype(np.uint16),
            "weight": _elements(weight, ">i4").astype(np.uint32),
            "is_live": _elements(is_live, ">u1").astype(bool),
            "opens": _opened(_elements(opens, ">i8")),
            **self.coded([text.decode() for text in codes]),
        }


# PostgreSQL counts days and microseconds from here, and writes "never" as the greatest number.
_DAY_2000 = day_number(date(2000, 1, 1))
_INFINITY = np.iinfo(np.int32).max
_ARRAY_HEAD = 20


def _values(raw: Cursor[Any]) -> list[bytes]:
    """Return the columns of the one row as the server sent them; a NULL is b""."""
    answer = raw.pgresult
    return [answer.get_value(0, column) or b"" for column in range(answer.nfields)] if answer else []


def _elements(array: bytes, kind: str) -> Array:
    """Return the numbers of an array in PostgreSQL's binary form, which tells the length before each."""
    return np.frombuffer(array[_ARRAY_HEAD:], dtype=[("length", ">i4"), ("value", kind)])["value"].astype(kind[1:])


def _opened(microseconds: Array) -> Array:
    seconds: Array = microseconds // 1_000_000
    return np.where(seconds > 0, seconds + _DAY_2000 * 86_400, 0)
