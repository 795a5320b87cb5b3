"""Every public address by each method and each kind of visitor: what opens, what is refused, what is told."""

from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from cast import Resident
from kmzb.accounts.api import Officer
from kmzb.public.urls import faces, pages
from kmzb.verification.api import Case
from one_transaction import cast, one_transaction
from public_eye import carry
from small_country import NOW

__all__ = ["cast", "one_transaction"]

READ, WRITE, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}

# Route → methods. A public address that is not here fails the first test.
ROUTES = {
    "": READ,
    "list": READ,
    "mark/<str:feature_id>": READ,
    "mark/<str:feature_id>/confirm": WRITE,
    "report": BOTH,
    "follow": BOTH,
    "help": READ,
    "rules": READ,
    "privacy": READ,
    "summary": READ,
    "accessibility": READ,
    "credits": READ,
    "healthz": READ,
    "readyz": READ,
    "basemap/<path:name>.json": READ,
    "basemap.pmtiles": READ,
    "picture.png": READ,
    "en": READ,
    "uk": READ,
    "api/v1/categories": READ,
    "api/v1/challenge": READ,
    "api/v1/places": READ,
    "api/v1/areas": READ,
    "api/v1/locate": READ,
    "api/v1/units": READ,
    "api/v1/features": READ,
    "api/v1/features/<id>": READ,
    "api/v1/features/<id>/confirmations": WRITE,
    "api/v1/summary": READ,
    "api/v1/summary.csv": READ,
    "api/v1/reports": WRITE,
    "api/v1/follow-up": WRITE,
    "api/v1/openapi.json": READ,
    "api/v1/": set(),
}
# Pages that hold a secret drawn for one visitor.
UNSTORED = {"report", "follow", "mark/<str:feature_id>"}


def routes(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


def test_every_address_stands_in_the_table():
    assert sorted(routes([*faces, *pages])) == sorted(ROUTES)


@pytest.fixture
def address(cast):
    name = Resident().report().feature_id
    carry(NOW)

    def fill(route):
        return "/" + route.replace("<str:feature_id>", name).replace("<id>", name).replace("<path:name>", "country")

    return fill


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_only_the_methods_of_the_table_are_taken(address, route):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
        sent = {"data": b"{}", "content_type": "application/json"} if method != "GET" else {}
        status = Client().generic(method, address(route), **sent).status_code
        if not ROUTES[route]:
            assert status == 404
        elif method not in ROUTES[route]:
            assert status == 405, method
        else:
            assert status != 405, method


_API = sorted(route for route, methods in ROUTES.items() if methods and route.startswith("api/"))


@pytest.mark.parametrize("route", _API)
def test_a_method_that_is_not_taken_is_told_so_whatever_the_type(address, route):
    allowed = "GET, HEAD" if ROUTES[route] == READ else "POST"
    methods = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - ROUTES[route]
    for method, kind in product(methods, ("application/json", "text/plain", "")):
        refused = Client().generic(method, address(route), b"{}", kind)
        assert (refused.status_code, refused.headers["Allow"]) == (405, allowed)
        assert refused.json()["error"]["code"] == "bad_request"


@pytest.mark.parametrize("route", [route for route in _API if ROUTES[route] == WRITE])
def test_each_write_is_asked_for_its_origin_and_then_for_its_type(address, route):
    strange = {"data": b"{}", "content_type": "text/plain"}
    refused = Client().generic("POST", address(route), **strange, headers={"Origin": "https://evil.example"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "cross_site")
    refused = Client().generic("POST", address(route), **strange)
    assert (refused.status_code, refused.json()["error"]["code"]) == (415, "unsupported_type")
    read = Client().head(address(route))
    assert (read.status_code, read.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("route", sorted(route for route, methods in ROUTES.items() if "GET" in methods))
def test_what_can_be_read_tells_its_head(address, route):
    head, whole = Client().head(address(route)), Client().get(address(route))
    assert (head.status_code, head.headers["Content-Type"]) == (whole.status_code, whole.headers["Content-Type"])


@pytest.mark.parametrize("route", sorted(route for route, methods in ROUTES.items() if "GET" in methods))
def test_an_officers_sign_in_changes_nothing_in_public(address, cast, route):
    officer = Client()
    officer.force_login(Officer.objects.get(pk=cast.coordinator.id))
    resident, signed_in = Client().get(address(route)), officer.get(address(route))
    assert resident.status_code == signed_in.status_code
    if route not in UNSTORED and not resident.streaming:
        assert resident.content == signed_in.content
    assert "Cookie" not in resident.headers.get("Vary", "")
    assert not signed_in.cookies


@pytest.mark.parametrize("category", ["begging", "drug_use", "dangerous_venue"])
def test_no_public_address_tells_of_a_hidden_report(cast, category):
    resident = Resident()
    resident.report(category=category, description="tajny opis")
    carry(NOW)
    name = Case.objects.get().feature_id
    for path in (f"/mark/{name}", f"/api/v1/features/{name}"):
        assert Client().get(path).status_code == 404
    for path in ("/", "/list", "/api/v1/features", "/api/v1/summary"):
        answer = Client().get(path)
        assert name not in answer.text
        assert "tajny opis" not in answer.text
    assert Client().get("/api/v1/summary").json()["total"] == 0
