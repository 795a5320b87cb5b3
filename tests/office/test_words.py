"""Days, deadlines and numbers as Polish officers say them."""

from datetime import date, timedelta

import pytest

from kmzb.office import words

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("days", "row", "by", "left", "phone"),
    [
        (-12, "12 dni po", "do wtorku 10 listopada", "12 dni po terminie", "po terminie"),
        (-1, "1 dzień po", "do soboty 21 listopada", "1 dzień po terminie", "po terminie"),
        (0, "dziś", "do dziś", "to dziś", "dziś"),
        (1, "jutro", "do jutra", "został 1 dzień", "do jutra"),
        (3, "śr. 25 listopada", "do środy 25 listopada", "zostały 3 dni", "do środy"),
        (5, "pt. 27 listopada", "do piątku 27 listopada", "zostało 5 dni", "do piątku"),
        (8, "pn. 30 listopada", "do poniedziałku 30 listopada", "zostało 8 dni", "do poniedziałku 30 listopada"),
        (60, "czw. 21 stycznia 2027", "do czwartku 21 stycznia 2027", "zostało 60 dni", "do czwartku 21 stycznia 2027"),
    ],
)
def test_a_deadline_is_said_with_its_day(days: int, row: str, by: str, left: str, phone: str) -> None:
    due = TODAY + timedelta(days=days)
    assert words.due(due, TODAY) == row
    assert words.by_day(due, TODAY) == by
    assert words.left(due, TODAY) == left
    assert words.by_weekday(due, TODAY) == phone


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (1, "dzień"),
        (2, "dni"),
        (4, "dni"),
        (5, "dniów"),
        (11, "dniów"),
        (12, "dniów"),
        (22, "dni"),
        (112, "dniów"),
        (0, "dniów"),
    ],
)
def test_numbers_choose_their_form(count: int, form: str) -> None:
    assert words.plural(count, "dzień", "dni", "dniów") == form


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "dziś"),
        (date(2026, 11, 21), "wczoraj"),
        (date(2026, 11, 19), "w czwartek 19 listopada"),
        (date(2026, 11, 17), "we wtorek 17 listopada"),
        (date(2025, 12, 31), "w środę 31 grudnia 2025"),
    ],
)
def test_a_past_day_is_said(day: date, said: str) -> None:
    assert words.on_day(day, TODAY) == said


@pytest.mark.parametrize(
    ("time_of_day", "days", "said"),
    [
        ("", frozenset(), ""),
        ("evening", frozenset(), "wieczorem"),
        ("", frozenset({1, 3}), "poniedziałki, środy"),
        ("night", frozenset({6, 7}), "w weekendy, w nocy"),
        ("morning", frozenset(range(1, 6)), "w dni robocze, rano"),
        ("", frozenset(range(1, 8)), "codziennie"),
    ],
)
def test_recurrence_is_said(time_of_day: str, days: frozenset[int], said: str) -> None:
    assert words.recurrence(time_of_day, days) == said


@pytest.mark.parametrize(
    ("metres", "said"), [(0, "10 m"), (94, "90 m"), (999, "1000 m"), (1240, "1,2 km"), (12000, "12,0 km")]
)
def test_distances_are_said(metres: float, said: str) -> None:
    assert words.metres(metres) == said


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Komenda Powiatowa Policji w Opocznie", "KPP w Opocznie"),
        ("Komenda Stołeczna Policji", "KSP"),
        ("Posterunek Policji w Żarnowie", "Posterunek Policji w Żarnowie"),
    ],
)
def test_units_are_named_short(name: str, short: str) -> None:
    assert words.short_unit(name) == short
