"""Index files: written beside, read back, renamed; mapped into memory and refused when anything about them is wrong.

A file is a head of fixed length, a description in JSON, and sections that begin at multiples of 64 bytes. The head
carries the sum of the description, the description that of each section: every byte that is read is under a sum.
Numbers are little-endian.
"""

import contextlib
import json
import os
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kmzb.geoindex.base import Base
from kmzb.geoindex.codes import Codes
from kmzb.geoindex.columns import KINDS as COLUMN_KINDS
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.crowds import KINDS as CROWD_KINDS
from kmzb.geoindex.crowds import Crowds
from kmzb.geoindex.description import ALIGNED, Description, Section, Unfit
from kmzb.geoindex.kernels import CATEGORIES, LONGEST_WAIT, RUN, SPOT_CELLS, STATUSES, sum_of
from kmzb.geoindex.mercator import Array
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.shelf import KINDS as SHELF_KINDS
from kmzb.geoindex.shelf import Shelf, spacing_of
from kmzb.geoindex.stamps import LEVEL, Stamps
from kmzb.geoindex.tally import Months, Sums

MAGIC = b"KMZBIDX\n"
VERSION = 4

_HEAD = struct.Struct("<8sIIQQQ")  # magic, version, zero, length of the file, length and sum of the description


class SnapshotRefused(Exception):
    """An index file that cannot be trusted.

    Attributes:
        path: the file.
        why: what is wrong with it.

    """

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"the index file {path.name} cannot be used: {why}")
        self.path = path
        self.why = why


@dataclass(frozen=True)
class Saved:
    """What a file holds."""

    codes: Codes
    base: Base
    tail: Piece
    stamps: Stamps


def write(path: Path, saved: Saved) -> None:
    """Write the file; it takes its place, durably, when it has been read back without complaint.

    Raises:
        OSError: it cannot be written.
        SnapshotRefused: what was written reads back differently.
    """
    sections = _sections(saved)
    place, offset = {}, 0
    for name, array in sections.items():
        place[name] = [array.dtype.str, list(array.shape), offset, sum_of(array)]
        offset += -(-array.nbytes // ALIGNED) * ALIGNED
    description = json.dumps({**_description(saved), "sections": place}).encode()
    start = -(-(_HEAD.size + len(description)) // ALIGNED) * ALIGNED
    told = np.frombuffer(description, dtype=np.uint8)
    head = _HEAD.pack(MAGIC, VERSION, 0, start + offset, len(description), sum_of(told))
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write((head + description).ljust(start, b"\0"))
            for array in sections.values():
                file.write(array.data)
                file.write(b"\0" * (-array.nbytes % ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        read(beside)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        raise
    _make_durable(path.parent)


def read(path: Path) -> Saved:
    """Map the file and check every sum in it.

    Raises:
        SnapshotRefused: it is foreign, of another version, truncated or damaged.
        FileNotFoundError: there is none.
    """
    if sys.byteorder != "little":
        raise SnapshotRefused(path, "this machine orders bytes the other way")
    if path.stat().st_size < _HEAD.size:
        raise SnapshotRefused(path, "it is shorter than its own head")
    mapped = np.memmap(path, dtype=np.uint8, mode="r")
    try:
        description, start = _described(mapped)
        return _saved(description, _arrays(mapped, start, description.sections))
    except Unfit as unfit:
        raise SnapshotRefused(path, str(unfit)) from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        raise SnapshotRefused(path, f"its description does not fit its content ({fault})") from fault


def _described(mapped: Array) -> tuple[Description, int]:
    """Return the description and where the sections begin."""
    magic, version, _, length, size, total = _HEAD.unpack(mapped[: _HEAD.size].tobytes())
    if magic != MAGIC:
        raise Unfit("it is no index file")
    if version != VERSION:
        raise Unfit(f"it is of version {version}, expected {VERSION}")
    if length != len(mapped) or _HEAD.size + size > length:
        raise Unfit(f"it has {len(mapped)} bytes where its head tells {length}")
    told = np.array(mapped[_HEAD.size : _HEAD.size + size])
    if sum_of(told) != total:
        raise Unfit("its description is damaged")
    return Description.of(told.tobytes()), -(-(_HEAD.size + size) // ALIGNED) * ALIGNED


def _arrays(mapped: Array, start: int, sections: Mapping[str, Section]) -> dict[str, Array]:
    plain = mapped.view(np.ndarray)
    arrays = {}
    for name, section in sections.items():
        begin = start + section.offset
        if begin + section.length > len(plain):
            raise Unfit(f"its section {name} leads out of the file")
        array = plain[begin : begin + section.length].view(section.kind).reshape(section.shape)
        if sum_of(array) != section.total:
            raise Unfit(f"its section {name} is damaged")
        arrays[name] = array
    return arrays


def _description(saved: Saved) -> dict[str, Any]:
    base = saved.base
    return {
        "note": dict(base.note),
        "codes": {name: saved.codes.column(name).codes for name in Codes.NAMES},
        "opened": base.opened,
        "months": [base.months.first, base.months.number],
        "shelf": [base.piece.shelf.categories, base.piece.shelf.statuses] if base.piece.shelf else None,
    }


def _sections(saved: Saved) -> dict[str, Array]:
    base = saved.base
    sections = {**_of_piece("base", base.piece), **_of_piece("tail", saved.tail), "stamps": saved.stamps.grid}
    sections |= {f"base.frames.{name}": frames for name, frames in base.piece.frames.items()}
    if base.piece.sums is not None:
        sections["base.sums"] = base.piece.sums
    if base.piece.shelf:
        sections |= {f"base.shelf.{name}": array for name, array in base.piece.shelf.present().items()}
    if base.piece.crowds:
        sections |= {f"base.crowds.{name}": array for name, array in base.piece.crowds.present().items()}
    if base.kept:
        sections |= {"base.cube": base.kept.cube, "base.waits": base.kept.waits}
    return {name: np.ascontiguousarray(array) for name, array in sections.items()}


def _of_piece(part: str, piece: Piece) -> dict[str, Array]:
    columns = {f"{part}.{name}": array for name, array in piece.columns.present().items()}
    return {**columns, f"{part}.by_id": piece.by_id}


def _saved(told: Description, arrays: Mapping[str, Array]) -> Saved:
    piece = replace(_piece("base", arrays), frames=_frames(told.codes, arrays))
    if told.shelf is not None:
        shelf, crowds = _shelf(*told.shelf, len(piece), arrays), _crowds(*told.shelf, arrays)
        piece = replace(piece, shelf=shelf, crowds=crowds)
    base = Base(piece, told.months, _kept(told.months, arrays), told.opened, told.note)
    stamps = _fit("stamps", arrays["stamps"], np.int64, (1 << LEVEL, 1 << LEVEL))
    return Saved(told.codes, base, _piece("tail", arrays), Stamps(stamps))


def _piece(part: str, arrays: Mapping[str, Array]) -> Piece:
    rows = len(arrays[f"{part}.x"])
    columns = {
        name: _fit(name, arrays[f"{part}.{name}"], kind, (rows,))
        for name, kind in COLUMN_KINDS.items()
        if f"{part}.{name}" in arrays
    }
    by_id = _fit("by_id", arrays[f"{part}.by_id"], np.uint32, (rows,))
    if (sums := arrays.get(f"{part}.sums")) is not None:
        _fit("sums", sums, np.uint64, (-(-rows // RUN) + 1, STATUSES + 2))
    return Piece(Columns(**columns), by_id, sums=sums)


def _frames(codes: Codes, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the frames of units and areas; codes that came after the last merge have none."""
    frames = {name: arrays[f"base.frames.{name}"] for name in ("unit", "area")}
    most = {name: len(codes.column(name).codes) for name in frames}
    return {name: _fit(name, array, np.uint32, (min(len(array), most[name]), 4)) for name, array in frames.items()}


def _shelf(categories: int, statuses: int, rows: int, arrays: Mapping[str, Array]) -> Shelf:
    cells = len(arrays["base.shelf.code"])
    if cells > SPOT_CELLS:
        raise Unfit(f"its shelf has {cells} cells, expected {SPOT_CELLS} at most")
    shapes = {
        **_shapes_of_classes("shelf", arrays, categories * statuses),
        "code": (cells,),
        "spot": (rows,),
        "weight": (rows,),
        "landmarks": (rows // spacing_of(cells) + 1, cells, 3),
        "whole": (statuses, cells, 3),
    }
    return Shelf(categories, statuses, **_parts("shelf", arrays, SHELF_KINDS, shapes))


def _crowds(categories: int, statuses: int, arrays: Mapping[str, Array]) -> Crowds | None:
    if "base.crowds.code" not in arrays:
        return None
    crowds, rows = len(arrays["base.crowds.code"]), len(arrays["base.crowds.place"])
    shapes = {
        **_shapes_of_classes("crowds", arrays, crowds * categories * statuses),
        "code": (crowds,),
        "bounds": (crowds, 2),
        "place": (rows, 3),
        "weight": (rows,),
    }
    parts = _parts("crowds", arrays, CROWD_KINDS, shapes)
    if (told := int(np.diff(parts["bounds"]).sum())) != rows:
        raise Unfit(f"its crowds have {rows} places, expected {told}")
    return Crowds(categories, statuses, **parts)


def _shapes_of_classes(order: str, arrays: Mapping[str, Array], classes: int) -> dict[str, tuple[int, ...]]:
    runs = len(arrays[f"base.{order}.day"])
    return {"runs": (classes + 1,), "day": (runs,), "first": (runs + 1,)}


def _parts(
    order: str, arrays: Mapping[str, Array], kinds: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, Any]:
    """Return the arrays of a second order by name."""
    parts = {name: arrays[section] for name in kinds if (section := f"base.{order}.{name}") in arrays}
    return {name: _fit(f"{order}.{name}", part, kinds[name], shapes[name]) for name, part in parts.items()}


def _kept(months: Months, arrays: Mapping[str, Array]) -> Sums | None:
    if "base.cube" not in arrays:
        return None
    cube = _fit("cube", arrays["base.cube"], np.int64, (CATEGORIES, STATUSES, months.number))
    return Sums(months, cube, _fit("waits", arrays["base.waits"], np.int64, (CATEGORIES, STATUSES, LONGEST_WAIT + 1)))


def _fit(name: str, array: Array, kind: Any, shape: tuple[int, ...]) -> Array:
    if array.dtype != np.dtype(kind) or array.shape != shape:
        raise Unfit(f"its section {name} is {array.dtype}{array.shape}, expected {np.dtype(kind)}{shape}")
    return array


def _make_durable(folder: Path) -> None:
    """Have the new name on the disk before anybody relies on it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
