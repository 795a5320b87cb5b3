"""The layers of the schematic basemap."""

import json
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import shape

from kmzb.territory.api import basemap_etag, basemap_layer, warm_up
from kmzb.territory.editions import load_edition
from small_country import LATER, NOW, load_small_country, small_country


@pytest.fixture
def built_in(monkeypatch, approximate_country):
    monkeypatch.setattr("kmzb.territory.basemap.current", lambda: approximate_country)


def features(name):
    return json.loads(basemap_layer(name))["features"]


def coordinates(name):
    return shapely.get_coordinates([shape(feature["geometry"]) for feature in features(name)])


LAYERS = {
    "country": 1,
    "voivodeships": 16,
    "counties": 380,
    "gminas": 8,
    "rivers": 21,
    "lakes": 20,
    "sea": 1,
    "neighbours": 1,
    "unit/KPP-1007": 1,
    "unit/KWP-10": 1,
    "unit/KGP": 1,
    "area/10": 1,
    "area/1007": 1,
    "area/1007043": 1,
}


@pytest.mark.usefixtures("built_in")
@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_holds_what_it_says(name):
    assert len(features(name)) == LAYERS[name]
    points = coordinates(name)
    assert (points.round(5) == points).all()
    assert points[:, 0].min() >= 10
    assert points[:, 1].max() <= 57.5


@pytest.mark.usefixtures("built_in")
@pytest.mark.parametrize("code", ["1", "100", "10070", "9901", "1007999"])
def test_the_beginning_of_a_code_is_no_area(code):
    assert basemap_layer(f"area/{code}") is None


@pytest.mark.usefixtures("built_in")
def test_an_area_is_drawn_as_the_layer_of_its_level_draws_it():
    (alone,) = features("area/1007")
    (among,) = [feature for feature in features("counties") if feature["properties"]["code"] == "1007"]
    assert alone["properties"] == {"code": "1007", "name": "powiat opoczyński"}
    assert shape(alone["geometry"]).equals(shape(among["geometry"]))


@pytest.mark.usefixtures("built_in")
def test_layers_are_small():
    assert len(basemap_layer("counties")) < 600_000
    assert len(basemap_layer("towns")) < 400_000


@pytest.mark.usefixtures("built_in")
@pytest.mark.parametrize(
    "name", ["", "roads", "unit/", "unit/KPP-9999", "../counties", "country.json", "units/KGP", "UNIT/KGP", "area/"]
)
def test_what_is_no_layer_is_none(name):
    assert basemap_layer(name) is None


@pytest.mark.usefixtures("built_in")
def test_towns_have_names_and_ranks_by_their_size():
    towns = {f["properties"]["name"]: f["properties"] for f in features("towns")}
    assert towns["Warszawa"]["rank"] == 1
    assert towns["Opoczno"]["rank"] == 3
    assert towns["Mniszków"]["rank"] == 4
    assert towns["Opoczno"]["pop"] > 20_000
    assert "Ursynów" not in towns


@pytest.mark.usefixtures("built_in")
def test_rivers_and_lakes_have_names_and_ranks():
    rivers = {f["properties"]["name"]: f["properties"] for f in features("rivers")}
    assert rivers["Wisła"]["rank"] == 1
    assert rivers["Wisła"]["scalerank"] <= 6 < rivers["Drzewiczka"]["scalerank"]
    assert {"Śniardwy", "Zalew Wiślany"} <= {f["properties"]["name"] for f in features("lakes")}


@pytest.mark.usefixtures("built_in")
def test_the_sea_is_where_the_land_is_not():
    sea = shape(features("sea")[0]["geometry"])
    assert sea.contains(shapely.Point(18.0, 55.2))
    assert not sea.contains(shapely.Point(18.0, 54.0))
    assert not sea.contains(shapely.Point(14.9, 55.15))  # Bornholm
    assert not sea.intersection(shape(features("country")[0]["geometry"])).area > 1e-3


@pytest.mark.usefixtures("built_in")
def test_drawn_neighbours_share_their_border():
    counties = [shape(feature["geometry"]) for feature in features("counties")]
    assert shapely.coverage_is_valid(counties)


@pytest.mark.usefixtures("country")
def test_a_territory_without_gminas_draws_none():
    assert features("gminas") == []


def test_the_tag_follows_the_content_not_the_day(country):
    before = basemap_etag()
    load_small_country(LATER)
    assert basemap_etag() == before
    load_edition(
        replace(small_country(), beats=()), valid_from=NOW.date(), source="próba", is_approximate=True, now=LATER
    )
    assert basemap_etag() != before
    assert len(features("counties")) == 3


def test_warming_up_makes_every_layer(country):
    warm_up()
    assert len(features("counties")) == 3
