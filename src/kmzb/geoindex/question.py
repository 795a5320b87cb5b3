"""A question to the index, translated once into numbers."""

import ctypes
from dataclasses import dataclass, replace

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.codes import CodeList, Codes
from kmzb.geoindex.frame import EVERYWHERE, Frame, frame_of_box
from kmzb.geoindex.kernels import pointer
from kmzb.geoindex.marks import FOREVER, Box, Filter, Moment, Polygon
from kmzb.geoindex.mercator import Array
from kmzb.geoindex.shapes import Slabs, slabs_of

_ANY_DAY = (0, FOREVER)


@dataclass(frozen=True)
class Question:
    """A filter for the compiled loops, the frame in which its rows lie, and what keeps its addresses alive.

    Attributes:
        units, areas: a byte a number, None for all.
        is_plain: nothing but category, status and day decides within the frame.
        is_whole: nothing at all decides within the frame.

    """

    filter: kernels.Filter
    frame: Frame
    is_plain: bool
    is_whole: bool
    units: Array | None
    areas: Array | None
    has_days: bool
    slabs: Slabs | None = None

    @classmethod
    def of(
        cls,
        codes: Codes,
        at: Moment,
        wanted: Filter,
        where: Frame | Box | Polygon | None = None,
        **narrower: int,
    ) -> "Question":
        """Return the question in numbers. `narrower` are further fields of the compiled filter.

        A frame given as `where` must be one of whole tiles: it is not looked at row by row.
        """
        slabs = slabs_of(where) if isinstance(where, Polygon) else None
        frame = _frame(where, slabs)
        units = _passing(codes.unit, wanted.units)
        areas = _beginning(codes.area, wanted.areas)
        is_plain = units is None and areas is None and not narrower and not isinstance(where, Box | Polygon)
        first, last = _days(wanted)
        categories, statuses = codes.category.mask(wanted.categories), codes.status.mask(wanted.statuses)
        compiled = kernels.Filter(categories, statuses, at.second, at.day, first, last, 0, FOREVER, -1)
        compiled.west, compiled.east, compiled.north, compiled.south = frame.west, frame.east, frame.north, frame.south
        compiled.units, compiled.areas, compiled.is_plain = pointer(units), pointer(areas), is_plain
        for name, value in narrower.items():
            setattr(compiled, name, value)
        if slabs is not None:
            compiled.shape = ctypes.pointer(slabs.shape)
        has_days = (first, last) != _ANY_DAY
        is_whole = is_plain and not has_days and wanted.categories is None and wanted.statuses is None
        return cls(compiled, frame, is_plain, is_whole, units, areas, has_days, slabs)

    def within(self, frame: Frame) -> "Question":
        """Return the question about a frame of whole tiles within this one."""
        return replace(self, frame=frame)


def _frame(where: Frame | Box | Polygon | None, slabs: Slabs | None) -> Frame:
    if isinstance(where, Box):
        return frame_of_box(where)
    if slabs is not None:
        return slabs.frame.within(EVERYWHERE)
    return where if isinstance(where, Frame) else EVERYWHERE


def _days(wanted: Filter) -> tuple[int, int]:
    """Return the first and the last day, such that numbers far away fit into the columns."""
    first = _ANY_DAY[0] if wanted.first_day is None else max(wanted.first_day, 0)
    last = _ANY_DAY[1] if wanted.last_day is None else wanted.last_day
    return min(first, FOREVER), max(-1, min(last, FOREVER))


def _passing(codes: CodeList, wanted: frozenset[str] | None) -> Array | None:
    return None if wanted is None else _table(codes.passing(wanted.__contains__))


def _beginning(codes: CodeList, wanted: frozenset[str] | None) -> Array | None:
    if wanted is None:
        return None
    beginnings = tuple(wanted)
    return _table(codes.passing(lambda code: code.startswith(beginnings)))


def _table(passing: Array) -> Array:
    """Return the bytes with room for every number, so that none leads out of the table."""
    table = np.zeros(FOREVER + 1, dtype=np.uint8)
    table[: len(passing)] = passing
    return table
