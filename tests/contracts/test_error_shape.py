"""One shape for every error under /api, /tiles and health, with the codes and statuses of the contract."""

import json
from io import BytesIO

import pytest
from django.test import Client

from kmzb.public.tiles import tiles
from kmzb.territory.api import forget
from small_country import load_small_country

CODES = {
    "bad_request": {400, 405},
    "cross_site": {403},
    "proof_invalid": {403},
    "proof_expired": {403},
    "proof_replayed": {403},
    "not_found": {404},
    "too_large": {413},
    "unsupported_type": {415},
    "invalid": {422},
    "outside_country": {422},
    "receipt_conflict": {422},
    "rate_limited": {429},
    "unavailable": {500, 503},
}
JSON = "application/json"
REFUSED = [
    ("GET", "/api", None, 404),
    ("GET", "/api/v1", None, 404),
    ("GET", "/api/v1/", None, 404),
    ("GET", "/api/v1/nothing", None, 404),
    ("GET", "/api/v2/categories", None, 404),
    ("GET", "/api/v1/features/aaaaaaaaaaaaaaaa", None, 404),
    ("GET", "/api/v1/features?category=ufo", None, 422),
    ("GET", "/api/v1/features?set=all", None, 422),
    ("GET", "/api/v1/summary?status=x", None, 422),
    ("GET", "/api/v1/challenge", None, 422),
    ("GET", "/api/v1/places", None, 422),
    ("GET", "/api/v1/areas", None, 422),
    ("GET", "/api/v1/locate", None, 422),
    ("GET", "/api/v1/reports", None, 405),
    ("DELETE", "/api/v1/categories", b"{}", 405),
    ("POST", "/api/v1/categories", b"{}", 405),
    ("OPTIONS", "/api/v1/categories", None, 405),
    ("POST", "/api/v1/reports", b"{", 400),
    ("POST", "/api/v1/reports", b"{}", 422),
    ("POST", "/api/v1/reports", b" " * 70_000, 413),
    ("POST", "/api/v1/follow-up", b"{}", 422),
    ("POST", "/api/v1/follow-up", b'{"receipt": "A"}', 404),
    ("POST", "/api/v1/features/aaaaaaaaaaaaaaaa/confirmations", b"{}", 404),
    ("POST", "/api/v1/nothing", b"{}", 404),
    ("POST", "/healthz", b"{}", 405),
    ("PUT", "/readyz", b"{}", 405),
]
TILES = [
    ("/tiles/v1/live/0/0/1.mvt", "", 404),
    ("/tiles/v1/live/17/0/0.mvt", "", 404),
    ("/tiles/v1/live/x/0/0.mvt", "", 404),
    ("/tiles/v1/history/0/0/0.mvt", "status=x", 422),
    ("/tiles/v1/nothing.json", "", 404),
    ("/tiles/", "", 404),
    ("/tiles/v1/live/0/0/0.mvt", "category=ufo", 422),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country(db):
    load_small_country()
    forget()


def check(body, kind, status, expected, headers):
    assert status == expected
    assert kind.split(";")[0] == JSON
    assert set(body) == {"error"}
    error = body["error"]
    assert set(error) == {"code", "message", "fields"}
    assert status in CODES[error["code"]]
    assert error["message"][-1] in ".:)"
    for problem in error["fields"].values():
        assert set(problem) == {"code", "message"}
        assert problem["message"]
    if status in {429, 503}:
        assert int(headers["Retry-After"]) > 0


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_an_error_of_the_api(method, path, body, status):
    sent = {} if body is None else {"data": body, "content_type": JSON}
    refused = Client().generic(method, path, **sent)
    check(refused.json(), refused.headers["Content-Type"], refused.status_code, status, refused.headers)


@pytest.mark.parametrize(("path", "query", "status"), TILES)
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_an_error_of_the_tiles(path, query, status, language):
    seen = {}

    def start(line, headers):
        seen["status"], seen["headers"] = int(line.split()[0]), dict(headers)

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_ACCEPT_LANGUAGE": language,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    body = json.loads(b"".join(tiles(environ, start)))
    check(body, seen["headers"]["Content-Type"], seen["status"], status, seen["headers"])


def test_an_error_never_repeats_what_was_sent():
    refused = Client().post("/api/v1/reports", json.dumps({"description": "sekret-4711" * 60, "sekret": 1}), JSON)
    assert "sekret-4711" not in refused.text


def test_a_fault_inside_has_the_shape_too(monkeypatch):
    from kmzb.public.v1 import marks

    def _fail(*_args, **_kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(marks, "summary", _fail)
    refused = Client(raise_request_exception=False).get("/api/v1/summary")
    check(refused.json(), refused.headers["Content-Type"], refused.status_code, 500, refused.headers)
    assert "secret" not in refused.text


def test_a_host_that_is_not_ours_has_the_shape_too():
    refused = Client().get("/api/v1/categories", HTTP_HOST="evil.example")
    check(refused.json(), refused.headers["Content-Type"], refused.status_code, 400, refused.headers)
