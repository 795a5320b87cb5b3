"""Files of a small territory as an office would bring it: two counties of four gminas, four units, two beats."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import shapely

from kmzb.territory.metric import shapes_to_metres

# West, south, east, north in degrees; the whole stretches from 19.8 to 20.6 E and 51.2 to 51.6 N without a gap.
GMINAS: Mapping[str, tuple[str, tuple[float, float, float, float]]] = {
    "1007012": ("Białaczów", (20.2, 51.2, 20.6, 51.4)),
    "1007043": ("Opoczno", (20.2, 51.4, 20.6, 51.6)),
    "1016022": ("Będków", (19.8, 51.2, 20.2, 51.4)),
    "1016011": ("Tomaszów Mazowiecki", (19.8, 51.4, 20.2, 51.6)),
}
COUNTIES = {"1007": "opoczyński", "1016": "tomaszowski"}
UNITS = (
    ("KGP", "KGP", "Komenda Główna Policji", "Warszawa", "", ""),
    ("KWP-10", "KWP", "Komenda Wojewódzka Policji w Łodzi", "Łódź", "KGP", ""),
    ("KPP-1007", "KPP", "Komenda Powiatowa Policji w Opocznie", "Opoczno", "KWP-10", "1007"),
    ("KPP-1016", "KPP", "Komenda Powiatowa Policji w Tomaszowie", "Tomaszów Mazowiecki", "KWP-10", "1016"),
)
UNIT_COLUMNS = ("code", "kind", "name", "seat", "parent", "counties")

Boxes = Mapping[str, shapely.Geometry]
Change = Callable[[dict[str, shapely.Geometry]], None]


def gmina_boxes(change: Change | None = None) -> dict[str, shapely.Geometry]:
    """The shapes of the gminas by code; `change` may spoil them first."""
    boxes = {code: shapely.box(*edges) for code, (_, edges) in GMINAS.items()}
    if change:
        change(boxes)
    return boxes


def feature(shape: shapely.Geometry | None, **properties: Any) -> dict[str, Any]:
    """One feature of a collection."""
    geometry = None if shape is None else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_collection(path: Path, features: list[dict[str, Any]], **members: Any) -> Path:
    """Write a GeoJSON file."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return path


def write_gminas(path: Path, change: Change | None = None, **members: Any) -> Path:
    """Write the gminas in EPSG:4326."""
    boxes = gmina_boxes(change)
    features = [feature(shape, terc=code, name=GMINAS.get(code, ("?",))[0]) for code, shape in boxes.items()]
    return write_collection(path, features, **members)


def write_gminas_in_metres(path: Path, **members: Any) -> Path:
    """Write the gminas in EPSG:2180."""
    shapes = {code: shapes_to_metres(shape) for code, shape in gmina_boxes().items()}
    return write_collection(
        path, [feature(s, terc=code, name=GMINAS[code][0]) for code, s in shapes.items()], **members
    )


def write_units(path: Path, rows: tuple[tuple[str, ...], ...] = UNITS, columns: tuple[str, ...] = UNIT_COLUMNS) -> Path:
    """Write the table of units."""
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def swapped(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape with its axes the wrong way round."""
    return shapely.transform(shape, lambda points: points[:, ::-1])
