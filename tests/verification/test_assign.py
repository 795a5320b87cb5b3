"""Who goes to the place: by the rule of the category, or as the coordinator says."""

import pytest

from cast import lead_to
from kmzb.accounts.api import deactivate_officer
from kmzb.verification.api import Action, Case, Status, UnfitAssignee, card
from small_country import IN_DRZEWICA, NOW


def assigned(case_id):
    case = Case.objects.get(pk=case_id)
    return case.checked_by, case.assignee_id


def test_nobody_is_assigned_before_the_report_was_accepted(case_id):
    assert assigned(case_id) == ("", None)


@pytest.mark.parametrize(
    ("category", "kind", "who"),
    [("vandalism", "beat", "beat_officer"), ("speeding", "traffic", None), ("forest_quads", "patrol", None)],
)
def test_the_category_rules(cast, resident, category, kind, who):
    case_id = resident.case(category=category)
    proposal = card(cast.coordinator.scope, case_id, now=NOW)
    cast.coordinator.act(Action.ACCEPT, case_id)
    expected = (kind, getattr(cast, who).id if who else None)
    assert assigned(case_id) == expected == (proposal.proposed_checked_by, proposal.proposed_assignee_id)


def test_the_beat_officer_is_that_of_the_place(cast, resident):
    case_id = resident.case(lon=IN_DRZEWICA[0], lat=IN_DRZEWICA[1])
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    assert assigned(case_id) == ("beat", cast.neighbour_beat_officer.id)


def test_a_beat_without_an_officer_waits_for_one(cast, case_id):
    deactivate_officer(cast.administrator.actor, cast.beat_officer.id, now=NOW)
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    assert assigned(case_id) == ("beat", None)


def test_the_coordinator_may_say_otherwise_at_once_or_later(cast, resident):
    at_once, later = resident.case(), resident.case()
    cast.coordinator.act(Action.ACCEPT, at_once, checked_by="patrol", assignee_id=cast.patrol.id)
    assert assigned(at_once) == ("patrol", cast.patrol.id)
    lead_to(Status.VERIFICATION, later, cast.coordinator)
    cast.coordinator.act(Action.ASSIGN, later, checked_by="beat", assignee_id=cast.neighbour_beat_officer.id)
    assert assigned(later) == ("beat", cast.neighbour_beat_officer.id)


def test_assigning_without_a_word_follows_the_rule_again(cast, case_id):
    cast.coordinator.act(Action.ACCEPT, case_id, checked_by="traffic")
    cast.coordinator.act(Action.ASSIGN, case_id)
    assert assigned(case_id) == ("beat", cast.beat_officer.id)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("beat", "patrol"),
        ("patrol", "beat_officer"),
        ("traffic", "coordinator"),
        ("beat", "foreign_beat_officer"),
        ("nobody", "patrol"),
    ],
)
def test_the_assignee_is_of_the_unit_and_of_the_kind(cast, case_id, kind, who):
    with pytest.raises(UnfitAssignee):
        cast.coordinator.act(Action.ASSIGN, case_id, checked_by=kind, assignee_id=getattr(cast, who).id)
    assert assigned(case_id) == ("", None)


def test_who_left_or_never_was_cannot_be_assigned(cast, case_id):
    with pytest.raises(UnfitAssignee):
        cast.coordinator.act(Action.ASSIGN, case_id, checked_by="patrol", assignee_id=10**30)
    deactivate_officer(cast.administrator.actor, cast.patrol.id, now=NOW)
    with pytest.raises(UnfitAssignee):
        cast.coordinator.act(Action.ASSIGN, case_id, checked_by="patrol", assignee_id=cast.patrol.id)
