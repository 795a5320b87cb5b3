"""What the projection is given."""

from datetime import timedelta

import pytest
import time_machine

from cast import lead_to
from kmzb.news.api import unread
from kmzb.reports.api import Purpose, confirmation_stream
from kmzb.verification.api import (
    Action,
    Case,
    Status,
    case_ids_after,
    confirm_feature,
    replay,
    transition_stream,
)
from small_country import NOW

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def confirm(resident, case_id, now=NOW):
    feature_id = Case.objects.get(pk=case_id).feature_id
    confirm_feature(feature_id, resident.token(), resident.proof(Purpose.CONFIRMATION, now=now), now=now)


def test_a_case_comes_with_its_point_its_steps_and_its_confirmations(cast, resident):
    case_id = resident.case(category="begging", occurred_on="2026-11-20", time_of_day="night", weekdays=[6, 7])
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    (case,) = replay([case_id])
    assert (case.lon, case.lat, case.time_of_day, case.weekdays) == (20.28, 51.38, "night", "67")
    assert case.feature_id == Case.objects.get().feature_id
    assert case.confirmations == 0
    assert [step.action for step in case.steps] == ["place", "accept", *["visit"] * 3, "not_confirm"]
    assert case.steps[0].from_status is None
    assert (case.steps[-1].status, case.steps[-1].reason_code) == (Status.NOT_CONFIRMED, "nothing_seen")


def test_what_is_not_public_is_marked(cast, case_id):
    cast.coordinator.act(Action.ASSIGN, case_id, checked_by="patrol")
    cast.coordinator.act(Action.DISMISS, case_id, reason_code="joke")
    cast.coordinator.act(Action.REOPEN, case_id, reason_code="decision_corrected")
    (case,) = replay([case_id])
    assert [(step.action, step.is_public) for step in case.steps] == [
        ("place", True),
        ("assign", False),
        ("dismiss", False),
        ("reopen", True),
    ]


def test_a_moment_cuts_steps_and_confirmations(cast, resident, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, now=NOW + HOUR)
    confirm(resident, case_id, NOW + HOUR)
    confirm(resident, case_id, NOW + 3 * HOUR)
    (before,) = replay([case_id], released_before=NOW + HOUR)
    (between,) = replay([case_id], released_before=NOW + 2 * HOUR)
    (after,) = replay([case_id])
    assert [len(case.steps) for case in (before, between, after)] == [1, 2, 2]
    assert [case.confirmations for case in (before, between, after)] == [0, 1, 2]


def test_a_case_that_was_not_there_yet_is_left_out(case_id):
    assert replay([case_id], released_before=NOW) == []
    assert replay([case_id + 1]) == []
    assert replay([]) == []


def test_every_case_can_be_walked(cast, resident):
    cases = [resident.case() for _ in range(5)]
    assert case_ids_after(0, limit=2) == cases[:2]
    assert case_ids_after(cases[1], limit=9) == cases[2:]
    assert case_ids_after(cases[-1], limit=9) == []


@pytest.mark.django_db(transaction=True)
def test_steps_and_confirmations_are_streams(cast, resident):
    case_id = resident.case()
    cast.coordinator.act(Action.ACCEPT, case_id)
    confirm(resident, case_id)
    assert [row.action for row in unread("reader", transition_stream(), limit=9)] == ["place", "accept"]
    assert [row.report_id for row in unread("other", confirmation_stream(), limit=9)] == [case_id]


def test_a_replay_ends_where_the_case_is(cast, resident):
    for status in Status:
        case_id = lead_to(status, resident.case(), cast.coordinator)
        case, (replayed,) = Case.objects.get(pk=case_id), replay([case_id])
        last = replayed.steps[-1]
        kept = ("status", "category", "unit_code", "beat_code", "read_by", "verify_by", "changed_on", "checked_by")
        assert [getattr(last, name) for name in kept] == [getattr(case, name) for name in kept]
        assert len(replayed.steps) == case.version
