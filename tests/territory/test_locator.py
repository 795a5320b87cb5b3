"""From a point to codes: exact, with one owner for every border."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from kmzb.territory.content import AreaShape, BeatShape, Content, UnitFacts, UnitShape
from kmzb.territory.locator import Index
from small_country import IN_DRZEWICA, IN_OPOCZNO, IN_RADOM, IN_TOMASZOW, small_country


def codes(located):
    return located and tuple(located.codes().values())


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        (IN_OPOCZNO, (None, "1007", "10", "KPP-1007", "1007-1")),
        (IN_DRZEWICA, (None, "1007", "10", "KPP-1007", "1007-2")),
        (IN_TOMASZOW, (None, "1016", "10", "KPP-1016", "1016-1")),
        (IN_RADOM, (None, "1463", "14", "KMP-1463", None)),
        ((20.3, 51.1), None),
        ((51.38, 20.28), None),
        ((float("nan"), 51.4), None),
    ],
)
def test_a_point_is_told_all_it_belongs_to(point, expected):
    index = Index(small_country())
    assert codes(index.find(*point)) == expected
    lons, lats = np.array([point, IN_OPOCZNO]).T
    assert codes(index.find_many(lons, lats)[0]) == expected


@pytest.mark.parametrize(
    ("point", "county"),
    [((20.0, 51.4), "1007"), ((20.6, 51.4), "1007"), ((20.0, 51.2), "1007"), ((21.2, 51.6), "1463")],
)
def test_a_border_belongs_to_the_smaller_code(point, county):
    assert Index(small_country()).find(*point).county.code == county


def with_gminas(*codes_and_shapes):
    country = small_country()
    gminas = tuple(AreaShape(code, code, shape) for code, shape in codes_and_shapes)
    areas = tuple(sorted((*country.areas, *gminas), key=lambda area: area.code))
    return Index(replace(country, areas=areas))


def test_the_finest_area_known_is_told():
    index = with_gminas(
        ("1007012", shapely.box(20.0, 51.2, 20.6, 51.4)), ("1007043", shapely.box(20.0, 51.4, 20.6, 51.6))
    )
    assert codes(index.find(20.3, 51.3))[:3] == ("1007012", "1007", "10")
    assert index.find(20.3, 51.3).area_code == "1007012"
    assert index.find(*IN_TOMASZOW).area_code == "1016"


def country_of_one(*units, parts=(), beats=()):
    areas = (AreaShape("1465", "Warszawa", shapely.box(20.8, 52.1, 21.2, 52.4)),)
    return Index(Content(areas, tuple(units), tuple(parts), tuple(beats)))


KSP = UnitFacts("KSP", "KSP", "Komenda Stołeczna Policji")
KRP_1 = UnitFacts("KRP-I", "KRP", "Warszawa I", parent_code="KSP", claims=("1465",))
KRP_2 = UnitFacts("KRP-II", "KRP", "Warszawa II", parent_code="KSP", claims=("1465",))
CENTRE = shapely.box(20.9, 52.2, 21.0, 52.3)


def unit_at(index, lon, lat):
    found = index.find(lon, lat)
    return found.unit and found.unit.code


def test_of_several_claimants_the_common_parent_answers():
    assert unit_at(country_of_one(KSP, KRP_1, KRP_2), 20.95, 52.25) == "KSP"


def test_a_finer_unit_area_answers_where_it_lies():
    index = country_of_one(KSP, KRP_1, KRP_2, parts=[UnitShape("KRP-II", CENTRE)])
    assert unit_at(index, 20.95, 52.25) == "KRP-II"
    assert unit_at(index, 21.1, 52.25) == "KSP"


def test_the_deeper_unit_answers_where_areas_lie_over_each_other():
    station = UnitFacts("KP-1", "KP", "Komisariat", parent_code="KRP-II")
    parts = [UnitShape("KRP-II", CENTRE), UnitShape("KP-1", shapely.box(20.9, 52.2, 20.95, 52.3))]
    index = country_of_one(KSP, KRP_1, KRP_2, station, parts=parts)
    assert (unit_at(index, 20.92, 52.25), unit_at(index, 20.98, 52.25)) == ("KP-1", "KRP-II")


def test_nobody_answers_where_nobody_claims():
    assert unit_at(country_of_one(KSP), 20.95, 52.25) is None


def test_a_beat_counts_only_where_its_own_unit_answers():
    country = small_country()
    wide = BeatShape("1016-1", "rejon nr 1", "KPP-1016", shapely.box(19.6, 51.2, 20.3, 51.6))
    index = Index(replace(country, beats=(wide,)))
    assert index.find(19.9, 51.4).beat.code == "1016-1"
    assert index.find(20.1, 51.4).beat is None


def test_beats_of_a_station_are_found_under_the_unit_that_answers():
    station = UnitFacts("KP-1", "KP", "Komisariat", parent_code="KRP-I")
    index = country_of_one(KSP, KRP_1, station, beats=[BeatShape("KP-1-R1", "Rejon nr 1", "KP-1", CENTRE)])
    assert codes(index.find(20.95, 52.25))[3:] == ("KRP-I", "KP-1-R1")


def test_off_the_coast_the_nearest_unit_and_beat_answer():
    index = Index(small_country())
    off = (20.28, 51.6 + 400 / 111_280)
    assert index.find(*off) is None
    assert codes(index.nearest(*off, 500)) == codes(index.find(20.28, 51.59))
    assert index.nearest(*off, 300) is None


def test_the_nearest_land_is_the_point_itself_on_land():
    index = Index(small_country())
    assert index.nearest_land(*IN_OPOCZNO, 1000) == IN_OPOCZNO
    assert index.nearest_land(20.28, 51.7, 1000) is None
    lon, lat = index.nearest_land(20.28, 51.601, 1000)
    assert (round(lon, 4), round(lat, 4)) == (20.28, 51.6)
