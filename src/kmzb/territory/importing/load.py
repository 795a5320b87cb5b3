"""Bringing in official boundaries: read, check, name everything that is wrong, and only then replace."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from statistics import median

import shapely

from kmzb.lib.time import warsaw_day
from kmzb.territory.builtin.facts import table
from kmzb.territory.content import AreaShape, Content
from kmzb.territory.editions import load_edition
from kmzb.territory.importing.coverage import check_levels, check_overlaps, check_parents, close_gaps, with_upper_levels
from kmzb.territory.importing.findings import Finding, Findings, Problem
from kmzb.territory.importing.geojson import note_swapped
from kmzb.territory.importing.responsibility import check_answers, check_beats, check_unit_areas, check_units
from kmzb.territory.importing.tables import Fields, read_areas, read_beats, read_unit_areas, read_units
from kmzb.territory.metric import shapes_to_metres, to_metres

_FAR_M, _NOT_NEAR_M = 60_000, 15_000


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to bring in.

    Attributes:
        areas: GeoJSON files of voivodeships, counties and gminas, in any order.
        units: a CSV table of police units.
        unit_areas: GeoJSON of areas that single units answer for, finer than the areas.
        beats: GeoJSON of beats.
        valid_from: since when the boundaries are in force; None for today.
        tolerance_m2: gaps and overlaps up to this size are tolerated.

    """

    areas: Sequence[Path]
    units: Path
    unit_areas: Path | None = None
    beats: Path | None = None
    fields: Fields = field(default_factory=Fields)
    valid_from: date | None = None
    source: str = ""
    tolerance_m2: float = 1000.0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of it. `edition_id` is None when nothing was changed."""

    edition_id: int | None
    counts: dict[str, int]
    errors: Sequence[Finding]
    warnings: Sequence[Finding]

    @property
    def is_refused(self) -> bool:
        """Whether an error kept the import from happening."""
        return bool(self.errors)


def import_territory(request: ImportRequest, *, now: datetime, check_only: bool = False) -> ImportReport:
    """Check the files and, unless there is an error or `check_only`, make them the current edition.

    Reports stay as they are; whoever follows editions re-routes what lies in another unit now.
    """
    findings = Findings()
    today = warsaw_day(now)
    if request.valid_from and request.valid_from > today:
        text = f"{request.valid_from} lies ahead; an edition answers from the day it is loaded, so load it then"
        findings.add(Problem.VALID_FROM_FUTURE, "valid_from", text)
    content = read_and_check(request, findings)
    counts = {
        "areas": len(content.areas),
        "units": len(content.units),
        "unit_areas": len(content.unit_areas),
        "beats": len(content.beats),
    }
    edition_id = None
    if not findings.errors and not check_only:
        source = request.source or ", ".join(path.name for path in request.areas)
        valid_from = request.valid_from or today
        edition_id = load_edition(content, valid_from=valid_from, source=source[:200], is_approximate=False, now=now)
    return ImportReport(edition_id, counts, findings.errors, findings.warnings)


def read_and_check(request: ImportRequest, findings: Findings) -> Content:
    """Return the content of the files; every problem is noted, and checks that need sound files wait for them."""
    areas = read_areas(request.areas, request.fields, findings)
    units = tuple(read_units(request.units, findings))
    parts = read_unit_areas(request.unit_areas, request.fields, findings) if request.unit_areas else []
    beats = read_beats(request.beats, request.fields, findings) if request.beats else []
    if not areas or not units:
        return Content(tuple(areas), units)
    if _is_mirrored(areas):
        note_swapped(", ".join(path.name for path in request.areas), findings)
        return Content(tuple(areas), units)
    areas = _check_areas(areas, request.tolerance_m2, findings)
    content = Content(tuple(areas), units, tuple(parts), tuple(beats))
    check_units(content, findings)
    check_answers(content, request.tolerance_m2, findings)
    check_unit_areas(content, request.tolerance_m2, findings)
    check_beats(content, request.tolerance_m2, findings)
    return content


def _check_areas(areas: list[AreaShape], tolerance_m2: float, findings: Findings) -> list[AreaShape]:
    check_parents(areas, findings)
    check_overlaps(areas, tolerance_m2, findings)
    check_levels(areas, tolerance_m2, findings)
    leaves = Content(tuple(areas), ()).leaves
    closed = {leaf.code: leaf for leaf in close_gaps(leaves, tolerance_m2, findings)}
    names = {row["code"]: row["name"] for name in ("voivodeships", "counties") for row in table(name)}
    whole = [closed.get(area.code, area) for area in areas]
    return with_upper_levels(whole, lambda code: names.get(code, code))


def _is_mirrored(areas: Sequence[AreaShape]) -> bool:
    """Return whether the areas lie far from the seats of their counties: metres with swapped axes stay in the box."""
    seats: dict[str, list[shapely.Geometry]] = {}
    for row in table("counties"):
        seat = shapely.Point(to_metres(float(row["lon"]), float(row["lat"])))
        seats.setdefault(row["code"], []).append(seat)
        seats.setdefault(row["code"][:2], []).append(seat)
    away, mirrored = [], []
    for area in areas:
        known = seats.get(area.code[:4]) or seats.get(area.code[:2])
        if known:
            point = shapely.point_on_surface(shapes_to_metres(area.shape))
            turned = shapely.transform(point, lambda xy: xy[:, ::-1])
            away.append(min(shapely.distance(point, seat) for seat in known))
            mirrored.append(min(shapely.distance(turned, seat) for seat in known))
    if not away:
        return False
    usual, usual_mirrored = median(away), median(mirrored)
    return bool(usual > _FAR_M or (usual > _NOT_NEAR_M and usual_mirrored < usual / 2))
