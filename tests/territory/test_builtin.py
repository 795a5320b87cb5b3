"""The approximate territory from facts."""

import numpy as np
import pytest
import shapely

from kmzb.territory.builtin.build import builtin_content
from kmzb.territory.builtin.facts import lines, table
from kmzb.territory.claims import answering_units
from kmzb.territory.locator import Index
from kmzb.territory.metric import true_to_metres
from kmzb.territory.values import Level


@pytest.fixture(scope="module")
def content():
    return builtin_content()


@pytest.fixture(scope="module")
def index(content):
    return Index(content)


def area_km2(shape):
    return true_to_metres(shape).area / 1e6


def test_it_has_the_whole_division_of_the_country(content):
    of_level = {level: [a for a in content.areas if a.level is level] for level in Level}
    assert [len(of_level[level]) for level in (Level.VOIVODESHIP, Level.COUNTY, Level.GMINA)] == [16, 380, 8]
    assert len(content.units) == 361
    assert len(content.beats) == 12
    assert not [area.code for area in content.areas if area.shape.is_empty or not area.shape.is_valid]


def test_the_outline_is_taken_by_hand_from_at_least_150_points(content):
    points = [point for part in lines("outline").values() for point in part]
    assert len(points) >= 150
    assert all(round(x, 2) == x and round(y, 2) == y for x, y in points)
    assert 300_000 < area_km2(shapely.Polygon(points)) < 325_000


def test_areas_fit_together_without_gap_or_overlap(content):
    leaves = [leaf.shape for leaf in content.leaves]
    assert shapely.coverage_is_valid(leaves)
    outline = shapely.Polygon([point for part in lines("outline").values() for point in part])
    assert area_km2(shapely.union_all(leaves).symmetric_difference(outline)) < 0.5
    for level in (Level.VOIVODESHIP, Level.COUNTY):
        assert shapely.coverage_is_valid([area.shape for area in content.areas if area.level is level])


def test_every_seat_lies_in_its_county(index):
    sharing = {}
    for row in table("counties"):
        sharing.setdefault((float(row["lon"]), float(row["lat"])), []).append(row["code"])
    # Where a city and its ring have one seat, it stands in the city, whose code is the greater.
    assert {max(codes) for codes in sharing.values()} == {index.find(*seat).county.code for seat in sharing}


def test_a_city_inside_its_ring_is_a_circle_of_its_real_area(content):
    by_place = {}
    for row in table("counties"):
        by_place.setdefault((row["lon"], row["lat"]), []).append(row)
    cities = [max(rows, key=lambda row: row["code"]) for rows in by_place.values() if len(rows) > 1]
    assert len(cities) > 40
    ratios = {row["code"]: area_km2(content.area_by_code[row["code"]].shape) / float(row["area_km2"]) for row in cities}
    # A circle drawn with corners is a little smaller; the border or a neighbour may cut a piece off.
    assert max(ratios.values()) < 1.005
    assert np.median(list(ratios.values())) > 0.98


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (20.281, 51.376, ("1007043", "1007", "10", "KPP-1007", "KPP-1007-R1")),
        (20.477, 51.451, ("1007023", "1007", "10", "KPP-1007", "KPP-1007-R6")),
        (20.034, 51.519, (None, "1016", "10", "KPP-1016", None)),
        (21.012, 52.230, (None, "1465", "14", "KSP", None)),
        (16.920, 52.401, (None, "3064", "30", "KMP-3064", None)),
    ],
)
def test_known_places_are_answered_for_by_their_units(index, lon, lat, expected):
    assert tuple(index.find(lon, lat).codes().values()) == expected


def test_every_area_has_one_unit_and_only_warsaw_is_left_to_a_parent(content):
    answers = answering_units([leaf.code for leaf in content.leaves], content.units)
    assert not [code for code, answer in answers.items() if answer.unit_code is None]
    assert [code for code, answer in answers.items() if len(answer.claimants) > 1] == ["1465"]


def test_gminas_of_opoczno_county_lie_at_their_seats(index):
    for row in table("gminas"):
        assert index.find(float(row["lon"]), float(row["lat"])).gmina.code == row["code"]


def test_beats_cover_opoczno_county_and_nothing_else(content):
    beats = [beat.shape for beat in content.beats]
    county = content.area_by_code["1007"].shape
    assert len(beats) >= 8
    assert shapely.coverage_is_valid(beats)
    assert area_km2(shapely.union_all(beats).symmetric_difference(county)) < 0.01
    assert {beat.unit_code for beat in content.beats} == {"KPP-1007"}
    assert content.beats[0].code == "KPP-1007-R1"
    assert content.beats[0].name == "Rejon nr 1 – Opoczno Śródmieście"


def test_contacts_say_that_they_are_made_up(content):
    for unit in content.units:
        assert unit.email.endswith(".example")
        assert "dane przykładowe" in unit.phone
        assert "dane przykładowe" in unit.address


def test_it_is_the_same_at_every_making(content):
    builtin_content.cache_clear()
    assert builtin_content().digest == content.digest
