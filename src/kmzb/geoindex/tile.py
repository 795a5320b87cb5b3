"""What a tile shows, as columns of signs: read as cells, or encoded as a Mapbox Vector Tile (specification 2.1)."""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.codes import Codes
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.kernels import ID_LETTERS, STATUSES, pointer, unpack_ids
from kmzb.geoindex.marks import Cell, Single
from kmzb.geoindex.mercator import BITS, Array

LAYER = "marks"
EXTENT_BITS = 12
EXTENT = 1 << EXTENT_BITS


KINDS: dict[str, Any] = {
    "x": np.int64,
    "y": np.int64,
    "count": np.int64,
    "is_single": np.uint8,
    "id": f"S{ID_LETTERS}",
    "category": np.uint8,
    "status": np.uint8,
    "changed": np.uint16,
}


@dataclass(frozen=True)
class Tile:
    """Equally long arrays of the kinds in `KINDS`, one place a sign.

    Attributes:
        x, y: pixels from the north-west corner, 0 to 4095.
        count: reports by number of status, int64 [signs, 8].
        is_single: whether the sign is one report; then `id` (S16), `category`, `status` and `changed` are told.

    """

    codes: Codes
    x: Array
    y: Array
    count: Array
    is_single: Array
    id: Array
    category: Array
    status: Array
    changed: Array

    def __len__(self) -> int:
        return len(self.x)

    def mvt(self) -> bytes:
        """Return the encoded tile; b"" without signs. Equal signs give equal bytes."""
        if not len(self):
            return b""
        room = kernels.encoded_room(len(self))
        out, values = np.empty(room * 2, dtype=np.uint8), np.empty(room, dtype=np.uint8)
        categories, statuses = self.codes.category, self.codes.status
        signs = kernels.Signs(
            len(self),
            len(statuses.order),
            *(pointer(column) for column in (self.x, self.y, self.count, self.is_single, self.id)),
            *(pointer(column) for column in (self.category, self.status, self.changed)),
            *(pointer(table) for table in (categories.texts, statuses.texts, statuses.order)),
        )
        length = kernels.encode(ctypes.byref(signs), pointer(out), pointer(values))
        return out[:length].tobytes()

    def cells(self) -> list[Cell]:
        """Return the signs one by one."""
        names = self.codes.status.codes
        order = self.codes.status.order.tolist()
        return [
            Cell(
                x,
                y,
                sum(counts),
                tuple((names[number], counts[number]) for number in order if counts[number]),
                self._single(place) if is_single else None,
            )
            for place, (x, y, counts, is_single) in enumerate(
                zip(self.x.tolist(), self.y.tolist(), self.count.tolist(), self.is_single.tolist(), strict=True)
            )
        ]

    def _single(self, place: int) -> Single:
        return Single(
            bytes(self.id[place]).decode(),
            self.codes.category.codes[self.category[place]],
            self.codes.status.codes[self.status[place]],
            int(self.changed[place]),
        )


def tile_of_grid(codes: Codes, signs: kernels.GridSigns, number: int) -> Tile:
    """Return the first signs of those that were written by the compiled loops, without copying them."""
    columns = {
        name: np.frombuffer(getattr(signs, name), dtype=kind, count=number * (STATUSES if name == "count" else 1))
        for name, kind in KINDS.items()
    }
    return Tile(codes, **(columns | {"count": columns["count"].reshape(number, STATUSES)}))


def tile_of_rows(codes: Codes, rows: Columns, z: int) -> Tile:
    """Return a sign for each row; one that stands for several reports is not told by name."""
    weight = rows.full("weight")
    count = np.zeros((len(rows), STATUSES), dtype=np.int64)
    count[np.arange(len(rows)), rows.status & np.uint8(STATUSES - 1)] = weight
    x, y = (axis.astype(np.int64) >> (BITS - z - EXTENT_BITS) & EXTENT - 1 for axis in (rows.x, rows.y))
    told = unpack_ids(rows.id_high, rows.id_low), rows.category, rows.status, rows.changed
    return Tile(codes, x, y, count, (weight == 1).astype(np.uint8), *map(np.ascontiguousarray, told))
