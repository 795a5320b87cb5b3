"""Nothing is left without words."""

from datetime import date, timedelta

import pytest

from kmzb.accounts.api import Role
from kmzb.categories.api import Body, CheckedBy
from kmzb.verification.api import (
    TABLE,
    Action,
    Measure,
    Status,
    action_name,
    action_sentence,
    body_choices,
    body_name,
    checked_by_name,
    day_until,
    measure_name,
    next_sentence,
    reason_choices,
    reason_text,
    status_name,
)

OFFICIAL = [
    "Nowe",
    "Weryfikacja",
    "Potwierdzone",
    "Potwierdzone (przekazane poza Policję)",
    "Potwierdzone (wyeliminowane)",
    "Niepotwierdzone",
    "Żart lub pomyłka",
]


def test_statuses_have_their_official_names():
    assert [status_name(status) for status in Status] == OFFICIAL


@pytest.mark.parametrize("action", Action)
def test_every_step_is_a_button_and_a_sentence(action):
    assert action_name(action)
    assert action_sentence(action).endswith(".")


def test_a_sentence_tells_what_the_step_knows():
    assert action_sentence("visit", seen=True) != action_sentence("visit", seen=False)
    assert "zarządca drogi" in action_sentence("refer", body_code="road_manager")
    assert "ruch drogowy" in action_sentence("assign", checked_by="traffic")


@pytest.mark.parametrize("status", Status)
def test_every_status_says_what_comes_next(status):
    said = next_sentence(status, read_by=date(2026, 11, 25), verify_by=date(2026, 11, 30))
    assert said.endswith(".")
    assert "%" not in said
    assert ("25 listopada" in said) == (status is Status.NEW)
    assert ("30 listopada" in said) == (status is Status.VERIFICATION)


def test_a_reason_code_means_one_thing_only():
    codes = [code for action in Action for code, _ in reason_choices(action)]
    assert len(codes) == len(set(codes))
    assert all(reason_text(code).endswith(".") for code in codes)


def test_an_unknown_reason_has_no_text():
    assert reason_text("nonsense") == ""
    assert reason_choices(Action.VISIT) == []


def test_bodies_cells_and_measures_have_names():
    assert [code for code, _ in body_choices()] == [body.value for body in Body]
    assert all(body_name(body) for body in Body)
    assert all(checked_by_name(kind) for kind in CheckedBy)
    assert all(measure_name(measure) for measure in Measure)


@pytest.mark.parametrize("ask", [status_name, action_name, body_name, checked_by_name, measure_name])
def test_an_unknown_code_is_no_word(ask):
    with pytest.raises(ValueError, match="nonsense"):
        ask("nonsense")


def test_days_are_said_as_people_say_them():
    assert day_until(date(2026, 11, 25)) == "środy 25 listopada"
    said = {day_until(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)}
    assert len(said) == 365


def test_roles_of_the_table_exist():
    assert {role for rule in TABLE.values() for role in rule.roles} <= set(Role)
