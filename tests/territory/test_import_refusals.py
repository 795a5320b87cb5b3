"""What is wrong is named with its code and place, and nothing is changed."""

import json
from datetime import date

import pytest
import shapely

from kmzb.territory.api import Edition
from small_country import load_small_country
from territory_files import (
    UNIT_COLUMNS,
    UNITS,
    feature,
    gmina_boxes,
    swapped,
    write_collection,
    write_gminas,
    write_gminas_in_metres,
    write_units,
)


@pytest.fixture
def refused(bring):
    """Import, expect a refusal, and return its findings as (problem, subject)."""

    def _refused(problem, subject, **given):
        load_small_country()
        report = bring(**given)
        assert report.is_refused
        assert report.edition_id is None
        assert Edition.objects.count() == 1
        assert (problem, subject) in {(f.problem.value, f.subject) for f in report.errors}
        return next(f for f in report.errors if (f.problem.value, f.subject) == (problem, subject))

    return _refused


def inside(place, shape):
    return shape.buffer(1e-4).contains(shapely.Point(place))


def test_swapped_degrees_are_refused_with_the_hint(refused, tmp_path):
    def swap(boxes):
        boxes.update({code: swapped(shape) for code, shape in boxes.items()})

    path = write_gminas(tmp_path / "gminy.geojson", swap)
    assert "axes look swapped" in refused("extent.outside", "gminy.geojson", areas=[path]).text


def test_swapped_metres_are_refused_though_they_stay_in_the_country(refused, tmp_path):
    straight = write_gminas_in_metres(tmp_path / "straight.geojson")
    features = json.loads(straight.read_text())["features"]
    for one in features:
        one["geometry"] = json.loads(shapely.to_geojson(swapped(shapely.from_geojson(json.dumps(one["geometry"])))))
    path = write_collection(tmp_path / "gminy.geojson", features)
    assert "axes look swapped" in refused("extent.outside", "gminy.geojson", areas=[path]).text


def test_another_country_is_refused(refused, tmp_path):
    path = write_collection(tmp_path / "x.geojson", [feature(shapely.box(2, 48, 3, 49), terc="10", name="Paryż")])
    assert "misses the country" in refused("extent.outside", "x.geojson", areas=[path]).text


def test_another_coordinate_system_is_refused(refused, tmp_path):
    members = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}
    path = write_gminas(tmp_path / "gminy.geojson", **members)
    assert "EPSG:3857" in refused("crs.unsupported", "gminy.geojson", areas=[path]).text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"type": "FeatureCollection"}',
        '{"features": []}',
        '{"features": [{"properties": {}}]}',
        "\xff",
    ],
)
def test_what_is_no_geojson_is_refused(refused, tmp_path, text):
    path = tmp_path / "x.geojson"
    path.write_bytes(text.encode("latin-1"))
    refused("file.unreadable", "x.geojson", areas=[path])


def test_a_missing_file_of_areas_is_refused(refused, tmp_path):
    refused("file.unreadable", "none.geojson", areas=[tmp_path / "none.geojson"])


def test_a_missing_table_of_units_is_refused(refused, tmp_path):
    refused("file.unreadable", "none.csv", units=tmp_path / "none.csv")


def test_a_day_ahead_is_refused(refused):
    assert "lies ahead" in refused("valid_from.future", "valid_from", valid_from=date(2027, 1, 1)).text


@pytest.mark.parametrize("code", ["", "1", "100", "10070", "10071", "10070431", "1007O43", None])
def test_a_code_must_have_2_4_or_7_digits(refused, tmp_path, code):
    features = [feature(shapely.box(20.2, 51.2, 20.6, 51.6), terc=code, name="X")]
    path = write_collection(tmp_path / "x.geojson", features)
    refused("code.malformed", code or "x.geojson", areas=[path])


def test_a_code_given_twice_is_refused(refused, tmp_path):
    one, other = write_gminas(tmp_path / "gminy.geojson"), tmp_path / "again.geojson"
    write_collection(other, [feature(shapely.box(20.2, 51.4, 20.3, 51.5), terc="1007043", name="Opoczno")])
    finding = refused("code.duplicate", "1007043", areas=[one, other])
    assert inside(finding.place, shapely.box(20.2, 51.4, 20.3, 51.5))


def test_a_unit_given_twice_is_refused(refused, tmp_path):
    refused("code.duplicate", "KGP", units=write_units(tmp_path / "units.csv", (*UNITS, UNITS[0])))


@pytest.mark.parametrize(
    "spoilt",
    [
        shapely.Point(20.3, 51.5),
        shapely.LineString([(20.2, 51.4), (20.6, 51.6)]),
        shapely.Polygon([(20.2, 51.4), (20.6, 51.6), (20.2, 51.4), (20.2, 51.4)]),
    ],
)
def test_what_encloses_nothing_is_no_area(refused, tmp_path, spoilt):
    path = write_gminas(tmp_path / "gminy.geojson", lambda boxes: boxes.update({"1007043": spoilt}))
    refused("geometry.invalid", "1007043", areas=[path])


def test_a_gap_inside_is_named_with_its_place(refused, tmp_path):
    hole = shapely.box(20.3, 51.45, 20.32, 51.47)

    def cut(boxes):
        boxes["1007043"] = boxes["1007043"].difference(hole)

    finding = refused("coverage.gap", "1007043", areas=[write_gminas(tmp_path / "gminy.geojson", cut)])
    assert inside(finding.place, hole)
    assert "m²" in finding.text


def test_a_gap_at_the_edge_is_found_against_the_level_above(refused, tmp_path):
    missing = shapely.box(20.55, 51.5, 20.6, 51.6)

    def cut(boxes):
        boxes["1007043"] = boxes["1007043"].difference(missing)

    gminas = write_gminas(tmp_path / "gminy.geojson", cut)
    shapes = {"1007": shapely.box(20.2, 51.2, 20.6, 51.6), "1016": shapely.box(19.8, 51.2, 20.2, 51.6)}
    counties = write_collection(
        tmp_path / "powiaty.geojson", [feature(shape, terc=code, name=code) for code, shape in shapes.items()]
    )
    assert inside(refused("coverage.gap", "1007", areas=[gminas, counties]).place, missing)


def test_a_gmina_beyond_its_county_is_named(refused, tmp_path):
    gminas = write_gminas(tmp_path / "gminy.geojson")
    shapes = {"1007": shapely.box(20.2, 51.2, 20.6, 51.55), "1016": shapely.box(19.8, 51.2, 20.2, 51.6)}
    counties = write_collection(
        tmp_path / "powiaty.geojson", [feature(shape, terc=code, name=code) for code, shape in shapes.items()]
    )
    finding = refused("coverage.overlap", "1007", areas=[gminas, counties])
    assert inside(finding.place, shapely.box(20.2, 51.55, 20.6, 51.6))


def test_an_overlap_names_both(refused, tmp_path):
    def grow(boxes):
        boxes["1007012"] = shapely.box(20.2, 51.2, 20.6, 51.42)

    finding = refused("coverage.overlap", "1007012 1007043", areas=[write_gminas(tmp_path / "gminy.geojson", grow)])
    assert inside(finding.place, shapely.box(20.2, 51.4, 20.6, 51.42))


def test_one_area_inside_another_is_an_overlap(refused, tmp_path):
    def add(boxes):
        boxes["1007099"] = shapely.box(20.3, 51.45, 20.4, 51.5)

    refused("coverage.overlap", "1007043 1007099", areas=[write_gminas(tmp_path / "gminy.geojson", add)])


def test_an_area_without_its_county_among_counties_is_named(refused, tmp_path):
    gminas = write_gminas(tmp_path / "gminy.geojson")
    county = feature(shapely.box(20.2, 51.2, 20.6, 51.6), terc="1007", name="opoczyński")
    counties = write_collection(tmp_path / "powiaty.geojson", [county])
    refused("area.parent_unknown", "1016022", areas=[gminas, counties])


def test_an_area_that_nobody_answers_for_is_named(refused, tmp_path):
    finding = refused("area.without_unit", "1016011", units=write_units(tmp_path / "units.csv", UNITS[:3]))
    assert "nobody claims it" in finding.text
    assert inside(finding.place, gmina_boxes()["1016011"])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("KPP-1012", "KPP", "Radomsko", "", "KWP-10", "1012"), "unit.area_unknown"),
        (("KPP-1012", "KPP", "Radomsko", "", "KWP-99", ""), "unit.parent_unknown"),
        (("KPP-1012", "KPP", "Radomsko", "", "KPP-1012", ""), "unit.parent_unknown"),
        (("", "KPP", "Radomsko", "", "", ""), "code.malformed"),
        (("KPP-1012", "KPP", "", "", "", ""), "code.malformed"),
    ],
)
def test_a_unit_must_know_its_parent_and_areas(refused, tmp_path, row, problem):
    refused(problem, row[0] or "unit", units=write_units(tmp_path / "units.csv", (*UNITS, row)))


def test_a_table_without_its_columns_is_refused(refused, tmp_path):
    rows = tuple(row[:-1] for row in UNITS)
    finding = refused(
        "file.unreadable", "units.csv", units=write_units(tmp_path / "units.csv", rows, UNIT_COLUMNS[:-1])
    )
    assert "counties" in finding.text


def test_areas_of_unknown_units_are_refused(refused, tmp_path):
    parts = write_collection(tmp_path / "p.geojson", [feature(shapely.box(20.2, 51.4, 20.3, 51.5), unit="KP-9")])
    refused("unit.unknown", "KP-9", unit_areas=parts)


def test_areas_of_two_units_may_not_lie_over_each_other(refused, tmp_path):
    parts = [
        feature(shapely.box(20.2, 51.4, 20.3, 51.5), unit="KPP-1007"),
        feature(shapely.box(20.25, 51.4, 20.4, 51.5), unit="KPP-1016"),
    ]
    path = write_collection(tmp_path / "p.geojson", parts)
    refused("coverage.overlap", "KPP-1007 KPP-1016", unit_areas=path)


def test_a_finding_tells_programs_and_people(refused, tmp_path):
    finding = refused("area.without_unit", "1016011", units=write_units(tmp_path / "units.csv", UNITS[:3]))
    assert finding.as_json() == {
        "code": "area.without_unit",
        "subject": "1016011",
        "place": list(finding.place),
        "message": finding.text,
    }
    assert str(finding).startswith(f"area.without_unit 1016011 at {finding.place[0]:.5f}")
