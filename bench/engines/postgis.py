"""PostGIS in two ways, on one table: a GiST index on the points, and a covering b-tree on the Morton code."""

from collections.abc import Callable
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
import psycopg

from bench.engines.cluster import Cluster
from bench.engines.duckdb_sql import months_of
from bench.engines.engine import Engine, counted
from bench.generator import CATEGORIES, STATUSES, Array, Reports
from bench.questions import Kind, Question, tile_of
from kmzb.geoindex.api import BITS

_GRID_BITS, _EXTENT = 4, 4096
_HALF_WORLD_M = 20037508.342789244
_METRE = 2 * _HALF_WORLD_M / (1 << BITS)
_PIECE = 500_000
# A point in extended well-known binary: little-endian, type with the flag of an SRID, SRID.
_POINT_HEAD = np.frombuffer(b"\x01\x01\x00\x00\x20" + (3857).to_bytes(4, "little"), "u1")

_TABLE = """
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE UNLOGGED TABLE marks (
    number int NOT NULL, id char(16) NOT NULL, morton bigint NOT NULL, x int NOT NULL, y int NOT NULL,
    category smallint NOT NULL, status smallint NOT NULL, reported smallint NOT NULL, month smallint NOT NULL,
    changed smallint NOT NULL, place geometry(Point, 3857) NOT NULL)
"""
_INDEXES = {
    "gist": "CREATE INDEX marks_place ON marks USING gist (place)",
    "single": "ALTER TABLE marks ADD PRIMARY KEY (number)",
    "covering": "CREATE INDEX marks_morton ON marks (morton) INCLUDE (x, y, category, status, reported, month, number)",
}
_COPY = "COPY marks FROM STDIN (FORMAT binary)"
_COPY_HEAD, _COPY_TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"

# Grouped once by cell and status, in parallel; the few hundred groups are then folded into one row a cell. Only a
# report that is alone in its cell is looked up by its number.
_TILE = """
WITH grouped AS MATERIALIZED (
    SELECT {cell} AS cell, status, count(*) AS n, sum({x}) AS x, sum({y}) AS y, min(number) AS number
    FROM marks WHERE {where} GROUP BY 1, 2),
cells AS (
    SELECT cell, sum(n)::int AS count, sum(x) / sum(n) AS x, sum(y) / sum(n) AS y, min(number) AS number, {split}
    FROM grouped {inside} GROUP BY cell),
told AS (
    SELECT ST_AsMVTGeom({point}, {envelope}, 4096, 0, false) AS geom, cells.count, {statuses},
        marks.id AS id, (%(categories_told)s::text[])[marks.category + 1] AS category,
        (%(statuses_told)s::text[])[marks.status + 1] AS status, marks.changed::int AS changed
    FROM cells LEFT JOIN marks ON cells.count = 1 AND marks.number = cells.number)
SELECT ST_AsMVT(told, 'marks', 4096, 'geom') FROM told
"""
_SPLIT = ", ".join(f"sum(n) FILTER (WHERE status = {n})::int AS {code}" for n, code in enumerate(STATUSES))
_STATUSES = ", ".join(f"cells.{code}" for code in STATUSES)


class Store:
    """The loaded table, which both ways share."""

    def __init__(self, port: int | None = None) -> None:
        self.cluster = Cluster(port)
        self.notes: dict[str, float] = {}
        self.versions: dict[str, str] = {}

    def load(self, reports: Reports, say: Callable[[str], None]) -> None:
        """Copy the reports in Morton order, so that neighbours share pages; index, vacuum and analyse."""
        with psycopg.connect(self.cluster.dsn, autocommit=True) as connection:
            connection.execute(_TABLE)
            begun = perf_counter()
            with connection.cursor().copy(_COPY) as copy:
                copy.write(_COPY_HEAD)
                for first in range(0, len(reports), _PIECE):
                    copy.write(_lines(reports, reports.order[first : first + _PIECE], first).tobytes())
                copy.write(_COPY_TAIL)
            self.notes["copy_s"] = perf_counter() - begun
            for name, sql in _INDEXES.items():
                say(f"PostGIS: index {name} …")
                begun = perf_counter()
                connection.execute(sql)
                self.notes[f"{name}_index_s"] = perf_counter() - begun
            connection.execute("VACUUM (ANALYZE, FREEZE) marks")
            told = connection.execute(
                "SELECT pg_total_relation_size('marks'), current_setting('server_version'), postgis_lib_version()"
            ).fetchone()
            assert told is not None
            self.notes["bytes"] = float(told[0])
            self.versions = {"PostgreSQL": told[1].split()[0], "PostGIS": told[2]}


class _PostGis(Engine):
    # Planned for its values, a statement reads a wide tile with both cores; a deep tile takes less time than the plan.
    _DEEP = 12
    _settings: ClassVar[tuple[str, ...]] = ()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._wide = self._connected("force_custom_plan")
        self._deep = self._connected("force_generic_plan")

    def _connected(self, plans: str) -> psycopg.Cursor[Any]:
        connection = psycopg.connect(self._store.cluster.dsn, autocommit=True)
        connection.prepare_threshold = 0
        for setting in (f"plan_cache_mode = {plans}", *self._settings):
            connection.execute(f"SET {setting}")
        return connection.cursor(binary=True)

    def load(self, reports: Reports) -> None:
        """Take the table that stands there."""
        self.notes = dict(self._store.notes)

    def cannot(self, question: Question) -> str | None:
        return None

    def ask(self, question: Question) -> Any:
        sql, values = self._sql(question)
        cursor = self._deep if question.zxy[0] >= self._DEEP else self._wide
        rows = cursor.execute(sql, values).fetchall()
        return rows[0][0] if question.kind is Kind.TILE else rows

    def total(self, question: Question, answer: Any) -> int:
        return counted(answer) if question.kind is Kind.TILE else sum(row[-1] for row in answer)

    def close(self) -> None:
        for cursor in (self._wide, self._deep):
            cursor.connection.close()

    def _sql(self, question: Question) -> tuple[str, dict[str, Any]]:
        raise NotImplementedError


class PostGisGist(_PostGis):
    """Points by a GiST index; a cell's number is worked out from each point."""

    name = "postgis_gist"
    # Off the covering index, so that it shows what GiST alone does.
    _settings = ("enable_indexonlyscan = off",)

    def _sql(self, question: Question) -> tuple[str, dict[str, Any]]:
        if question.kind is Kind.CUBE:
            return _CUBE, {}
        if question.kind is Kind.POLYGON:
            return _POLYGON, {"ring": _wkt(question)}
        z, x, y = question.zxy
        side = 2 * _HALF_WORLD_M / (1 << z)
        west, north = x * side - _HALF_WORLD_M, _HALF_WORLD_M - y * side
        cell = side / (1 << _GRID_BITS)
        clauses, values = _filters(question)
        envelope = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
        sql = _TILE.format(
            cell="floor((ST_X(place) - %(west)s) / %(cell)s + 1)::int * 32"
            " + floor((%(north)s - ST_Y(place)) / %(cell)s + 1)::int",
            # The operator && compares boxes in single precision: points just outside pass it, and leave here.
            inside="WHERE cell / 32 BETWEEN 1 AND 16 AND cell %% 32 BETWEEN 1 AND 16",
            x="ST_X(place)",
            y="ST_Y(place)",
            where=" AND ".join([f"place && {envelope}", *clauses]),
            split=_SPLIT,
            statuses=_STATUSES,
            point="ST_SetSRID(ST_MakePoint(cells.x, cells.y), 3857)",
            envelope=envelope,
        )
        edges = {"west": west, "south": north - side, "east": west + side, "north": north, "cell": cell}
        return sql, {**values, **edges, **_TOLD}


class PostGisCovering(_PostGis):
    """A range of Morton codes by an index-only scan; a cell's number is the head of the code."""

    name = "postgis_covering"

    def cannot(self, question: Question) -> str | None:
        """A polygon is no range of codes."""
        return "a polygon is no range of Morton codes" if question.kind is Kind.POLYGON else None

    def _sql(self, question: Question) -> tuple[str, dict[str, Any]]:
        if question.kind is Kind.CUBE:
            return _CUBE, {}
        z, x, y = question.zxy
        first, end = tile_of(question)
        clauses, values = _filters(question)
        side = 1 << (BITS - z)
        sql = _TILE.format(
            cell="morton >> %(shift)s",
            inside="",
            x="x::bigint",
            y="y::bigint",
            where=" AND ".join(["morton >= %(first)s AND morton < %(end)s", *clauses]),
            split=_SPLIT,
            statuses=_STATUSES,
            # The envelope in the same units of the grid, with y turned upward as ST_AsMVTGeom expects it.
            point="ST_MakePoint(cells.x::float8, -(cells.y::float8))",
            envelope="ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s)",
        )
        edges = {"west": x * side, "north": -y * side, "east": (x + 1) * side, "south": -(y + 1) * side}
        codes = {"first": first, "end": end, "shift": 2 * (BITS - z - _GRID_BITS)}
        return sql, {**values, **{name: float(edge) for name, edge in edges.items()}, **codes, **_TOLD}


_CUBE = "SELECT category, status, month, count(*) FROM marks GROUP BY 1, 2, 3"
_POLYGON = """
SELECT status, count(*) FROM marks
WHERE ST_Intersects(place, ST_GeomFromText(%(ring)s, 3857)) GROUP BY 1
"""
_TOLD = {"categories_told": list(CATEGORIES), "statuses_told": list(STATUSES)}


def _filters(question: Question) -> tuple[list[str], dict[str, Any]]:
    """Return only the clauses that the question needs: who filters nothing pays for no filter."""
    clauses: list[str] = []
    values: dict[str, Any] = {}
    wanted = question.wanted
    for column, numbers in (("category", wanted.categories), ("status", wanted.statuses)):
        if numbers is not None:
            clauses.append(f"{column} = ANY(%({column})s::smallint[])")
            values[column] = list(numbers)
    if wanted.days is not None:
        clauses.append("reported BETWEEN %(from)s::smallint AND %(to)s::smallint")
        values |= {"from": wanted.days[0], "to": wanted.days[1]}
    return clauses, values


def _wkt(question: Question) -> str:
    """Return the ring in metres, moved by half a grid square like the points."""
    lon, lat = np.array(question.ring).T
    x = lon / 180 * _HALF_WORLD_M + _METRE / 2
    y = np.arcsinh(np.tan(np.radians(lat))) / np.pi * _HALF_WORLD_M - _METRE / 2
    return f"POLYGON(({', '.join(f'{east!r} {north!r}' for east, north in zip(x.tolist(), y.tolist(), strict=True))}))"


def _lines(reports: Reports, rows: Array, first: int) -> Array:
    """Return rows of COPY's binary format, all equally long: a count of fields, then each one's length and bytes."""
    days = reports.reported[rows]
    values = {
        "number": np.arange(first, first + len(rows), dtype=">i4"),
        "id": reports.id[rows],
        "morton": reports.morton[rows].astype(">i8"),
        "x": reports.x[rows].astype(">i4"),
        "y": reports.y[rows].astype(">i4"),
        "category": reports.category[rows].astype(">i2"),
        "status": reports.status[rows].astype(">i2"),
        "reported": days.astype(">i2"),
        "month": months_of(days).astype(">i2"),
        "changed": reports.changed[rows].astype(">i2"),
        # The middle of a grid square: on no border of any tile, so that every engine gives a point to the same one.
        "place": _points(_metres(reports.x[rows]), -_metres(reports.y[rows])),
    }
    kinds = [("fields", ">i2")]
    for name, value in values.items():
        kinds += [(f"size of {name}", ">i4"), (name, value.dtype.str if value.dtype.fields is None else "V25")]
    lines = np.zeros(len(rows), dtype=kinds)
    lines["fields"] = len(values)
    for name, value in values.items():
        lines[f"size of {name}"] = value.dtype.itemsize
        lines[name] = value if value.dtype.fields is None else value.view("V25")
    return lines


def _metres(grid: Array) -> Array:
    return (grid.astype(float) + 0.5) * _METRE - _HALF_WORLD_M


def _points(x: Array, y: Array) -> Array:
    points = np.zeros(len(x), dtype=[("head", "u1", 9), ("x", "<f8"), ("y", "<f8")])
    points["head"], points["x"], points["y"] = _POINT_HEAD, x, y
    return points
