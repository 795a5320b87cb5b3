"""What the receipt opens."""

from datetime import date, timedelta

import pytest

from cast import lead_to
from kmzb.reports.api import NotFound, erase
from kmzb.verification.api import Action, Status, follow_up
from small_country import NOW

DAY = timedelta(days=1)


def actions(followed):
    return [step.action for step in followed.history]


def test_the_history_is_told_in_words_from_the_first_day(cast, resident, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, now=NOW + DAY, reason_code="checkable")
    cast.beat_officer.act(Action.VISIT, case_id, now=NOW + 2 * DAY, seen=True)
    cast.coordinator.act(
        Action.CONFIRM, case_id, now=NOW + 2 * DAY, reason_code="seen_on_visit", reason_text="W sobotę o 22."
    )
    told = follow_up(resident.receipts[-1])
    assert (told.status, told.unit.code, told.category) == (Status.CONFIRMED, "KPP-1007", "vandalism")
    assert [step.on for step in told.history] == [date(2026, 11, day) for day in (22, 23, 24, 24)]
    assert told.history[1].reason.text == "Podane dni i pora pozwalają sprawdzić to na miejscu."
    assert told.history[2].sentence == "Policjanci byli na miejscu i to zauważyli."
    assert told.history[3].reason.code == "seen_on_visit"
    assert told.history[3].reason.text == "Policjanci zobaczyli to na miejscu. W sobotę o 22."
    assert told.messages == []


def test_the_unit_is_told_where_it_begins_and_where_it_changes(cast, resident, case_id):
    cast.coordinator.act(Action.TRANSFER, case_id, unit_code="KPP-1016")
    cast.foreign_coordinator.act(Action.ACCEPT, case_id)
    units = [step.unit.code if step.unit else None for step in follow_up(resident.receipts[-1]).history]
    assert units == ["KPP-1007", "KPP-1016", None]


def test_the_sender_reads_even_what_the_public_does_not(cast, resident, case_id):
    lead_to(Status.JOKE_OR_MISTAKE, case_id, cast.coordinator)
    told = follow_up(resident.receipts[-1])
    assert actions(told) == [Action.PLACE, Action.DISMISS]
    assert (told.feature_id, told.history[1].reason.code) == (None, "joke")


def test_what_comes_next_names_its_day(cast, resident, case_id):
    assert "do środy 25 listopada" in follow_up(resident.receipts[-1]).next
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    assert "do piątku 27 listopada" in follow_up(resident.receipts[-1]).next


@pytest.mark.parametrize("category", ["vandalism", "begging"])
def test_the_mark_is_named_where_there_is_one(cast, resident, category):
    answer = resident.report(category=category)
    assert follow_up(resident.receipts[-1]).feature_id == answer.feature_id is not None


def test_a_mark_that_appears_once_confirmed_is_named_from_then_on(cast, resident):
    case_id = resident.case(category="dangerous_venue", description="Zamknięte wyjścia")
    assert follow_up(resident.receipts[-1]).feature_id is None
    lead_to(Status.CONFIRMED, case_id, cast.coordinator)
    assert follow_up(resident.receipts[-1]).feature_id


def test_what_was_promised_to_stay_hidden_stays_hidden(cast, resident):
    case_id = resident.case(category="drug_use")
    cast.coordinator.act(Action.RECATEGORISE, case_id, category="public_drinking")
    assert follow_up(resident.receipts[-1]).feature_id is None
    shown = resident.case(category="public_drinking")
    cast.coordinator.act(Action.RECATEGORISE, shown, category="drug_use")
    assert follow_up(resident.receipts[-1]).feature_id is None


def test_a_receipt_is_read_as_people_type_it(cast, resident, case_id):
    code = resident.receipts[-1].lower()
    assert follow_up(f" {code[:4]} {code[4:8]}-{code[8:]} ").reference


@pytest.mark.parametrize("typed", ["", "H3KD", "A" * 24, "\x00", "' OR 1=1 --"])
def test_nobody_else_is_told_anything(case_id, typed):
    with pytest.raises(NotFound) as refused:
        follow_up(typed)
    assert refused.value.status == 404


def test_an_erased_report_can_still_be_followed(resident, case_id):
    erase(case_id)
    assert actions(follow_up(resident.receipts[-1])) == [Action.PLACE]


def test_no_name_of_an_officer_is_told(cast, resident, case_id):
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    told = repr(follow_up(resident.receipts[-1]))
    assert "Coordinator" not in told
    assert "Officer" not in told
