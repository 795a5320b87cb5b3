"""The built-in facts: tables of codes, names and positions, and lines taken by hand."""

import csv
from collections.abc import Iterator
from importlib.resources import files

_ROOM = "kmzb.territory.builtin"


def table(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a packaged CSV table, each as a dict by column."""
    return csv.DictReader(_lines(f"{name}.csv"))


def lines(name: str) -> dict[str, list[tuple[float, float]]]:
    """Return the named lines of a packaged file as points of lon and lat, in the file's order.

    `[name]` begins a line; its points follow, separated by commas; `#` begins a remark.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    points: list[tuple[float, float]] = []
    for line in _lines(f"{name}.txt"):
        if line.startswith("["):
            points = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            points += [_point(pair) for pair in line.split(",") if pair.strip()]
    return found


def _point(pair: str) -> tuple[float, float]:
    lon, lat = pair.split()
    return float(lon), float(lat)


def _lines(name: str) -> list[str]:
    return files(_ROOM).joinpath(name).read_text(encoding="utf-8").splitlines()
