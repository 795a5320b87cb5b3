"""Equal content is known again, however it came."""

from dataclasses import replace

import pytest

from kmzb.reports.api import parse


@pytest.fixture
def program(resident):
    return resident.draft(weekdays=[5, 1], occurred_on="2026-11-20", description="a\r\nb")


def test_a_form_and_a_program_can_say_the_same(program):
    form = replace(
        program,
        lon="20,28",
        lat="51.380000",
        weekdays=["1", "5", "5"],
        rules_accepted="on",
        time_of_day="",
        is_form=True,
    )
    assert parse(form).canonical == parse(program).canonical


def test_consent_is_no_content(program):
    assert parse(replace(program, rules_accepted=False)).canonical == parse(program).canonical


def test_left_out_and_empty_are_the_same(program):
    assert parse(replace(program, weekdays=[])).canonical == parse(replace(program, weekdays=None)).canonical


@pytest.mark.parametrize(
    "change",
    [
        {"category": "speeding"},
        {"lon": 20.280001},
        {"lat": 51.380001},
        {"occurred_on": "2026-11-19"},
        {"occurred_time": "12:00"},
        {"time_of_day": "night"},
        {"weekdays": [1]},
        {"description": "a b"},
        {"description": None},
    ],
)
def test_every_other_field_is_content(program, change):
    assert parse(replace(program, **change)).canonical != parse(program).canonical


def test_what_cannot_be_read_is_told_apart_too(program):
    bad = [parse(replace(program, category=value)).canonical for value in (1, 2, None)]
    assert len(set(bad)) == 3
