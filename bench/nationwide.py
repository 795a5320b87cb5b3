"""`scripts/bench map`: kmzb's index beside PostGIS, DuckDB and supercluster on the same reports, in the same run."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

from bench.encoding import encoding
from bench.engines.duckdb_sql import DuckDb
from bench.engines.engine import Engine, EngineAbsent
from bench.engines.ours import Kmzb
from bench.engines.postgis import PostGisCovering, PostGisGist, Store
from bench.engines.supercluster import Supercluster
from bench.generator import Reports, generate
from bench.memory import readers, start
from bench.questions import mixed_questions, named_questions
from bench.rounds import Figures, Say, disagreements, mixed, named, rivals

MIX = "mix"
_MANY = 5_000_000
_VARIANTS, _VARIANTS_OF_MANY = 12, 4
_MIXED = 1000
_HUGE = 30_000_000


def run(count: int, seed: int, query_s: float, mix_s: float, say: Say) -> dict[str, Any]:
    """Return everything seen; `query_s` and `mix_s` bound the rounds of one query and of the mix.

    Under "disagreements" stand the queries whose totals differ between engines.
    """
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="kmzb-bench-")))
        say(f"Making up {count:,} reports (seed {seed}) …")
        reports = generate(count, seed, folder / "columns")
        result: dict[str, Any] = {"reports": count, "seed": seed, "skipped": {}, "versions": {}}
        engines = _loaded(reports, folder, closing, result, say)
        found = _asked(reports, seed, engines, (query_s, mix_s), result["skipped"], say)
        result["queries"] = {name: {engine: seen.row() for engine, seen in row.items()} for name, row in found.items()}
        result["disagreements"] = disagreements(found)
        result["build"] = {engine.name: engine.notes for engine in engines}
        _our_own(result, reports, folder, seed, say)
        if count >= _HUGE:
            result["growth"] = _growth(count, seed, engines, folder, query_s, say)
        return result


def _loaded(reports: Reports, folder: Path, closing: ExitStack, result: dict[str, Any], say: Say) -> Sequence[Engine]:
    """Return the engines that could be had, each with its reports; the others are told with a word."""
    loaded: list[Engine] = []
    skipped: dict[str, str] = result["skipped"]

    def load(name: str, make: Callable[[], Engine]) -> None:
        begun = monotonic()
        try:
            engine = make()
            closing.callback(engine.close)
            engine.load(reports)
        except EngineAbsent as absent:
            skipped[name] = str(absent)
            say(f"{name} is skipped: {absent}")
        else:
            loaded.append(engine)
            say(f"{name} is loaded ({monotonic() - begun:.1f} s)")

    load(Kmzb.name, lambda: Kmzb(folder / "snapshot"))
    load(DuckDb.name, DuckDb)
    load(Supercluster.name, lambda: Supercluster(folder / "columns"))
    try:
        store = _store(reports, closing, say)
    except EngineAbsent as absent:
        skipped |= dict.fromkeys((PostGisGist.name, PostGisCovering.name), str(absent))
        say(f"PostGIS is skipped: {absent}")
    else:
        result["versions"] = store.versions
        load(PostGisGist.name, lambda: PostGisGist(store))
        load(PostGisCovering.name, lambda: PostGisCovering(store))
    return loaded


def _store(reports: Reports, closing: ExitStack, say: Say) -> Store:
    say("PostGIS: starting a server of its own and copying …")
    store = Store()
    closing.callback(store.cluster.close)
    store.load(reports, say)
    return store


def _asked(
    reports: Reports,
    seed: int,
    engines: Sequence[Engine],
    bounds: tuple[float, float],
    skipped: dict[str, str],
    say: Say,
) -> dict[str, dict[str, Figures]]:
    variants = _VARIANTS if len(reports) <= _MANY else _VARIANTS_OF_MANY
    found = {}
    for name, questions in named_questions(reports, seed, variants).items():
        say(f"{name}: {len(questions)} variants …")
        found[name] = named(questions, engines, bounds[0])
        _tell(found[name], say)
        for engine in engines:
            if (why := engine.cannot(questions[0])) is not None:
                skipped[f"{name}: {engine.name}"] = why
    say(f"{MIX}: {_MIXED} tiles under random filters …")
    found[MIX] = mixed(mixed_questions(reports, seed, _MIXED), engines, bounds[1], say)
    _tell(found[MIX], say)
    return found


def _tell(row: dict[str, Figures], say: Say) -> None:
    ours = row.get(Kmzb.name)
    for engine, seen in row.items():
        told = seen.row()
        ratio = "" if ours is None or engine == Kmzb.name else f"   {told['p50_ms'] / ours.row()['p50_ms']:8.1f} ×"
        say(f"  {engine:<18}{told['p50_ms']:>11.3f} ms{told['p99_ms']:>11.3f} ms (p99){told['total']:>14,}{ratio}")


def _our_own(result: dict[str, Any], reports: Reports, folder: Path, seed: int, say: Say) -> None:
    """Add what concerns kmzb alone: encoding, memory of four processes, start from the snapshot."""
    say("Encoding 4,096 points …")
    result["encoding"] = encoding(seed)
    say("Four processes on one snapshot …")
    result["memory"] = readers(folder / "snapshot", folder / "columns", len(reports), seed)
    result["start"] = start(folder / "snapshot", folder / "columns", len(reports), seed)
    ours: dict[str, float] = result["build"][Kmzb.name]
    ours["bytes_per_report"] = round(ours["bytes"] / len(reports), 2)


def _growth(
    count: int, seed: int, engines: Sequence[Engine], folder: Path, query_s: float, say: Say
) -> dict[str, dict[str, float]]:
    """Return, for each query, kmzb's median here beside that with a tenth of the reports, in turns."""
    ours = [engine for engine in engines if engine.name == Kmzb.name]
    if not ours:
        return {}
    say(f"The same with {count // 10:,} reports …")
    fewer = generate(count // 10, seed, folder / "tenth")
    tenth = Kmzb(folder / "snapshot-of-a-tenth")
    tenth.load(fewer)
    found = {}
    for name, questions in named_questions(fewer, seed, _VARIANTS).items():
        seen = rivals(questions, (ours[0], tenth), query_s)
        found[name] = {"p50_ms": seen[0], "tenth_p50_ms": seen[1], "ratio": round(seen[0] / seen[1], 2)}
        say(f"  {name}: {found[name]['ratio']} ×")
    return found
