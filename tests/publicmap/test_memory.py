"""A worker looks for steps and confirmations in each round, for what comes seldom once a second."""

from datetime import UTC, datetime

import pytest

from kmzb.publicmap import actions
from kmzb.publicmap.api import Memory, project_news
from kmzb.publicmap.models import Feature, Release
from old_reports import bring_in, old_row
from small_country import NOW

AT_SIX = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # the next morning, when coarse marks are published


@pytest.fixture
def clock(monkeypatch):
    """The machine's steady clock, which stands until a test moves it on."""
    moment = [1_000.0]
    monkeypatch.setattr(actions.time, "monotonic", lambda: moment[0])
    return moment


@pytest.fixture
def memory():
    return Memory()


def _round(memory, now=NOW, limit=100):
    return project_news(now=now, limit=limit, memory=memory)


def test_what_is_due_is_found_within_a_second(resident, clock, memory):
    resident.report(category="begging")
    while _round(memory):
        pass
    assert _round(memory, AT_SIX) == 0, "it looked a moment ago"
    clock[0] += 1
    assert _round(memory, AT_SIX) == 1
    assert not Release.objects.exists()
    assert Feature.objects.count() == 1


def test_steps_without_end_do_not_keep_it_from_looking(resident, clock, memory):
    resident.report(category="begging")
    while _round(memory):
        pass
    clock[0] += 1
    resident.report()
    assert _round(memory, AT_SIX) == 2
    assert Feature.objects.count() == 2


def test_as_long_as_it_finds_something_it_looks_again(resident, clock, memory):
    for _ in range(3):
        resident.report(category="begging")
    while _round(memory):
        pass
    clock[0] += 1
    assert [_round(memory, AT_SIX, limit=2) for _ in range(3)] == [2, 1, 0]
    assert Feature.objects.count() == 3


def test_the_archive_is_looked_for_each_second_too(resident, clock, memory, tmp_path):
    assert _round(memory) == 0
    bring_in(tmp_path, old_row(), now=NOW)
    assert _round(memory) == 0
    clock[0] += 1
    assert _round(memory) == 1


def test_steps_are_carried_in_each_round(resident, clock, memory):
    assert _round(memory) == 0
    resident.report()
    assert _round(memory) == 1
    resident.report()
    assert _round(memory) == 1


def test_without_a_memory_it_always_looks(resident, clock):
    resident.report(category="begging")
    assert project_news(now=NOW, limit=100) == 1
    assert project_news(now=NOW, limit=100) == 0
    assert project_news(now=AT_SIX, limit=100) == 1


def test_what_failed_is_not_remembered(resident, clock, memory, monkeypatch):
    resident.report()

    def _fail(*_args):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_store_steps", _fail)
        with pytest.raises(RuntimeError):
            _round(memory)
    assert memory == Memory()
