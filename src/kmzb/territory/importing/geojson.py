"""GeoJSON files in EPSG:4326 or EPSG:2180, read into shapes in degrees. Axes are always east first, then north."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from kmzb.territory.importing.findings import Findings, Problem
from kmzb.territory.metric import shapes_to_degrees

_DEGREES = frozenset({"EPSG:4326", "OGC:CRS84"})
_METRES = frozenset({"EPSG:2180"})
_COUNTRY = (13.9, 48.8, 24.4, 55.1)
_SWAPPED_HINT = "the axes look swapped: every position must have east (longitude) first, then north (latitude)"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its properties, and its shape in EPSG:4326 without heights."""

    properties: Mapping[str, Any]
    shape: shapely.Geometry


def read_features(path: Path, findings: Findings) -> list[Feature]:
    """Return the polygons of a GeoJSON file; what cannot be read is noted in `findings`, and nothing is returned."""
    try:
        collection = json.loads(path.read_bytes())
        features = [(feature["properties"] or {}, shape_of(feature["geometry"])) for feature in collection["features"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, shapely.GEOSException) as error:
        text = f"expected a GeoJSON FeatureCollection of polygons, got {type(error).__name__}: {error}"
        findings.add(Problem.FILE_UNREADABLE, path.name, text)
        return []
    shapes = shapely.force_2d(np.array([shape for _, shape in features], dtype=object))
    if not len(shapes):
        findings.add(Problem.FILE_UNREADABLE, path.name, "it has no features")
        return []
    shapes = _in_degrees(shapes, collection.get("crs"), path, findings)
    if shapes is None or not _is_in_country(shapes, path, findings):
        return []
    return [Feature(properties, shape) for (properties, _), shape in zip(features, shapes, strict=True)]


def _in_degrees(shapes: Any, crs: Any, path: Path, findings: Findings) -> Any:
    name = _crs_name(crs)
    if name is None:
        edges = np.abs(shapely.total_bounds(shapes))
        name = "EPSG:4326" if edges[[0, 2]].max() <= 180 and edges[[1, 3]].max() <= 180 else "EPSG:2180"  # noqa: PLR2004
    if name in _DEGREES:
        return shapes
    if name in _METRES:
        return shapes_to_degrees(shapes)
    text = f"expected EPSG:4326 or EPSG:2180, got {name}; convert the file first"
    findings.add(Problem.CRS_UNSUPPORTED, path.name, text)
    return None


def _crs_name(crs: Any) -> str | None:
    """Return the system of a `crs` member as AUTHORITY:CODE, e.g. from "urn:ogc:def:crs:EPSG::2180"."""
    if not isinstance(crs, dict) or not isinstance(crs.get("properties"), dict):
        return None
    words = [word for word in re.split(r"[:/#]+", str(crs["properties"].get("name", "")).upper()) if word]
    if not words:
        return None
    # A name begins with "urn:ogc:def:crs" whosever the code is; the authority stands before the code.
    return f"{'OGC' if words[-1] == 'CRS84' else 'EPSG'}:{words[-1]}"


def _is_in_country(shapes: Any, path: Path, findings: Findings) -> bool:
    with np.errstate(invalid="ignore"):
        west, south, east, north = shapely.total_bounds(shapes)
        # A comparison with NaN or infinity is false, so that such a file is refused too.
        if west < _COUNTRY[2] and east > _COUNTRY[0] and south < _COUNTRY[3] and north > _COUNTRY[1]:
            return True
    is_swapped = south < _COUNTRY[2] and north > _COUNTRY[0] and west < _COUNTRY[3] and east > _COUNTRY[1]
    text = f"its extent {west:.2f} {south:.2f} {east:.2f} {north:.2f} misses the country (14–24 E, 49–55 N)"
    findings.add(Problem.EXTENT_OUTSIDE, path.name, f"{text}; {_SWAPPED_HINT if is_swapped else _ask_axes()}")
    return False


def _ask_axes() -> str:
    return "are the axes swapped, or is it another coordinate system?"


def note_swapped(name: str, findings: Findings) -> None:
    """Note that a file lies in the country's box, but mirrored."""
    findings.add(Problem.EXTENT_OUTSIDE, name, f"its areas lie far from their counties' seats; {_SWAPPED_HINT}")
