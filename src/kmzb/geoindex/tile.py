"""What a tile shows, as columns of signs: read as cells, or encoded as a Mapbox Vector Tile (specification 2.1)."""

import ctypes
from dataclasses import dataclass

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.codes import CodeList, Codes
from kmzb.geoindex.kernels import ID_LETTERS, STATUSES, TEXT_ROOM, pointer
from kmzb.geoindex.marks import Cell, Single
from kmzb.geoindex.mercator import Array

LAYER = "marks"
EXTENT = 4096


@dataclass(frozen=True)
class Tile:
    """Equally long arrays, one place a sign.

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
        categories, statuses, order = (
            texts_of(self.codes.category),
            texts_of(self.codes.status),
            order_of(self.codes.status),
        )
        columns: dict[str, Array] = {
            "x": np.ascontiguousarray(self.x, np.int64),
            "y": np.ascontiguousarray(self.y, np.int64),
            "count": np.ascontiguousarray(self.count, np.int64),
            "is_single": np.ascontiguousarray(self.is_single, np.uint8),
            "id": np.ascontiguousarray(self.id, f"S{ID_LETTERS}"),
            "category": np.ascontiguousarray(self.category, np.uint8),
            "status": np.ascontiguousarray(self.status, np.uint8),
            "changed": np.ascontiguousarray(self.changed, np.uint16),
            "category_texts": categories,
            "status_texts": statuses,
            "order": order,
        }
        addresses = {name: pointer(array) for name, array in columns.items()}
        signs = kernels.Signs(signs=len(self), statuses=len(order), **addresses)
        length = kernels.encode(ctypes.byref(signs), pointer(out), pointer(values))
        return out[:length].tobytes()

    def cells(self) -> list[Cell]:
        """Return the signs one by one."""
        names = self.codes.status.codes
        order = [number for number in order_of(self.codes.status).tolist() if number < len(names)]
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


def texts_of(codes: CodeList) -> Array:
    """Return the codes as the encoder reads them: two bytes of length and the text, 258 bytes apart."""
    table = np.zeros((max(1, len(codes.codes)), TEXT_ROOM), dtype=np.uint8)
    for number, code in enumerate(codes.codes):
        text = code.encode()
        table[number, :2] = divmod(len(text), 256)[::-1]
        table[number, 2 : 2 + len(text)] = np.frombuffer(text, dtype=np.uint8)
    return table


def order_of(codes: CodeList) -> Array:
    """Return the numbers in the order of their codes, so that answers do not depend on who came first."""
    return np.array(sorted(range(len(codes.codes)), key=codes.codes.__getitem__), dtype=np.uint8)


def counts_of(statuses: Array, weights: Array) -> Array:
    """Return single rows as counts by status, int64 [rows, 8]."""
    count = np.zeros((len(statuses), STATUSES), dtype=np.int64)
    count[np.arange(len(statuses)), statuses] = weights
    return count


def no_signs(codes: Codes) -> Tile:
    """Return an empty tile."""
    none = np.empty(0, dtype=np.int64)
    return Tile(codes, none, none, none.reshape(0, STATUSES), none, none.astype(f"S{ID_LETTERS}"), none, none, none)
