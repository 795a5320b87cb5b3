"""Load on a local server by wrk: bounded in time, from this machine to itself."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.system import program

_CONNECTIONS = 16
_SCRIPT = """
local paths, place = {}, 0
for line in io.lines(PATHS) do paths[#paths + 1] = line end
request = function()
    place = place % #paths + 1
    return wrk.format("GET", paths[place])
end
done = function(summary, latency, requests)
    local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
    io.write(string.format('\\nFIGURES {"requests": %d, "seconds": %f, "wrong": %d, "p50_ms": %f, "p99_ms": %f}\\n',
        summary.requests, summary.duration / 1e6, wrong,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


def loaded(address: str, paths: Sequence[str], seconds: int, connections: int = _CONNECTIONS) -> dict[str, float]:
    """Return rate, median and 99th percentile of requests for the paths in turn, over kept connections.

    Raises:
        EngineAbsent: there is no wrk.
    """
    wrk = program("wrk", "wrk")
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-wrk-") as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "script.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(_SCRIPT.replace("PATHS", json.dumps(str(listed))))
        # One thread: the other core belongs to the server.
        options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
        ran = subprocess.run([wrk, *options, address], capture_output=True, text=True, timeout=seconds + 90, check=True)
    line = next(line for line in ran.stdout.splitlines() if line.startswith("FIGURES "))
    seen: dict[str, float] = json.loads(line.removeprefix("FIGURES "))
    return {**seen, "rate": seen["requests"] / seen["seconds"]}


def middle(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure over the rounds, and all requests that went wrong."""
    names = ("rate", "p50_ms", "p99_ms")
    seen = {name: round(float(np.median([figures[name] for figures in rounds])), 3) for name in names}
    return {**seen, "wrong": sum(figures["wrong"] for figures in rounds), "rounds": len(rounds)}
