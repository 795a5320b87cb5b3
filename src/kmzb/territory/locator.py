"""From a point to its gmina, county, voivodeship, unit and beat: exact, in memory, in microseconds."""

from collections import defaultdict
from math import dist
from typing import TYPE_CHECKING

import numpy as np
import shapely

from kmzb.territory.claims import answering_units, lineage
from kmzb.territory.content import AreaShape, BeatShape, Content
from kmzb.territory.metric import shapes_to_degrees, to_degrees
from kmzb.territory.mosaic import Mosaic
from kmzb.territory.values import EditionInfo, Level, Located, Ref, parent_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


_STEP_M = 0.3
_SLACK_M = 1.0  # where the land is so narrow that the step leaves it
_REACH_OF_APPROXIMATE_M = 10_000.0


class Index:
    """The searchable form of one content. It belongs to no edition, so that editions of equal content share it."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._leaves = content.leaves
        self._mosaic = Mosaic([leaf.shape for leaf in self._leaves])
        answering = answering_units([leaf.code for leaf in self._leaves], content.units)
        self._unit_of_leaf = [answering[leaf.code].unit_code for leaf in self._leaves]
        self._lay_unit_areas()
        self._lay_beats()
        self._answers: dict[tuple[int, int, int], Located] = {}

    def _lay_unit_areas(self) -> None:
        parents = {unit.code: unit.parent_code for unit in self._content.units}
        # The deeper unit answers where areas of a unit and of one below it lie over each other.
        ordered = sorted(
            self._content.unit_areas, key=lambda part: (-len(lineage(part.unit_code, parents)), part.unit_code)
        )
        self._unit_of_part = [part.unit_code for part in ordered]
        self._parts = Mosaic([part.shape for part in ordered]) if ordered else None

    def _lay_beats(self) -> None:
        """Group beats by the unit that answers where they lie: their own, or the nearest above it that answers."""
        parents = {unit.code: unit.parent_code for unit in self._content.units}
        answering = {*self._unit_of_leaf, *self._unit_of_part}
        groups: dict[str, list[int]] = defaultdict(list)
        for number, beat in enumerate(self._content.beats):
            line = lineage(beat.unit_code, parents)
            groups[next((code for code in line if code in answering), beat.unit_code)].append(number)
        self._beats_of_unit: Mapping[str, Sequence[int]] = groups
        self._beat_mosaics: dict[str, Mosaic] = {}

    def find(self, lon: float, lat: float) -> Located | None:
        """Return what the point belongs to, None outside the land."""
        leaf = self._mosaic.find(lon, lat)
        return None if leaf < 0 else self._located(leaf, lon, lat)

    def find_many(self, lons: "NDArray[np.float64]", lats: "NDArray[np.float64]") -> list[Located | None]:
        """Return what `find` returns, for arrays of points of one length."""
        leaves = self._mosaic.find_many(lons, lats)
        if self._parts is None and not self._beats_of_unit:
            return [None if leaf < 0 else self._answer(leaf, -1, -1) for leaf in leaves.tolist()]
        rows = zip(leaves.tolist(), lons.tolist(), lats.tolist(), strict=True)
        return [None if leaf < 0 else self._located(leaf, lon, lat) for leaf, lon, lat in rows]

    def nearest(self, lon: float, lat: float, within_m: float) -> Located | None:
        """Return what the nearest land within `within_m` belongs to, itself first, None where there is none."""
        if inside := self.find(lon, lat):
            return inside
        leaf = self._mosaic.nearest(lon, lat, within_m)
        return None if leaf < 0 else self._located(leaf, *self._on_land(leaf, lon, lat), slack_m=_SLACK_M)

    def nearest_land(self, lon: float, lat: float, within_m: float) -> tuple[float, float] | None:
        """Return the point itself if it is on land, else the nearest point of the land within `within_m`, or None."""
        if self._mosaic.find(lon, lat) >= 0:
            return lon, lat
        leaf = self._mosaic.nearest(lon, lat, within_m)
        return None if leaf < 0 else self._on_land(leaf, lon, lat)

    def _on_land(self, leaf: int, lon: float, lat: float) -> tuple[float, float]:
        """Return the nearest point of the leaf, a step inland, so that rounding leaves it there."""
        (east, north), (x, y) = self._mosaic.nearest_line(leaf, lon, lat)
        away = dist((east, north), (x, y)) or 1.0
        return to_degrees(east + (east - x) / away * _STEP_M, north + (north - y) / away * _STEP_M)

    def land_of_cell(self, west: float, south: float, east: float, north: float) -> shapely.Geometry:
        """Return the land inside a box; box and land are in EPSG:2180."""
        corners = shapes_to_degrees(shapely.box(west, south, east, north).buffer(1))
        near = [self._mosaic.in_metres(int(number)) for number in self._mosaic.near(corners)]
        return shapely.union_all([shapely.clip_by_rect(shape, west, south, east, north) for shape in near])

    def _located(self, leaf: int, lon: float, lat: float, slack_m: float = 0.0) -> Located:
        part = _find(self._parts, lon, lat, slack_m) if self._parts else -1
        unit = self._unit_of_part[part] if part >= 0 else self._unit_of_leaf[leaf]
        if unit not in self._beats_of_unit:
            return self._answer(leaf, part, -1)
        return self._answer(leaf, part, self._beat(str(unit), lon, lat, slack_m))

    def _beat(self, unit: str, lon: float, lat: float, slack_m: float) -> int:
        numbers = self._beats_of_unit[unit]
        if unit not in self._beat_mosaics:
            self._beat_mosaics[unit] = Mosaic([self._content.beats[number].shape for number in numbers])
        found = _find(self._beat_mosaics[unit], lon, lat, slack_m)
        return numbers[found] if found >= 0 else -1

    def _answer(self, leaf: int, part: int, beat: int) -> Located:
        key = (leaf, part, beat)
        if key not in self._answers:
            self._answers[key] = self._tell(*key)
        return self._answers[key]

    def _tell(self, leaf: int, part: int, beat: int) -> Located:
        code = self._leaves[leaf].code
        unit_code = self._unit_of_part[part] if part >= 0 else self._unit_of_leaf[leaf]
        unit = self._content.unit_by_code.get(unit_code or "")
        return Located(
            gmina=self._area(code, Level.GMINA),
            county=self._area(code, Level.COUNTY),
            voivodeship=self._area(code, Level.VOIVODESHIP),
            unit=Ref(unit.code, unit.name) if unit else None,
            beat=_ref(self._content.beats[beat]) if beat >= 0 else None,
        )

    def _area(self, code: str, level: Level) -> Ref | None:
        while code:
            area = self._content.area_by_code.get(code)
            if area and area.level is level:
                return _ref(area)
            code = parent_of(code)
        return None


def _find(mosaic: Mosaic, lon: float, lat: float, slack_m: float) -> int:
    found = mosaic.find(lon, lat)
    return mosaic.nearest(lon, lat, slack_m) if found < 0 and slack_m else found


def _ref(named: AreaShape | BeatShape) -> Ref:
    return Ref(named.code, named.name)


class Locator:
    """Answers of one edition. Made anew when the edition changes; keep it no longer than a request."""

    def __init__(self, edition: EditionInfo, index: Index) -> None:
        self.edition = edition
        self._index = index

    def locate(self, lon: float, lat: float) -> Located | None:
        """Return exactly what the point belongs to, None outside the land (NaN included)."""
        return self._index.find(lon, lat)

    def locate_many(self, lons: "NDArray[np.float64]", lats: "NDArray[np.float64]") -> list[Located | None]:
        """Return what `locate` returns, for arrays of points of one length."""
        return self._index.find_many(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))

    def nearest(self, lon: float, lat: float, within_m: float) -> Located | None:
        """Return what the point, or the land nearest to it within `within_m` metres, belongs to; None beyond.

        An approximate edition is not sure of the border, so it reaches at least 10 km.
        """
        reach = max(within_m, _REACH_OF_APPROXIMATE_M) if self.edition.is_approximate else within_m
        return self._index.nearest(lon, lat, reach)

    def nearest_land(self, lon: float, lat: float, within_m: float = 50_000) -> tuple[float, float]:
        """Return the point itself on land, else the nearest point of the land; itself where none is within reach."""
        return self._index.nearest_land(lon, lat, within_m) or (lon, lat)

    def land_of_cell(self, west: float, south: float, east: float, north: float) -> shapely.Geometry:
        """Return the land inside a box; box and land are in EPSG:2180."""
        return self._index.land_of_cell(west, south, east, north)
