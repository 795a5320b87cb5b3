"""On what the figures were seen."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.system import words_of


def machine() -> dict[str, str | int]:
    """Return processor, cores, memory, versions and the day."""
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processor": cpu or platform.processor() or "unknown",
        "cores": os.cpu_count() or 1,
        "memory_gib": round(memory / (1 << 30)),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        **{name: _version(name) for name in ("numpy", "duckdb", "mapbox-vector-tile", "granian")},
        "node": words_of(["node", "--version"]),
    }


def load_before() -> float:
    """Return how many processes wanted a core in the last minute: figures of a busy machine are noisy."""
    return round(os.getloadavg()[0], 2)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
