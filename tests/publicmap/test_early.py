"""On PostgreSQL a transaction that is left open does not hide what others have committed after it began."""

from threading import Event, Thread

import pytest
from django.db import connection, connections

from cast import Resident, assemble
from kmzb.news.api import Cursor
from kmzb.publicmap.api import Memory, feature, project_news
from kmzb.publicmap.project import project_cases
from kmzb.reports.api import in_one_batch
from small_country import NOW


@pytest.fixture
def resident(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets nobody else write meanwhile")
    assemble()
    return Resident()


@pytest.fixture
def held(resident):
    """A report whose transaction is still open, and how to end it."""
    begun, may_end = Event(), Event()
    held = {}

    def hold():
        with in_one_batch():
            held["id"] = Resident().report(now=NOW).feature_id
            begun.set()
            may_end.wait(20)
        connections.close_all()

    thread = Thread(target=hold)
    thread.start()
    assert begun.wait(20)

    def end():
        may_end.set()
        thread.join()
        return held["id"]

    yield end
    end()


def _carry(memory=None):
    rounds = 0
    while project_news(now=NOW, limit=100, memory=memory):
        rounds += 1
        assert rounds < 10, "it never ends"


def test_what_is_committed_is_shown_though_an_earlier_one_is_open(resident, held):
    later = resident.report(now=NOW).feature_id
    _carry()
    assert feature(later, now=NOW) is not None
    assert not Cursor.objects.filter(name="publicmap.transitions").exists(), "what is open would never be read"
    earlier = held()
    _carry()
    assert feature(earlier, now=NOW) is not None
    assert feature(later, now=NOW) is not None


def test_a_worker_remembers_what_it_showed_and_misses_nothing(resident, held, monkeypatch):
    memory = Memory()
    later = resident.report(now=NOW).feature_id
    _carry(memory)
    assert len(memory.shown) == 1
    monkeypatch.setattr("kmzb.publicmap.actions.project_cases", _only_once(later))
    latest = resident.report(now=NOW).feature_id
    _carry(memory)
    earlier = held()
    _carry(memory)
    assert all(feature(name, now=NOW) is not None for name in (earlier, later, latest))
    assert project_news(now=NOW, limit=100, memory=memory) == 0


def _only_once(done):
    """Return the projection, which must not be asked for what is done."""

    def project(case_ids, *, now):
        projected, edition = project_cases(case_ids, now=now)
        assert done not in {one.feature_id for one in projected}
        return projected, edition

    return project


def test_what_was_shown_early_is_dealt_with_once_it_is_settled(resident, held):
    resident.report(now=NOW)
    _carry()
    held()
    _carry()
    assert project_news(now=NOW, limit=100) == 0
    assert Cursor.objects.filter(name="publicmap.transitions").exists()
