"""Finding places as people type them."""

import pytest

from kmzb.territory.api import Box, PlaceKind, areas_named, search_places


@pytest.fixture(autouse=True)
def built_in(monkeypatch, approximate_country):
    monkeypatch.setattr("kmzb.territory.search.current", lambda: approximate_country)


def names(query, limit=10):
    return [place.name for place in search_places(query, limit)]


def inside(place, box: Box):
    west, south, east, north = box
    return west <= place.lon <= east and south <= place.lat <= north


@pytest.mark.parametrize("query", ["łódź", "lodz", "ŁÓDŹ", "  Łódź ", "lódz"])
def test_polish_letters_may_be_left_out(query):
    first = search_places(query)[0]
    assert (first.name, first.kind, first.area) == ("Łódź", PlaceKind.CITY, "woj. łódzkie")


@pytest.mark.parametrize("query", ["Варшава", "Warsaw", "warszawa"])
def test_names_in_other_languages_are_known(query):
    assert names(query)[0] == "Warszawa"


def test_a_beginning_goes_before_a_later_word_and_that_before_the_middle():
    found = names("mazowieck")
    assert found.index("województwo mazowieckie") < found.index("Wysokie Mazowieckie")
    assert names("poczn")[0] == "Opoczno"


def test_the_very_name_goes_first():
    assert names("Biała")[0] == "Biała"
    assert names("biała p")[0] == "Biała Podlaska"


def test_among_equals_the_larger_goes_first():
    assert names("szcze")[0] == "Szczecin"
    assert names("krak")[0] == "Kraków"


@pytest.mark.parametrize(
    ("query", "name", "kind", "area"),
    [
        ("opoczno", "Opoczno", PlaceKind.TOWN, "powiat opoczyński, woj. łódzkie"),
        ("mniszków", "gmina Mniszków", PlaceKind.GMINA, "powiat opoczyński, woj. łódzkie"),
        ("gmina opo", "gmina Opoczno", PlaceKind.GMINA, "powiat opoczyński, woj. łódzkie"),
        ("opoczyński", "powiat opoczyński", PlaceKind.COUNTY, "woj. łódzkie"),
        ("woj. łódz", "województwo łódzkie", PlaceKind.VOIVODESHIP, "Polska"),
        ("pow. opocz", "powiat opoczyński", PlaceKind.COUNTY, "woj. łódzkie"),
        ("mokotów", "Mokotów", PlaceKind.DISTRICT, "Warszawa, woj. mazowieckie"),
        ("bielsko-biala", "Bielsko-Biała", PlaceKind.CITY, "woj. śląskie"),
        ("bielsko biala", "Bielsko-Biała", PlaceKind.CITY, "woj. śląskie"),
        ("białobrzegi", "Białobrzegi", PlaceKind.TOWN, "powiat białobrzeski, woj. mazowieckie"),
    ],
)
def test_a_place_says_what_and_where_it_is(query, name, kind, area):
    first = search_places(query)[0]
    assert (first.name, first.kind, first.area) == (name, kind, area)
    assert inside(first, first.bbox)


def test_a_village_is_found_beside_its_gmina():
    kinds = {place.kind for place in search_places("Mniszków")}
    assert kinds >= {PlaceKind.GMINA, PlaceKind.VILLAGE}


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "qqq 17", "%", "łł ł"])
def test_what_nobody_is_called_is_not_found(query):
    assert search_places(query) == []


def test_at_most_ten_are_told():
    assert len(names("a")) == 10
    assert len(names("a", limit=50)) == 10
    assert len(names("a", limit=3)) == 3


@pytest.mark.parametrize(("query", "code"), [("pow. opocz", "1007"), ("gmina mniszków", "1007032"), ("opoczno", "")])
def test_an_area_tells_its_code_and_a_town_none(query, code):
    assert search_places(query)[0].code == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [("powiat opoczynski", ["1007"]), ("OPOCZYŃSKI", ["1007"]), ("Łódź", ["1061"]), ("opoczyń", []), ("", [])],
)
def test_areas_are_named_whole(monkeypatch, approximate_country, name, codes):
    monkeypatch.setattr("kmzb.territory.queries.current", lambda: approximate_country)
    assert [area.code for area in areas_named(name)] == codes
