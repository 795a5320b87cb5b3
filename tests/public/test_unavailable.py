"""While the database cannot be reached, every address says so and when to come again."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from kmzb.public.pages import follow, texts
from kmzb.public.v1 import intake, marks

SAID = "nothing of the inside"


def failing(fault):
    def _fail(*_args, **_kwargs):
        raise fault(SAID)

    return _fail


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_the_api_is_unavailable(visitor, monkeypatch, fault):
    monkeypatch.setattr(marks, "summary", failing(fault))
    monkeypatch.setattr(intake, "follow_up", failing(fault))
    for refused in (visitor.get("/api/v1/summary"), visitor.post("/api/v1/follow-up", {"receipt": "x"})):
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert SAID not in refused.text


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_page_is_unavailable(visitor, monkeypatch, fault):
    monkeypatch.setattr(follow, "follow_up", failing(fault))
    refused = visitor.submit("/follow", {"receipt": "x"})
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.text.count("<h1") == 1
    assert SAID not in refused.text


def test_the_page_of_an_error_asks_no_database(monkeypatch):
    monkeypatch.setattr(texts, "_page", failing(OperationalError))
    refused = Client().get("/help")  # this test has no database at all
    assert refused.status_code == 503


def test_another_fault_is_a_fault(visitor, monkeypatch):
    monkeypatch.setattr(follow, "follow_up", failing(RuntimeError))
    refused = Client(raise_request_exception=False).post("/follow", {"receipt": "x"})
    assert refused.status_code == 500
    assert "Retry-After" not in refused.headers
