"""Bringing in official boundaries."""

from datetime import date

import pytest
import shapely

from kmzb.territory.api import Edition, Fields, locator, unit
from kmzb.territory.content import Content
from kmzb.territory.current import current
from small_country import load_small_country
from territory_files import (
    COUNTIES,
    GMINAS,
    UNITS,
    feature,
    gmina_boxes,
    write_collection,
    write_gminas,
    write_gminas_in_metres,
    write_units,
)

WEST_OF_OPOCZNO = (20.1, 51.5)  # Tomaszów Mazowiecki
IN_OPOCZNO = (20.3, 51.5)


def content() -> Content:
    return current().content


def codes(lon, lat):
    return tuple(locator().locate(lon, lat).codes().values())


def test_sound_files_become_the_current_edition(bring):
    load_small_country()
    report = bring(valid_from=date(2026, 1, 1), source="PRG")
    assert (report.errors, report.warnings, report.is_refused) == ([], [], False)
    assert report.counts == {"areas": 7, "units": 4, "unit_areas": 0, "beats": 0}
    edition = Edition.objects.get(pk=report.edition_id)
    assert (edition.valid_from, edition.source, edition.is_approximate) == (date(2026, 1, 1), "PRG", False)
    assert codes(*IN_OPOCZNO) == ("1007043", "1007", "10", "KPP-1007", None)
    assert codes(*WEST_OF_OPOCZNO) == ("1016011", "1016", "10", "KPP-1016", None)
    assert locator().locate(16.9, 52.4) is None


def test_without_day_and_source_it_says_today_and_the_file(bring):
    edition = Edition.objects.get(pk=bring().edition_id)
    assert (edition.valid_from, edition.source) == (date(2026, 11, 22), "gminy.geojson")


def test_a_check_changes_nothing(bring):
    load_small_country()
    report = bring(check_only=True)
    assert (report.edition_id, report.is_refused, report.counts["areas"]) == (None, False, 7)
    assert Edition.objects.count() == 1


def test_missing_levels_are_made_of_the_finest(bring):
    bring()
    areas = content().area_by_code
    assert (areas["1007"].name, areas["10"].name) == ("opoczyński", "łódzkie")
    assert areas["1007"].shape.equals(shapely.box(20.2, 51.2, 20.6, 51.6))
    assert areas["10"].shape.equals(shapely.box(19.8, 51.2, 20.6, 51.6))


def test_levels_that_are_given_keep_their_names(bring, tmp_path):
    gminas = write_gminas(tmp_path / "gminy.geojson")
    shapes = {"1007": shapely.box(20.2, 51.2, 20.6, 51.6), "1016": shapely.box(19.8, 51.2, 20.2, 51.6)}
    counties = [feature(shape, terc=code, name=COUNTIES[code].upper()) for code, shape in shapes.items()]
    report = bring(areas=[gminas, write_collection(tmp_path / "powiaty.geojson", counties)])
    assert not report.is_refused
    assert content().area_by_code["1007"].name == "OPOCZYŃSKI"


def test_counties_alone_are_enough(bring, tmp_path):
    shapes = {"1007": shapely.box(20.2, 51.2, 20.6, 51.6), "1016": shapely.box(19.8, 51.2, 20.2, 51.6)}
    counties = [feature(shape, terc=code, name=COUNTIES[code]) for code, shape in shapes.items()]
    bring(areas=[write_collection(tmp_path / "powiaty.geojson", counties)])
    assert codes(*IN_OPOCZNO) == (None, "1007", "10", "KPP-1007", None)


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:EPSG::2180", "EPSG:2180"])
def test_metres_become_degrees(bring, tmp_path, crs):
    members = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    report = bring(areas=[write_gminas_in_metres(tmp_path / "gminy.geojson", **members)])
    assert not report.is_refused
    assert codes(*IN_OPOCZNO)[0] == "1007043"
    assert content().area_by_code["1007043"].shape.hausdorff_distance(shapely.box(20.2, 51.4, 20.6, 51.6)) < 1e-6


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_degrees_stay_degrees_whatever_they_are_called(bring, tmp_path, crs):
    path = write_gminas(tmp_path / "gminy.geojson", crs={"type": "name", "properties": {"name": crs}})
    assert not bring(areas=[path]).is_refused
    assert codes(*IN_OPOCZNO)[0] == "1007043"


def test_fields_may_have_other_names(bring, tmp_path):
    features = [feature(shape, JPT_KOD_JE=code, JPT_NAZWA_=GMINAS[code][0]) for code, shape in gmina_boxes().items()]
    path = write_collection(tmp_path / "prg.geojson", features)
    assert not bring(areas=[path], fields=Fields(area_code="JPT_KOD_JE", area_name="JPT_NAZWA_")).is_refused


def test_heights_are_left_out(bring, tmp_path):
    def raise_up(boxes):
        boxes["1007043"] = shapely.force_3d(boxes["1007043"], 200.0)

    assert not bring(areas=[write_gminas(tmp_path / "gminy.geojson", raise_up)]).is_refused
    assert not shapely.has_z(content().area_by_code["1007043"].shape)


def test_a_bow_tie_is_mended_and_told(bring, tmp_path):
    def twist(boxes):
        # The same square, its border crossing itself in a point of no size.
        boxes["1007043"] = shapely.Polygon(
            [
                (20.2, 51.4),
                (20.6, 51.4),
                (20.6, 51.6),
                (20.2, 51.6),
                (20.2, 51.4),
                (20.6, 51.4),
                (20.6, 51.6),
                (20.2, 51.4),
            ]
        )

    report = bring(areas=[write_gminas(tmp_path / "gminy.geojson", twist)], check_only=True)
    assert "geometry.repaired" in {finding.problem for finding in report.warnings}
    assert report.warnings[0].subject == "1007043"


def test_a_hair_of_a_gap_is_given_to_a_neighbour(bring, tmp_path):
    hole = shapely.box(20.3, 51.45, 20.3001, 51.4501)

    def prick(boxes):
        boxes["1007043"] = boxes["1007043"].difference(hole)

    report = bring(areas=[write_gminas(tmp_path / "gminy.geojson", prick)])
    assert [(finding.problem, finding.subject) for finding in report.warnings] == [("coverage.closed", "1007043")]
    assert codes(20.30005, 51.45005)[0] == "1007043"


def test_several_claimants_leave_the_area_to_their_parent_with_a_warning(bring, tmp_path):
    rows = (*UNITS[:3], ("KRP-I", "KRP", "I", "", "KWP-10", "1016"), ("KRP-II", "KRP", "II", "", "KWP-10", "1016"))
    report = bring(units=write_units(tmp_path / "units.csv", rows))
    assert {finding.problem for finding in report.warnings} == {"unit.ambiguous"}
    assert "KWP-10 answers" in report.warnings[0].text
    assert codes(*WEST_OF_OPOCZNO)[3] == "KWP-10"


def test_finer_unit_areas_end_the_ambiguity(bring, tmp_path):
    rows = (*UNITS[:3], ("KRP-I", "KRP", "I", "", "KWP-10", "1016"), ("KRP-II", "KRP", "II", "", "KWP-10", "1016"))
    parts = [
        feature(shapely.box(19.8, 51.2, 20.2, 51.4), unit="KRP-I"),
        feature(shapely.box(19.8, 51.4, 20.2, 51.6), unit="KRP-II"),
    ]
    report = bring(
        units=write_units(tmp_path / "units.csv", rows),
        unit_areas=write_collection(tmp_path / "parts.geojson", parts),
    )
    assert (report.errors, report.warnings) == ([], [])
    assert codes(*WEST_OF_OPOCZNO)[3] == "KRP-II"
    assert codes(20.1, 51.3)[3] == "KRP-I"


def test_units_keep_contacts_where_the_table_has_them(bring, tmp_path):
    columns = ("code", "kind", "name", "seat", "parent", "counties", "phone", "email", "address", "lat", "lon")
    rows = tuple((*row, "47 84 61 200", "kpp@example.com", "Piotrkowska 59", "51.37", "20.28") for row in UNITS)
    bring(units=write_units(tmp_path / "units.csv", rows, columns))
    opoczno = unit("KPP-1007")
    assert (opoczno.phone, opoczno.email, opoczno.address) == ("47 84 61 200", "kpp@example.com", "Piotrkowska 59")
    assert (opoczno.lon, opoczno.lat) == (20.28, 51.37)
    assert unit("KGP").claims == ()


def test_numbers_as_codes_get_their_zero_back(bring, tmp_path):
    path = write_collection(
        tmp_path / "gminy.geojson", [feature(shapely.box(15.3, 51.1, 15.8, 51.4), terc=201011, name="Bolesławiec")]
    )
    rows = (("KPP-0201", "KPP", "Bolesławiec", "", "", "0201"),)
    assert not bring(areas=[path], units=write_units(tmp_path / "units.csv", rows)).is_refused
    assert codes(15.5, 51.2)[:3] == ("0201011", "0201", "02")
