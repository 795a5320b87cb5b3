import pytest

from kmzb.verification.api import Action, Case
from old_reports import bring_in, old_row
from public_eye import carry
from small_country import IN_TOMASZOW, NOW

URL = "/api/v1/features"
PROPERTIES = {
    *("category", "status", "reported", "changed", "occurred_on", "time_of_day", "weekdays", "confirmations"),
    *("unit", "area", "reason", "due", "next", "coarse"),
}


@pytest.fixture
def marks(resident, cast):
    """Three marks: vandalism in Opoczno, speeding in Tomaszów, begging (waits for the morning)."""
    lon, lat = IN_TOMASZOW
    resident.report(time_of_day="evening", weekdays=[5, 6], occurred_on="2026-11-20", description="tajne")
    resident.report(category="speeding", lon=lon, lat=lat)
    resident.report(category="begging")
    carry(NOW)


def codes(answer):
    return sorted(one["properties"]["category"] for one in answer.json()["features"])


def test_marks_are_geojson(visitor, marks):
    answer = visitor.get(f"{URL}?category=vandalism")
    assert answer.headers["Cache-Control"] == "no-cache"
    body = answer.json()
    assert set(body) == {"type", "features", "total", "next"}
    assert (body["type"], body["total"], body["next"]) == ("FeatureCollection", 1, None)
    one = body["features"][0]
    assert set(one) == {"type", "id", "geometry", "properties"}
    assert one["geometry"] == {"type": "Point", "coordinates": [20.28, 51.38]}
    assert set(one["properties"]) == PROPERTIES
    told = {name: one["properties"][name] for name in PROPERTIES - {"next"}}
    assert told == {
        "category": "vandalism",
        "status": "new",
        "reported": "2026-11-22",
        "changed": "2026-11-22",
        "occurred_on": "2026-11-20",
        "time_of_day": "evening",
        "weekdays": [5, 6],
        "confirmations": "0",
        "unit": "KPP-1007",
        "area": "1007",
        "reason": None,
        "due": "2026-11-25",
        "coarse": False,
    }


def test_what_waits_for_the_morning_is_not_there_yet(visitor, marks, clock):
    assert codes(visitor.get(URL)) == ["speeding", "vandalism"]
    clock.shift(24 * 3600)
    carry(NOW.replace(day=23))
    assert codes(visitor.get(URL)) == ["begging", "speeding", "vandalism"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=speeding", ["speeding"]),
        ("category=speeding,vandalism", ["speeding", "vandalism"]),
        ("category=vandalism,%20speeding", ["speeding", "vandalism"]),
        ("status=new", ["speeding", "vandalism"]),
        ("status=confirmed", []),
        ("status=joke_or_mistake", []),
        ("unit=KPP-1007", ["vandalism"]),
        ("unit=KWP-10", ["speeding", "vandalism"]),
        ("area=1016", ["speeding"]),
        ("area=10", ["speeding", "vandalism"]),
        ("bbox=20,51,21,52", ["vandalism"]),
        ("from=2026-11-22&to=2026-11-22", ["speeding", "vandalism"]),
        ("from=2026-11-23", []),
        ("to=2026-11-21", []),
        ("set=live", ["speeding", "vandalism"]),
        ("category=", ["speeding", "vandalism"]),
        ("unknown=1", ["speeding", "vandalism"]),
    ],
)
def test_filters(visitor, marks, query, found):
    answer = visitor.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.text
    assert codes(answer) == found
    counts = visitor.get(f"/api/v1/summary?{query}").json()
    assert counts["total"] == answer.json()["total"] == len(found)
    assert counts["by_category"] == dict.fromkeys(found, 1)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category=ufo", "category"),
        ("status=open", "status"),
        ("unit=KPP-9999", "unit"),
        ("area=9999", "area"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=NaN,51,21,52", "bbox"),
        ("bbox=21,51,20,52", "bbox"),
        ("from=yesterday", "from"),
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=1_0", "limit"),
        ("limit=%2B10", "limit"),
        ("limit=%D9%A1%D9%A0", "limit"),
        ("bbox=2_0,51,21,52", "bbox"),
        ("bbox=%D9%A2%D9%A0,51,21,52", "bbox"),
        ("cursor=%00", "cursor"),
        ("set=all", "set"),
        ("category=speeding&category=begging", "category"),
    ],
)
def test_filters_that_cannot_be_read(visitor, marks, query, field):
    for path in (URL, "/api/v1/summary"):
        refused = visitor.get(f"{path}?{query}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")
        assert field in refused.json()["error"]["fields"]


def test_history_keeps_what_has_left_the_map(visitor, resident, cast, clock):
    case = resident.case()
    for action, reason in (("accept", ""), ("confirm", "seen_on_visit"), ("eliminate", "stopped")):
        cast.coordinator.act(Action(action), case, reason_code=reason)
    hidden = resident.report(category="begging").feature_id
    carry(NOW)
    name = Case.objects.get(pk=case).feature_id
    assert visitor.get(f"{URL}/{name}").status_code == 200
    clock.shift(40 * 24 * 3600)
    assert visitor.get(URL).json()["total"] == 0
    (one,) = visitor.get(f"{URL}?set=history").json()["features"]
    assert one["id"] == name
    assert visitor.get(f"{URL}/{name}").status_code == 404
    assert visitor.get(f"{URL}/{name}?set=history").json()["properties"]["history"]
    assert visitor.get(f"{URL}/{hidden}?set=history").status_code == 404
    assert visitor.get(f"{URL}/{name}?set=all").status_code == 422


def test_the_total_counts_reports_and_the_document_says_so(visitor, tmp_path):
    bring_in(tmp_path, old_row(count=5), old_row(external_id="KMZB/2"), now=NOW)
    carry(NOW)
    found = visitor.get(f"{URL}?set=history").json()
    assert (len(found["features"]), found["total"], found["next"]) == (2, 6, None)
    told = visitor.get("/api/v1/openapi.json").json()["components"]["schemas"]
    for shape in ("FeaturesOut", "SummaryOut"):
        assert "row of the archive may stand for many" in told[shape]["properties"]["total"]["description"]


def test_pages_hold_every_mark_once(visitor, resident):
    for _ in range(5):
        resident.report()
    carry(NOW)
    first = visitor.get(f"{URL}?limit=2").json()
    second = visitor.get(f"{URL}?limit=2&cursor={first['next']}").json()
    third = visitor.get(f"{URL}?limit=2&cursor={second['next']}").json()
    ids = [one["id"] for page in (first, second, third) for one in page["features"]]
    assert len(set(ids)) == len(ids) == first["total"] == third["total"] == 5
    assert third["next"] is None


def test_one_mark_has_its_history_and_reason(visitor, resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=True, note="tajne")
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", reason_text="Rozbite szyby.")
    carry(NOW)
    answer = visitor.get(f"{URL}/{Case.objects.get(pk=case).feature_id}")
    body = answer.json()
    assert set(body["properties"]) == PROPERTIES | {"history"}
    assert body["properties"]["reason"]["code"] == "seen_on_visit"
    assert body["properties"]["reason"]["text"].endswith("Rozbite szyby.")
    assert [step["action"] for step in body["properties"]["history"]] == ["place", "accept", "visit", "confirm"]
    assert set(body["properties"]["history"][0]) == {"on", "action", "status", "reason"}
    assert "tajne" not in answer.text


@pytest.mark.parametrize("name", ["aaaaaaaaaaaaaaaa", "x", "A" * 16, "%00", "..", "1" * 500])
def test_what_is_hidden_answers_like_what_never_was(visitor, resident, name):
    hidden = resident.report(category="begging").feature_id
    carry(NOW)
    one, other = visitor.get(f"{URL}/{hidden}"), visitor.get(f"{URL}/{name}")
    assert one.status_code == other.status_code == 404
    assert one.json() == other.json()


def test_no_answer_holds_a_clock_time(visitor, resident):
    resident.report(occurred_on="2026-11-20", occurred_time="21:43", time_of_day="evening")
    carry(NOW)
    for path in (URL, f"{URL}?limit=1"):
        assert "21:43" not in visitor.get(path).text
        assert "T12:00" not in visitor.get(path).text
