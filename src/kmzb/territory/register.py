"""The names of one edition, and of those that earlier ones had: areas, units, beats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import shapely

from kmzb.territory.claims import answering_units
from kmzb.territory.content import AreaShape, Content, UnitFacts
from kmzb.territory.values import LEVEL_OF_LENGTH, Area, Beat, Box, Level, Unit, parent_of, title_of


@dataclass(frozen=True)
class Retired:
    """What earlier editions had and today's has not: names only, for the reports that refer to them."""

    areas: Mapping[str, str]
    units: Mapping[str, UnitFacts]
    beats: Mapping[str, tuple[str, str]]


class Register:
    """Names and relations by code. Reads nothing but memory."""

    def __init__(self, content: Content, retired: Retired) -> None:
        self._children: dict[str, list[str]] = defaultdict(list)
        for unit in content.units:
            self._children[unit.parent_code].append(unit.code)
        self.areas = {area.code: _area(area) for area in content.areas}
        self._leaf_codes = {leaf.code for leaf in content.leaves}
        self._served = self._leaves_served(content)
        self.units = {unit.code: self._unit(unit) for unit in content.units}
        self.beats = {beat.code: Beat(beat.code, beat.name, beat.unit_code, is_current=True) for beat in content.beats}
        self._boxes_of_parts = _boxes_of_parts(content)
        self._old_areas = {code: _old_area(code, name) for code, name in retired.areas.items()}
        self._old_units = {code: replace(self._unit(facts), is_current=False) for code, facts in retired.units.items()}
        self._old_beats = {
            code: Beat(code, name, unit, is_current=False) for code, (name, unit) in retired.beats.items()
        }

    def _leaves_served(self, content: Content) -> dict[str, set[str]]:
        """Return, per unit, the finest areas that it or a unit below it claims."""
        served: dict[str, set[str]] = defaultdict(set)
        for code, answering in answering_units(self._leaf_codes, content.units).items():
            for claimant in {*answering.claimants, answering.unit_code} - {None}:
                served[str(claimant)].add(code)
        return served

    def _unit(self, facts: UnitFacts) -> Unit:
        leaves = {leaf for code in self.units_below(facts.code) for leaf in self._served.get(code, ())}
        return Unit(
            code=facts.code,
            kind=facts.kind,
            name=facts.name,
            seat=facts.seat,
            parent_code=facts.parent_code,
            lon=facts.lon,
            lat=facts.lat,
            phone=facts.phone,
            email=facts.email,
            address=facts.address,
            claims=facts.claims,
            counties=tuple(sorted({leaf[:4] for leaf in leaves if len(leaf) > 2})),  # noqa: PLR2004  # below voivodeships
            is_current=True,
        )

    def unit(self, code: str) -> Unit | None:
        """Return the unit of that code, a retired one as well."""
        return self.units.get(code) or self._old_units.get(code)

    def area(self, code: str) -> Area | None:
        """Return the area of that code, a retired one as well."""
        return self.areas.get(code) or self._old_areas.get(code)

    def beat(self, code: str) -> Beat | None:
        """Return the beat of that code, a retired one as well."""
        return self.beats.get(code) or self._old_beats.get(code)

    def units_below(self, code: str) -> frozenset[str]:
        """Return the codes of the unit and of all below it."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += self._children.get(unit, [])
        return frozenset(found)

    def leaves_of_unit(self, code: str) -> frozenset[str]:
        """Return the codes of the finest areas that the unit or one below it claims."""
        return frozenset(leaf for unit in self.units_below(code) for leaf in self._served.get(unit, ()))

    def unit_bbox(self, code: str) -> Box | None:
        """Return the box around all that the unit and those below it answer for, None where that is nothing."""
        boxes = [self.areas[leaf].bbox for leaf in self.leaves_of_unit(code)]
        boxes += [self._boxes_of_parts[unit] for unit in self.units_below(code) if unit in self._boxes_of_parts]
        return around(box for box in boxes if box)

    def areas_of(self, level: Level) -> list[Area]:
        """Return the areas of one level by code."""
        return [area for area in self.areas.values() if area.level is level]


def box_of(shape: shapely.Geometry) -> Box:
    """Return the box around one shape."""
    west, south, east, north = shapely.bounds(shape).tolist()
    return west, south, east, north


def around(boxes: Iterable[Box]) -> Box | None:
    """Return the box around all boxes, None where there is none."""
    columns = list(zip(*boxes, strict=True))
    if not columns:
        return None
    return min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])


def _boxes_of_parts(content: Content) -> dict[str, Box]:
    boxes: dict[str, list[Box]] = defaultdict(list)
    for part in content.unit_areas:
        boxes[part.unit_code].append(box_of(part.shape))
    return {code: box for code, found in boxes.items() if (box := around(found))}


def _area(area: AreaShape) -> Area:
    return Area(
        area.code, area.name, title_of(area.level, area.name), area.level, parent_of(area.code), box_of(area.shape)
    )


def _old_area(code: str, name: str) -> Area:
    level = LEVEL_OF_LENGTH[len(code)]
    return Area(code, name, title_of(level, name), level, parent_of(code), None)
