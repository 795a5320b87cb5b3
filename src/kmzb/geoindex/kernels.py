"""The compiled loops of `loops/`, called with numpy arrays. Calls do not hold the interpreter's lock."""

import ctypes
import importlib.machinery
from ctypes import POINTER, c_int64, c_uint8, c_uint16, c_uint64, c_void_p
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from kmzb.geoindex.mercator import Array

STATUSES = 8
CATEGORIES = 64
CELLS = 256
SHELF_LEVEL = 10
STEADY_ZOOM = 6
ID_LETTERS = 16
LONGEST_WAIT = 255
NO_ROW = -1
RUN = 256
SPOT_CELLS = 1 << 16


class Rows(ctypes.Structure):
    """Columns of a piece of the index."""

    _fields_: ClassVar = [
        ("rows", c_int64),
        *(
            (name, c_void_p)
            for name in ("x", "y", "id_high", "id_low", "category", "status", "unit", "area", "reported", "changed")
        ),
        *((name, c_void_p) for name in ("weight", "opens", "closes", "dead")),
    ]


class Shape(ctypes.Structure):
    """Edges of a polygon in slabs."""

    _fields_: ClassVar = [
        ("top", ctypes.c_double),
        ("per_height", ctypes.c_double),
        ("slabs", c_int64),
        *((name, c_void_p) for name in ("first", "ax", "ay", "bx", "by")),
    ]


class Filter(ctypes.Structure):
    """What is asked, in numbers."""

    _fields_: ClassVar = [
        ("categories", c_uint64),
        ("statuses", c_uint64),
        *(
            (name, c_int64)
            for name in ("second", "day", "first_day", "last_day", "first_change", "last_change", "cursor_day")
        ),
        ("cursor_high", c_uint64),
        *((name, c_int64) for name in ("cursor_low", "west", "east", "north", "south")),
        ("units", c_void_p),
        ("areas", c_void_p),
        ("shape", POINTER(Shape)),
        ("is_plain", c_int64),
    ]


class Grid(ctypes.Structure):
    """What stands in the cells of a tile."""

    _fields_: ClassVar = [
        ("count", c_int64 * (CELLS * STATUSES)),
        *((name, c_int64 * CELLS) for name in ("x", "y", "row")),
    ]


class GridSigns(ctypes.Structure):
    """Signs of the cells of a tile."""

    _fields_: ClassVar = [
        ("x", c_int64 * CELLS),
        ("y", c_int64 * CELLS),
        ("count", c_int64 * (CELLS * STATUSES)),
        ("is_single", c_uint8 * CELLS),
        ("id", c_uint8 * (CELLS * ID_LETTERS)),
        ("category", c_uint8 * CELLS),
        ("status", c_uint8 * CELLS),
        ("changed", c_uint16 * CELLS),
    ]


class Shelf(ctypes.Structure):
    """The rows by category, status and day, with landmarks."""

    _fields_: ClassVar = [
        *((name, c_int64) for name in ("rows", "cells", "categories", "statuses", "spacing")),
        ("code", c_void_p),
        *((name, c_int64) for name in ("n_runs", "n_rows")),
        *((name, c_void_p) for name in ("runs", "day", "first", "spot", "weight", "landmarks", "whole")),
    ]


class Crowds(ctypes.Structure):
    """The rows of crowded tiles, of each by category, status and day."""

    _fields_: ClassVar = [
        *((name, c_int64) for name in ("crowds", "categories", "statuses")),
        ("code", c_void_p),
        *((name, c_int64) for name in ("n_runs", "n_rows")),
        *((name, c_void_p) for name in ("runs", "day", "first", "place", "weight")),
    ]


class Signs(ctypes.Structure):
    """Signs of a tile, to be encoded."""

    _fields_: ClassVar = [
        ("signs", c_int64),
        ("statuses", c_int64),
        *((name, c_void_p) for name in ("x", "y", "count", "is_single", "id", "category", "status", "changed")),
        *((name, c_void_p) for name in ("category_texts", "status_texts", "order")),
    ]


def _library() -> ctypes.CDLL:
    folder = Path(__file__).parent
    names = [f"_kernels{suffix}" for suffix in importlib.machinery.EXTENSION_SUFFIXES]
    for path in (folder / name for name in names):
        if path.exists():
            return ctypes.CDLL(str(path))
    raise ImportError(
        f"the compiled part of the index is missing in {folder}: install the package again with a C compiler"
    )


_C = _library()
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "morton": (None, [c_void_p, c_void_p, c_int64, c_void_p]),
    "sort": (None, [c_void_p, c_void_p, c_void_p, c_void_p, c_int64]),
    "seek": (None, [POINTER(Rows), c_void_p, c_int64, c_void_p]),
    "rows": (c_int64, [POINTER(Rows), POINTER(Filter), c_int64, c_int64, c_void_p, c_int64]),
    "changes": (None, [POINTER(Rows), POINTER(Filter), c_int64, c_int64, c_void_p]),
    "count": (c_int64, [POINTER(Rows), POINTER(Filter), c_int64, c_int64]),
    "tally": (
        None,
        [POINTER(Rows), POINTER(Filter), c_int64, c_int64, c_int64, c_void_p, c_int64, c_void_p, c_void_p],
    ),
    "grid": (
        None,
        [POINTER(Rows), POINTER(Filter), c_int64, c_int64, c_int64, c_int64, c_int64, POINTER(Grid)],
    ),
    "running_sums": (None, [POINTER(Rows), c_void_p]),
    "whole_grid": (
        None,
        [POINTER(Rows), POINTER(Filter), c_void_p, c_int64, c_int64, c_int64, POINTER(Grid)],
    ),
    "survey": (None, [POINTER(Shelf), c_void_p, c_void_p]),
    "shelf_grid": (None, [POINTER(Shelf), POINTER(Filter), c_int64, c_int64, c_int64, c_void_p, POINTER(Grid)]),
    "places": (None, [c_void_p, c_void_p, c_void_p, c_int64, c_void_p]),
    "crowd_grid": (None, [POINTER(Crowds), POINTER(Filter), c_int64, c_int64, c_int64, POINTER(Grid)]),
    "single_rows": (None, [POINTER(Rows), POINTER(Filter), c_int64, POINTER(Grid)]),
    "signs": (c_int64, [POINTER(Grid), POINTER(Rows), POINTER(Rows), c_int64, POINTER(GridSigns)]),
    "pack_ids": (c_int64, [c_void_p, c_int64, c_void_p, c_void_p]),
    "unpack_ids": (None, [c_void_p, c_void_p, c_int64, c_void_p]),
    "find_ids": (None, [POINTER(Rows), c_void_p, c_void_p, c_void_p, c_int64, c_void_p]),
    "encoded_room": (c_int64, [c_int64]),
    "encode": (c_int64, [POINTER(Signs), c_void_p, c_void_p]),
    "sum": (c_uint64, [c_void_p, c_int64]),
}


def _kernel(name: str) -> Any:
    function = getattr(_C, f"kmzb_{name}")
    function.restype, function.argtypes = _SIGNATURES[name]
    return function


seek, rows, changes, count, tally, grid = map(_kernel, ("seek", "rows", "changes", "count", "tally", "grid"))
running_sums, whole_grid, signs, survey = map(_kernel, ("running_sums", "whole_grid", "signs", "survey"))
shelf_grid, crowd_grid, places, single_rows = map(_kernel, ("shelf_grid", "crowd_grid", "places", "single_rows"))
find_ids, encoded_room, encode = map(_kernel, ("find_ids", "encoded_room", "encode"))
_morton, _sort, _pack_ids, _unpack_ids, _sum = map(_kernel, ("morton", "sort", "pack_ids", "unpack_ids", "sum"))


def pointer(array: Array | None) -> int | None:
    """Return the address of the array's numbers, which the caller keeps alive; None for None."""
    if array is None:
        return None
    about = array.__array_interface__
    if about["strides"] is not None:
        raise ValueError("a column must lie in one piece")
    address: int = about["data"][0]
    return address


def morton_of(x: Array, y: Array) -> Array:
    """Return the Morton codes of grid coordinates (uint32), as uint64."""
    code = np.empty(len(x), dtype=np.uint64)
    _morton(pointer(x), pointer(y), len(x), pointer(code))
    return code


def order_of(keys: Array) -> Array:
    """Return the places of keys (uint64) in their order, as uint32; equal ones stay in theirs."""
    keys, order = keys.copy(), np.arange(len(keys), dtype=np.uint32)
    room, more_room = np.empty_like(keys), np.empty_like(order)
    _sort(pointer(keys), pointer(order), pointer(room), pointer(more_room), len(keys))
    return order


def pack_ids(texts: Array) -> tuple[Array, Array]:
    """Return ids (S16) as 64 and 16 bits, in the order of their letters.

    Raises:
        ValueError: one is not 16 letters of base-32.
    """
    texts = np.ascontiguousarray(texts, dtype=f"S{ID_LETTERS}")
    high, low = np.empty(len(texts), dtype=np.uint64), np.empty(len(texts), dtype=np.uint16)
    good = _pack_ids(pointer(texts), len(texts), pointer(high), pointer(low))
    if good < len(texts):
        raise ValueError(f"an id is {ID_LETTERS} letters of base-32 (a–z, 2–7), got {bytes(texts[good])!r}")
    return high, low


def unpack_ids(high: Array, low: Array) -> Array:
    """Return ids as text (S16)."""
    high, low = np.ascontiguousarray(high), np.ascontiguousarray(low)
    texts = np.empty(len(high), dtype=f"S{ID_LETTERS}")
    _unpack_ids(pointer(high), pointer(low), len(high), pointer(texts))
    return texts


def sum_of(array: Array) -> int:
    """Return a sum of the array's bytes that tells damage."""
    total: int = _sum(pointer(array), array.nbytes)
    return total
