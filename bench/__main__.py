"""The command `scripts/bench`."""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from time import monotonic
from typing import Any

from bench import documents, intake, nationwide, old_reports, over_http, page
from bench.engines.engine import EngineAbsent
from bench.machine import load_before, machine
from bench.targets import REPORTS, verdicts

_PARTS = ("all", "map", "http", "freshness", "import", "intake", "page")
_SEED = 1
_QUERY_S, _MIX_S = 60.0, 600.0
_FRESHNESS_WITHIN_S = 900


def main() -> int:
    """Measure what was asked for.

    Returns:
        0 measured; 1 engines counted different totals, a process missed a change, or a part failed; 2 wrong usage.
    """
    args = _parser().parse_args()
    begun = monotonic()
    # Leave by the way that ends the servers which were started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    def say(text: str) -> None:
        print(f"[{monotonic() - begun:7.1f} s] {text}", file=sys.stderr, flush=True)

    result: dict[str, Any] = {"machine": machine(), "load_before": load_before(), "reports": args.reports}
    for part, measure in _MEASURES.items():
        if args.part in {"all", part}:
            try:
                _merge(result, measure(args, say))
            except Exception as fault:  # noqa: BLE001  # what other parts saw in an hour must not go with it
                say("".join(traceback.format_exception(fault)))
                result["failed"] = {**result.get("failed", {}), part: f"{type(fault).__name__}: {fault}"}
    result["targets"] = verdicts(result)
    _tell(result)
    if args.json is not None:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if args.write_docs:
        documents.write(result)
    return 1 if result.get("disagreements") or result.get("failed") else 0


def _map(args: argparse.Namespace, say: Any) -> dict[str, Any]:
    return nationwide.run(args.reports, args.seed, args.query_seconds, args.mix_seconds, say)


def _http(args: argparse.Namespace, say: Any) -> dict[str, Any]:
    return over_http.run(args.reports, args.seed, say)


def _import(args: argparse.Namespace, say: Any) -> dict[str, Any]:
    return old_reports.run(args.reports, args.seed, say)


def _intake(args: argparse.Namespace, say: Any) -> dict[str, Any]:
    return intake.run(args.seed, say)


def _page(args: argparse.Namespace, say: Any) -> dict[str, Any]:
    try:
        return page.run(args.reports, args.seed, say)
    except EngineAbsent as absent:
        say(f"page: skipped, {absent}")
        return {"skipped": {"page": str(absent)}}


def _freshness(_args: argparse.Namespace, say: Any) -> dict[str, Any]:
    """Run `bench/freshness.py` as a program of its own: it starts servers, workers and kills some of them."""
    say("Freshness, on SQLite and on PostgreSQL …")
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-") as folder:
        file = Path(folder) / "freshness.json"
        command = [sys.executable, "-m", "bench.freshness", "--json", str(file)]
        ended = subprocess.run(command, check=False, stdout=sys.stderr, timeout=_FRESHNESS_WITHIN_S)
        if not file.exists():
            raise RuntimeError(f"the run for freshness ended with {ended.returncode} and without figures")
        figures = json.loads(file.read_text())
        missing = figures["missing"]
        wrong = [f"freshness: {missing} changes were not seen by every process"] if missing else []
        return {"freshness": figures, "disagreements": wrong}


_MEASURES = {
    "map": _map,
    "http": _http,
    "freshness": _freshness,
    "import": _import,
    "intake": _intake,
    "page": _page,
}


def _merge(result: dict[str, Any], seen: dict[str, Any]) -> None:
    """Add what one part saw; what several parts add to is joined."""
    for name, value in seen.items():
        known = result.get(name)
        if isinstance(known, dict):
            result[name] = {**known, **value}
        else:
            result[name] = [*known, *value] if isinstance(known, list) else value


def _tell(result: dict[str, Any]) -> None:
    if result["targets"] and result["reports"] < REPORTS:
        print(f"Budgets are set for {REPORTS:,} reports; with {result['reports']:,} they say little.")
    for verdict in result["targets"]:
        word = "met   " if verdict["is_met"] else "MISSED"
        against = f" against {verdict['reference']}" if verdict["reference"] else ""
        print(
            f"{word} {verdict['measure']}{against}: {verdict['seen']:g} {verdict['unit']} (budget {verdict['bound']:g})"
        )
    for sentence in result.get("disagreements", []):
        print(f"WRONG  {sentence}")
    for part, fault in result.get("failed", {}).items():
        print(f"FAILED {part}: {fault}")


def _count(text: str) -> int:
    count = int(text.replace("_", ""))
    if not 1000 <= count <= 100_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"between 1000 and 100000000 reports can be made up, not {count}")
    return count


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", allow_abbrev=False, description=__doc__)
    parser.add_argument("part", nargs="?", choices=_PARTS, default="all")
    parser.add_argument("--reports", type=_count, default=REPORTS, metavar="N", help="default: 3500000")
    parser.add_argument(
        "--seed", type=int, default=_SEED, metavar="N", help="equal seeds give equal reports (default: 1)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument(
        "--query-seconds", type=float, default=_QUERY_S, metavar="S", help="bound of one query's rounds"
    )
    parser.add_argument("--mix-seconds", type=float, default=_MIX_S, metavar="S", help="bound of the mix")
    return parser


if __name__ == "__main__":
    sys.exit(main())
