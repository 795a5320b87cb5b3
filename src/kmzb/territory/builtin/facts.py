"""The built-in facts as tables: voivodeships, counties, units."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a packaged CSV table, each as a dict by column."""
    text = files("kmzb.territory.builtin").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
