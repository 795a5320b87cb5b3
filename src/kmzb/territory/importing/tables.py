"""From files to areas, units, unit areas and beats; codes are checked, shapes are made valid."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from kmzb.territory.content import AreaShape, BeatShape, UnitFacts, UnitShape
from kmzb.territory.importing.findings import Findings, Problem
from kmzb.territory.importing.geojson import Feature, read_features
from kmzb.territory.values import LEVEL_OF_LENGTH

_UNIT_COLUMNS = frozenset({"code", "kind", "name", "parent", "counties"})
_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """How the files name their fields."""

    area_code: str = "terc"
    area_name: str = "name"
    unit: str = "unit"
    beat_code: str = "code"
    beat_name: str = "name"


def read_areas(paths: Sequence[Path], fields: Fields, findings: Findings) -> list[AreaShape]:
    """Return the areas of all files; what is wrong is noted and left out."""
    areas: dict[str, AreaShape] = {}
    for path in paths:
        for feature in read_features(path, findings):
            code, name = _code(feature, fields.area_code), _text(feature, fields.area_name)
            if len(code) not in LEVEL_OF_LENGTH or not code.isdigit() or not name:
                wrong = f"expected 2, 4 or 7 digits in {fields.area_code!r} and a name in {fields.area_name!r}"
                findings.add(
                    Problem.CODE_MALFORMED, code or path.name, f"{wrong}, got {dict(feature.properties)!r:.200}"
                )
            elif code in areas:
                findings.add(Problem.CODE_DUPLICATE, code, "an area of this code was given before", at=feature.shape)
            elif (shape := sound(feature.shape, code, findings)) is not None:
                areas[code] = AreaShape(code, name, shape)
    return [areas[code] for code in sorted(areas)]


def read_unit_areas(path: Path, fields: Fields, findings: Findings) -> list[UnitShape]:
    """Return the areas of units, one or more of each."""
    found = []
    for feature in read_features(path, findings):
        code = _text(feature, fields.unit)
        if not code:
            findings.add(
                Problem.CODE_MALFORMED, path.name, f"expected a unit's code in {fields.unit!r}", at=feature.shape
            )
        elif (shape := sound(feature.shape, code, findings)) is not None:
            found.append(UnitShape(code, shape))
    return sorted(found, key=lambda part: (part.unit_code, shapely.to_wkb(part.shape)))


def read_beats(path: Path, fields: Fields, findings: Findings) -> list[BeatShape]:
    """Return the beats; each must have a code, a name and a unit."""
    beats: dict[str, BeatShape] = {}
    for feature in read_features(path, findings):
        code, name, unit = (_text(feature, field) for field in (fields.beat_code, fields.beat_name, fields.unit))
        if not (code and name and unit):
            wrong = f"expected {fields.beat_code!r}, {fields.beat_name!r} and {fields.unit!r} of a beat"
            findings.add(Problem.CODE_MALFORMED, code or path.name, wrong, at=feature.shape)
        elif code in beats:
            findings.add(Problem.CODE_DUPLICATE, code, "a beat of this code was given before", at=feature.shape)
        elif (shape := sound(feature.shape, code, findings)) is not None:
            beats[code] = BeatShape(code, name, unit, shape)
    return [beats[code] for code in sorted(beats)]


def read_units(path: Path, findings: Findings) -> list[UnitFacts]:
    """Return the units of a CSV table with the columns code, kind, name, parent, counties and, if known, others."""
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, ValueError, csv.Error) as error:
        findings.add(Problem.FILE_UNREADABLE, path.name, f"expected a CSV table of units, got {error}")
        return []
    missing = sorted(_UNIT_COLUMNS - set(rows[0] if rows else ()))
    if missing:
        findings.add(Problem.FILE_UNREADABLE, path.name, f"it lacks the columns {', '.join(missing)}, or has no rows")
        return []
    return _units(rows, findings)


def _units(rows: Iterable[dict[str, str]], findings: Findings) -> list[UnitFacts]:
    units: dict[str, UnitFacts] = {}
    for row in rows:
        code = (row["code"] or "").strip()
        if not code or not row["name"]:
            findings.add(Problem.CODE_MALFORMED, code or "unit", f"expected a code and a name, got {row!r:.200}")
        elif code in units:
            findings.add(Problem.CODE_DUPLICATE, code, "a unit of this code was given before")
        else:
            units[code] = _unit(code, {name: (value or "").strip() for name, value in row.items() if name})
    return [units[code] for code in sorted(units)]


def _unit(code: str, row: dict[str, str]) -> UnitFacts:
    return UnitFacts(
        code=code,
        kind=row["kind"],
        name=row["name"],
        seat=row.get("seat", ""),
        parent_code=row["parent"],
        claims=tuple(claim for claim in _SEPARATORS.split(row["counties"]) if claim),
        lon=_number(row.get("lon", "")),
        lat=_number(row.get("lat", "")),
        phone=row.get("phone", ""),
        email=row.get("email", ""),
        address=row.get("address", ""),
    )


def sound(shape: shapely.Geometry, subject: str, findings: Findings) -> shapely.Geometry | None:
    """Return the shape as valid polygons, or None where it cannot be one; either repair or refusal is noted."""
    if shapely.is_valid(shape) and _is_areal(shape):
        return shape
    reason = str(shapely.is_valid_reason(shape)) if _is_areal(shape) else "it is none"
    mended = _areal_parts(shapely.make_valid(shape)) if _is_areal(shape) else None
    if mended is None or shapely.is_empty(mended):
        findings.add(Problem.GEOMETRY_INVALID, subject, f"expected polygons, but {reason}", at=_spot(shape))
        return None
    findings.add(Problem.GEOMETRY_REPAIRED, subject, f"{reason}; it was mended", at=mended)
    return mended


def _is_areal(shape: shapely.Geometry) -> bool:
    return isinstance(shape, (shapely.Polygon, shapely.MultiPolygon)) and not shapely.is_empty(shape)


def _areal_parts(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all([part for part in shapely.get_parts(shape) if _is_areal(part)])


def _spot(shape: shapely.Geometry) -> shapely.Geometry | None:
    points = shapely.get_coordinates(shape)
    return shapely.Point(points[0]) if len(points) else None


def _code(feature: Feature, field: str) -> str:
    """Return a TERYT code as text. Programs that take it for a number lose the leading zero; it is given back."""
    value: Any = feature.properties.get(field)
    text = _text(feature, field)
    return text.zfill(7 if len(text) > 4 else len(text) + len(text) % 2) if isinstance(value, int) else text  # noqa: PLR2004


def _text(feature: Feature, field: str) -> str:
    value = feature.properties.get(field)
    return "" if value is None else str(value).strip()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
