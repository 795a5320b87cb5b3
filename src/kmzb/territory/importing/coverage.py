"""Areas as a coverage: levels made from the finest, and every gap and overlap between them found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from kmzb.territory.content import AreaShape
from kmzb.territory.importing.findings import Findings, Problem
from kmzb.territory.metric import shapes_to_metres
from kmzb.territory.values import LEVEL_OF_LENGTH, Level, parent_of

NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two shapes, by number, and the part of the plane that both claim, in degrees."""

    first: int
    second: int
    shape: shapely.Geometry


def overlaps(shapes: Sequence[shapely.Geometry], tolerance_m2: float) -> Iterator[Overlap]:
    """Yield each pair of shapes that share more than `tolerance_m2`."""
    geometries = np.array(shapes, dtype=object)
    if not len(geometries):
        return
    # Shapes that fit together, edge to edge, cannot overlap; only the others are worth cutting.
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(geometries)))
    tree = shapely.STRtree(geometries)
    left, right = tree.query(geometries[suspects], predicate="intersects")
    pairs = {tuple(sorted(pair)) for pair in zip(suspects[left].tolist(), right.tolist(), strict=True)}
    for first, second in sorted(pairs):
        if first != second:
            both = shapely.intersection(geometries[first], geometries[second])
            if area_m2(both) > tolerance_m2:
                yield Overlap(first, second, both)


def area_m2(shape: shapely.Geometry) -> float:
    """Return the area of a shape in degrees, in square metres of EPSG:2180."""
    return 0.0 if shapely.is_empty(shape) else float(shapely.area(shapes_to_metres(shape)))


def check_overlaps(areas: Sequence[AreaShape], tolerance_m2: float, findings: Findings) -> None:
    """Note every two areas of one level that lie over each other."""
    for level in Level:
        same = [area for area in areas if area.level is level]
        for found in overlaps([area.shape for area in same], tolerance_m2):
            codes = f"{same[found.first].code} {same[found.second].code}"
            text = f"they share {area_m2(found.shape):,.0f} m²; an area belongs to one only"
            findings.add(Problem.COVERAGE_OVERLAP, codes, text, at=found.shape)


def check_parents(areas: Sequence[AreaShape], findings: Findings) -> None:
    """Note every area whose upper level was given, but not its own."""
    codes = {area.code for area in areas}
    given = {area.level for area in areas}
    for area in areas:
        parent = parent_of(area.code)
        if parent and parent not in codes and LEVEL_OF_LENGTH[len(parent)] in given:
            text = f"its {LEVEL_OF_LENGTH[len(parent)]} {parent} is not among the areas"
            findings.add(Problem.AREA_PARENT_UNKNOWN, area.code, text, at=area.shape)


def check_levels(areas: Sequence[AreaShape], tolerance_m2: float, findings: Findings) -> None:
    """Note every part of an area that its own parts leave out, and what they have beyond it."""
    children = _children(areas)
    for area in areas:
        if area.code in children:
            parts = shapely.union_all([child.shape for child in children[area.code]])
            _note_gaps(shapely.difference(area.shape, parts), area.code, tolerance_m2, findings)
            beyond = shapely.difference(parts, area.shape)
            if (surplus := area_m2(beyond)) > tolerance_m2:
                text = f"its parts have {surplus:,.0f} m² beyond it"
                findings.add(Problem.COVERAGE_OVERLAP, area.code, text, at=beyond)


def close_gaps(leaves: Sequence[AreaShape], tolerance_m2: float, findings: Findings) -> list[AreaShape]:
    """Note every hole between the finest areas; one within the tolerance is given to the neighbour it touches most."""
    whole = shapely.union_all([leaf.shape for leaf in leaves])
    closed = {leaf.code: leaf for leaf in leaves}
    for part in shapely.get_parts(whole):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            neighbour = closed[_neighbour(hole, leaves)]
            if area_m2(hole) > tolerance_m2:
                _note_gaps(hole, neighbour.code, tolerance_m2, findings)
            else:
                closed[neighbour.code] = replace(neighbour, shape=shapely.union(neighbour.shape, hole))
                text = f"a gap of {area_m2(hole):,.1f} m² was given to it"
                findings.add(Problem.COVERAGE_CLOSED, neighbour.code, text, at=hole)
    return list(closed.values())


def _neighbour(hole: shapely.Geometry, leaves: Sequence[AreaShape]) -> str:
    border = shapely.boundary(hole)
    touching = [leaf for leaf in leaves if shapely.intersects(leaf.shape, hole)]
    return max(touching, key=lambda leaf: (shapely.length(shapely.intersection(leaf.shape, border)), leaf.code)).code


def _note_gaps(gap: shapely.Geometry, code: str, tolerance_m2: float, findings: Findings) -> None:
    for part in shapely.get_parts(gap):
        if (size := area_m2(part)) > tolerance_m2:
            text = f"{size:,.0f} m² belong to no finer area; every point of the country needs one"
            findings.add(Problem.COVERAGE_GAP, code, text, at=part)


def _children(areas: Sequence[AreaShape]) -> Mapping[str, list[AreaShape]]:
    children: dict[str, list[AreaShape]] = {}
    for area in areas:
        children.setdefault(parent_of(area.code), []).append(area)
    return children


def with_upper_levels(areas: Sequence[AreaShape], name_of: NameOf) -> list[AreaShape]:
    """Return the areas with every level above them; an upper area is the union of its parts, so that levels agree."""
    known = {area.code: area for area in areas}
    for length in (4, 2):
        for code, parts in _children(list(known.values())).items():
            if len(code) == length:
                name = known[code].name if code in known else name_of(code)
                known[code] = AreaShape(code, name, shapely.union_all([part.shape for part in parts]))
    return [known[code] for code in sorted(known)]
