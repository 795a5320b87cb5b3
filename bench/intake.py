"""`scripts/bench intake`: one durable report through the whole request, beside a raw INSERT of the same rows.

Inside the clock of kmzb: a call of the WSGI application that `kmzb serve` runs, with a request as a browser sends it,
until its answer is read and closed. That is everything but the HTTP server and the network: middleware, JSON, limits,
the look for the receipt, the checks of every field, unit and beat of the point, the proof's signature, the sealing of
the description, one transaction of five rows, the answer. Outside it: making the request up and solving its challenge.
The challenges are cheap, which changes nothing here: checking a proof costs the same whatever solving it did.

Inside the clock of the reference: the same five rows through the bare driver, by prepared statements, in a transaction
with the same durability, on a connection of its own to the same database. Their bytes are those that kmzb stored
before, with what must be unique drawn anew. Nothing is computed, looked up or checked, and nobody is told.

Both write from one thread of one process, in turns, so that a noisy moment hits both. No worker runs meanwhile.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.apart import DATABASES, environment_of
from bench.generator import generate
from bench.rounds import Say
from bench.site import kmzb

ROUNDS, IN_A_ROUND = 20, 100
# A price that nobody measures.
_CHEAP = {"KMZB_PROOF_COST": "10", "KMZB_PROOF_ATTEMPTS": "5"}
_WITHIN_S = 900


def run(seed: int, say: Say, *, rounds: int = ROUNDS, in_a_round: int = IN_A_ROUND) -> dict[str, Any]:
    """Return rates, times and their ratio for both databases."""
    figures = {}
    for database in DATABASES:
        say(f"Reports through the whole request and raw rows in turns, on {database} …")
        figures[database] = _of(database, seed, rounds, in_a_round)
        say(f"  {figures[database]['rate_ratio']:.2f} of the raw rate")
    return {"intake": figures}


def ratio_of(raw: Sequence[Sequence[float]], posted: Sequence[Sequence[float]]) -> dict[str, float]:
    """Return the figures of seconds by round: the ratio of the rates is the median of those of the rounds."""
    rates = [1 / np.mean(seconds) for seconds in (np.array(raw), np.array(posted))]
    ratios = np.array(raw).sum(axis=1) / np.array(posted).sum(axis=1)
    return {
        "rate_ratio": round(float(np.median(ratios)), 3),
        "raw_per_s": round(float(rates[0]), 1),
        "kmzb_per_s": round(float(rates[1]), 1),
        "raw_p50_ms": _milliseconds(raw, 50),
        "raw_p99_ms": _milliseconds(raw, 99),
        "kmzb_p50_ms": _milliseconds(posted, 50),
        "kmzb_p99_ms": _milliseconds(posted, 99),
        "reports": int(np.size(np.array(posted))),
    }


def _milliseconds(seconds: Sequence[Sequence[float]], percent: float) -> float:
    return round(float(np.percentile(np.array(seconds), percent)) * 1000, 3)


def _of(database: str, seed: int, rounds: int, in_a_round: int) -> dict[str, float]:
    """Measure one database in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-intake-") as name:
        folder = Path(name)
        with environment_of(database, folder) as its_own:
            environment = {**its_own, **_CHEAP}
            _run(kmzb("build-index", "--data", str(folder / "data")), environment)
            _write_drafts(folder / "drafts.json", seed, (rounds + 1) * in_a_round)
            files = (str(folder / "drafts.json"), str(folder / "seconds.json"))
            _run([sys.executable, "-m", "bench.intake_turns", *files, str(rounds), str(in_a_round)], environment)
        seconds = json.loads((folder / "seconds.json").read_text())
    return ratio_of(seconds["raw"], seconds["posted"])


def _run(command: list[str], environment: dict[str, str]) -> None:
    ran = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=_WITHIN_S)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} ended with {ran.returncode}: {ran.stderr[-1000:]}")


def _write_drafts(file: Path, seed: int, count: int) -> None:
    """Write what residents tell, all over the country; more than are needed, since a point may lie in the sea."""
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-drafts-") as folder:
        reports = generate(count + count // 4, seed, Path(folder))
        codes = [reports.category_codes[number] for number in reports.category.tolist()]
        points = zip(codes, reports.lon.tolist(), reports.lat.tolist(), strict=True)
        file.write_text(json.dumps([[code, round(lon, 6), round(lat, 6)] for code, lon, lat in points]))
