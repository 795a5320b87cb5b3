"""A process follows what others commit, soon and without a gap."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection, connections

from cast import Resident, assemble
from kmzb.lib.time import next_morning, now
from kmzb.news.api import Bell, Channel
from kmzb.publicmap.api import (
    FeatureQuery,
    PublicIndex,
    feature,
    index_state,
    live_index,
    project_news,
    rebuild,
    summary,
)
from kmzb.publicmap.changes import progress
from kmzb.publicmap.models import Feature, Projection
from public_eye import carry
from small_country import NOW


@pytest.fixture
def resident(transactional_db: None) -> Resident:
    assemble()
    return Resident()


@pytest.fixture
def clock(monkeypatch):
    """The seconds that have passed for a process, at will."""
    hand = SimpleNamespace(passed=0.0)
    monkeypatch.setattr("kmzb.publicmap.live.monotonic", lambda: hand.passed)
    return hand


@contextmanager
def _worker():
    stopped = Event()

    def work() -> None:
        bell = Bell(Channel.WRITTEN)
        while not stopped.is_set():
            bell.wait(0.5)
            while project_news(now=now(), limit=100):
                pass
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    stopped.set()
    thread.join()


@pytest.fixture
def follower():
    live_index().follow()
    yield live_index()
    live_index().stop()


def _soon(is_true, within=2.0):
    deadline = time.monotonic() + within
    while not is_true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.005)


def test_what_is_committed_is_soon_on_the_map_of_another_thread(resident, follower):
    with _worker():
        report = resident.report(now=now())
        _soon(lambda: feature(report.feature_id, now=now()) is not None)
        other = resident.report(now=now())
        _soon(lambda: summary(FeatureQuery(), now=now()).total == 2)
        assert feature(other.feature_id, now=now()) is not None
    assert index_state().lag_s < 2


def test_it_is_woken_by_news_of_the_map_alone(monkeypatch, resident):
    listening = []
    monkeypatch.setattr("kmzb.publicmap.live.Bell", lambda channel: listening.append(channel) or Bell(channel))
    live_index().follow()
    live_index().stop()
    assert listening == [Channel.SHOWN]


def test_a_report_rings_for_the_worker_and_its_mark_for_those_who_show_it(resident):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite tells of every commit, whatever was written")
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:

        def heard() -> list[str]:
            return [notice.channel for notice in other.notifies(timeout=1, stop_after=1)]

        for channel in Channel:
            other.execute(f"LISTEN {channel}")
        resident.report(now=now())
        assert heard() == [Channel.WRITTEN]
        carry(now())
        assert heard() == [Channel.SHOWN]


def test_following_twice_is_following_once(resident, follower):
    thread = follower._thread
    follower.follow()
    assert follower._thread is thread


def test_it_begins_again_after_its_end(resident, follower):
    follower.stop()
    follower.follow()
    report = resident.report(now=now())
    carry(now())
    _soon(lambda: feature(report.feature_id, now=now()) is not None)


def test_its_end_waits_for_marks_that_are_being_read_anew(resident, follower, monkeypatch):
    _soon(lambda: follower.standing is not None)
    monkeypatch.setattr(follower, "_begin_beside", lambda *_: time.sleep(0.3))
    follower._renew(follower.standing, progress(), now=now())
    follower.stop()
    assert not follower._renewing.is_alive()


def test_a_fault_is_outlived(resident, follower, monkeypatch, caplog):
    monkeypatch.setattr("kmzb.publicmap.live._PAUSE_S", 0.05)
    monkeypatch.setattr("kmzb.publicmap.live.with_changes", lambda *_: 1 / 0)
    resident.report(now=now())
    carry(now())
    _soon(lambda: "could not be followed" in caplog.text)
    monkeypatch.undo()
    _soon(lambda: summary(FeatureQuery(), now=now()).total == 1)


def test_readers_see_no_gap_while_it_is_rebuilt(resident, follower):
    for _ in range(5):
        resident.report(now=now())
    carry(now())
    _soon(lambda: summary(FeatureQuery(), now=now()).total == 5)
    epoch, seen, stopped = Projection.objects.get().epoch, set(), Event()

    def watch() -> None:
        while not stopped.is_set():
            seen.add(summary(FeatureQuery(), now=now()).total)

    watcher = Thread(target=watch)
    watcher.start()
    assert rebuild(now=now()) == 5
    _soon(lambda: follower.snapshot(now=now()).epoch != epoch)
    stopped.set()
    watcher.join()
    assert seen == {5}


def test_the_state_tells_sequence_and_lag(resident, clock):
    index = PublicIndex()
    assert index.state(now=NOW) == (0, 0.0)
    resident.report(now=NOW)
    clock.passed = 60.0
    assert index.state(now=NOW.replace(second=40)) == (0, 40.0)
    carry(NOW)
    assert index.state(now=NOW.replace(second=40)) == (1, 0.0)


def test_what_is_brought_in_from_the_past_has_not_waited_since(resident, clock):
    index = PublicIndex()
    resident.report(now=NOW)
    clock.passed = 3.0
    assert index.state(now=NOW.replace(year=2027)) == (0, 3.0)


def test_a_publication_that_is_due_counts_as_waiting(resident, clock):
    index = PublicIndex()
    resident.report(now=NOW, category="begging")
    carry(NOW)
    morning = next_morning(NOW)
    clock.passed = 90_000.0
    assert index.state(now=morning - timedelta(seconds=1)) == (0, 0.0)
    clock.passed = 180_000.0
    assert index.state(now=morning + timedelta(seconds=9)) == (0, 9.0)


def test_a_follower_that_stands_still_falls_behind(resident, clock, monkeypatch):
    index = PublicIndex()
    index.snapshot(now=NOW)
    monkeypatch.setattr(index, "_is_followed", lambda: True)
    resident.report(now=NOW)
    carry(NOW)
    clock.passed = 7.0
    assert index.state(now=NOW) == (0, 7.0)


def test_a_table_that_was_made_anew_is_read_anew(resident):
    index = PublicIndex()
    resident.report(now=NOW)
    carry(NOW)
    assert len(index.snapshot(now=NOW).history) == 1
    Projection.objects.update(epoch="another")
    Feature.objects.all().delete()
    assert len(index.snapshot(now=NOW).history) == 0


def test_reading_in_memory_asks_no_database(resident, follower):
    report = resident.report(now=now())
    carry(now())
    assert feature(report.feature_id, now=now()) is not None
    _soon(lambda: summary(FeatureQuery(), now=now()).total == 1)
    with connection.execute_wrapper(lambda *_: pytest.fail("a query was made")):
        assert summary(FeatureQuery(), now=now()).total == 1
