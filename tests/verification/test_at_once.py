"""Races, with real threads on real connections."""

from functools import partial

import pytest
import time_machine

from cast import lead_to
from kmzb.reports.api import Lane, ProofReplayed, Purpose, Report
from kmzb.reports.models import Confirmation, SpentProof
from kmzb.verification.api import (
    ActedMeanwhile,
    Action,
    Case,
    Confirmed,
    Received,
    Status,
    StepTaken,
    Transition,
    confirm_feature,
    receive,
)
from small_country import NOW
from threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True):
        yield


def test_ten_equal_posts_make_one_report(cast, resident):
    raw, proof = resident.draft(description="Łamią ławki"), resident.proof(now=NOW)
    send = partial(receive, raw, proof=proof, lane=Lane.PROVEN, now=NOW)
    answers = at_once([send] * 10)
    assert all(isinstance(answer, Received) for answer in answers), answers
    assert sum(not answer.is_repeat for answer in answers) == 1
    assert len({answer.reference for answer in answers}) == 1
    assert [model.objects.count() for model in (Report, Case, Transition, SpentProof)] == [1, 1, 1, 1]


def test_two_reports_cannot_share_a_proof(cast, resident):
    proof = resident.proof(now=NOW)
    sends = [partial(receive, resident.draft(), proof=proof, lane=Lane.PROVEN, now=NOW) for _ in range(4)]
    answers = at_once(sends)
    assert sum(isinstance(answer, Received) for answer in answers) == 1
    assert sum(isinstance(answer, ProofReplayed) for answer in answers) == 3
    assert Report.objects.count() == 1


def test_one_token_confirms_once(cast, resident):
    feature_id, token = resident.report().feature_id, resident.token()
    calls = [
        partial(confirm_feature, feature_id, token, resident.proof(Purpose.CONFIRMATION, now=NOW), now=NOW)
        for _ in range(5)
    ]
    answers = at_once(calls)
    assert all(isinstance(answer, Confirmed) for answer in answers), answers
    assert sum(not answer.is_repeat for answer in answers) == 1
    assert Confirmation.objects.count() == 1


def test_of_two_officers_the_second_is_told(cast, resident):
    case_id = resident.case()
    accept = partial(cast.coordinator.act, Action.ACCEPT, case_id, version=1)
    dismiss = partial(cast.regional.act, Action.DISMISS, case_id, version=1, reason_code="joke")
    answers = at_once([accept, dismiss])
    assert sum(isinstance(answer, StepTaken) for answer in answers) == 1
    (told,) = [answer for answer in answers if isinstance(answer, ActedMeanwhile)]
    assert told.last.action in {Action.ACCEPT, Action.DISMISS}
    assert Transition.objects.filter(case_id=case_id).count() == 2


def test_card_numbers_have_no_double_and_no_gap(cast, resident):
    cases = [resident.case() for _ in range(6)]
    answers = at_once([partial(cast.coordinator.act, Action.ACCEPT, case_id, version=1) for case_id in cases])
    assert all(isinstance(answer, StepTaken) for answer in answers), answers
    assert sorted(answer.number for answer in answers) == [f"OPO 2026 {number}" for number in range(1, 7)]


def test_visits_at_once_are_not_lost(cast, resident):
    case_id = lead_to(Status.VERIFICATION, resident.case(), cast.coordinator)
    visit = partial(cast.beat_officer.act, Action.VISIT, case_id, version=2, seen=False)
    answers = at_once([visit] * 3)
    assert sum(isinstance(answer, StepTaken) for answer in answers) == 1
    assert Case.objects.get(pk=case_id).visits == 1
