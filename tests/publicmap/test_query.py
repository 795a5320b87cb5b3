"""What addresses ask for, and what they cannot ask for."""

from datetime import date

import pytest

from kmzb.publicmap.api import Box, FeatureQuery, InvalidQuery, MarkSet, Place

ASKED = {
    "bbox": "19.5,51,21.25,52",
    "category": "speeding, begging",
    "status": "new,confirmed",
    "from": "2026-11-01",
    "to": "2026-11-01",
    "unit": "KWP-10",
    "area": "1007,14",
    "limit": "500",
}


def parse(**parameters):
    return FeatureQuery.parse({name.rstrip("_"): [value] for name, value in parameters.items()})


def test_nothing_asked_is_everything(cast):
    query = FeatureQuery.parse({})
    assert query == FeatureQuery()
    assert (query.set, query.categories, query.limit) == (MarkSet.LIVE, None, 100)


def test_every_filter(cast):
    query = FeatureQuery.parse({name: [value] for name, value in ASKED.items()})
    assert query.bbox == Box(19.5, 51.0, 21.25, 52.0)
    assert query.categories == {"speeding", "begging"}
    assert query.statuses == {"new", "confirmed"}
    assert query.first_day == query.last_day == date(2026, 11, 1)
    assert query.units == {"KWP-10", "KPP-1007", "KPP-1016"}
    assert query.areas == {"1007", "14"}
    assert query.limit == 500


def test_order_and_repetition_in_a_list_do_not_matter(cast):
    assert parse(status="new,confirmed") == parse(status="confirmed, new,new,")
    assert parse(unit="KWP-10") == parse(unit="KPP-1007,KWP-10")


def test_a_successor_takes_its_predecessors_along(cast):
    assert parse(category="dangerous_water").categories > {"dangerous_water"}


def test_empty_values_and_foreign_names_are_nothing(cast):
    assert FeatureQuery.parse({"category": [""], "colour": ["red"], "status": [" "]}) == FeatureQuery()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("category", "weather", "unknown"),
        ("category", "speeding,weather", "unknown"),
        ("category", ",", "empty"),
        ("status", "NEW", "unknown"),
        ("unit", "KPP-9999", "unknown"),
        ("area", "99", "unknown"),
        ("area", "100", "unknown"),
        ("area", "1007'--", "unknown"),
        ("set", "all", "unknown"),
        ("from", "2026-02-30", "not_a_day"),
        ("from", "1.11.2026", "not_a_day"),
        ("to", "20261101", "not_a_day"),
        ("to", "２０２６-11-01", "not_a_day"),
        ("bbox", "19,51,20", "not_a_box"),
        ("bbox", "19,51,20,nan", "not_a_box"),
        ("bbox", "19,51,20,1e1", "not_a_box"),
        ("bbox", "20,51,19,52", "not_a_box"),
        ("bbox", "19,52,20,51", "not_a_box"),
        ("bbox", "19,51,181,52", "not_a_box"),
        ("bbox", "19,-91,20,52", "not_a_box"),
        ("limit", "0", "out_of_range"),
        ("limit", "-1", "out_of_range"),
        ("limit", "501", "out_of_range"),
        ("limit", "ten", "out_of_range"),
        ("limit", "9" * 5000, "out_of_range"),
        ("cursor", "abc", "not_a_cursor"),
        ("cursor", "ąę", "not_a_cursor"),
        ("cursor", "MjAyNi0xMS0yMi4n", "not_a_cursor"),
    ],
)
def test_what_cannot_be_read_is_named(cast, name, value, code):
    with pytest.raises(InvalidQuery) as refusal:
        FeatureQuery.parse({name: [value]})
    assert {field: problem.code for field, problem in refusal.value.fields.items()} == {name: code}
    assert all(problem.message for problem in refusal.value.fields.values())
    assert (refusal.value.code, refusal.value.status) == ("invalid", 422)


def test_every_wrong_parameter_is_named_at_once(cast):
    with pytest.raises(InvalidQuery) as refusal:
        parse(status="x", from_="y", limit="z")
    assert set(refusal.value.fields) == {"status", "from", "limit"}


def test_a_repeated_parameter_is_refused(cast):
    with pytest.raises(InvalidQuery) as refusal:
        FeatureQuery.parse({"category": ["speeding", "begging"]})
    assert refusal.value.fields["category"].code == "repeated"


def test_a_period_that_ends_before_it_begins(cast):
    assert parse(from_="2026-11-01", to="2026-11-01").last_day
    with pytest.raises(InvalidQuery) as refusal:
        parse(from_="2026-11-02", to="2026-11-01")
    assert refusal.value.fields["to"].code == "before_from"


def test_both_sets_can_be_asked_for(cast):
    assert parse(set="live").set is MarkSet.LIVE
    assert parse(set="history").set is MarkSet.HISTORY


def test_a_cursor_comes_back_as_it_went(cast):
    place = Place(date(2026, 11, 22), "abcdefghij234567")
    assert parse(cursor=str(place)).cursor == place
