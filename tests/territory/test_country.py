"""The real country: boundaries and units of the open data beside the checkout."""

import csv
import json

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from kmzb.territory.api import ImportRequest
from kmzb.territory.builtin.facts import lines
from kmzb.territory.importing.findings import Findings
from kmzb.territory.importing.load import read_and_check
from kmzb.territory.locator import Index
from kmzb.territory.metric import true_to_metres

pytestmark = pytest.mark.country
LAYERS = ("gminy", "powiaty", "wojewodztwa")


@pytest.fixture(scope="module")
def gminas(country_data):
    features = json.loads((country_data / "admin" / "gminy.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["terc"]: shape(feature["geometry"]) for feature in features}


@pytest.fixture(scope="module")
def outline(country_data):
    collection = json.loads((country_data / "admin" / "polska.geojson").read_text(encoding="utf-8"))
    return shape(collection["features"][0]["geometry"])


@pytest.fixture(scope="module")
def checked(country_data):
    findings = Findings()
    request = ImportRequest(
        areas=[country_data / "admin" / f"{layer}.geojson" for layer in LAYERS],
        units=country_data / "police" / "police_units.csv",
    )
    return read_and_check(request, findings), findings


@pytest.fixture(scope="module")
def index(checked):
    return Index(checked[0])


def test_the_official_files_are_sound(checked):
    content, findings = checked
    assert findings.errors == []
    assert [finding.problem.value for finding in findings.warnings] == ["unit.ambiguous"]
    assert "KSP answers" in findings.warnings[0].text
    assert (len(content.areas), len(content.units)) == (2477 + 380 + 16, 361)


def test_every_gminas_own_point_is_found(index, gminas):
    for code, gmina in gminas.items():
        point = gmina.representative_point()
        found = index.find(point.x, point.y)
        assert (found.gmina.code, found.county.code, found.voivodeship.code) == (code, code[:4], code[:2])
        assert found.unit is not None


def test_100_000_random_points_have_exactly_one_of_each(index, gminas, outline):
    rng = np.random.default_rng(2026)
    west, south, east, north = outline.bounds
    lons, lats = rng.uniform(west, east, 200_000), rng.uniform(south, north, 200_000)
    shapely.prepare(outline)
    inside = np.flatnonzero(shapely.contains_xy(outline, lons, lats))[:100_000]
    assert len(inside) == 100_000
    lons, lats = lons[inside], lats[inside]
    found = index.find_many(lons, lats)
    assert all(one and one.gmina and one.county and one.voivodeship and one.unit for one in found)
    shapes, codes = np.array(list(gminas.values())), list(gminas)
    points, owners = shapely.STRtree(shapes).query(shapely.points(lons, lats), predicate="intersects")
    assert len(np.unique(points)) == len(points) == 100_000
    assert all(
        found[point].gmina.code == codes[owner] for point, owner in zip(points.tolist(), owners.tolist(), strict=True)
    )


def test_corners_that_gminas_share_have_one_owner(index, gminas):
    corners = shapely.get_coordinates(list(gminas.values()))[::5]
    found = index.find_many(corners[:, 0], corners[:, 1])
    assert all(found)
    again = [index.find(lon, lat) for lon, lat in corners[:2000].tolist()]
    assert again == found[:2000]


@pytest.mark.parametrize(
    ("place", "lon", "lat", "county", "unit"),
    [
        ("Poznań, the market", 16.934, 52.408, "3064", "KMP-3064"),
        ("Luboń, in the ring of Poznań", 16.893, 52.341, "3021", "KMP-3064"),
        ("Siedlce, the middle", 22.271, 52.167, "1464", "KMP-1464"),
        ("Chodów, in the ring of Siedlce", 22.31, 52.21, "1426", "KMP-1464"),
        ("Warsaw, the palace", 21.006, 52.232, "1465", "KSP"),
        ("Hel, on its spit", 18.80, 54.607, "2211", "KPP-2211"),
        ("Świnoujście, on its islands", 14.25, 53.905, "3263", "KMP-3263"),
        ("Krynica Morska, on its spit", 19.44, 54.381, "2210", "KPP-2210"),
        ("Opoczno", 20.28, 51.376, "1007", "KPP-1007"),
        ("Bogatynia, in its corner", 14.95, 50.91, "0225", "KPP-0225"),
    ],
)
def test_cities_rings_coast_and_corners_are_right(index, place, lon, lat, county, unit):
    found = index.find(lon, lat)
    assert (found.county.code, found.unit.code) == (county, unit), place


def test_beyond_the_border_there_is_nothing(index):
    for lon, lat in ((18.6, 54.75), (14.0, 53.0), (24.3, 51.0), (20.5, 54.7), (19.0, 49.0)):
        assert index.find(lon, lat) is None


def test_every_county_but_warsaw_is_served_by_its_unit_of_the_list(index, checked, country_data):
    with (country_data / "police" / "police_units.csv").open(encoding="utf-8") as file:
        claims = {county: row["code"] for row in csv.DictReader(file) for county in row["counties"].split()}
    for area in checked[0].areas:
        if len(area.code) == 4 and area.code != "1465":
            point = shapely.point_on_surface(area.shape)
            assert index.find(point.x, point.y).unit.code == claims[area.code]


def test_the_outline_by_hand_is_within_3_km_of_the_real_one(outline):
    ours = shapely.Polygon([point for part in lines("outline").values() for point in part])
    assert farthest(ours, outline) < 3000
    assert farthest(outline, ours) < 3000


def farthest(border, other):
    """How far points of one border, taken every two kilometres and at its corners, lie from the other."""
    points = shapely.get_coordinates(true_to_metres(border.exterior if border.geom_type == "Polygon" else border))
    return shapely.distance(shapely.points(points), true_to_metres(other).boundary).max()


def test_rivers_by_hand_follow_the_real_ones(country_data):
    collection = json.loads((country_data / "basemap" / "rivers.geojson").read_text(encoding="utf-8"))
    real = shapely.union_all([true_to_metres(shape(feature["geometry"])) for feature in collection["features"]])
    for name in ("Wisła 1", "Odra 1", "Warta 1", "Bug 1", "Narew 1", "San 1", "Nysa Łużycka 2"):
        points = [true_to_metres(shapely.Point(point)) for point in lines("rivers")[name]]
        assert np.median([point.distance(real) for point in points]) < 2000, name
