"""What is foreign answers exactly like what is missing."""

import pytest

from cast import lead_to
from kmzb.accounts.api import Role, Scope
from kmzb.reports.api import NotFound
from kmzb.verification.api import (
    Action,
    Case,
    QueueFilters,
    Status,
    card,
    case_for,
    history_for_office,
    look_at_description,
    look_at_notes,
    queue,
)
from small_country import NOW

SEES = ("coordinator", "beat_officer", "commander", "regional", "national")
SEES_NOTHING = ("foreign_coordinator", "foreign_beat_officer", "neighbour_beat_officer", "partner", "administrator")


def readings(player):
    """Every way in which an officer can ask for a case."""
    asked = {"scope": player.scope, "actor": player.actor, "now": NOW}
    return {
        "case_for": lambda case_id: case_for(player.scope, case_id, now=NOW),
        "card": lambda case_id: card(player.scope, case_id, now=NOW),
        "history": lambda case_id: history_for_office(player.scope, case_id),
        "description": lambda case_id: look_at_description(case_id, **asked),
        "notes": lambda case_id: look_at_notes(case_id, **asked),
        "act": lambda case_id: player.act(Action.ACCEPT, case_id, version=1),
    }


def listed(player):
    return [row.case_id for row in queue(player.scope, QueueFilters(), now=NOW)]


@pytest.mark.parametrize("name", SEES)
def test_the_unit_and_those_above_it_see_the_case(cast, case_id, name):
    player = getattr(cast, name)
    assert listed(player) == [case_id]
    assert case_for(player.scope, case_id, now=NOW).case_id == case_id


@pytest.mark.parametrize("name", SEES_NOTHING)
def test_others_cannot_tell_it_from_one_that_does_not_exist(cast, case_id, name):
    player = getattr(cast, name)
    assert listed(player) == []
    for way, read in readings(player).items():
        told = []
        for number in (case_id, 999_999):
            with pytest.raises(NotFound) as refused:
                read(number)
            told.append((type(refused.value), refused.value.message, refused.value.fields))
        assert told[0] == told[1], way


@pytest.mark.parametrize("kind", ["patrol", "traffic"])
def test_a_cell_sees_what_it_was_given(cast, resident, kind):
    category = {"patrol": "forest_quads", "traffic": "speeding"}[kind]
    given = lead_to(Status.VERIFICATION, resident.case(category=category), cast.coordinator)
    resident.case(category=category)
    lead_to(Status.VERIFICATION, resident.case(), cast.coordinator)
    foreign = resident.case(category=category, lon=19.8)
    lead_to(Status.VERIFICATION, foreign, cast.foreign_coordinator)
    assert listed(getattr(cast, kind)) == [given]


def test_a_beat_officer_sees_the_beat_and_what_was_assigned(cast, resident):
    on_beat, elsewhere = resident.case(), resident.case(lon=20.48)
    assert listed(cast.beat_officer) == [on_beat]
    assert listed(cast.neighbour_beat_officer) == [elsewhere]
    cast.coordinator.act(Action.ASSIGN, elsewhere, checked_by="beat", assignee_id=cast.beat_officer.id)
    assert listed(cast.beat_officer) == [on_beat, elsewhere]


def test_a_beat_officer_without_a_beat_sees_no_case_without_a_beat(cast, resident):
    resident.case(lon=21.0)
    nowhere = Scope(Role.BEAT_OFFICER, cast.beat_officer.id, frozenset({"KMP-1463"}), "")
    assert queue(nowhere, QueueFilters(), now=NOW) == []


def test_a_case_given_away_is_foreign_from_then_on(cast, case_id):
    cast.coordinator.act(Action.TRANSFER, case_id, unit_code="KPP-1016")
    for player in (cast.coordinator, cast.beat_officer, cast.commander):
        with pytest.raises(NotFound):
            case_for(player.scope, case_id, now=NOW)
    assert listed(cast.foreign_coordinator) == [case_id]
    assert listed(cast.regional) == [case_id]


def test_above_one_garrison_lies_another(cast, resident):
    radom = resident.case(lon=21.0)
    assert listed(cast.regional) == []
    assert listed(cast.national) == [radom]


@pytest.mark.parametrize("number", [0, -1, 10**30])
def test_a_number_that_cannot_be_is_not_there(cast, number):
    for way in ("case_for", "card", "history", "description", "act"):
        with pytest.raises(NotFound):
            readings(cast.coordinator)[way](number)


def test_looking_writes_nothing_to_the_case(cast, case_id):
    before = Case.objects.values().get()
    for read in list(readings(cast.coordinator).values())[:-1]:
        read(case_id)
    assert Case.objects.values().get() == before
