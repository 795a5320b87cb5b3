"""Who answers where: every area must have one unit, every beat a unit that is there."""

from collections.abc import Mapping, Sequence

import shapely

from kmzb.territory.claims import Answering, answering_units, lineage
from kmzb.territory.content import AreaShape, Content
from kmzb.territory.importing.coverage import area_m2, overlaps
from kmzb.territory.importing.findings import Findings, Problem


def check_units(content: Content, findings: Findings) -> None:
    """Note units whose parent, or whose claimed area, is not there."""
    parents = {unit.code: unit.parent_code for unit in content.units}
    for unit in content.units:
        if unit.parent_code and unit.parent_code not in parents:
            text = f"its parent {unit.parent_code} is not among the units"
            findings.add(Problem.UNIT_PARENT_UNKNOWN, unit.code, text)
        elif unit.code in lineage(unit.parent_code, parents):
            findings.add(Problem.UNIT_PARENT_UNKNOWN, unit.code, "its line of parents leads back to itself")
        for claim in unit.claims:
            if claim not in content.area_by_code:
                text = f"it answers for {claim}, which is not among the areas"
                findings.add(Problem.UNIT_AREA_UNKNOWN, unit.code, text)
    for code in sorted({part.unit_code for part in content.unit_areas} - set(parents)):
        findings.add(Problem.UNIT_UNKNOWN, code, "an area was given for it, but it is not among the units")


def check_answers(content: Content, tolerance_m2: float, findings: Findings) -> None:
    """Note areas that nobody answers for, and those that a parent answers for because several units claim them."""
    parts = _parts_by_unit(content)
    answering = answering_units([leaf.code for leaf in content.leaves], content.units)
    ambiguous: dict[tuple[str, tuple[str, ...]], list[AreaShape]] = {}
    for leaf in content.leaves:
        answer = answering[leaf.code]
        if answer.unit_code is None:
            _check_unanswered(leaf, answer, parts, tolerance_m2, findings)
        elif len(answer.claimants) > 1 and not _is_covered(leaf, parts, tolerance_m2):
            ambiguous.setdefault((answer.unit_code, answer.claimants), []).append(leaf)
    for (unit, claimants), leaves in ambiguous.items():
        text = f"claimed by {', '.join(claimants)}; until finer areas are given, {unit} answers"
        subject = leaves[0].code if len(leaves) == 1 else leaves[0].code[:4]
        findings.add(Problem.UNIT_AMBIGUOUS, subject, text, at=leaves[0].shape)


def _check_unanswered(
    leaf: AreaShape,
    answer: Answering,
    parts: Mapping[str, list[shapely.Geometry]],
    tolerance_m2: float,
    findings: Findings,
) -> None:
    if _is_covered(leaf, parts, tolerance_m2):
        return
    why = (
        f"its claimants {', '.join(answer.claimants)} have no common parent" if answer.claimants else "nobody claims it"
    )
    text = f"{leaf.name}: {why}; every point of the country needs one responsible unit"
    findings.add(Problem.AREA_WITHOUT_UNIT, leaf.code, text, at=leaf.shape)


def _is_covered(leaf: AreaShape, parts: Mapping[str, list[shapely.Geometry]], tolerance_m2: float) -> bool:
    finer = [shape for shapes in parts.values() for shape in shapes if shapely.intersects(shape, leaf.shape)]
    return bool(finer) and area_m2(shapely.difference(leaf.shape, shapely.union_all(finer))) <= tolerance_m2


def _parts_by_unit(content: Content) -> dict[str, list[shapely.Geometry]]:
    parts: dict[str, list[shapely.Geometry]] = {}
    for part in content.unit_areas:
        parts.setdefault(part.unit_code, []).append(part.shape)
    return parts


def check_unit_areas(content: Content, tolerance_m2: float, findings: Findings) -> None:
    """Note areas of two units that lie over each other, unless one unit is above the other."""
    parents = {unit.code: unit.parent_code for unit in content.units}
    parts = content.unit_areas
    for found in overlaps([part.shape for part in parts], tolerance_m2):
        one, other = parts[found.first].unit_code, parts[found.second].unit_code
        if one not in lineage(other, parents) and other not in lineage(one, parents):
            text = f"they share {area_m2(found.shape):,.0f} m²; a place belongs to one unit only"
            findings.add(Problem.COVERAGE_OVERLAP, f"{one} {other}", text, at=found.shape)


def check_beats(content: Content, tolerance_m2: float, findings: Findings) -> None:
    """Note beats of unknown units, beats that lie over each other, and where a unit and its beats differ."""
    beats = content.beats
    for beat in beats:
        if beat.unit_code not in content.unit_by_code:
            findings.add(Problem.UNIT_UNKNOWN, beat.code, f"its unit {beat.unit_code} is not there", at=beat.shape)
    for found in overlaps([beat.shape for beat in beats], tolerance_m2):
        one, other = beats[found.first], beats[found.second]
        text = f"they share {area_m2(found.shape):,.0f} m²; a place belongs to one beat only"
        findings.add(Problem.COVERAGE_OVERLAP, f"{one.code} {other.code}", text, at=found.shape)
    for unit in sorted({beat.unit_code for beat in beats} & set(content.unit_by_code)):
        _compare_beats(content, unit, tolerance_m2, findings)


def _compare_beats(content: Content, unit: str, tolerance_m2: float, findings: Findings) -> None:
    own = [leaf.shape for leaf in content.leaves if _answers(content, unit, leaf)]
    own += [part.shape for part in content.unit_areas if part.unit_code == unit]
    if not own:
        return  # a station without an area of its own: its beats lie somewhere inside its parent's
    territory = shapely.union_all(own)
    beats = shapely.union_all([beat.shape for beat in content.beats if beat.unit_code == unit])
    outside, left = shapely.difference(beats, territory), shapely.difference(territory, beats)
    if (size := area_m2(outside)) > tolerance_m2:
        text = f"{size:,.0f} m² of its beats lie outside its territory; points there have no beat"
        findings.add(Problem.BEAT_OUTSIDE_UNIT, unit, text, at=outside)
    if (size := area_m2(left)) > tolerance_m2:
        findings.add(Problem.BEAT_GAP, unit, f"{size:,.0f} m² of its territory belong to no beat", at=left)


def _answers(content: Content, unit: str, leaf: AreaShape) -> bool:
    return answering_units([leaf.code], content.units)[leaf.code].unit_code == unit


__all__: Sequence[str] = ["check_answers", "check_beats", "check_unit_areas", "check_units"]
