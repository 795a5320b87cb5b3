"""`/tiles/` as a client sees it, called as the server calls it."""

import gzip
import json
import time

import numpy as np
import pytest
from django.utils.translation import get_language

from kmzb.geoindex.api import BITS, to_grid
from kmzb.verification.api import Action
from public_eye import carry
from small_country import IN_DRZEWICA, IN_OPOCZNO, NOW
from tile_client import get

COUNTRY = "/tiles/v1/live/0/0/0.mvt"


@pytest.fixture(autouse=True)
def open_connection(monkeypatch):
    """The test's transaction outlives the request, as with Django's own test client."""
    monkeypatch.setattr("kmzb.public.tiles.close_old_connections", lambda: None)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def marks(resident, cast, clock):
    """Three marks in Opoczno, one of them accepted, and one in Drzewica."""
    lon, lat = IN_DRZEWICA
    cases = [resident.case(category=category) for category in ("vandalism", "speeding", "speeding")]
    resident.case(category="speeding", lon=lon, lat=lat)
    cast.coordinator.act(Action.ACCEPT, cases[0])
    carry(NOW)
    return cases


def tile_at(lon, lat, z):
    x, y = to_grid(np.array([lon]), np.array([lat]))
    return f"/tiles/v1/live/{z}/{x[0] >> (BITS - z)}/{y[0] >> (BITS - z)}.mvt"


def test_a_tile_of_the_country(marks):
    answer = get(COUNTRY)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    (sign,) = answer.signs
    assert sign["properties"] == {"count": 4, "new": 3, "verification": 1}


def test_filters(marks):
    assert get(COUNTRY, "category=speeding&status=new").signs[0]["properties"] == {"count": 3, "new": 3}
    assert get(COUNTRY, "status=verification,new").body == get(COUNTRY, "status=new%2Cverification").body
    assert get(COUNTRY, "from=2026-11-22&to=2026-11-22").signs[0]["properties"]["count"] == 4
    assert get(COUNTRY, "from=2026-11-23").status == 204
    assert get(COUNTRY, "unit=KPP-1007&area=10").signs[0]["properties"]["count"] == 4
    assert get(COUNTRY, "unit=KPP-1016").status == 204


def test_a_single_mark_and_marks_of_one_point(marks):
    (single,) = get(tile_at(*IN_DRZEWICA, 12)).signs
    assert {"id", "category", "status", "changed", "count", "new"} == set(single["properties"])
    assert single["properties"]["changed"] == 20779
    assert len(get(tile_at(*IN_OPOCZNO, 15)).signs) == 1
    assert len(get(tile_at(*IN_OPOCZNO, 16)).signs) == 3


def test_an_empty_tile_has_no_body(marks):
    answer = get("/tiles/v1/live/5/0/0.mvt")
    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_what_has_not_changed_is_not_sent_again(marks, cast):
    etag = get(COUNTRY).headers["ETag"]
    for named in (etag, f'"x", W/{etag}', "*"):
        again = get(COUNTRY, if_none_match=named)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert get(COUNTRY, if_none_match='"x"').status == 200
    cast.coordinator.act(Action.ACCEPT, marks[1])
    carry(NOW)
    assert get(COUNTRY, if_none_match=etag).status == 200
    assert get(tile_at(*IN_DRZEWICA, 12)).headers["ETag"] != etag


def test_a_change_elsewhere_leaves_the_tag(marks, cast):
    drzewica = tile_at(*IN_DRZEWICA, 12)
    etag = get(drzewica).headers["ETag"]
    cast.coordinator.act(Action.ACCEPT, marks[1])
    carry(NOW)
    assert get(drzewica, if_none_match=etag).status == 304


def test_midnight_is_noticed(marks, cast, clock):
    cast.coordinator.act(Action.CONFIRM, marks[0], reason_code="measured")
    cast.coordinator.act(Action.ELIMINATE, marks[0], reason_code="stopped")
    carry(NOW)
    assert get(COUNTRY, "status=confirmed_eliminated").status == 200
    clock.move_to("2026-12-22T22:59:59Z", tick=False)
    assert get(COUNTRY, "status=confirmed_eliminated").status == 200
    clock.move_to("2026-12-22T23:00:00Z", tick=False)
    assert get(COUNTRY, "status=confirmed_eliminated").status == 204


@pytest.mark.parametrize("offer", ["gzip", "br, gzip;q=0.5", "GZIP ; q=1"])
def test_packed_for_those_who_can_unpack(marks, offer):
    packed, plain = get(COUNTRY, accept_encoding=offer), get(COUNTRY)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert get(COUNTRY, accept_encoding=offer, if_none_match=packed.headers["ETag"]).status == 304


@pytest.mark.parametrize("offer", ["", "br", "gzip;q=0", "gzip;q=0.0", "gzipped"])
def test_plain_for_others(marks, offer):
    assert "Content-Encoding" not in get(COUNTRY, accept_encoding=offer).headers


def test_browsers_ask_each_time_and_nobody_guesses_types(marks):
    headers = get(COUNTRY).headers
    assert headers["Cache-Control"] == "no-cache"
    assert headers["CDN-Cache-Control"] == "max-age=1"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in headers


def test_a_head_is_a_get_without_its_body(marks):
    head, whole = get(COUNTRY, method="HEAD"), get(COUNTRY)
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")
def test_other_methods(marks, method):
    answer = get(COUNTRY, method=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.error["code"] == "bad_request"


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/v1/live/17/0/0.mvt",
        "/tiles/v1/live/3/8/0.mvt",
        "/tiles/v1/live/3/0/8.mvt",
        "/tiles/v1/live/-1/0/0.mvt",
        "/tiles/v1/live/0/-0/0.mvt",
        "/tiles/v1/live/1.0/0/0.mvt",
        "/tiles/v1/live/01/0/0.mvt",
        "/tiles/v1/live/a/0/0.mvt",
        "/tiles/v1/live/٣/0/0.mvt".encode().decode("latin-1"),
        "/tiles/v1/live/9/" + "9" * 5000 + "/0.mvt",
        "/tiles/v1/live/0/0/0.mvt\n",
        "/tiles/v1/live/0/0/0.pbf",
        "/tiles/v1/live/0/0/0.mvt/",
        "/tiles/v1/all/0/0/0.mvt",
        "/tiles/v1/all.json",
        "/tiles/v2/live/0/0/0.mvt",
        "/tiles/",
    ],
)
def test_there_is_no_such_tile(marks, path):
    answer = get(path)
    assert (answer.status, answer.error["code"]) == (404, "not_found")
    assert answer.headers["Cache-Control"] == "no-store"


def test_history_keeps_what_has_left_the_map(marks, cast, clock):
    cast.coordinator.act(Action.CONFIRM, marks[0], reason_code="measured")
    cast.coordinator.act(Action.ELIMINATE, marks[0], reason_code="stopped")
    carry(NOW)
    clock.move_to("2027-02-01T12:00:00Z", tick=False)
    past = get("/tiles/v1/history/0/0/0.mvt", "status=confirmed_eliminated")
    assert past.signs[0]["properties"]["count"] == 1
    assert get(COUNTRY, "status=confirmed_eliminated").status == 204
    (address,) = json.loads(get("/tiles/v1/history.json").body)["tiles"]
    assert "/tiles/v1/history/" in address


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category=weather", "category"),
        ("category=%00", "category"),
        ("category=%FF%FE", "category"),
        ("status=open", "status"),
        ("from=yesterday", "from"),
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("category=speeding&category=begging", "category"),
        ("unit=KPP-0", "unit"),
    ],
)
def test_a_bad_filter(marks, query, field):
    for path in (COUNTRY, "/tiles/v1/live.json"):
        answer = get(path, query)
        assert answer.status == 422
        assert answer.error["code"] == "invalid"
        assert set(answer.error["fields"]) == {field}


@pytest.mark.parametrize(("header", "language"), [("uk,en;q=0.5", "uk"), ("en-GB", "en"), ("de", "pl"), ("", "pl")])
def test_errors_speak_the_readers_language(marks, monkeypatch, header, language):
    spoken = []
    monkeypatch.setattr("kmzb.public.errors.Problem.body", lambda _: spoken.append(get_language()) or {})
    assert get("/tiles/", accept_language=header).headers["Vary"] == "Accept-Language"
    assert spoken == [language]


def test_a_hundred_thousand_parameters_are_refused_quickly(marks):
    begun = time.monotonic()
    answer = get(COUNTRY, "&".join(["category=speeding"] * 100_000))
    assert (answer.status, answer.error["code"], answer.error["fields"]) == (400, "bad_request", {})
    assert time.monotonic() - begun < 1


def test_what_is_no_filter_is_left_alone(marks):
    assert get(COUNTRY, "colour=red&cursor=x&limit=x&bbox=x").body == get(COUNTRY).body


def test_the_document(marks):
    answer = get("/tiles/v1/live.json", "category=speeding,begging&lon=20")
    document = json.loads(answer.body)
    assert document["tiles"] == ["http://localhost/tiles/v1/live/{z}/{x}/{y}.mvt?category=begging,speeding"]
    assert (document["tilejson"], document["minzoom"], document["maxzoom"]) == ("3.0.0", 0, 16)
    (layer,) = document["vector_layers"]
    assert layer["id"] == "marks"
    assert layer["fields"]["confirmed_referred"] == "Number"


def test_the_document_trusts_no_foreign_host(marks):
    environ_host = {"host": "evil.example"}
    assert get("/tiles/v1/live.json", **environ_host).status == 400
    assert get("/tiles/v1/live.json", host="localhost:8000").status == 200


def test_a_fault_says_nothing_of_what_happened(marks, monkeypatch, caplog):
    monkeypatch.setattr("kmzb.public.tiles.tile", lambda *_, **__: 1 / 0)
    answer = get(COUNTRY, "to=2031-01-01")
    assert (answer.status, "zero" in answer.body.decode()) == (500, False)
    assert "could not be made" in caplog.text
