"""`scripts/bench import`: a file of old reports through `kmzb import-reports`, from the CSV to both databases' map."""

import csv
import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.apart import DATABASES, environment_of
from bench.generator import EPOCH, STATUSES, Reports, generate
from bench.rounds import Say
from bench.site import kmzb

_MOST = 1_000_000
_WITHIN_S = 3600
_PIECE = 100_000
_COLUMNS = ("external_id", "category", "status", "reported_on", "changed_on", "lon", "lat")


def run(count: int, seed: int, say: Say) -> dict[str, Any]:
    """Return of each database seconds, peak memory and the longest transaction of an import, and of the same once more.

    At most a million rows are brought in.
    """
    rows = min(count, _MOST)
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-import-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        say(f"Writing a file of {rows:,} old reports …")
        file = folder / "reports.csv"
        _write(file, generate(rows, seed, folder / "columns"))
        seen = {database: _twice(file, database, folder / database, say) for database in DATABASES}
    longest = max(run["longest_transaction_ms"] for one in seen.values() for run in (one["first"], one["again"]))
    return {"import": {"rows": rows, "longest_transaction_ms": longest, **seen}}


def _twice(file: Path, database: str, folder: Path, say: Say) -> dict[str, Any]:
    """Import the file into a new database, and once more."""
    folder.mkdir()
    with environment_of(database, folder) as environment:
        data = Path(environment["KMZB_DATA"])
        prepare = kmzb("build-index", "--data", str(data))
        subprocess.run(prepare, env=environment, check=True, capture_output=True, timeout=600)
        say(f"Importing it into {database} …")
        first = _imported(file, data, environment)
        say(f"  {first['seconds']:.0f} s, longest transaction {first['longest_transaction_ms']} ms; once more …")
        again = _imported(file, data, environment)
    if again["imported"] or again["already_present"] != first["imported"]:
        raise ValueError(f"the second import is not empty: {again}")
    return {"rows_per_s": round(first["imported"] / first["seconds"]), "first": first, "again": again}


def _write(path: Path, reports: Reports) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(_COLUMNS)
        for first in range(0, len(reports), _PIECE):
            rows = slice(first, first + _PIECE)
            columns = (
                (f"old-{number}" for number in range(first, first + _PIECE)),
                (reports.category_codes[number] for number in reports.category[rows].tolist()),
                (STATUSES[number] for number in reports.status[rows].tolist()),
                (EPOCH + timedelta(days=day) for day in reports.reported[rows].tolist()),
                (EPOCH + timedelta(days=day) for day in reports.changed[rows].tolist()),
                reports.lon[rows].tolist(),
                reports.lat[rows].tolist(),
            )
            lines.writerows(zip(*columns, strict=False))


def _imported(file: Path, data: Path, environment: dict[str, str]) -> dict[str, Any]:
    begun = time.monotonic()
    command = [sys.executable, "-m", "bench.importer", str(file), "--data", str(data), "--json"]
    told_beside = data / "bench-import.log"
    with told_beside.open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        peak = _Peak(process.pid)
        try:
            told, _ = process.communicate(timeout=_WITHIN_S)
        finally:
            process.kill()
            peak.stop()
    if process.returncode:
        raise RuntimeError(f"import-reports ended with {process.returncode}: {told_beside.read_text()[-500:]}")
    result: dict[str, Any] = {}
    for line in told.strip().splitlines()[-2:]:  # of the command, and of the watch beside it
        result |= json.loads(line)
    result.pop("refused_file", None)
    return {**result, "seconds": round(time.monotonic() - begun, 1), "peak_mb": round(peak.megabytes, 1)}


class _Peak:
    """Watches how much memory a process has had at most, for as long as it lives (Linux: VmHWM)."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._status = Path(f"/proc/{pid}/status")
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch."""
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(0.5):
            try:
                lines = self._status.read_text().splitlines()
            except OSError:
                return
            found = next((line for line in lines if line.startswith("VmHWM")), None)
            if found is not None:
                self.megabytes = int(found.split()[1]) * 1024 / 1e6
