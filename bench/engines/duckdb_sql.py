"""DuckDB: a table in memory sorted by the Morton code, SQL alone. It makes no vector tile."""

import os
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from bench.engines.engine import Engine, EngineAbsent
from bench.generator import EPOCH, Array, Reports
from bench.questions import Kind, Question, Wanted, tile_of
from kmzb.geoindex.api import BITS

try:
    duckdb: Any = import_module("duckdb")
except ImportError:
    duckdb = None

_PIECE = 2_000_000
_GRID_BITS = 4
_COLUMNS = ("morton", "x", "y", "category", "status", "reported")


class DuckDb(Engine):
    """Counts per cell and status, with the sums that a cluster's place needs, and the row that a single report is."""

    name = "duckdb"

    def __init__(self) -> None:
        super().__init__()
        self._db: Any = None

    def load(self, reports: Reports) -> None:
        """Insert piece by piece, then sort into the table that is asked."""
        if duckdb is None:
            raise EngineAbsent("the package duckdb is not installed (requirements/bench.txt)")
        begun = perf_counter()
        self._db = duckdb.connect(config={"threads": os.cpu_count() or 1})
        self._db.execute(
            "CREATE TABLE came (morton BIGINT, x INTEGER, y INTEGER, category UTINYINT, status UTINYINT,"
            " reported USMALLINT, month USMALLINT, number INTEGER)"
        )
        for first in range(0, len(reports), _PIECE):
            piece = _piece(reports, first)  # noqa: F841  # the SQL names it
            self._db.execute("INSERT INTO came SELECT * FROM piece")
        self._db.execute("CREATE TABLE marks AS SELECT * FROM came ORDER BY morton")
        self._db.execute("DROP TABLE came")
        self.notes["build_s"] = perf_counter() - begun

    def cannot(self, question: Question) -> str | None:
        """Polygons need the extension `spatial`, which is no part of the wheel."""
        return "its extension for polygons is not in the wheel" if question.kind is Kind.POLYGON else None

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        """Return the rows of the answer."""
        if question.kind is Kind.CUBE:
            return self._rows("SELECT category, status, month, count(*) FROM marks GROUP BY ALL", [])
        where, values = _where(question)
        shift = 2 * (BITS - question.zxy[0] - _GRID_BITS)
        return self._rows(
            f"SELECT morton >> {shift} AS cell, status, sum(x), sum(y), min(number), count(*)"
            f" FROM marks WHERE {where} GROUP BY cell, status",
            values,
        )

    def total(self, question: Question, answer: list[tuple[Any, ...]]) -> int:
        """Return the sum of the last column."""
        return sum(row[-1] for row in answer)

    def close(self) -> None:
        """Free the tables."""
        if self._db is not None:
            self._db.close()

    def _rows(self, sql: str, values: list[int]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, values).fetchall()
        return rows


def _piece(reports: Reports, first: int) -> dict[str, Array]:
    rows = slice(first, first + _PIECE)
    piece = {name: np.asarray(getattr(reports, name)[rows]) for name in _COLUMNS}
    piece["month"] = months_of(piece["reported"])
    piece["number"] = np.arange(first, first + len(piece["month"]), dtype=np.int32)
    return piece


def months_of(days: Array) -> Array:
    """Return the months of days since 1970-01-01, counted from January 1970."""
    since = np.datetime64(EPOCH.isoformat(), "D")
    months: Array = (since + days.astype("m8[D]")).astype("M8[M]").astype(np.int64).astype(np.uint16)
    return months


def _where(question: Question) -> tuple[str, list[int]]:
    clauses, values = ["morton >= ? AND morton < ?"], list(tile_of(question))
    wanted: Wanted = question.wanted
    for column, numbers in (("category", wanted.categories), ("status", wanted.statuses)):
        if numbers is not None:
            clauses.append(f"{column} IN ({', '.join('?' * len(numbers))})")
            values += numbers
    if wanted.days is not None:
        clauses.append("reported BETWEEN ? AND ?")
        values += wanted.days
    return " AND ".join(clauses), values
