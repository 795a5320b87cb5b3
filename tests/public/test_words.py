"""How people say days, numbers and times, in Polish."""

from datetime import date

import pytest

from kmzb.public import words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1\u2009000"), (14832, "14\u2009832"), (1234567, "1\u2009234\u2009567")],
)
def test_numbers_are_parted_by_thin_spaces(count, text):
    assert words.number(count) == text


def test_days_are_said_with_the_year_only_when_it_is_another():
    assert words.day(date(2026, 11, 25), today=TODAY) == "25 listopada"
    assert words.day(date(2025, 1, 1), today=TODAY) == "1 stycznia 2025"
    assert words.by_day(date(2026, 11, 25), today=TODAY) == "do środy 25 listopada"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], ""),
        ([1], "poniedziałki"),
        ([6, 5], "piątki, soboty"),
        ([1, 2, 3, 4, 5], "od poniedziałku do piątku"),
        ([5, 6, 7], "od piątku do niedzieli"),
        ([1, 3, 5], "poniedziałki, środy, piątki"),
        ([1, 2, 3, 4, 5, 6, 7], "codziennie"),
        ([2, 2, 2], "wtorki"),
    ],
)
def test_weekdays_are_said_as_people_do(days, text):
    assert words.weekdays(days) == text


def test_recurrence_is_one_phrase():
    assert words.recurrence("evening", [1, 2, 3, 4, 5]) == "od poniedziałku do piątku, wieczorem (18–22)"
    assert words.recurrence("", []) == ""
    assert words.recurrence(None, [7]) == "niedziele"


@pytest.mark.parametrize(("metres", "text"), [(3, "10 m"), (84, "80 m"), (999.9, "1000 m"), (1240, "1,2 km")])
def test_distances_are_round(metres, text):
    assert words.metres(metres) == text


@pytest.mark.parametrize("label", ["1", "2-4", "5+"])
def test_confirmations_have_words(label):
    assert words.confirmations(label)


@pytest.mark.parametrize("label", ["0", "", None, "7"])
def test_no_confirmation_has_none(label):
    assert words.confirmations(label) == ""
