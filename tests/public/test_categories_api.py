import pytest

from kmzb.categories.api import catalogue

URL = "/api/v1/categories"


def test_the_active_ones_in_the_official_order(visitor):
    body = visitor.get(URL).json()
    assert set(body) == {"version", "categories"}
    assert body["version"] == "2022-01-01"
    assert [one["code"] for one in body["categories"]] == [one.code for one in catalogue().active]
    assert len(body["categories"]) == 24
    assert all(one["active"] for one in body["categories"])


def test_each_tells_its_policy(visitor):
    venue = next(one for one in visitor.get(URL).json()["categories"] if one["code"] == "dangerous_venue")
    hint = venue.pop("hint")
    assert hint
    assert venue == {
        "code": "dangerous_venue",
        "name": "Miejsce niebezpiecznej działalności rozrywkowej",
        "group": "demoralisation",
        "icon": "confetti",
        "checked_by": "beat",
        "description_required": True,
        "visibility": "once_confirmed",
        "active": True,
    }


def test_the_retired_ones_are_added_when_asked_for(visitor):
    retired = [one for one in visitor.get(f"{URL}?retired=1").json()["categories"] if not one["active"]]
    assert {one["code"] for one in retired} == {"wild_bathing", "dangerous_water_area", "drownings", "homelessness"}


@pytest.mark.parametrize("value", ["", "%20", "0"])
def test_nothing_asks_for_the_active_ones(visitor, value):
    assert visitor.get(f"{URL}?retired={value}").json() == visitor.get(URL).json()


@pytest.mark.parametrize("value", ["2", "yes", "1,0"])
def test_another_value_is_refused(visitor, value):
    refused = visitor.get(f"{URL}?retired={value}")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["retired"])
