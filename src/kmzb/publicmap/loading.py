"""Reading all public marks from the database at once: millions of rows in seconds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
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
_ROWS = 5_000  # of one fetch from SQLite: few enough to stay in the processor's cache
_PAGES = 1_000  # of one query to PostgreSQL: some 50,000 rows, 10 MB of answer
_DEGREES = 1_000_000


class _Numbers(dict[Any, int]):
    """Numbers of codes, given as they first come."""

    def __missing__(self, code: Any) -> int:
        self[code] = number = len(self)
        return number


def loaded(marks: MarkSet, *, now: datetime, stamp: int) -> Index:
    """Return the index of one set as the database holds it; `stamp` is the sequence that it has at least."""
    read = _PostgresReader if connection.vendor == "postgresql" else _SqliteReader
    reader = read(marks, now)
    chunks = list(reader.chunks())
    columns = {name: np.concatenate([chunk.pop(name) for chunk in chunks]) for name in list(chunks[0])}
    codes, coded = reader.codes(columns.pop("kind"), columns.pop("place"))
    return Index.of(codes, Columns.of(codes, **columns, **coded), moment_of(now), stamp=stamp)


class _Reader:
    """What both databases share: pairs of codes are read as one text and numbered as they come."""

    def __init__(self, marks: MarkSet, now: datetime) -> None:
        self.now = now
        self.today = warsaw_day(now)
        self.is_live = marks is MarkSet.LIVE
        self.kinds, self.places = _Numbers(), _Numbers()

    def codes(self, kind: Array, place: Array) -> tuple[Codes, Chunk]:
        """Return the codes, and the numbers of each row's four."""
        category, status, of_kind = _parted(self.kinds)
        unit, area, of_place = _parted(self.places)
        coded = {"category": of_kind[0][kind], "status": of_kind[1][kind]}
        coded |= {"unit": of_place[0][place], "area": of_place[1][place]}
        return Codes(category=category, status=status, unit=unit, area=area), coded


def _parted(pairs: _Numbers) -> tuple[list[str], list[str], tuple[Array, Array]]:
    """Return the codes of both sides, and for each pair the numbers of its two."""
    left, right = _Numbers(), _Numbers()
    texts = [pair.decode() if isinstance(pair, bytes) else pair for pair in pairs]
    numbers = [(left[one], right[other]) for one, other in (text.split(" ") for text in texts)]
    table = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    return list(left), list(right), (table[:, 0], table[:, 1])


class _SqliteReader(_Reader):
    """Whole columns of numbers worked out in SQL, so that Python sees six small values a row."""

    # These operators are of one rank in SQLite.
    _POINT = (
        f"(CAST(round((lon + 180) * {_DEGREES}) AS INTEGER) << 28) | CAST(round((lat + 90) * {_DEGREES}) AS INTEGER)"
    )
    _DAYS = (
        "(CAST(julianday(reported) - 2440587.5 AS INTEGER) << 47)"
        " | (CAST(julianday(changed) - 2440587.5 AS INTEGER) << 31) | weight"
    )
    _OPENS = "CASE WHEN visible_from > ? THEN CAST(strftime('%s', visible_from) AS INTEGER) END"
    _CLOSES = "CAST(julianday(visible_until) - 2440587.5 AS INTEGER)"

    def chunks(self) -> Iterator[Chunk]:
        """Yield the columns of a few thousand rows each, in no order."""
        moment = connection.ops.adapt_datetimefield_value(self.now)
        where = " AND is_live AND (visible_until IS NULL OR visible_until >= ?)" if self.is_live else ""
        closes = self._CLOSES if self.is_live else "NULL"
        query = (
            f"SELECT feature_id, {self._POINT}, {self._DAYS}, category || ' ' || status, unit_code || ' ' || area_code,"  # noqa: S608  # no value of anybody's
            f" {self._OPENS}, {closes} FROM {_TABLE} WHERE NOT is_removed{where}"
        )
        values = [moment, self.today.isoformat()] if self.is_live else [moment]
        # No transaction: one that is opened here would keep every writer out.
        connection.ensure_connection()
        raw = connection.connection.execute(query, values)
        yield self._chunk([])
        while rows := raw.fetchmany(_ROWS):
            yield self._chunk(rows)

    def _chunk(self, rows: Sequence[tuple[Any, ...]]) -> Chunk:
        ids, point, days, kind, place, opens, closes = zip(*rows, strict=True) if rows else ((),) * 7
        points, numbers = np.array(point, dtype=np.int64), np.array(days, dtype=np.int64)
        return {
            "id": np.frombuffer("".join(ids).encode(), dtype="S16"),
            "lon": (points >> 28) / _DEGREES - 180,
            "lat": (points & (1 << 28) - 1) / _DEGREES - 90,
            "reported": (numbers >> 47).astype(np.uint16),
            "changed": (numbers >> 31 & 0xFFFF).astype(np.uint16),
            "weight": (numbers & 0x7FFF_FFFF).astype(np.uint32),
            "kind": _numbered(self.kinds, kind),
            "place": _numbered(self.places, place),
            "opens": np.array([value or 0 for value in opens], dtype=np.int64),
            "closes": np.array([FOREVER if value is None else value for value in closes], dtype=np.uint16),
        }


class _PostgresReader(_Reader):
    """Arrays that the server makes of the rows of a run of pages, read as they lie in its binary answer.

    All runs are read under one snapshot of the database: a row that is rewritten meanwhile is seen where it was.
    """

    def chunks(self) -> Iterator[Chunk]:
        """Yield the columns of some ten thousand rows each, in no order."""
        closes = "visible_until" if self.is_live else "NULL::date"
        where = " AND is_live AND (visible_until IS NULL OR visible_until >= %(today)s)" if self.is_live else ""
        query = (
            "SELECT string_agg(feature_id, ''), array_agg(lon), array_agg(lat), array_agg(reported),"  # noqa: S608  # no value of anybody's
            " array_agg(changed), array_agg(weight),"
            " string_agg(category || ' ' || status, ','), string_agg(unit_code || ' ' || area_code, ','),"
            " array_agg(CASE WHEN visible_from > %(now)s THEN visible_from ELSE '2000-01-01 00:00:00+00' END),"
            f" array_agg(coalesce({closes}, 'infinity')) FROM {_TABLE}"
            f" WHERE ctid >= %(first)s::tid AND ctid < %(last)s::tid AND NOT is_removed{where}"
        )
        is_alone = not connection.in_atomic_block
        yield self._chunk([b""] * 10)
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
                    if any(answer := _values(raw)):
                        yield self._chunk(answer)

    def _chunk(self, answer: Sequence[bytes]) -> Chunk:
        ids, lon, lat, reported, changed, weight, kind, place, opens, closes = answer
        until = _elements(closes, ">i4")
        return {
            "id": np.frombuffer(ids, dtype="S16"),
            "lon": _elements(lon, ">f8").astype(np.float64),
            "lat": _elements(lat, ">f8").astype(np.float64),
            "reported": (_elements(reported, ">i4") + _DAY_2000).astype(np.uint16),
            "changed": (_elements(changed, ">i4") + _DAY_2000).astype(np.uint16),
            "weight": _elements(weight, ">i4").astype(np.uint32),
            "kind": _numbered(self.kinds, kind.split(b",") if kind else ()),
            "place": _numbered(self.places, place.split(b",") if place else ()),
            "opens": _opened(_elements(opens, ">i8")),
            "closes": np.where(until == _INFINITY, FOREVER, until + _DAY_2000).astype(np.uint16),
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


def _numbered(numbers: _Numbers, texts: Iterable[Any]) -> Array:
    return np.fromiter(map(numbers.__getitem__, texts), dtype=np.uint32)
