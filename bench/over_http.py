"""`scripts/bench http`: a running kmzb under load, beside nginx with the same bytes and a tile server over PostGIS."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from bench.engines.engine import EngineAbsent, counted
from bench.engines.postgis import Store
from bench.generator import CATEGORIES, EPOCH, FIRST_DAY, TODAY, Reports, generate
from bench.load import loaded, middle
from bench.memory import own, rollup
from bench.nginx import Nginx
from bench.questions import COUNTRY
from bench.rounds import Say
from bench.site import Site, brought_up, fetched, fill, forget_files
from bench.tipg import Tipg
from kmzb.geoindex.api import BITS

_PORT, _NGINX, _DATABASE, _TIPG = 8650, 8654, 8655, 8656
_ROUNDS, _SECONDS = 3, 8
_QUESTIONS = 60_000
_SHALLOWEST, _DEEPEST = 5, 15
_PROCESSES = 4
_CACHED = "/tiles/v1/history/{}/{}/{}.mvt".format(*COUNTRY)
_CHECKED, _EXTENT, _MOST_OF_TIPG = 40, 4096, 10_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A tile of one category and a range of days."""

    zxy: tuple[int, int, int]
    category: int
    first: int
    last: int

    def whole(self, number: int) -> str:
        """Return the path of kmzb's tile with every report: a first day that filters nothing keeps it out of caches."""
        z, x, y = self.zxy
        return f"/tiles/v1/history/{z}/{x}/{y}.mvt?from={EPOCH + timedelta(days=1 + number % (FIRST_DAY - 1))}"

    def path(self) -> str:
        """Return the path of kmzb's tile."""
        z, x, y = self.zxy
        first, last = (EPOCH + timedelta(days=day) for day in (self.first, self.last))
        category = list(CATEGORIES)[self.category]
        return f"/tiles/v1/history/{z}/{x}/{y}.mvt?category={category}&from={first}&to={last}"


def run(count: int, seed: int, say: Say) -> dict[str, Any]:
    """Return rates and latencies, ratios, the starts of a whole process, and the memory of four."""
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="kmzb-bench-http-")))
        say(f"Making up {count:,} reports (seed {seed}) …")
        reports = generate(count, seed, folder / "columns")
        data = folder / "data"
        say("Writing them as public marks …")
        fill(data, reports)
        skipped: dict[str, str] = {}
        http: dict[str, Any] = {"starts": _starts(data, count, say)}
        site = Site(data, _PORT)
        closing.callback(site.end)
        site.wait_for(_CACHED)
        questions = _questions(reports, seed)
        _attempt("cached", http, skipped, lambda: _cached(site, say), say)
        _attempt("tipg", http, skipped, lambda: _uncached(site, reports, questions, folder, say), say)
        http |= http.pop("tipg", {})
        site.end()
        http["memory"] = _memory(data, questions, say)
        start = {"database_s": http["starts"]["read_from_database_s"]}
        return {"http": http, "skipped_http": skipped, "start": start}


def _attempt(name: str, http: dict[str, Any], skipped: dict[str, str], measure: Callable[[], Any], say: Say) -> None:
    try:
        http[name] = measure()
    except EngineAbsent as absent:
        skipped[name] = str(absent)
        say(f"{name}: skipped, {absent}")


def _starts(data: Path, count: int, say: Say) -> dict[str, float]:
    """Return seconds: of reading the map in a new process, then from the start of a web process to its first tile.

    What is read from the database the first time stands in files the second time, if it is much.
    """
    found = {name: brought_up(data) for name in ("read_from_database_s", "read_again_s")}
    say(f"  the map is read in {found['read_from_database_s']} s, again in {found['read_again_s']} s")
    forget_files(data)
    for name in ("whole_from_database_s", "whole_again_s"):
        site = Site(data, _PORT)
        try:
            found[name] = round(site.wait_for(_CACHED), 2)
            total = counted(fetched(site.address + "/tiles/v1/history/0/0/0.mvt")[1])
        finally:
            site.end()
        say(f"  {name}: {found[name]} s")
        if total != count:
            raise ValueError(f"the site counts {total} reports, {count} were written")
    return found


def _questions(reports: Reports, seed: int) -> list[_Asked]:
    """Return tiles around reports drawn from all, of one category and a range of days: hardly any is asked twice."""
    chance = np.random.default_rng([seed, 104])
    rows = chance.integers(len(reports), size=_QUESTIONS)
    x, y = np.asarray(reports.x)[rows], np.asarray(reports.y)[rows]
    z = chance.integers(_SHALLOWEST, _DEEPEST + 1, size=_QUESTIONS)
    first = chance.integers(FIRST_DAY, TODAY, size=_QUESTIONS)
    days = chance.integers(30, 3 * 365, size=_QUESTIONS)
    # Later than the last report there is none, and some servers refuse days to come.
    last = np.minimum(first + days, TODAY)
    category = np.asarray(reports.category)[rows]
    columns = (z, x >> (BITS - z), y >> (BITS - z), category, first, last)
    drawn = zip(*(column.tolist() for column in columns), strict=True)
    return [_Asked((level, east, south), kind, begin, end) for level, east, south, kind, begin, end in drawn]


def _cached(site: Site, say: Say) -> dict[str, Any]:
    """Return both servers' figures for the same bytes, asked again and again."""
    content = fetched(site.address + _CACHED)[1]
    nginx = Nginx(content, _NGINX)
    try:
        if fetched(nginx.address + nginx.path)[1] != content:
            raise ValueError("nginx serves other bytes than kmzb")
        sides = {"kmzb": (site.address, [_CACHED]), "nginx": (nginx.address, [nginx.path])}
        return {**_compared(sides, "nginx", say), "bytes": len(content)}
    finally:
        nginx.close()


def _uncached(site: Site, reports: Reports, questions: Sequence[_Asked], folder: Path, say: Say) -> dict[str, Any]:
    say("PostGIS for tipg …")
    store = Store(_DATABASE)
    try:
        store.load(reports, say)
        tipg = Tipg(_DATABASE, _TIPG, folder / "tipg.log")
        try:
            lists = {
                "uncached": (
                    [asked.whole(number) for number, asked in enumerate(questions)],
                    [tipg.path(asked.zxy) for asked in questions],
                ),
                "uncached_filtered": (
                    [asked.path() for asked in questions],
                    [tipg.path(asked.zxy, (asked.category, asked.first, asked.last)) for asked in questions],
                ),
            }
            found = {}
            for name, (ours, theirs) in lists.items():
                say(f"{name} …")
                _check_same(site.address, ours, tipg.address, theirs)
                found[name] = _compared({"kmzb": (site.address, ours), "tipg": (tipg.address, theirs)}, "tipg", say)
            return found
        finally:
            tipg.close()
    finally:
        store.cluster.close()


def _check_same(our_address: str, ours: Sequence[str], their_address: str, theirs: Sequence[str]) -> None:
    """Compare the first answers.

    Raises:
        ValueError: a tile that tipg did not cut short holds another number of reports.
    """
    import mapbox_vector_tile  # noqa: PLC0415  # only here, and slow to load

    for our_path, their_path in zip(ours[:_CHECKED], theirs[:_CHECKED], strict=True):
        tile = fetched(their_address + their_path)[1]
        layers = mapbox_vector_tile.decode(tile) if tile else {}
        points = [feature["geometry"]["coordinates"] for layer in layers.values() for feature in layer["features"]]
        # Its tiles have a buffer around them, which ours have not.
        inside = sum(0 <= x < _EXTENT and 0 < y <= _EXTENT for x, y in points)
        total = counted(fetched(our_address + our_path)[1])
        if len(points) < _MOST_OF_TIPG and abs(inside - total) > max(2, total // 50):
            raise ValueError(f"{our_path} counts {total} reports, tipg {inside}")


def _compared(sides: dict[str, tuple[str, list[str]]], reference: str, say: Say) -> dict[str, Any]:
    """Return medians over rounds in turns; in each round a server goes on where it stopped in the list."""
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    place = dict.fromkeys(sides, 0)
    for _ in range(_ROUNDS):
        for name, (address, paths) in sides.items():
            rest = [*paths[place[name] :], *paths[: place[name]]]
            figures = loaded(address, rest, _SECONDS)
            place[name] = (place[name] + int(figures["requests"])) % len(paths)
            seen[name].append(figures)
    found: dict[str, Any] = {name: middle(rounds) for name, rounds in seen.items()}
    for name, figures in found.items():
        latency = f"{figures['p99_ms']:>10.2f} ms (p99)"
        say(f"  {name:<8}{figures['rate']:>10.0f} requests/s{latency}, {figures['wrong']} wrong")
    found["rate_ratio"] = round(found["kmzb"]["rate"] / found[reference]["rate"], 3)
    found["p99_ratio"] = round(found["kmzb"]["p99_ms"] / found[reference]["p99_ms"], 3)
    return found


def _memory(data: Path, questions: Sequence[_Asked], say: Say) -> dict[str, Any]:
    """Return the memory of four web processes of one machine that have answered the same questions."""
    say(f"Memory of {_PROCESSES} web processes …")
    began = monotonic()
    sites = [Site(data, _PORT + number) for number in range(_PROCESSES)]
    try:
        for site in sites:
            site.wait_for(_CACHED)
            for asked in questions[:300]:
                fetched(site.address + asked.path())
        seen = [rollup(pid) for site in sites for pid in site.workers()]
    finally:
        for site in sites:
            site.end()
    say(f"  seen after {monotonic() - began:.0f} s")
    return {
        "processes": len(seen),
        "private_mb": [round(own(memory), 1) for memory in seen],
        "proportional_mb": [round(memory["Pss"], 1) for memory in seen],
        "resident_mb": [round(memory["Rss"], 1) for memory in seen],
    }
