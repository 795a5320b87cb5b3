"""What each step does, what it asks for, and what it leaves alone."""

from datetime import date, timedelta

import pytest

from cast import COMPLETE, lead_to
from kmzb.audit.api import entries_about
from kmzb.reports.api import Invalid, Refusal
from kmzb.verification.api import (
    ActedMeanwhile,
    Action,
    BodyMissing,
    Case,
    DecisionWithoutReason,
    Status,
    Transition,
    UnfitCategory,
    UnfitText,
    UnfitUnit,
    UnknownReason,
)
from small_country import NOW

DAY = timedelta(days=1)


def case(case_id):
    return Case.objects.get(pk=case_id)


def last(case_id):
    return Transition.objects.filter(case_id=case_id).order_by("-id")[0]


def state(case_id):
    return Case.objects.filter(pk=case_id).values().get()


def refused_without_a_trace(player, action, case_id, error, **fields):
    before = state(case_id), Transition.objects.count(), len(entries_about("report", case_id))
    with pytest.raises(error) as refused:
        player.act(action, case_id, **fields)
    assert (state(case_id), Transition.objects.count(), len(entries_about("report", case_id))) == before
    return refused.value


def test_accepting_opens_the_card_and_starts_the_clock(cast, case_id):
    taken = cast.coordinator.act(Action.ACCEPT, case_id, now=NOW + DAY)
    assert (taken.status, taken.version, taken.number) == (Status.VERIFICATION, 2, "OPO 2026 1")
    opened = case(case_id)
    assert (opened.accepted_on, opened.verify_by) == (date(2026, 11, 23), date(2026, 11, 28))
    assert opened.read_by == date(2026, 11, 25)
    assert opened.changed_on == date(2026, 11, 23)


def test_accepting_may_say_why_in_public(cast, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, reason_code="checkable", reason_text=" Zmierzymy w piątek. ")
    assert (last(case_id).reason_code, last(case_id).reason_text) == ("checkable", "Zmierzymy w piątek.")


def test_numbers_run_by_unit_and_year(cast, resident):
    cases = [resident.case() for _ in range(3)]
    foreign = resident.case(lon=19.8)
    assert cast.coordinator.act(Action.ACCEPT, cases[0]).number == "OPO 2026 1"
    assert cast.coordinator.act(Action.ACCEPT, cases[1]).number == "OPO 2026 2"
    assert cast.foreign_coordinator.act(Action.ACCEPT, foreign).number == "TOM 2026 1"
    assert cast.coordinator.act(Action.ACCEPT, cases[2], now=NOW + 60 * DAY).number == "OPO 2027 1"


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (Status.NEW, Action.DISMISS),
        (Status.VERIFICATION, Action.CONFIRM),
        (Status.CONFIRMED, Action.ELIMINATE),
        (Status.CONFIRMED, Action.REFER),
        (Status.CONFIRMED_REFERRED, Action.RETURN),
        (Status.CONFIRMED_ELIMINATED, Action.REOPEN),
        (Status.NOT_CONFIRMED, Action.REOPEN),
    ],
)
def test_a_decision_needs_a_reason_of_its_own_list(cast, case_id, status, action):
    lead_to(status, case_id, cast.coordinator)
    complete = COMPLETE[action]
    without = {name: value for name, value in complete.items() if name != "reason_code"}
    refusal = refused_without_a_trace(cast.coordinator, action, case_id, DecisionWithoutReason, **without)
    assert (refusal.status, refusal.fields["reason_code"].code) == (422, "required")
    only_words = {**without, "reason_text": "Bo tak."}
    refused_without_a_trace(cast.coordinator, action, case_id, DecisionWithoutReason, **only_words)
    foreign = {**complete, "reason_code": "their_area"}
    refused_without_a_trace(cast.coordinator, action, case_id, UnknownReason, **foreign)
    cast.coordinator.act(action, case_id, **complete, reason_text="Tak ustalono.")
    assert (last(case_id).reason_code, last(case_id).reason_text) == (complete["reason_code"], "Tak ustalono.")


@pytest.mark.parametrize("text", ["ż" * 301, "a\x00b"])
def test_the_officers_sentence_is_plain_and_short(cast, case_id, text):
    fields = {"reason_code": "joke", "reason_text": text}
    refused_without_a_trace(cast.coordinator, Action.DISMISS, case_id, UnfitText, **fields)
    cast.coordinator.act(Action.DISMISS, case_id, reason_code="joke", reason_text="ż" * 300)


@pytest.mark.parametrize("body", ["", "nobody", "a\x00"])
def test_a_referral_names_an_outside_body(cast, case_id, body):
    lead_to(Status.CONFIRMED, case_id, cast.coordinator)
    fields = {"reason_code": "competence", "body_code": body}
    refused_without_a_trace(cast.coordinator, Action.REFER, case_id, BodyMissing, **fields)
    cast.coordinator.act(Action.REFER, case_id, reason_code="competence", body_code="road_manager")
    assert last(case_id).body_code == "road_manager"


def test_reopening_restarts_the_clock_and_forgets_the_visits(cast, case_id):
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    number = case(case_id).number
    cast.coordinator.act(Action.REOPEN, case_id, reason_code="came_back", now=NOW + 10 * DAY)
    again = case(case_id)
    assert (again.status, again.accepted_on, again.verify_by) == ("verification", date(2026, 12, 2), date(2026, 12, 7))
    assert (again.visits, again.empty_visits, again.number) == (0, 0, number)


def test_a_dismissed_report_gets_its_card_when_it_is_reopened(cast, case_id):
    lead_to(Status.JOKE_OR_MISTAKE, case_id, cast.coordinator)
    assert case(case_id).number == ""
    taken = cast.coordinator.act(Action.REOPEN, case_id, reason_code="decision_corrected")
    assert taken.number == "OPO 2026 1"
    assert case(case_id).checked_by == "beat"


def test_another_category_changes_nothing_else(cast, case_id):
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    before = state(case_id)
    cast.coordinator.act(Action.RECATEGORISE, case_id, category="speeding", now=NOW + DAY)
    assert state(case_id) == {**before, "category": "speeding", "version": before["version"] + 1}
    assert last(case_id).category == "speeding"


@pytest.mark.parametrize("category", ["", "other", "drownings", "vandalism", "a\x00"])
def test_a_case_takes_no_unknown_retired_or_same_category(cast, case_id, category):
    refused_without_a_trace(cast.coordinator, Action.RECATEGORISE, case_id, UnfitCategory, category=category)


def test_a_transfer_gives_the_case_away_whole(cast, case_id):
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    before = state(case_id)
    assert before["assignee_id"] == cast.beat_officer.id
    taken = cast.coordinator.act(
        Action.TRANSFER, case_id, unit_code="KPP-1016", reason_code="they_handle", now=NOW + DAY
    )
    assert taken.unit_code == "KPP-1016"
    moved = {"unit_code": "KPP-1016", "beat_code": "", "assignee_id": None, "checked_by": "", "version": 3}
    assert state(case_id) == {**before, **moved}
    cast.foreign_coordinator.act(Action.ASSIGN, case_id, checked_by="patrol")


def test_a_case_that_comes_home_finds_its_beat_again(cast, case_id):
    cast.coordinator.act(Action.TRANSFER, case_id, unit_code="KPP-1016")
    cast.foreign_coordinator.act(Action.TRANSFER, case_id, unit_code="KPP-1007")
    assert case(case_id).beat_code == "1007-1"


@pytest.mark.parametrize("unit", ["", "KPP-9999", "KPP-1007", "a\x00"])
def test_a_transfer_goes_to_another_unit_that_exists(cast, case_id, unit):
    refused_without_a_trace(cast.coordinator, Action.TRANSFER, case_id, UnfitUnit, unit_code=unit)


def test_the_second_of_two_officers_is_told_what_happened(cast, case_id):
    cast.regional.act(Action.ACCEPT, case_id, now=NOW + DAY)
    told = refused_without_a_trace(
        cast.coordinator, Action.DISMISS, case_id, ActedMeanwhile, version=1, reason_code="joke"
    )
    assert (told.status, told.code, told.version) == (409, "acted_meanwhile", 2)
    assert (told.last.action, told.last.status, told.last.at) == (Action.ACCEPT, Status.VERIFICATION, NOW + DAY)
    assert (told.who, told.last.unit_code) == ("koordynator wojewódzki", "KWP-10")
    assert "Regional" not in f"{told.message} {told.who}"


def test_the_second_click_of_the_same_officer_is_told_too(cast, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, version=1)
    refused_without_a_trace(cast.coordinator, Action.ACCEPT, case_id, ActedMeanwhile, version=1)


def test_every_step_stands_in_the_record_once(cast, case_id):
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    recorded = entries_about("report", case_id)
    assert [entry.action for entry in recorded] == [
        "verification.report.accepted",
        *["verification.visit.recorded"] * 3,
        "verification.report.not_confirmed",
    ]
    assert {entry.actor_id for entry in recorded} == {cast.coordinator.id}
    assert recorded[-1].reason == "nothing_seen"


def test_nobody_acts_in_anothers_name(cast, case_id):
    from kmzb.verification.api import act

    with pytest.raises(ValueError, match="the scope that of officer"):
        act(
            Action.ACCEPT,
            case_id,
            scope=cast.coordinator.scope,
            actor=cast.beat_officer.actor,
            expected_version=1,
            now=NOW,
        )


def test_every_refusal_has_words_code_and_status(cast, case_id):
    refusals = [
        refused_without_a_trace(cast.coordinator, Action.DISMISS, case_id, DecisionWithoutReason),
        refused_without_a_trace(cast.coordinator, Action.RECATEGORISE, case_id, UnfitCategory),
    ]
    for refusal in refusals:
        assert isinstance(refusal, Refusal)
        assert not isinstance(refusal, Invalid)
        assert (refusal.status, refusal.code, bool(refusal.message)) == (422, "invalid", True)
