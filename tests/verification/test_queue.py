"""The unit's queue: by deadline, narrowed by filters, counted by status."""

from datetime import date, timedelta

import pytest
import time_machine

from cast import lead_to
from kmzb.reports.api import Purpose
from kmzb.verification.api import (
    Action,
    Case,
    DueGroup,
    QueueFilters,
    Status,
    beat_day,
    card,
    confirm_feature,
    due_of,
    group_of,
    queue,
    queue_counts,
)
from small_country import NOW

DAY = timedelta(days=1)


def rows(player, now=NOW, **filters):
    return queue(player.scope, QueueFilters(**filters), now=now)


def ids(player, **filters):
    return [row.case_id for row in rows(player, **filters)]


def test_the_most_urgent_come_first_and_what_has_no_clock_last(cast, resident):
    confirmed = lead_to(Status.CONFIRMED, resident.case(now=NOW - 9 * DAY), cast.coordinator)
    new = resident.case(now=NOW - DAY)
    late = resident.case(now=NOW - 4 * DAY)
    today = resident.case(now=NOW - 3 * DAY)
    checked = lead_to(Status.VERIFICATION, resident.case(), cast.coordinator)
    found = rows(cast.coordinator)
    assert [row.case_id for row in found] == [late, today, new, checked, confirmed]
    assert [row.group for row in found] == [DueGroup.LATE, DueGroup.TODAY, *[DueGroup.LATER] * 3]
    assert [row.days_late for row in found] == [1, 0, 0, 0, 0]
    assert [row.due for row in found][-2:] == [date(2026, 11, 27), None]


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (date(2026, 11, 21), DueGroup.LATE),
        (date(2026, 11, 22), DueGroup.TODAY),
        (date(2026, 11, 23), DueGroup.LATER),
        (None, DueGroup.LATER),
    ],
)
def test_late_begins_with_the_next_day(due, group):
    assert group_of(due, date(2026, 11, 22)) is group


def test_the_clock_is_that_of_reading_then_that_of_deciding():
    read, verify = date(2026, 11, 25), date(2026, 11, 30)
    assert [due_of(status, read, verify) for status in Status] == [read, verify, None, None, None, None, None]


def test_a_row_tells_what_a_line_needs(cast, resident):
    case_id = resident.case(time_of_day="evening", weekdays=[5, 6], description="Łamią ławki", occurred_on="2026-11-20")
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    cast.beat_officer.act(Action.VISIT, case_id, seen=False)
    (row,) = rows(cast.coordinator)
    assert (row.number, row.version, row.status) == ("OPO 2026 1", 3, Status.VERIFICATION)
    assert (row.assignee, row.checked_by) == ("asp. Beat Officer", "beat")
    assert (row.visits, row.empty_visits, row.visits_required) == (1, 1, 3)
    assert (row.time_of_day, row.weekdays, row.description_length) == ("evening", "56", 11)
    assert (row.place, row.lon, row.lat) == ("powiat opoczyński", 20.28, 51.38)
    assert "ławki" not in repr(row)


@time_machine.travel(NOW, tick=False)  # the library of proofs asks the real clock
def test_confirmations_are_counted(cast, resident):
    answer = resident.report()
    confirm_feature(answer.feature_id, resident.token(), resident.proof(Purpose.CONFIRMATION, now=NOW), now=NOW)
    assert [row.confirmations for row in rows(cast.coordinator)] == [1]


def test_open_cases_are_shown_unless_others_are_asked_for(cast, resident):
    closed = lead_to(Status.JOKE_OR_MISTAKE, resident.case(), cast.coordinator)
    new = resident.case()
    assert ids(cast.coordinator) == [new]
    assert ids(cast.coordinator, statuses=frozenset({Status.JOKE_OR_MISTAKE})) == [closed]


def test_each_filter_narrows(cast, resident):
    park, road, drzewica = resident.case(), resident.case(category="speeding"), resident.case(lon=20.48)
    cast.coordinator.act(Action.ACCEPT, road)
    assert ids(cast.coordinator, categories=frozenset({"speeding"})) == [road]
    assert ids(cast.coordinator, statuses=frozenset({Status.NEW})) == [park, drzewica]
    assert ids(cast.coordinator, beat_code="1007-2") == [drzewica]
    assert ids(cast.coordinator, checked_by="traffic") == [road]
    assert ids(cast.regional, unit_code="KPP-1016") == []
    cast.coordinator.act(Action.ACCEPT, park)
    assert ids(cast.coordinator, assignee_id=cast.beat_officer.id) == [park]


@pytest.mark.parametrize("name", ["unit_code", "beat_code", "checked_by"])
def test_a_filter_that_fits_nothing_finds_nothing(cast, case_id, name):
    assert ids(cast.coordinator, **{name: "nonsense"}) == []
    assert ids(cast.coordinator, **{name: "a\x00b"}) == []
    assert ids(cast.coordinator, categories=frozenset({"a\x00b"})) == []


def test_a_filter_opens_no_foreign_case(cast, case_id):
    assert ids(cast.foreign_coordinator, unit_code="KPP-1007") == []
    assert ids(cast.neighbour_beat_officer, beat_code="1007-1") == []


def test_text_is_sought_in_number_reference_and_category(cast, resident):
    answer = resident.report(category="illegal_dump")
    other = resident.case(category="speeding")
    case_id = Case.objects.get(report__reference=answer.reference).pk
    cast.coordinator.act(Action.ACCEPT, case_id)
    for text in ("opo 2026", answer.reference.lower(), "wysypiska smieci", "ŚMIECI dzikie"):
        assert ids(cast.coordinator, text=text) == [case_id], text
    assert ids(cast.coordinator, text="predkosc") == [other]
    assert ids(cast.coordinator, text="smieci predkosc") == []
    for text in ("%", "_", "\x00", "'; --", "x" * 5000):
        assert ids(cast.coordinator, text=text) == [], text


def test_a_long_queue_is_read_in_pages(cast, resident):
    cases = [resident.case() for _ in range(5)]
    assert ids(cast.coordinator, limit=2) == cases[:2]
    assert ids(cast.coordinator, limit=2, offset=4) == cases[4:]


def test_counts_are_those_of_the_other_filters(cast, resident):
    resident.case()
    lead_to(Status.VERIFICATION, resident.case(category="speeding"), cast.coordinator)
    resident.case(lon=19.8)
    counts = queue_counts(cast.coordinator.scope, QueueFilters(statuses=frozenset({Status.NEW})))
    assert (counts[Status.NEW], counts[Status.VERIFICATION], counts[Status.CONFIRMED]) == (1, 1, 0)
    only = queue_counts(cast.coordinator.scope, QueueFilters(categories=frozenset({"speeding"})))
    assert (only[Status.NEW], only[Status.VERIFICATION]) == (0, 1)


def test_a_card_tells_the_whole_case(cast, case_id):
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    whole = card(cast.coordinator.scope, case_id, now=NOW)
    assert whole.actions == [Action.REOPEN]
    assert [row.action for row in whole.history][:2] == [Action.PLACE, Action.ACCEPT]
    assert whole.history[0].actor_role == "system"
    assert whole.history[1].actor == "asp. Coordinator"
    assert len(whole.visits) == 3
    assert card(cast.commander.scope, case_id, now=NOW).actions == []


def test_a_day_begins_with_the_nearest(cast, resident):
    far, near = resident.case(lon=20.30), resident.case(lon=20.281)
    for case_id in (far, near):
        lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    day = beat_day(cast.beat_officer.scope, now=NOW, near=(20.28, 51.38))
    assert [row.case_id for row in day] == [near, far]
    assert day[0].distance_m == pytest.approx(70, abs=1)
    assert day[1].distance_m == pytest.approx(1390, abs=5)


def test_a_day_without_a_place_begins_with_the_most_urgent(cast, resident):
    later = lead_to(Status.VERIFICATION, resident.case(), cast.coordinator, now=NOW)
    sooner = lead_to(Status.VERIFICATION, resident.case(), cast.coordinator, now=NOW - DAY)
    day = beat_day(cast.beat_officer.scope, now=NOW)
    assert [row.case_id for row in day] == [sooner, later]
    assert [row.distance_m for row in day] == [None, None]


def test_a_day_holds_what_is_to_be_visited_and_nobody_elses(cast, resident):
    resident.case()
    lead_to(Status.CONFIRMED_ELIMINATED, resident.case(), cast.coordinator)
    colleagues = resident.case()
    cast.coordinator.act(Action.ACCEPT, colleagues, checked_by="patrol", assignee_id=cast.patrol.id)
    mine = lead_to(Status.CONFIRMED, resident.case(), cast.coordinator)
    assert [row.case_id for row in beat_day(cast.beat_officer.scope, now=NOW)] == [mine]
    assert [row.case_id for row in beat_day(cast.patrol.scope, now=NOW)] == [colleagues]
    assert beat_day(cast.administrator.scope, now=NOW) == []
