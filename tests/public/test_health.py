import logging

import pytest
from django.db import OperationalError

from kmzb.public import health
from kmzb.publicmap import live
from kmzb.publicmap.api import IndexNotReady, IndexState
from public_eye import carry
from small_country import NOW


def test_the_process_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readiness_tells_version_and_index(visitor, resident):
    resident.report()
    carry(NOW)
    answer = visitor.get("/readyz")
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"status", "version", "index"}
    assert body["status"] == "ready"
    assert body["index"]["sequence"] > 0
    assert body["index"]["lag_s"] == 0


@pytest.mark.parametrize(("lag", "status"), [(30.0, 200), (30.1, 503)])
def test_a_map_that_lags_is_not_ready(visitor, monkeypatch, lag, status):
    monkeypatch.setattr(health, "index_state", lambda: IndexState(17, lag))
    answer = visitor.get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["index"]) == (status, {"sequence": 17, "lag_s": lag})
    if status == 503:
        assert (body["status"], body["error"]["code"]) == ("not_ready", "unavailable")
        assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(("path", "is_written"), [("/readyz", False), ("/api/v1/features", True)])
def test_the_log_tells_of_what_failed_and_not_of_who_waits(visitor, monkeypatch, caplog, path, is_written):
    def _not_yet(*_args, **_named):
        raise IndexNotReady

    monkeypatch.setattr(health, "index_state", _not_yet)
    monkeypatch.setattr(live.PublicIndex, "snapshot", _not_yet)
    assert visitor.get(path).status_code == 503
    (record,) = caplog.records
    (console,) = (one for one in logging.getLogger().handlers if one.get_name() == "console")
    assert bool(console.filter(record)) is is_written


def test_without_a_database_nothing_is_ready(client, monkeypatch):
    def _fail(*_args):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(health.connection, "cursor", _fail)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["index"] == {"sequence": None, "lag_s": None}
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only(client, path):
    refused = client.post(path)
    assert (refused.status_code, refused.json()["error"]["code"]) == (405, "bad_request")
    assert refused.headers["Allow"] == "GET, HEAD"
