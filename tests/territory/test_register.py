"""Units, areas and beats by code."""

import pytest

from kmzb.territory.api import Edition, Level, area, areas, beats, ensure_builtin, unit, unit_bbox, units_below
from kmzb.territory.values import title_of
from small_country import NOW

pytestmark = pytest.mark.usefixtures("country")


def test_units_below_are_told_with_the_unit_itself():
    assert units_below("KWP-10") == {"KWP-10", "KPP-1007", "KPP-1016"}
    assert units_below("KPP-1007") == {"KPP-1007"}
    assert len(units_below("KGP")) == 6


def test_an_unknown_unit_has_nothing_below_but_its_name():
    assert units_below("X") == {"X"}
    assert unit_bbox("X") is None


def test_a_units_box_goes_around_all_it_answers_for():
    assert unit_bbox("KPP-1007") == (20.0, 51.2, 20.6, 51.6)
    assert unit_bbox("KWP-10") == (19.6, 51.2, 20.6, 51.6)
    assert unit_bbox("KGP") == (19.6, 51.2, 21.2, 51.6)


def test_a_unit_tells_the_counties_of_those_below():
    assert unit("KWP-10").counties == ("1007", "1016")
    assert (unit("KPP-1007").claims, unit("KPP-1007").counties) == (("1007",), ("1007",))
    assert unit("KWP-10").claims == ()


def test_areas_are_told_by_level():
    assert [found.code for found in areas(Level.COUNTY)] == ["1007", "1016", "1463"]
    assert (area("1007").title, area("1007").parent_code) == ("powiat opoczyński", "10")
    assert areas(Level.GMINA) == []


@pytest.mark.parametrize(
    ("level", "name", "title"),
    [
        (Level.VOIVODESHIP, "ŁÓDZKIE", "województwo łódzkie"),
        (Level.COUNTY, "opoczyński", "powiat opoczyński"),
        (Level.COUNTY, "Łódź", "Łódź"),
        (Level.GMINA, "Żarnów", "gmina Żarnów"),
    ],
)
def test_areas_have_titles_as_people_say_them(level, name, title):
    assert title_of(level, name) == title


def test_the_second_beat_comes_before_the_tenth(db):
    Edition.objects.all().delete()
    ensure_builtin(now=NOW)
    assert [found.code.rpartition("R")[2] for found in beats("KPP-1007")] == [str(n) for n in range(1, 13)]
