from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.lib.time import next_morning, one_month_after, warsaw_day, warsaw_midnight


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 11, 22), date(2026, 12, 22)),
        (date(2026, 5, 31), date(2026, 6, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day, after):
    assert one_month_after(day) == after


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_later_always_lies_in_the_next_month(day):
    after = one_month_after(day)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == 1
    assert after.day <= day.day


def test_an_evening_in_utc_is_the_next_day_in_poland():
    assert warsaw_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_the_morning_is_the_next_six_oclock_in_poland_also_when_the_clocks_change():
    assert next_morning(datetime(2026, 10, 24, 20, 0, tzinfo=UTC)) == datetime(2026, 10, 25, 5, 0, tzinfo=UTC)
    assert next_morning(datetime(2026, 3, 28, 20, 0, tzinfo=UTC)) == datetime(2026, 3, 29, 4, 0, tzinfo=UTC)


@given(st.integers(0, 20 * 366 * 24 * 60))
def test_the_morning_always_lies_ahead_and_within_25_hours(minutes):
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert timedelta(0) < next_morning(moment) - moment <= timedelta(hours=25)


def test_midnight_opens_the_warsaw_day():
    assert warsaw_day(warsaw_midnight(date(2026, 3, 29))) == date(2026, 3, 29)
    assert warsaw_day(warsaw_midnight(date(2026, 3, 29)) - timedelta(seconds=1)) == date(2026, 3, 28)
