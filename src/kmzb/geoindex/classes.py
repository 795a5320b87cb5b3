"""Rows in the order of class and day: the wanted rows of a class lie in one range."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kmzb.geoindex.columns import Columns
from kmzb.geoindex.mercator import Array

KINDS: dict[str, Any] = {"runs": np.uint32, "day": np.uint16, "first": np.uint32}


def present_of(order: Any, kinds: Mapping[str, Any]) -> dict[str, Array]:
    """Return the arrays that an order has, by name."""
    return {name: array for name in kinds if (array := getattr(order, name)) is not None}


def classes_of(columns: Columns, statuses: int) -> Array:
    """Return the class of each row, category * statuses + status, as uint16."""
    classes: Array = columns.category.astype(np.uint16) * np.uint16(statuses) + columns.status
    return classes


def by_class(classes: Array, day: Array) -> Array:
    """Return the numbers of the rows in the order of class and day."""
    # Numbers of 16 bits are sorted by radix, so that twice is quicker than once by both.
    order = np.argsort(day, kind="stable")
    by_both: Array = order[np.argsort(classes[order], kind="stable")]
    return by_both


def runs_of(classes: Array, day: Array, number: int) -> dict[str, Array]:
    """Return the runs of one day of rows in order, as `loops/classes.h` reads them.

    `runs` holds the first run of each of the `number` classes, and behind them how many runs there are; `day` and
    `first` the day and the first row of each run, and behind them how many rows there are.
    """
    is_new = np.concatenate([[True], (classes[1:] != classes[:-1]) | (day[1:] != day[:-1])])[: len(classes)]
    first = np.flatnonzero(is_new)
    runs = np.searchsorted(classes[first], np.arange(number + 1))
    return {
        "runs": runs.astype(np.uint32),
        "day": day[first],
        "first": np.append(first, len(classes)).astype(np.uint32),
    }
