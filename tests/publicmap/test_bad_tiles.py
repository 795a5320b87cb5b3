"""What `/tiles/` and its neighbours are asked for by mistake or by malice: the contract's refusal, and little work."""

import time

import pytest

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


@pytest.mark.parametrize("marks_set", ["live", "history"])
def test_a_thousand_parameters(marks, marks_set):
    for query in ("&".join(f"a{n}=1" for n in range(1000)), "&".join(["category=speeding"] * 1000), "&" * 100_000):
        answer = _asked(f"/tiles/v1/{marks_set}/0/0/0.mvt", query)
        assert (answer.status, answer.error["code"]) == (422, "invalid")


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
