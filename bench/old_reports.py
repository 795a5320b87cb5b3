"""`scripts/bench import`: a file of old reports through `kmzb import-reports`, from the CSV to the map."""

import csv
import json
import subprocess
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.generator import EPOCH, STATUSES, Reports, generate
from bench.rounds import Say
from bench.site import kmzb

_MOST = 1_000_000
_WITHIN_S = 3600
_PIECE = 100_000
_COLUMNS = ("external_id", "category", "status", "reported_on", "changed_on", "lon", "lat")


def run(count: int, seed: int, say: Say) -> dict[str, Any]:
    """Return seconds, rows and peak memory of an import of at most a million rows, and of the same one once more."""
    rows = min(count, _MOST)
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-import-") as name:
        folder = Path(name)
        say(f"Writing a file of {rows:,} old reports …")
        file = folder / "reports.csv"
        _write(file, generate(rows, seed, folder / "columns"))
        subprocess.run(
            kmzb("build-index", "--data", str(folder / "data")), check=True, capture_output=True, timeout=600
        )
        say("Importing it …")
        first = _imported(file, folder)
        say(f"  {first['seconds']:.0f} s; once more …")
        again = _imported(file, folder)
    if again["imported"] or again["already_present"] != first["imported"]:
        raise ValueError(f"the second import is not empty: {again}")
    rate = round(first["imported"] / first["seconds"])
    return {"import": {"rows": rows, "rows_per_s": rate, "first": first, "again": again}}


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


def _imported(file: Path, folder: Path) -> dict[str, Any]:
    begun = time.monotonic()
    command = kmzb("import-reports", str(file), "--data", str(folder / "data"), "--json")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        peak = _Peak(process.pid)
        try:
            told, _ = process.communicate(timeout=_WITHIN_S)
        finally:
            process.kill()
            peak.stop()
    if process.returncode:
        raise RuntimeError(f"import-reports ended with {process.returncode}: {(folder / 'log').read_text()[-500:]}")
    result: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
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
