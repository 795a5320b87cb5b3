"""Which of many shapes holds a point: exact, and in microseconds.

The plane is cut into cells. A cell that no border crosses has one answer, worked out beforehand; in the others the
few shapes whose borders cross it are asked one by one, in their order, so that shared borders have one owner.
"""

from itertools import product
from math import ceil, cos, radians, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from kmzb.territory.metric import to_metres, true_to_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Place = tuple[float, float]

_CELLS_PER_SHAPE = 64
_FEWEST_CELLS, _MOST_CELLS = 256, 250_000
_NOTHING = -1
_METRES_PER_DEGREE = 111_000  # a little less than any degree of latitude has, so that a search never falls short


class Mosaic:
    """Shapes in EPSG:4326, the earlier before the later where they share a point."""

    def __init__(self, shapes: "Sequence[shapely.Geometry]") -> None:
        self.shapes: NDArray[Any] = np.array(shapes, dtype=object)
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)
        self._in_metres: dict[int, shapely.Geometry] = {}
        self._asked_before: dict[int, list[tuple[int, shapely.Geometry]]] = {}
        self._lay_grid()

    def _lay_grid(self) -> None:
        west, south, east, north = (float(edge) for edge in shapely.total_bounds(self.shapes))
        cells = min(max(_CELLS_PER_SHAPE * len(self.shapes), _FEWEST_CELLS), _MOST_CELLS)
        self._step = max(sqrt((east - west) * (north - south) / cells), 1e-6)
        self._west, self._south = west, south
        self._columns = ceil((east - west) / self._step) + 1
        self._rows = ceil((north - south) / self._step) + 1
        self._fill(*self._candidates())

    def _candidates(self) -> tuple["Ints", "Ints"]:
        """Return pairs of cell and shape: each shape with each cell that its border crosses or that it holds."""
        border_cells, border_shapes = self._border_pairs()
        held_cells, held_shapes = self._held_pairs()
        self._is_crossed = np.zeros(self._columns * self._rows, dtype=bool)
        self._is_crossed[border_cells] = True
        cells = np.concatenate([border_cells, held_cells])
        shapes = np.concatenate([border_shapes, held_shapes])
        both = _distinct(cells * len(self.shapes) + shapes)
        return both // len(self.shapes), both % len(self.shapes)

    def _border_pairs(self) -> tuple["Ints", "Ints"]:
        starts, ends, owners = _edges(self.shapes)
        longest = np.abs(ends - starts).max(axis=1)
        pieces = np.maximum(np.ceil(2 * longest / self._step).astype(np.int64), 1)
        edge = np.repeat(np.arange(len(pieces)), pieces)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        stride = (ends - starts)[edge] / pieces[edge][:, None]
        first = starts[edge] + stride * nth[:, None]
        return self._cells_of_boxes(np.minimum(first, first + stride), np.maximum(first, first + stride), owners[edge])

    def _cells_of_boxes(self, low: "Floats", high: "Floats", owners: "Ints") -> tuple["Ints", "Ints"]:
        """Return every cell that a box touches; boxes are half a cell, so two by two cells are enough."""
        slack = self._step * 1e-6  # rounding never loses the neighbour of a cell's edge
        columns = self._column(low[:, 0] - slack), self._column(high[:, 0] + slack)
        rows = self._row(low[:, 1] - slack), self._row(high[:, 1] + slack)
        pairs = []
        for column, row in product(columns, rows):
            pair = (row * self._columns + column) * len(self.shapes) + owners
            # A border stays in one cell for many of its points.
            pairs.append(pair[np.concatenate([[True], pair[1:] != pair[:-1]])])
        distinct = _distinct(np.concatenate(pairs))
        return distinct // len(self.shapes), distinct % len(self.shapes)

    def _held_pairs(self) -> tuple["Ints", "Ints"]:
        rows, columns = np.divmod(np.arange(self._columns * self._rows), self._columns)
        x = self._west + (columns + 0.5) * self._step
        y = self._south + (rows + 0.5) * self._step
        cells, shapes = self._tree.query(shapely.points(x, y))
        held = shapely.intersects_xy(self.shapes[shapes], x[cells], y[cells])
        return cells[held], shapes[held]

    def _fill(self, cells: "Ints", shapes: "Ints") -> None:
        """Keep, per cell, the one answer, or where its candidates begin and end."""
        self._owners = shapes
        size = self._columns * self._rows
        self._begin = np.searchsorted(cells, np.arange(size + 1))
        self._answer = np.full(size, _NOTHING, dtype=np.int64)
        first, filled = self._begin[:-1], self._begin[:-1] < self._begin[1:]
        self._answer[filled] = shapes[first[filled]]
        self._answer_list = np.where(self._is_crossed, -2, self._answer).tolist()

    def _asked(self, cell: int) -> "list[tuple[int, shapely.Geometry]]":
        """Return the shapes to ask in a crossed cell; they are put together when somebody first asks there."""
        if (known := self._asked_before.get(cell)) is None:
            owners = self._owners[self._begin[cell] : self._begin[cell + 1]].tolist()
            known = self._asked_before[cell] = [(number, self.shapes[number]) for number in owners]
        return known

    def _column(self, x: "Floats") -> "Ints":
        return np.clip(((x - self._west) / self._step).astype(np.int64), 0, self._columns - 1)

    def _row(self, y: "Floats") -> "Ints":
        return np.clip(((y - self._south) / self._step).astype(np.int64), 0, self._rows - 1)

    def find(self, lon: float, lat: float) -> int:
        """Return the number of the first shape that holds the point or has it on its border, else -1."""
        column, row = (lon - self._west) / self._step, (lat - self._south) / self._step
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return _NOTHING
        cell = int(row) * self._columns + int(column)
        answer: int = self._answer_list[cell]
        if answer > -2:  # noqa: PLR2004  # -2 stands for "a border crosses"
            return answer
        for number, shape in self._asked(cell):
            if shapely.intersects_xy(shape, lon, lat):
                return number
        return _NOTHING

    def find_many(self, lons: "Floats", lats: "Floats") -> "Ints":
        """Return what `find` returns, for arrays of points of one length."""
        with np.errstate(invalid="ignore"):
            column, row = (lons - self._west) / self._step, (lats - self._south) / self._step
            inside = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        cell = np.zeros(len(lons), dtype=np.int64)
        cell[inside] = row[inside].astype(np.int64) * self._columns + column[inside].astype(np.int64)
        found = np.where(inside, self._answer[cell], _NOTHING)
        asked = np.flatnonzero(inside & self._is_crossed[cell])
        found[asked] = self._ask(cell[asked], lons[asked], lats[asked])
        return found

    def _ask(self, cell: "Ints", lons: "Floats", lats: "Floats") -> "Ints":
        counts = self._begin[cell + 1] - self._begin[cell]
        point = np.repeat(np.arange(len(cell)), counts)
        nth = np.arange(len(point)) - np.repeat(np.cumsum(counts) - counts, counts)
        candidate = self._owners[self._begin[cell][point] + nth]
        holds = shapely.intersects_xy(self.shapes[candidate], lons[point], lats[point])
        found = np.full(len(cell), len(self.shapes), dtype=np.int64)
        np.minimum.at(found, point[holds], candidate[holds])
        return np.where(found == len(self.shapes), _NOTHING, found)

    def nearest(self, lon: float, lat: float, within_m: float) -> int:
        """Return the number of the shape nearest to the point, measured in EPSG:2180, or -1 beyond `within_m`."""
        reach = within_m / _METRES_PER_DEGREE
        across = reach / cos(radians(min(abs(lat) + reach, 89)))
        box = shapely.box(lon - across, lat - reach, lon + across, lat + reach)
        point = shapely.Point(to_metres(lon, lat))
        near = sorted((shapely.distance(self.in_metres(int(i)), point), int(i)) for i in self.near(box))
        return near[0][1] if near and near[0][0] <= within_m else _NOTHING

    def nearest_line(self, number: int, lon: float, lat: float) -> "tuple[Place, Place]":
        """Return, in EPSG:2180, the point of a shape that is nearest to the given one, and the given one."""
        line = shapely.shortest_line(self.in_metres(number), shapely.Point(to_metres(lon, lat)))
        (x, y), (u, v) = shapely.get_coordinates(line).tolist()
        return (x, y), (u, v)

    def near(self, box: shapely.Geometry) -> "Ints":
        """Return the numbers of the shapes whose bounds meet the box's."""
        return self._tree.query(box)

    def in_metres(self, number: int) -> shapely.Geometry:
        """Return a shape in EPSG:2180; it is worked out once."""
        if number not in self._in_metres:
            self._in_metres[number] = true_to_metres(self.shapes[number])
        return self._in_metres[number]


def _edges(shapes: "NDArray[Any]") -> tuple["Floats", "Floats", "Ints"]:
    """Return starts and ends of all edges of all rings, and which shape each belongs to."""
    rings, owners = [], []
    for number, shape in enumerate(shapes):
        for part in shapely.get_parts(shape):
            rings += [part.exterior, *part.interiors]
            owners += [number] * (1 + len(part.interiors))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[:-1] == ring[1:]
    return points[:-1][same], points[1:][same], np.array(owners)[ring[:-1][same]]


def _distinct(numbers: "Ints") -> "Ints":
    """Return the different numbers in order. Sorting first is quicker here than numpy's own table of hashes."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
