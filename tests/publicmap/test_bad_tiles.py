"""What `/tiles/` and its neighbours are asked for by mistake or by malice: the contract's refusal, and little work."""

import time

import pytest

from kmzb.publicmap.api import FeatureQuery
from public_eye import carry
from small_country import NOW
from tile_client import get

MOST_CPU_S = 0.25
HUGE = "9" * 400


@pytest.fixture(autouse=True)
def open_connection(monkeypatch, time_machine):
    monkeypatch.setattr("kmzb.public.tiles.close_old_connections", lambda: None)
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def marks(resident):
    resident.case()
    resident.case(category="speeding")
    carry(NOW)


@pytest.fixture(autouse=True)
def little_work():
    """No request of a test costs more than the contract allows; the first one also reads the territory."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < 20 * MOST_CPU_S


def _asked(path, query):
    get(path, query)
    begun = time.process_time()
    answer = get(path, query + "&x=1")
    assert time.process_time() - begun < MOST_CPU_S
    return answer


@pytest.mark.parametrize("marks_set", ["live", "history"])
@pytest.mark.parametrize(
    "place",
    [
        "17/0/0",
        "-1/0/0",
        "0/1/0",
        "0/0/1",
        "16/65536/0",
        f"16/{HUGE}/0",
        f"{HUGE}/0/0",
        "a/b/c",
        "1e0/0/0",
        "0x0/0/0",
        "//",
        "16/0/-5",
        "0/0/NaN",
        "%00/0/0",
    ],
)
def test_no_such_tile(marks, marks_set, place):
    answer = _asked(f"/tiles/v1/{marks_set}/{place}.mvt", "")
    assert (answer.status, answer.error["code"]) == (404, "not_found")


@pytest.mark.parametrize("marks_set", ["live", "history"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category=" + ",".join(f"c{n}" for n in range(10_000)), "category"),
        ("unit=" + ",".join(f"KPP-{n}" for n in range(10_000)), "unit"),
        ("area=" + ",".join(f"{n:07d}" for n in range(10_000)), "area"),
        ("status=" + "x" * 1_000_000, "status"),
        ("category=" + "," * 1_000_000, "category"),
        ("from=10000-01-01", "from"),
        ("from=0000-01-01", "from"),
        ("to=" + "9" * 100_000, "to"),
        ("from=9999-12-31&to=0001-01-01", "to"),
        ("status=new&status=new", "status"),
    ],
)
def test_a_filter_that_cannot_be_read(marks, marks_set, query, field):
    answer = _asked(f"/tiles/v1/{marks_set}/0/0/0.mvt", query)
    assert (answer.status, answer.error["code"]) == (422, "invalid")
    assert field in answer.error["fields"]
    assert len(answer.body) < 10_000


@pytest.mark.parametrize("marks_set", ["live", "history"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=0001-01-01&to=9999-12-31", 200),
        ("from=0001-01-01&to=0001-01-01", 204),
        ("from=9999-12-31", 204),
        ("to=1969-12-31", 204),
        ("from=2149-06-06", 204),
        ("from=2149-06-07", 204),
        ("category=" + ",".join(["speeding"] * 10_000), 200),
        ("status=joke_or_mistake", 204),
    ],
)
def test_far_days_and_long_lists_are_no_mistake(marks, marks_set, query, status):
    assert _asked(f"/tiles/v1/{marks_set}/0/0/0.mvt", query).status == status


@pytest.mark.parametrize(("number", "code"), [(3000, "unknown"), (3001, "too_many")])
def test_a_list_names_so_many_codes_at_most(marks, number, code):
    answer = get("/tiles/v1/live/0/0/0.mvt", "area=" + ",".join(f"{n:07d}" for n in range(number)))
    assert answer.error["fields"]["area"]["code"] == code


def _unknown(number):
    return "&".join(f"a{n}=1" for n in range(number))


@pytest.mark.parametrize("path", ["/tiles/v1/live/0/0/0.mvt", "/tiles/v1/history/0/0/0.mvt", "/tiles/v1/live.json"])
def test_a_thousand_parameters_are_read_and_no_more(marks, path):
    begun = time.process_time()
    told = get(path, _unknown(1000))
    assert time.process_time() - begun < MOST_CPU_S
    assert (told.status, told.body) == (200, get(path).body)
    for query in (_unknown(1001), "&" * 100_000, "&".join(["category=speeding"] * 1001)):
        refused = _asked(path, query)
        assert (refused.status, refused.error["code"], refused.error["fields"]) == (400, "bad_request", {})
        assert "1000" in refused.error["message"]


@pytest.mark.parametrize("number", [1000, 1001])
def test_tiles_and_the_api_count_parameters_alike(marks, client, number):
    tile, listed = get("/tiles/v1/live/0/0/0.mvt", _unknown(number)), client.get(f"/api/v1/features?{_unknown(number)}")
    assert tile.status == listed.status_code
    if tile.status != 200:
        assert tile.error == listed.json()["error"]


@pytest.mark.parametrize("path", ["/tiles/v1/history/0/0/0.mvt", "/tiles/v1/history.json"])
@pytest.mark.parametrize("number", [2, 31, 1000])
def test_a_filter_that_stands_twice_is_named(marks, path, number):
    refused = get(path, "&".join(["category=speeding"] * number))
    assert (refused.status, refused.error["fields"]["category"]["code"]) == (422, "repeated")


def test_a_long_query_is_read_anew_each_time(marks, monkeypatch):
    read = []
    parse = FeatureQuery.parse
    monkeypatch.setattr(FeatureQuery, "parse", lambda given: read.append(given) or parse(given))
    for query in ["status=new&once=1", _unknown(900)]:
        read.clear()
        assert [get("/tiles/v1/live/0/0/0.mvt", query).status for _ in range(3)] == [200] * 3
        assert len(read) == (1 if "once" in query else 3)


@pytest.mark.parametrize("marks_set", ["live", "history"])
@pytest.mark.parametrize("path", ["features", "summary", "summary.csv"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("bbox=nan,nan,nan,nan", "invalid"),
        ("bbox=-inf,-90,inf,90", "invalid"),
        ("bbox=1e308,0,1e309,1", "invalid"),
        (f"bbox={HUGE},{HUGE},{HUGE},{HUGE}", "invalid"),
        ("bbox=" + "1," * 100_000, "invalid"),
        ("from=9999-12-31&to=0001-01-01", "invalid"),
        ("area=" + ",".join(f"{n:07d}" for n in range(10_000)), "invalid"),
        ("&".join(["category=speeding"] * 900), "invalid"),
        ("&".join(["category=speeding"] * 1000), "bad_request"),
        ("&".join(f"a{n}=1" for n in range(5000)), "bad_request"),
    ],
)
def test_the_same_of_lists_and_counts(marks, client, marks_set, path, query, code):
    address = f"/api/v1/{path}?set={marks_set}&{query}"
    client.get(address)
    begun = time.process_time()
    answer = client.get(address)
    assert time.process_time() - begun < MOST_CPU_S
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]["code"] == code


@pytest.mark.parametrize("marks_set", ["live", "history"])
@pytest.mark.parametrize("query", ["from=0001-01-01&to=9999-12-31", "bbox=-180,-90,180,90", "bbox=180,90,180,90"])
def test_the_ends_of_the_world_and_of_time_are_no_mistake(marks, client, marks_set, query):
    total = client.get(f"/api/v1/summary?set={marks_set}&{query}").json()["total"]
    assert total == (0 if "bbox=180" in query else 2)
