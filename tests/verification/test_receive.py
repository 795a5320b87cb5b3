"""The one entrance: the order of its gates, its answers, and that nothing is stored by half."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from kmzb.audit.models import Entry
from kmzb.reports.api import (
    Invalid,
    Lane,
    OutsideCountry,
    ProofExpired,
    ProofInvalid,
    ProofReplayed,
    Purpose,
    RateLimited,
    ReceiptConflict,
    Report,
    erase,
)
from kmzb.reports.models import ReportKey, SpentProof
from kmzb.territory.api import coarse_point
from kmzb.verification.api import Action, Case, Status, Transition, receive
from kmzb.verification.models import CardCounter
from small_country import IN_RADOM, IN_TOMASZOW, NOW

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def send(raw, proof=None, lane=Lane.SAMPLE, now=NOW):
    return receive(raw, proof=proof, lane=lane, now=now)


def stored():
    return [model.objects.count() for model in (Report, ReportKey, Case, Transition, SpentProof)]


def test_a_report_is_stored_with_key_case_first_step_and_spent_proof(resident):
    answer = send(resident.draft(), resident.proof(now=NOW), Lane.PROVEN)
    assert stored() == [1, 1, 1, 1, 1]
    case, step = Case.objects.get(), Transition.objects.get()
    assert (case.status, case.unit_code, case.beat_code, case.area_code) == ("new", "KPP-1007", "1007-1", "1007")
    assert (step.action, step.from_status, step.status, step.actor_role) == (Action.PLACE, "", "new", "system")
    assert answer.feature_id == case.feature_id
    assert not CardCounter.objects.exists()


def test_the_answer_tells_unit_deadlines_and_public_point(resident):
    answer = send(resident.draft())
    assert answer.status is Status.NEW
    assert (answer.unit.code, answer.unit.name) == ("KPP-1007", "Komenda Powiatowa Policji w Opocznie")
    assert (answer.read_by, answer.verify_by) == (date(2026, 11, 25), date(2026, 11, 30))
    assert answer.public_point == (20.28, 51.38)
    assert len(answer.reference) == 9
    assert not answer.is_repeat


@pytest.mark.parametrize(("point", "unit"), [(IN_TOMASZOW, "KPP-1016"), (IN_RADOM, "KMP-1463")])
def test_the_unit_of_the_place_answers(resident, point, unit):
    assert send(resident.draft(lon=point[0], lat=point[1])).unit.code == unit


@pytest.mark.parametrize("category", ["drug_use", "animal_cruelty", "dangerous_venue"])
def test_what_is_not_public_from_the_start_has_no_feature(resident, category):
    answer = send(resident.draft(category=category, description="Zamknięte wyjścia"))
    assert (answer.feature_id, answer.public_point) == (None, None)


def test_a_coarse_report_is_answered_with_the_middle_of_its_cell(resident):
    answer = send(resident.draft(category="begging"))
    assert answer.public_point == coarse_point(20.28, 51.38) != (20.28, 51.38)
    assert answer.feature_id


def test_intake_writes_no_audit_row(resident):
    before = Entry.objects.count()
    send(resident.draft())
    assert Entry.objects.count() == before


def test_the_same_report_again_gets_the_first_answer_and_needs_no_proof(resident):
    raw = resident.draft(description="Łamią ławki", weekdays=[1, 5])
    first = send(raw, resident.proof(now=NOW), Lane.PROVEN)
    again = send(raw, None, Lane.PROVEN, NOW + timedelta(days=40))
    assert again == replace(first, is_repeat=True)
    assert stored() == [1, 1, 1, 1, 1]


def test_the_first_answer_stays_what_it_was(cast, resident):
    raw = resident.draft()
    first = send(raw)
    case = Case.objects.get()
    cast.coordinator.act(Action.RECATEGORISE, case.pk, category="drug_use")
    cast.coordinator.act(Action.TRANSFER, case.pk, unit_code="KPP-1016")
    assert send(raw) == replace(first, is_repeat=True)


def test_a_repetition_is_known_before_it_is_validated(resident):
    raw = resident.draft(occurred_on="2026-11-22")
    send(raw)
    # By the clock of a server that lags behind, the day would lie in the future.
    assert send(raw, now=NOW - timedelta(days=2)).is_repeat


def test_other_content_under_the_same_receipt_is_a_conflict(resident):
    raw = resident.draft()
    send(raw)
    with pytest.raises(ReceiptConflict) as refused:
        send(replace(raw, category="speeding"))
    assert (refused.value.status, refused.value.code) == (422, "receipt_conflict")
    assert stored()[0] == 1


def test_a_conflict_is_told_even_where_the_other_content_is_bad(resident):
    raw = resident.draft()
    send(raw)
    with pytest.raises(ReceiptConflict):
        send(replace(raw, category="nonsense"))


def test_an_erased_report_is_recognised_by_its_receipt_and_not_doubled(resident):
    raw = resident.draft()
    send(raw)
    erase(Report.objects.get().pk)
    with pytest.raises(ReceiptConflict):
        send(raw)


def test_a_refused_field_costs_no_proof(resident):
    proof = resident.proof(now=NOW)
    bad = resident.draft(description="ż" * 501)
    with pytest.raises(Invalid):
        send(bad, proof, Lane.PROVEN)
    assert stored() == [0, 0, 0, 0, 0]
    assert not send(replace(bad, description="ż" * 500), proof, Lane.PROVEN).is_repeat


def test_fields_are_told_before_the_proof_is_looked_at(resident):
    with pytest.raises(OutsideCountry):
        send(resident.draft(lat=60.0), "rubbish", Lane.PROVEN)


@pytest.mark.parametrize("proof", [None, "", "rubbish"])
def test_the_proven_lane_needs_a_proof(resident, proof):
    with pytest.raises(ProofInvalid):
        send(resident.draft(), proof, Lane.PROVEN)
    assert stored() == [0, 0, 0, 0, 0]


def test_a_proof_for_confirming_buys_no_report(resident):
    with pytest.raises(ProofInvalid):
        send(resident.draft(), resident.proof(Purpose.CONFIRMATION, now=NOW), Lane.PROVEN)


def test_an_expired_proof_is_told_so(resident, clock):
    proof = resident.proof(now=NOW)
    later = NOW + timedelta(hours=2)
    clock.move_to(later)
    with pytest.raises(ProofExpired):
        send(resident.draft(), proof, Lane.PROVEN, later)


def test_a_replayed_proof_stores_nothing(resident):
    proof = resident.proof(now=NOW)
    send(resident.draft(), proof, Lane.PROVEN)
    with pytest.raises(ProofReplayed) as refused:
        send(resident.draft(), proof, Lane.PROVEN)
    assert (refused.value.status, refused.value.code) == (403, "proof_replayed")
    assert stored() == [1, 1, 1, 1, 1]


def test_the_plain_lane_needs_no_proof_and_has_a_cap(resident, settings):
    settings.KMZB = replace(settings.KMZB, plain_per_hour=1)
    raw = resident.draft()
    send(raw, None, Lane.PLAIN)
    with pytest.raises(RateLimited):
        send(resident.draft(), None, Lane.PLAIN)
    assert send(raw, None, Lane.PLAIN).is_repeat
    assert [report.lane for report in Report.objects.all()] == ["plain"]


def test_a_taken_reference_is_drawn_again(resident, monkeypatch):
    drawn = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    monkeypatch.setattr("kmzb.reports.actions.ids.reference", lambda: next(drawn))
    assert send(resident.draft()).reference == "AAAA-AAAA"
    assert send(resident.draft()).reference == "BBBB-BBBB"


def test_a_failure_at_the_last_row_leaves_nothing(resident, monkeypatch):
    def fail(*_args, **_named):
        raise KeyError("first step")

    monkeypatch.setattr("kmzb.verification.entrance.transition_of", fail)
    with pytest.raises(KeyError):
        send(resident.draft(), resident.proof(now=NOW), Lane.PROVEN)
    assert stored() == [0, 0, 0, 0, 0]
