from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.categories.api import catalogue
from kmzb.cli.sample_plan import COUNTY_MIX, LIVE_MIX, Planner, Town
from kmzb.cli.sample_words import DESCRIPTIONS, WEIGHTS
from kmzb.verification.api import TABLE, Status

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOWNS = [Town(20.293, 51.378, 20_000), Town(21.01, 52.23, 1_800_000)]


def plan(seed, count=200, mix=LIVE_MIX):
    return list(Planner(seed, TOWNS, now=NOW).lives(count, mix, oldest_days=92))


def test_one_seed_gives_one_plan():
    assert plan(7) == plan(7)
    assert plan(7) != plan(8)


@given(st.integers(0, 10_000))
def test_every_planned_step_is_in_the_table_and_in_order(seed):
    for life in plan(seed, 20, COUNTY_MIX):
        status, last = Status.NEW, life.placed_at
        for step in life.steps:
            rule = TABLE[status, step.action]
            status = rule.target or status
            assert last <= step.at <= NOW
            last = step.at


def test_every_status_of_the_mix_appears():
    reached = set()
    for life in plan(3, 400, COUNTY_MIX):
        status = Status.NEW
        for step in life.steps:
            status = TABLE[status, step.action].target or status
        reached.add(status)
    assert reached == set(Status)


def test_parking_speeding_and_roads_are_most_of_it():
    lives = plan(1, 2000)
    most = sum(life.category in {"illegal_parking", "speeding", "road_infrastructure"} for life in lives)
    assert 0.5 < most / len(lives) < 0.75


@pytest.mark.parametrize("words", [WEIGHTS, DESCRIPTIONS])
def test_the_sample_knows_every_category(words):
    assert set(words) == {category.code for category in catalogue().active}


def test_a_required_description_is_always_there():
    assert all(life.description for life in plan(2, 3000) if life.category == "dangerous_venue")
