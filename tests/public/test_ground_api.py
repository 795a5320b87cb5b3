import pytest

from small_country import IN_OPOCZNO, IN_RADOM


def test_a_point_belongs_to_one_of_each(visitor):
    lon, lat = IN_OPOCZNO
    body = visitor.get(f"/api/v1/locate?lon={lon}&lat={lat}").json()
    assert body == {
        "gmina": None,
        "county": {"code": "1007", "name": "opoczyński"},
        "voivodeship": body["voivodeship"],
        "unit": {"code": "KPP-1007", "name": "Komenda Powiatowa Policji w Opocznie"},
        "beat": {"code": "1007-1", "name": "rejon nr 1"},
    }
    assert body["voivodeship"]["code"] == "10"


def test_where_there_is_no_beat_it_is_null(visitor):
    lon, lat = IN_RADOM
    assert visitor.get(f"/api/v1/locate?lon={lon}&lat={lat}").json()["beat"] is None


def test_outside_everything_is_null(visitor):
    assert set(visitor.get("/api/v1/locate?lon=0&lat=0").json().values()) == {None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lat=51", "lon"),
        ("lon=20", "lat"),
        ("lon=NaN&lat=51", "lon"),
        ("lon=inf&lat=51", "lon"),
        ("lon=181&lat=51", "lon"),
        ("lon=20&lat=91", "lat"),
        ("lon=x&lat=51", "lon"),
        ("lon=&lat=51", "lon"),
        ("lon=2_0&lat=51", "lon"),
        ("lon=20&lat=5_1.3", "lat"),
        ("lon=2e_1&lat=51", "lon"),
        ("lon=0x14&lat=51", "lon"),
        ("lon=%D9%A2%D9%A0&lat=51", "lon"),
        ("lon=20&lat=%EF%BC%95%EF%BC%91", "lat"),
        ("lon=2%200&lat=51", "lon"),
        ("lon=20,1&lat=51", "lon"),
        ("lon=%2B-20&lat=51", "lon"),
    ],
)
def test_a_point_that_is_none_is_refused(visitor, query, field):
    refused = visitor.get(f"/api/v1/locate?{query}")
    assert refused.status_code == 422
    assert field in refused.json()["error"]["fields"]


@pytest.mark.parametrize("query", ["lon=+20.28&lat=51.380", "lon=%2B20.28&lat=51.38", "lon=2028e-2&lat=0051.38"])
def test_a_number_may_be_written_in_other_ways(visitor, query):
    lon, lat = IN_OPOCZNO
    assert visitor.get(f"/api/v1/locate?{query}").json() == visitor.get(f"/api/v1/locate?lon={lon}&lat={lat}").json()


@pytest.mark.parametrize("query", ["OPOCZ", "opoczyn", "powiat opoczyński"])
def test_places_are_found_with_and_without_polish_letters(visitor, query):
    answer = visitor.get(f"/api/v1/places?q={query}")
    assert answer.status_code == 200
    places = answer.json()["places"]
    assert places
    assert set(places[0]) == {"name", "kind", "area", "lon", "lat", "bbox"}
    assert len(places) <= 10


def test_an_area_tells_the_code_that_filters_take(visitor):
    body = visitor.get("/api/v1/areas?q=powiat opoczynski").json()
    (area,) = body["areas"]
    assert (area["code"], area["name"], area["level"], area["parent"]) == ("1007", "powiat opoczyński", "county", "10")
    assert visitor.get(f"/api/v1/features?area={area['code']}").status_code == 200


@pytest.mark.parametrize("query", ["opocz", "", "qqqqq"])
def test_half_a_name_names_no_area(visitor, query):
    assert visitor.get(f"/api/v1/areas?q={query}").json() == {"areas": []}


@pytest.mark.parametrize("query", ["", "%20", "qqqqq", "%F0%9F%9A%97", "%25", "'"])
def test_no_place_is_an_empty_list(visitor, query):
    assert visitor.get(f"/api/v1/places?q={query}").json() == {"places": []}


@pytest.mark.parametrize("query", ["", "?q=" + "a" * 101])
def test_a_search_needs_words_but_not_too_many(visitor, query):
    refused = visitor.get(f"/api/v1/places{query}")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["q"])


def test_units_tell_seat_contact_and_who_is_above(visitor):
    units = visitor.get("/api/v1/units").json()["units"]
    opoczno = next(unit for unit in units if unit["code"] == "KPP-1007")
    assert opoczno == {
        "code": "KPP-1007",
        "name": "Komenda Powiatowa Policji w Opocznie",
        "kind": "KPP",
        "parent": "KWP-10",
        "lon": 20.28,
        "lat": 51.37,
        "phone": "",
        "email": "",
        "address": "",
    }
    assert next(unit for unit in units if unit["code"] == "KGP")["parent"] is None


def test_one_unit_can_be_asked_for(visitor):
    assert [unit["code"] for unit in visitor.get("/api/v1/units?code=KPP-1016").json()["units"]] == ["KPP-1016"]
    assert visitor.get("/api/v1/units?code=XYZ").json() == {"units": []}


@pytest.mark.parametrize("path", ["places?q", "areas?q", "units?code"])
def test_control_characters_are_refused(visitor, path):
    refused = visitor.get(f"/api/v1/{path}=Opo%00czno")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")
    assert list(refused.json()["error"]["fields"]) == [path.partition("?")[2]]
    assert visitor.get(f"/api/v1/{path}=Opoczno").status_code == 200


TWICE = [
    ("locate?lon=20&lon=21&lat=52", "lon"),
    ("locate?lat=52&lon=20&lat=52", "lat"),
    ("places?q=a&q=b", "q"),
    ("areas?q=a&q=a", "q"),
    ("units?code=KPP-1007&code=", "code"),
    ("categories?retired=1&retired=0", "retired"),
    ("challenge?for=report&for=message", "for"),
    ("features?category=speeding&category=begging", "category"),
    ("features/aaaaaaaaaaaaaaaa?set=live&set=history", "set"),
]


@pytest.mark.parametrize(("query", "field"), TWICE)
def test_a_parameter_that_stands_twice_is_named(visitor, query, field):
    refused = visitor.get(f"/api/v1/{query}")
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], list(error["fields"])) == (422, "invalid", [field])
    assert error["fields"][field]["code"] == "repeated"
    assert error["fields"][field]["message"]


def test_what_is_wrong_beside_it_is_named_too(visitor):
    fields = visitor.get("/api/v1/locate?lon=20&lon=21&lat=91").json()["error"]["fields"]
    assert {name: problem["code"] for name, problem in fields.items()} == {"lon": "repeated", "lat": "out_of_range"}


@pytest.mark.parametrize("query", ["locate?lon=20&lat=52", "places?q=a", "units?code=KPP-1007", "categories?retired=1"])
def test_an_unknown_parameter_may_stand_twice(visitor, query):
    assert visitor.get(f"/api/v1/{query}&x=1&x=2").json() == visitor.get(f"/api/v1/{query}").json()
