"""A mark of a category whose policy is exact and now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kmzb.publicmap.api import NextStep, PublicStatus, ReasonRow
from kmzb.territory.api import forget
from kmzb.territory.content import AreaShape
from kmzb.territory.editions import load_edition
from kmzb.verification.api import Action
from public_eye import ask, look
from small_country import IN_TOMASZOW, NOW, small_country

TODAY = date(2026, 11, 22)


def test_a_new_report_is_public_at_once(resident):
    case = resident.case(
        category="vandalism",
        lon=20.2812341,
        lat=51.3812349,
        occurred_on="2026-11-20",
        occurred_time="21:40",
        time_of_day="evening",
        weekdays=[6, 5],
        description="Wybite szyby",
    )
    row = look(case, NOW).row
    assert (row.lon, row.lat, row.is_coarse) == (20.281234, 51.381235, False)
    assert (row.category, row.status, row.next_code) == ("vandalism", PublicStatus.NEW, NextStep.WILL_BE_READ)
    assert (row.reported, row.changed, row.occurred_on) == (TODAY, TODAY, date(2026, 11, 20))
    assert (row.time_of_day, row.weekdays, row.confirmations) == ("evening", (5, 6), "0")
    assert (row.unit_code, row.area_code) == ("KPP-1007", "1007")
    assert (row.reason, row.due, row.visible_until) == (None, TODAY + timedelta(days=3), None)


def test_its_history_and_reason_follow_the_officers(resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.beat_officer.act(Action.VISIT, case, seen=True, note="tajne")
    tomorrow = NOW + timedelta(days=1)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", reason_text="Rozbite szyby.", now=tomorrow)
    cast.beat_officer.act(Action.VISIT, case, seen=False, now=tomorrow)
    detail = look(case, tomorrow)
    reason = ReasonRow("seen_on_visit", "Rozbite szyby.")
    assert (detail.row.status, detail.row.reason, detail.row.due) == (PublicStatus.CONFIRMED, reason, None)
    assert detail.row.changed == TODAY + timedelta(days=1)
    told = [(step.on, step.action, step.status.value, step.reason, step.seen) for step in detail.steps]
    assert told == [
        (TODAY, "place", "new", None, None),
        (TODAY, "accept", "verification", None, None),
        (TODAY, "visit", "verification", None, True),
        (date(2026, 11, 23), "confirm", "confirmed", reason, None),
        (date(2026, 11, 23), "visit", "confirmed", None, False),
    ]


def test_assignments_are_nobodys_business(resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.ASSIGN, case)
    assert [step.action for step in look(case, NOW).steps] == ["place", "accept"]


def test_the_deadline_is_that_of_the_running_clock(resident, cast):
    case = resident.case()
    assert look(case, NOW).row.due == TODAY + timedelta(days=3)
    cast.coordinator.act(Action.ACCEPT, case, now=NOW + timedelta(days=1))
    assert look(case, NOW + timedelta(days=1)).row.due == TODAY + timedelta(days=6)


def test_the_body_it_was_referred_to_is_named(resident, cast):
    case = _confirmed(resident, cast)
    cast.coordinator.act(Action.REFER, case, reason_code="competence", body_code="gmina")
    detail = look(case, NOW)
    assert detail.row.status is PublicStatus.CONFIRMED_REFERRED
    assert detail.steps[-1].body_code == "gmina"


def test_a_transfer_shows_the_new_unit_and_keeps_the_day(resident, cast):
    case = resident.case()
    cast.coordinator.act(
        Action.TRANSFER, case, unit_code="KPP-1016", reason_code="they_handle", now=NOW + timedelta(days=2)
    )
    detail = look(case, NOW + timedelta(days=2))
    assert (detail.row.unit_code, detail.row.area_code, detail.row.changed) == ("KPP-1016", "1007", TODAY)
    assert [step.unit_code for step in detail.steps] == ["KPP-1007", "KPP-1016"]
    assert detail.row.reason is None


def test_a_joke_disappears_at_once_and_comes_back_when_reopened(resident, cast):
    case = resident.case()
    assert look(case, NOW) is not None
    cast.coordinator.act(Action.DISMISS, case, reason_code="joke")
    assert look(case, NOW) is None
    cast.coordinator.act(Action.REOPEN, case, reason_code="decision_corrected")
    detail = look(case, NOW)
    assert detail.row.status is PublicStatus.VERIFICATION
    assert [step.action for step in detail.steps] == ["place", "reopen"]


@pytest.mark.parametrize(
    ("category", "is_public"), [("vandalism", True), ("drug_use", False), ("animal_cruelty", False)]
)
def test_a_category_that_is_never_public(resident, category, is_public):
    assert (look(resident.case(category=category), NOW) is not None) is is_public


def test_what_is_told_as_a_never_category_stays_hidden_when_renamed(resident, cast):
    case = resident.case(category="drug_use")
    cast.coordinator.act(Action.RECATEGORISE, case, category="public_drinking")
    assert look(case, NOW + timedelta(days=3)) is None


def test_a_mistaken_category_can_be_put_right(resident, cast):
    case = resident.case(category="vandalism")
    cast.coordinator.act(Action.RECATEGORISE, case, category="animal_cruelty")
    assert look(case, NOW) is None
    cast.coordinator.act(Action.RECATEGORISE, case, category="stray_dogs")
    detail = look(case, NOW)
    assert (detail.row.category, detail.row.is_coarse) == ("stray_dogs", False)


@pytest.mark.parametrize(
    ("last", "first_hidden", "action"),
    [
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), datetime(2026, 11, 29, 23, 0, tzinfo=UTC), Action.NOT_CONFIRM),
        (datetime(2026, 12, 22, 22, 59, tzinfo=UTC), datetime(2026, 12, 22, 23, 0, tzinfo=UTC), Action.ELIMINATE),
    ],
)
def test_a_closed_mark_leaves_at_midnight_in_warsaw(resident, cast, last, first_hidden, action):
    case = _confirmed(resident, cast) if action is Action.ELIMINATE else _visited_in_vain(resident, cast)
    reason = "stopped" if action is Action.ELIMINATE else "nothing_seen"
    cast.coordinator.act(action, case, reason_code=reason)
    assert look(case, last) is not None
    assert look(case, first_hidden) is None


def test_a_visit_does_not_lengthen_the_window(resident, cast):
    case = _confirmed(resident, cast)
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    cast.coordinator.act(Action.REOPEN, case, reason_code="came_back", now=NOW + timedelta(days=5))
    row = look(case, NOW + timedelta(days=5)).row
    assert (row.status, row.visible_until, row.reason.code) == (PublicStatus.VERIFICATION, None, "came_back")


def test_another_unit_answers_in_its_own_area(resident):
    lon, lat = IN_TOMASZOW
    row = look(resident.case(lon=lon, lat=lat), NOW).row
    assert (row.unit_code, row.area_code) == ("KPP-1016", "1016")


def _confirmed(resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    return case


def _visited_in_vain(resident, cast):
    case = resident.case()
    cast.coordinator.act(Action.ACCEPT, case)
    for _ in range(3):
        cast.beat_officer.act(Action.VISIT, case, seen=False)
    return case


def test_finer_areas_locate_every_mark_anew(resident):
    """No step tells of it: the unit stays the same."""
    cases = [resident.case(now=NOW - timedelta(days=2), category=category) for category in ("vandalism", "begging")]
    assert {look(case, NOW).row.area_code for case in cases} == {"1007"}
    county = next(area for area in small_country().areas if area.code == "1007")
    finer = replace(small_country(), areas=(*small_country().areas, AreaShape("1007043", "Opoczno", county.shape)))
    load_edition(finer, valid_from=TODAY, source="próba 2", is_approximate=False, now=NOW)
    forget()
    assert {look(case, NOW).row.area_code for case in cases} == {"1007043"}
    assert ask(NOW, area="1007").total == ask(NOW, area="1007043").total == 2
