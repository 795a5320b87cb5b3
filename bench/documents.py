"""The tables of `docs/performance.md`, written between marks; the words around them are written by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_END = "<!-- end of figures -->"
_QUERIES = {
    "country_all": "country tile, no filter",
    "world_all": "the whole country in one tile",
    "country_filtered": "country tile, 3 categories, 12 months",
    "country_year": "country tile, all categories, 12 months",
    "city_filtered": "Warsaw tile (z 10), 3 categories, 12 months",
    "street_points": "street tile (z 14)",
    "county": "county polygon, by status",
    "totals": "totals by category × status × month",
    "mix": "random tiles under random filters",
}
_SERVED = (
    ("cached", "cached country tile"),
    ("uncached", "uncached random tiles"),
    ("uncached_filtered", "the same, each under a filter"),
)
_ON_A_PHONE = {
    "first_ms": "first marks on the screen, ms",
    "bare_ms": "a bare page with a picture of as many bytes, ms",
    "map_ms": "the map itself, ms",
    "status_ms": "a status tapped → its marks on the screen, ms",
    "category_ms": "a group of categories tapped → its marks on the screen, ms",
    "window_ms": "history's window moved → its marks on the screen, ms",
    "bytes_first": "bytes before the first marks",
    "bytes": "bytes in all",
    "requests": "requests in all",
}
_ENGINES = {
    "kmzb": "kmzb",
    "postgis_gist": "PostGIS GiST",
    "postgis_covering": "PostGIS covering",
    "duckdb": "DuckDB",
    "supercluster": "supercluster",
}


def write(result: dict[str, Any], page: Path = _PAGE) -> None:
    """Put the tables of this run into the page, in place of those of the same parts and size.

    Raises:
        ValueError: the page has lost the mark where figures end.
    """
    text = page.read_text(encoding="utf-8")
    if _END not in text:
        raise ValueError(f"{page.name} has no line {_END}: put it back where tables may stand")
    for name, lines in _sections(result):
        text = _with_block(text, f"{name} {result['reports']}", lines)
    page.write_text(text, encoding="utf-8")


def _with_block(text: str, key: str, lines: Sequence[str]) -> str:
    first, last = f"<!-- {key} -->", f"<!-- /{key} -->"
    block = "\n".join([first, *lines, last])
    if first not in text:
        return text.replace(_END, f"{block}\n\n{_END}")
    before, _, rest = text.partition(first)
    return f"{before}{block}{rest.partition(last)[2]}"


def _sections(result: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    makers = {
        "queries": _map,
        "http": _http,
        "freshness": _freshness,
        "import": _import,
        "intake": _intake,
        "page": _page,
    }
    for name, make in makers.items():
        if name in result:
            verdicts = [verdict for verdict in result.get("targets", ()) if verdict["part"] == name]
            yield name, [*make(result), *_targets(verdicts), "", _machine(result)]


def _machine(result: dict[str, Any]) -> str:
    seen = result["machine"]
    names = ("numpy", "duckdb", "mapbox-vector-tile", "granian", "node")
    found = {**{name: seen.get(name) for name in names}, **result.get("versions", {})}
    versions = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    return (
        f"{seen['day']}; {seen['processor']}, {seen['cores']} cores, {seen['memory_gib']} GiB; {seen['system']}, "
        f"Python {seen['python']}, {versions}. Load of the machine before the run: {result['load_before']}."
    )


def _map(result: dict[str, Any]) -> list[str]:
    lines = [f"### {_spaced(result['reports'])} reports, seed {result['seed']}: milliseconds", ""]
    lines += _table(["query", *_ENGINES.values(), "counted"], [_line(*query) for query in result["queries"].items()])
    lines += ["", "Each cell: median / 99th percentile (how many times kmzb's median).", ""]
    lines += [f"- {sentence}" for sentence in _facts(result)]
    skipped = [f"{name} ({why})" for name, why in result.get("skipped", {}).items()]
    return [*lines, *([f"- Skipped: {'; '.join(skipped)}."] if skipped else [])]


def _line(name: str, engines: dict[str, Any]) -> list[str]:
    figure = "mean_ms" if name == "mix" else "p50_ms"
    ours = engines.get("kmzb", {}).get(figure)
    label = _QUERIES.get(name, name)
    if name == "mix":
        label += f" (mean / 99th, {min(row['runs'] for row in engines.values())} questions)"
    cells = [_cell(engines.get(engine), figure, ours) for engine in _ENGINES]
    totals = [row["total"] for row in engines.values()]
    return [label, *cells, _spaced(totals[0]) if totals else "–"]


def _cell(row: dict[str, Any] | None, figure: str, ours: float | None) -> str:
    if row is None:
        return "–"
    told = f"{_rounded(row[figure])} / {_rounded(row['p99_ms'])}"
    return told if ours is None or row[figure] == ours else f"{told} ({_rounded(row[figure] / ours)} ×)"


def _facts(result: dict[str, Any]) -> Iterator[str]:
    ours = result["build"].get("kmzb", {})
    if ours:
        yield (
            f"Built in {ours['build_s']:.2f} s, saved and verified in {ours['save_s']:.2f} s; the file has "
            f"{ours['bytes_per_report']:.1f} bytes a report."
        )
    memory = result["memory"]
    yield (
        f"{memory['processes']} processes on one file of {memory['file_mb']} MB: each adds "
        f"{memory['private_added_mb']} MB of its own and shares {memory['shared_mb']} MB."
    )
    start = result["start"]
    yield (
        f"A new process has opened the file after {start['open_ms']} ms and drawn its first tile after "
        f"{start['snapshot_ms']} ms."
    )
    encoding = result["encoding"]
    yield (
        f"4,096 points to MVT: {encoding['kmzb']['p50_ms']:.2f} ms, mapbox-vector-tile "
        f"{encoding['mapbox_vector_tile']['p50_ms']:.1f} ms."
    )
    others = {name: notes for name, notes in result["build"].items() if name in {"duckdb", "supercluster"}}
    for name, notes in others.items():
        yield f"{_ENGINES[name]} loads in {notes['build_s']:.1f} s."
    store = result["build"].get("postgis_gist")
    if store:
        yield (
            f"PostGIS: COPY {store['copy_s']:.0f} s, GiST {store['gist_index_s']:.0f} s, covering index "
            f"{store['covering_index_s']:.0f} s; {store['bytes'] / 1e6:.0f} MB in all."
        )
    for name, row in result.get("growth", {}).items():
        yield f"{_QUERIES.get(name, name)}: {row['ratio']} × the time with a tenth of the reports."


def _http(result: dict[str, Any]) -> list[str]:
    http = result["http"]
    lines = [f"### Over HTTP, {_spaced(result['reports'])} reports", ""]
    rows = [
        [
            label,
            who,
            _spaced(http[part][who]["rate"]),
            _rounded(http[part][who]["p50_ms"]),
            _rounded(http[part][who]["p99_ms"]),
        ]
        for part, label in _SERVED
        if part in http
        for who in ("kmzb", "nginx" if part == "cached" else "tipg")
    ]
    lines += _table(["what", "server", "requests/s", "median ms", "99th ms"], rows)
    starts, memory = http["starts"], http["memory"]
    own, shared = (", ".join(map(str, memory[name])) for name in ("private_mb", "proportional_mb"))
    read = (
        f"- The map is read in {starts['read_from_database_s']} s from the database (both sets, files written), and in "
        f"{starts['read_again_s']} s from its files."
    )
    whole = (
        f"- A whole `kmzb serve` from its start to its first country tile: {starts['whole_from_database_s']} s when it "
        f"has to read the database, {starts['whole_again_s']} s when it is started again."
    )
    return [
        *lines,
        "",
        read,
        whole,
        f"- {memory['processes']} web processes: {own} MB private, {shared} MB proportional (PSS).",
        *(f"- Skipped: {name} ({why})." for name, why in result.get("skipped_http", {}).items()),
    ]


def _freshness(result: dict[str, Any]) -> list[str]:
    seen = result["freshness"]
    rows = [
        [
            database,
            who,
            *(f"{seen[f'{database}_{who}_{figure}']:g}" for figure in ("p50_ms", "p99_ms", "max_ms", "missing")),
        ]
        for database in ("postgresql", "sqlite")
        for who in ("first", "second", "late", "all")
        if f"{database}_{who}_p50_ms" in seen
    ]
    head = ["database", "web process", "median ms", "99th ms", "worst ms", "missing"]
    return ["### Freshness: from the commit to every process's answers", "", *_table(head, rows)]


def _import(result: dict[str, Any]) -> list[str]:
    seen = result["import"]
    rows = [
        [
            f"{database}, {name}",
            _spaced(one["imported"]),
            _spaced(one["already_present"]),
            _spaced(one["refused"]),
            str(one["seconds"]),
            str(one["peak_mb"]),
            str(one["longest_transaction_ms"]),
        ]
        for database in ("sqlite", "postgresql")
        for name, one in (("first", seen[database]["first"]), ("again", seen[database]["again"]))
    ]
    rates = ", ".join(
        f"{_spaced(seen[database]['rows_per_s'])} rows/s on {database}" for database in ("sqlite", "postgresql")
    )
    head = ["run", "imported", "already present", "refused", "seconds", "peak MB", "longest transaction, ms"]
    return [
        f"### Import of {_spaced(seen['rows'])} old reports, from the file to the map: {rates}",
        "",
        *_table(head, rows),
    ]


def _intake(result: dict[str, Any]) -> list[str]:
    rows = [
        [
            database,
            _spaced(seen["reports"]),
            f"{seen['raw_per_s']:g}",
            f"{seen['kmzb_per_s']:g}",
            f"{seen['raw_p50_ms']:.2f} / {seen['raw_p99_ms']:.2f}",
            f"{seen['kmzb_p50_ms']:.2f} / {seen['kmzb_p99_ms']:.2f}",
            f"{seen['rate_ratio']:.0%}",
        ]
        for database, seen in result["intake"].items()
    ]
    head = ["database", "reports", "raw /s", "kmzb /s", "raw ms", "kmzb ms", "kmzb's rate of the raw one"]
    return ["### Intake: one durable report, milliseconds median / 99th", "", *_table(head, rows)]


def _page(result: dict[str, Any]) -> list[str]:
    seen = result["page"]
    sides = {name.removeprefix("cpu_"): side for name, side in seen.items() if name.startswith("cpu_")}
    rows = [
        [label, *(f"{_spaced(side[name]['p50'])} / {_spaced(side[name]['max'])}" for side in sides.values())]
        for name, label in _ON_A_PHONE.items()
    ]
    rows.append(["first marks against the bare page", *(f"{_rounded(side['ratio'])} ×" for side in sides.values())])
    head = ["median / worst", *(f"processor slowed {rate} ×" for rate in sides)]
    title = f"### The map on a phone: {seen['line']}, cold cache, {seen['rounds']} visits each"
    return [title, "", *_table(head, rows), "", f"Chromium {seen['version']}."]


def _targets(verdicts: Sequence[dict[str, Any]]) -> list[str]:
    rows = [
        [
            verdict["measure"],
            verdict["reference"] or "–",
            f"{verdict['seen']:g} {verdict['unit']}",
            f"{verdict['bound']:g}",
            "met" if verdict["is_met"] else "**missed**",
        ]
        for verdict in verdicts
    ]
    return ["", *_table(["measure", "reference", "seen", "budget", ""], rows)] if rows else []


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = "|".join("---" for _ in head)
    return [f"| {' | '.join(head)} |", f"|{rule}|", *(f"| {' | '.join(row)} |" for row in rows)]


def _spaced(number: float) -> str:
    return f"{round(number):,}"


def _rounded(number: float) -> str:
    """Return three digits that matter, without an exponent."""
    digits = next((digits for bound, digits in ((100, 0), (10, 1), (1, 2)) if number >= bound), 3)
    return f"{number:,.{digits}f}"
