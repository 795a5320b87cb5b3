"""The budgets, each a ratio seen in one run, and whether it was met."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

_KMZB = "kmzb"
_MAP = "queries"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One budget. `seen` and `bound` are in the unit that `unit` names; `is_met` compares them.

    `part` is the part of the bench that measures it, by the name of its figures.
    """

    part: str
    measure: str
    reference: str
    seen: float
    bound: float
    unit: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class _Ratio:
    query: str
    figure: str
    reference: str
    at_least: float


_RATIOS = (
    _Ratio("country_all", "p50_ms", "postgis_gist", 500),
    _Ratio("country_filtered", "p50_ms", "postgis_gist", 80),
    _Ratio("country_filtered", "p50_ms", "postgis_covering", 40),
    _Ratio("country_filtered", "p50_ms", "duckdb", 3),
    _Ratio("city_filtered", "p50_ms", "postgis_gist", 60),
    _Ratio("city_filtered", "p50_ms", "postgis_covering", 20),
    _Ratio("street_points", "p50_ms", "postgis_gist", 4),
    _Ratio("mix", "mean_ms", "postgis_covering", 75),
    _Ratio("mix", "p99_ms", "postgis_covering", 60),
    _Ratio("totals", "p50_ms", "postgis_gist", 200),
)
_MANY = 30_000_000
_MEAN_OF_MANY = 200.0
_OF_SUPERCLUSTER = 1.5
_ENCODING = 25.0

# The bounds are set for so many reports; what grows with them by nature is not judged beyond.
REPORTS = 3_500_000
_GROWING = {("build", _KMZB, "build_s"), ("start", "snapshot_ms"), ("start", "database_s")}

# Where, what, bound, unit; most of them are upper bounds.
_AT_MOST: tuple[tuple[tuple[str, ...], str, float, str], ...] = (
    (("build", _KMZB, "build_s"), "build of the index", 3.0, "s"),
    (("build", _KMZB, "bytes_per_report"), "shared memory per report", 40.0, "bytes"),
    (("memory", "private_added_mb"), "private memory added per process", 60.0, "MB"),
    (("start", "snapshot_ms"), "start from the snapshot file, first tile included", 50.0, "ms"),
    (("start", "database_s"), "start from the database (SQLite), index files written", 10.0, "s"),
    (("http", "cached", "p99_ratio"), "cached tile over HTTP: p99 against nginx", 2.0, "×"),
    (("freshness", "p99_ms"), "commit → every process's answers, p99", 250.0, "ms"),
    (("freshness", "max_ms"), "commit → every process's answers, at worst", 2000.0, "ms"),
    (("import", "longest_transaction_ms"), "longest transaction of an import", 500.0, "ms"),
    (("page", "cpu_1", "first_ms", "p50"), "first marks, cold cache, 4G", 2000.0, "ms"),
    (
        ("page", "cpu_4", "first_ms", "p50"),
        "first marks, cold cache, 4G, processor slowed four times",
        2000.0,
        "ms",
    ),
)
_AT_LEAST: tuple[tuple[tuple[str, ...], str, float, str], ...] = (
    (("http", "cached", "rate_ratio"), "cached tile over HTTP: requests/s against nginx", 0.5, "×"),
    (("http", "uncached", "rate_ratio"), "uncached random tiles over HTTP against tipg", 50.0, "×"),
    (("intake", "sqlite", "rate_ratio"), "one durable report against a raw INSERT, SQLite", 0.25, "×"),
    (("intake", "postgresql", "rate_ratio"), "one durable report against a raw INSERT, PostgreSQL", 0.4, "×"),
)


_LOW_ZOOMS = ("country_all", "world_all", "country_filtered", "country_year", "totals")
_GROWTH_OF_LOW_ZOOMS, _LINEAR = 3.0, 10.0


def verdicts(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what can be judged of a run's result, as it is written; what was not measured is absent."""
    found = [*_ratios(result), *_bounds(result), *_growth(result)]
    return [asdict(verdict) for verdict in found]


def _ratios(result: dict[str, Any]) -> Iterator[Verdict]:
    queries = result.get("queries", {})
    for ratio in _RATIOS:
        seen = _quotient(queries.get(ratio.query, {}), ratio.figure, ratio.reference)
        is_many = result.get("reports", 0) >= _MANY and (ratio.query, ratio.figure) == ("mix", "mean_ms")
        bound = _MEAN_OF_MANY if is_many else ratio.at_least
        if seen is not None:
            measure = f"{ratio.query} ({ratio.figure.removesuffix('_ms')})"
            yield Verdict(_MAP, measure, ratio.reference, round(seen, 2), bound, "× faster", seen >= bound)
    own = _quotient(queries.get("country_all", {}), "p50_ms", "supercluster")
    if own is not None:
        seen = 1 / own
        is_met = seen <= _OF_SUPERCLUSTER
        yield Verdict(_MAP, "country_all (p50)", "supercluster", round(seen, 2), _OF_SUPERCLUSTER, "× its time", is_met)
    seen_encoding = _quotient(result.get("encoding", {}), "p50_ms", "mapbox_vector_tile")
    if seen_encoding is not None:
        is_met = seen_encoding >= _ENCODING
        reference = "mapbox-vector-tile"
        yield Verdict(_MAP, "encoding 4,096 points", reference, round(seen_encoding, 1), _ENCODING, "× faster", is_met)


def _quotient(engines: dict[str, Any], figure: str, reference: str) -> float | None:
    if _KMZB not in engines or reference not in engines:
        return None
    return float(engines[reference][figure]) / float(engines[_KMZB][figure])


def _bounds(result: dict[str, Any]) -> Iterator[Verdict]:
    sides: tuple[tuple[Any, Callable[[float, float], bool]], ...] = (
        (_AT_MOST, float.__le__),
        (_AT_LEAST, float.__ge__),
    )
    for bounds, holds in sides:
        for path, measure, bound, unit in bounds:
            is_judged = path not in _GROWING or result.get("reports", 0) <= REPORTS
            seen = _at(result, path)
            if seen is not None and is_judged:
                yield Verdict(_part(path), measure, "", round(seen, 3), bound, unit, holds(seen, bound))


def _part(path: tuple[str, ...]) -> str:
    if path[0] in {"build", "memory"}:
        return _MAP
    if path[0] == "start":
        return "http" if path[1] == "database_s" else _MAP
    return path[0]


def _at(result: Any, path: tuple[str, ...]) -> float | None:
    for name in path:
        if not isinstance(result, dict) or name not in result:
            return None
        result = result[name]
    return None if result is None else float(result)


def _growth(result: dict[str, Any]) -> Iterator[Verdict]:
    for name, row in result.get("growth", {}).items():
        bound = _GROWTH_OF_LOW_ZOOMS if name in _LOW_ZOOMS else _LINEAR
        reference = "a tenth of the reports"
        yield Verdict(_MAP, name, reference, row["ratio"], bound, "× its time", row["ratio"] <= bound)
