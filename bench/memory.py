"""What a process that answers from a snapshot costs: its start, and memory of its own beside what all share."""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

_PROCESSES, _STARTS = 4, 5


def readers(snapshot: Path, reports_folder: Path, count: int, seed: int) -> dict[str, Any]:
    """Return what `bench.reader` saw in four processes that have the same snapshot open at once, and the mean of each.

    All answer the same questions, so that each page that one of them touched was touched by all.
    """
    told = _together(_PROCESSES, snapshot, reports_folder, count, seed)
    names = ("private_added_mb", "shared_mb", "proportional_mb")
    mean = {name: round(sum(one[name] for one in told) / len(told), 2) for name in names}
    return {"processes": _PROCESSES, "file_mb": round(snapshot.stat().st_size / 1e6, 1), **mean, "each": told}


def start(snapshot: Path, reports_folder: Path, count: int, seed: int) -> dict[str, float]:
    """Return the medians of milliseconds until a process has opened the snapshot, and until its first country tile.

    One process after the other, each new; the file is in the system's cache, as after a restart of the server.
    """
    told = [_together(1, snapshot, reports_folder, count, seed)[0] for _ in range(_STARTS)]
    opened, first = (statistics.median(one[name] for one in told) for name in ("open_ms", "first_tile_ms"))
    return {"open_ms": round(opened, 2), "snapshot_ms": round(first, 2)}


def _together(processes: int, snapshot: Path, reports_folder: Path, count: int, seed: int) -> list[dict[str, float]]:
    command = [sys.executable, "-m", "bench.reader", str(snapshot), str(reports_folder), str(count), str(seed)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    try:
        for process in running:
            _line(process)
        return [_next(process) for process in running]
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _next(process: "subprocess.Popen[str]") -> dict[str, float]:
    """Let the process measure itself, now that all have answered."""
    assert process.stdin is not None
    print(file=process.stdin, flush=True)
    told: dict[str, float] = json.loads(_line(process))
    return told


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a process that reads the snapshot ended; what it wrote to standard error tells why")
    return line


def rollup(pid: int | str = "self") -> dict[str, float]:
    """Return the sums of a process's memory by kind, in megabytes (Linux: /proc/PID/smaps_rollup)."""
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, value = line.partition(":")
        found[name] = int(value.split()[0]) * 1024 / 1e6
    return found


def own(memory: dict[str, float]) -> float:
    """Return the memory that no other process shares."""
    return memory["Private_Clean"] + memory["Private_Dirty"]
