"""The clocks of the contract: three days to read, five to verify."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.verification.api import Action, Case, when_opened, when_placed
from small_country import NOW

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_calendar_days_count_every_day():
    placed = when_placed(date(2026, 12, 23))
    assert (placed.read_by, placed.verify_by) == (date(2026, 12, 26), date(2026, 12, 31))
    assert when_opened(date(2026, 12, 31)) == date(2027, 1, 5)


@given(days)
def test_calendar_deadlines_are_sums(day):
    assert when_placed(day).read_by == day + timedelta(days=3)
    assert when_placed(day).verify_by == day + timedelta(days=8)


@pytest.fixture
def working(settings):
    settings.KMZB = replace(settings.KMZB, deadline_days="working")


@pytest.mark.parametrize(
    ("placed", "read_by", "verify_by"),
    [
        (date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 26)),  # Monday
        (date(2026, 11, 20), date(2026, 11, 25), date(2026, 12, 2)),  # Friday
        (date(2026, 11, 21), date(2026, 11, 25), date(2026, 12, 2)),  # Saturday
        (date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 20)),  # over Independence Day
        (date(2026, 12, 23), date(2026, 12, 30), date(2027, 1, 8)),  # Christmas, New Year, Epiphany
        (date(2026, 4, 2), date(2026, 4, 8), date(2026, 4, 15)),  # Easter Monday moves
        (date(2026, 6, 3), date(2026, 6, 9), date(2026, 6, 16)),  # Corpus Christi moves
    ],
)
def test_working_days_leave_out_weekends_and_polish_holidays(working, placed, read_by, verify_by):
    assert (when_placed(placed).read_by, when_placed(placed).verify_by) == (read_by, verify_by)


def test_lengths_are_settings(settings):
    settings.KMZB = replace(settings.KMZB, read_days=2, verify_days=7)
    assert when_placed(date(2026, 11, 22)).read_by == date(2026, 11, 24)
    assert when_placed(date(2026, 11, 22)).verify_by == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("moment", "read_by"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 26)),  # midnight in Warsaw
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 4)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 5)),  # summer time
    ],
)
def test_a_day_begins_at_midnight_in_warsaw(cast, resident, moment, read_by):
    assert resident.report(now=moment).read_by == read_by


def test_a_late_acceptance_moves_the_deadline(cast, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, now=NOW + timedelta(days=20))
    case = Case.objects.get(pk=case_id)
    assert (case.read_by, case.verify_by) == (date(2026, 11, 25), date(2026, 12, 17))


def test_visits_and_transfers_move_no_deadline(cast, case_id):
    later = NOW + timedelta(days=4)
    cast.beat_officer.act(Action.VISIT, case_id, seen=False, now=later)
    cast.coordinator.act(Action.TRANSFER, case_id, unit_code="KPP-1016", now=later)
    case = Case.objects.get(pk=case_id)
    assert (case.read_by, case.verify_by, case.changed_on) == (date(2026, 11, 25), date(2026, 11, 30), NOW.date())
