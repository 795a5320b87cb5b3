"""kmzb's own index, by its door."""

from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bench.engines.engine import Engine, counted
from bench.generator import CATEGORIES, STATUSES, TODAY, Reports
from bench.questions import Kind, Question, Wanted
from kmzb.geoindex.api import Codes, Columns, Filter, Index, Moment, Polygon

NOW = Moment(second=(TODAY + 1) * 86_400, day=TODAY)
_BUILDS = 3


class Kmzb(Engine):
    """Answers from a memory-mapped snapshot, as a web process does."""

    name = "kmzb"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def load(self, reports: Reports) -> None:
        """Build (three times while that is cheap), save, open."""
        codes, columns = columns_of(reports)
        times = []
        for _ in range(_BUILDS if len(reports) <= 5_000_000 else 1):  # noqa: PLR2004
            begun = perf_counter()
            index = Index.of(codes, columns, NOW)
            times.append(perf_counter() - begun)
        begun = perf_counter()
        index.save(self._path, {"reports": len(reports)})
        self.notes = {"build_s": float(np.median(times)), "save_s": perf_counter() - begun}
        self.notes["bytes"] = self._path.stat().st_size
        self._index = Index.open(self._path)

    def cannot(self, question: Question) -> str | None:
        """It answers all."""
        return None

    def ask(self, question: Question) -> Any:
        """Return a tile's bytes, or a tally."""
        return asked(self._index, question)

    def total(self, question: Question, answer: Any) -> int:
        """Return what the bytes say, or the tally."""
        return counted(answer) if question.kind is Kind.TILE else int(answer.total)


def columns_of(reports: Reports) -> tuple[Codes, Columns]:
    """Return the codes and the reports as the index takes them, in the order in which they came."""
    codes = Codes(category=reports.category_codes, status=STATUSES, unit=reports.unit_codes, area=reports.area_codes)
    names = ("id", "lon", "lat", "category", "status", "unit", "area", "reported", "changed")
    return codes, Columns.of(codes, **{name: np.asarray(getattr(reports, name)) for name in names})


def asked(index: Index, question: Question) -> Any:
    """Return the index's whole answer: a tile's bytes, or a tally."""
    wanted = filter_of(question.wanted)
    if question.kind is Kind.TILE:
        return index.tile(*question.zxy, NOW, wanted).mvt()
    return index.tally(NOW, wanted, Polygon((question.ring,)) if question.kind is Kind.POLYGON else None)


def filter_of(wanted: Wanted) -> Filter:
    """Return the filter in codes, as a web request brings it."""
    first, last = wanted.days or (None, None)
    return Filter(_codes(wanted.categories, tuple(CATEGORIES)), _codes(wanted.statuses, STATUSES), first, last)


def _codes(numbers: tuple[int, ...] | None, codes: tuple[str, ...]) -> frozenset[str] | None:
    return None if numbers is None else frozenset(codes[number] for number in numbers)
