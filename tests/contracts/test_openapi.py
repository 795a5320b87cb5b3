"""The OpenAPI document: checked in, fresh, and telling nothing but what is built."""

import json
import os
from pathlib import Path

import pytest

from kmzb.public.v1.app import openapi_text

COPY = Path(__file__).parents[2] / "docs" / "openapi.json"
DOCUMENT = json.loads(openapi_text())
OPERATIONS = {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}


def test_the_copy_is_fresh():
    if os.environ.get("KMZB_BLESS"):
        COPY.write_text(openapi_text())
    assert COPY.read_text() == openapi_text(), "run this test with KMZB_BLESS=1 and read the difference"


def test_it_is_served(client):
    assert client.get("/api/v1/openapi.json").json() == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1")


def test_it_tells_the_routes_of_the_contract_and_no_face_that_is_not_built():
    assert {
        ("/api/v1/categories", "get"),
        ("/api/v1/challenge", "get"),
        ("/api/v1/reports", "post"),
        ("/api/v1/follow-up", "post"),
        ("/api/v1/features", "get"),
        ("/api/v1/features/{id}", "get"),
        ("/api/v1/features/{id}/confirmations", "post"),
        ("/api/v1/places", "get"),
        ("/api/v1/areas", "get"),
        ("/api/v1/locate", "get"),
        ("/api/v1/summary", "get"),
        ("/api/v1/summary.csv", "get"),
        ("/api/v1/units", "get"),
    } == OPERATIONS
    assert "attachments" not in openapi_text()


@pytest.mark.parametrize(("path", "method"), sorted(OPERATIONS))
def test_each_operation_tells_its_answers(path, method):
    operation = DOCUMENT["paths"][path][method]
    assert operation["summary"]
    assert operation["description"]
    answers = operation["responses"]
    refusals = [answer for status, answer in answers.items() if status >= "400"]
    assert refusals
    for answer in refusals:
        assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorOut"}
    assert any(status.startswith("2") for status in answers)
    if method == "post":
        assert {"400", "403", "413", "415", "429", "503"} <= set(answers)


def test_bodies_name_their_required_fields_and_refuse_others():
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["ReportIn"]["required"]) == {
        *("category", "lon", "lat", "receipt_hash", "altcha", "rules_accepted"),
    }
    for name in ("ReportIn", "FollowUpIn", "ConfirmationIn"):
        assert schemas[name]["additionalProperties"] is False


def test_no_docs_page_loads_from_elsewhere(client):
    assert client.get("/api/v1/docs").status_code == 404
