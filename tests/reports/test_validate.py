"""What a report may hold, and what it is told when it holds something else."""

from datetime import UTC, date, datetime, time

import pytest

from kmzb.reports.api import Invalid, TimeOfDay, validate
from small_country import IN_OPOCZNO, NOW

pytestmark = pytest.mark.usefixtures("country")


def refusals(raw, now=NOW):
    with pytest.raises(Invalid) as refused:
        validate(raw, now=now)
    assert (refused.value.code, refused.value.status) == ("invalid", 422)
    assert all(error.message for error in refused.value.fields.values())
    return {name: error.code for name, error in refused.value.fields.items()}


def test_category_point_receipt_and_consent_are_enough(resident):
    draft = validate(resident.draft(), now=NOW)
    assert (draft.category, draft.lon, draft.lat) == ("vandalism", *IN_OPOCZNO)
    assert (draft.occurred_on, draft.occurred_time, draft.time_of_day, draft.description) == (None, None, None, "")
    assert draft.weekdays == frozenset()
    assert draft.place.unit.code == "KPP-1007"


def test_everything_that_can_be_told_is_kept(resident):
    draft = validate(
        resident.draft(
            occurred_on="2026-11-20",
            occurred_time="17:30",
            time_of_day="evening",
            weekdays=[5, 1, 5],
            description="Łamią ławki 🪑\r\nco piątek",
        ),
        now=NOW,
    )
    assert (draft.occurred_on, draft.occurred_time) == (date(2026, 11, 20), time(17, 30))
    assert draft.time_of_day is TimeOfDay.EVENING
    assert draft.weekdays == {1, 5}
    assert draft.description == "Łamią ławki 🪑\nco piątek"


def test_an_empty_report_is_told_everything_at_once(resident):
    empty = resident.draft(category=None, lon=None, lat=None, receipt_hash=None, rules_accepted=None)
    assert refusals(empty) == {
        "category": "required",
        "lon": "required",
        "lat": "required",
        "receipt_hash": "required",
        "rules_accepted": "not_accepted",
    }


@pytest.mark.parametrize(
    ("category", "code"),
    [("other", "unknown"), ("VANDALISM", "unknown"), ("drownings", "retired"), (7, "bad_type"), ("", "required")],
)
def test_a_category_that_is_not_on_the_list_is_refused(resident, category, code):
    assert refusals(resident.draft(category=category)) == {"category": code}


def test_a_retired_category_names_its_successor(resident):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(category="homelessness"), now=NOW)
    assert "Osoba bezdomna wymagająca pomocy" in refused.value.fields["category"].message


@pytest.mark.parametrize("accepted", [False, None, "true", 1, "on"])
def test_a_program_accepts_the_rules_by_true_alone(resident, accepted):
    assert refusals(resident.draft(rules_accepted=accepted)) == {"rules_accepted": "not_accepted"}


def test_a_form_accepts_the_rules_by_a_ticked_box(resident):
    draft = resident.draft(rules_accepted="on", lon="20,28", lat="51.38", is_form=True)
    assert validate(draft, now=NOW).lon == 20.28


@pytest.mark.parametrize("value", ["A" * 64, "a" * 63, "a" * 65, "g" * 64, 7, ["a"]])
def test_a_receipt_hash_has_64_lower_case_hex_digits(resident, value):
    assert refusals(resident.draft(receipt_hash=value)) == {"receipt_hash": "bad_shape"}


def test_today_in_poland_is_no_future(resident):
    just_after_midnight = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    draft = validate(resident.draft(occurred_on="2026-11-22"), now=just_after_midnight)
    assert draft.occurred_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-11-23", "future"),
        ("1999-12-31", "too_old"),
        ("2026-02-30", "bad_date"),
        ("20261120", "bad_date"),
        ("2026-W47-5", "bad_date"),
        ("wczoraj", "bad_date"),
        (20261120, "bad_type"),
    ],
)
def test_a_day_that_was_not_is_refused(resident, day, code):
    assert refusals(resident.draft(occurred_on=day)) == {"occurred_on": code}


def test_the_first_day_of_2000_is_accepted(resident):
    assert validate(resident.draft(occurred_on="2000-01-01"), now=NOW).occurred_on == date(2000, 1, 1)


def test_a_clock_time_needs_its_day(resident):
    assert refusals(resident.draft(occurred_time="17:30")) == {"occurred_on": "required"}


@pytest.mark.parametrize("clock", ["24:00", "7:30", "17:30:00", "17.30", "noon", "17:60"])
def test_a_clock_time_has_hours_and_minutes(resident, clock):
    assert refusals(resident.draft(occurred_on="2026-11-20", occurred_time=clock)) == {"occurred_time": "bad_time"}


@pytest.mark.parametrize("part", ["dawn", "Evening", ""])
def test_a_part_of_the_day_is_one_of_four(resident, part):
    assert refusals(resident.draft(time_of_day=part)) == {"time_of_day": "unknown"}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([0], "unknown"),
        ([8], "unknown"),
        (["1"], "unknown"),
        ([True], "unknown"),
        ([1.5], "unknown"),
        ("1", "bad_type"),
        (1, "bad_type"),
    ],
)
def test_days_of_the_week_are_1_to_7(resident, days, code):
    assert refusals(resident.draft(weekdays=days)) == {"weekdays": code}


def test_a_form_names_days_by_digits(resident):
    form = resident.draft(lon="20.28", lat="51.38", weekdays=["6", "7"], is_form=True)
    assert validate(form, now=NOW).weekdays == {6, 7}
    assert refusals(resident.draft(lon="20.28", lat="51.38", weekdays=["67"], is_form=True)) == {"weekdays": "unknown"}


def test_500_letters_are_accepted_and_501_refused_whatever_their_bytes(resident):
    assert len(validate(resident.draft(description="ż" * 500), now=NOW).description) == 500
    assert len(validate(resident.draft(description="🦉" * 500), now=NOW).description) == 500
    assert refusals(resident.draft(description="ż" * 501)) == {"description": "too_long"}


def test_letters_are_counted_as_they_are_kept(resident):
    decomposed = "z\u0307" * 500
    assert validate(resident.draft(description=decomposed), now=NOW).description == "ż" * 500


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\rb", "a\x85b", "a\ud800b"])
def test_control_characters_are_refused(resident, text):
    assert refusals(resident.draft(description=text)) == {"description": "control_characters"}


def test_html_is_a_text_like_any_other(resident):
    text = "<script>alert('x')</script> & \"so\"\ton"
    assert validate(resident.draft(description=text), now=NOW).description == text


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_a_dangerous_venue_needs_a_description(resident, text):
    assert refusals(resident.draft(category="dangerous_venue", description=text)) == {"description": "required"}
    assert validate(resident.draft(category="dangerous_venue", description="Zamknięte wyjścia"), now=NOW)


def test_a_refusal_repeats_nothing_that_was_typed(resident):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(category="tajne", description="tajne" * 200, time_of_day="tajne"), now=NOW)
    assert "tajne" not in repr([refused.value.message, *refused.value.fields.values()])
