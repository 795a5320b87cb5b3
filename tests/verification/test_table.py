"""Every status × every action × every role: allowed exactly where the table says so."""

from itertools import product

import pytest

from cast import COMPLETE, lead_to
from kmzb.accounts.api import Role
from kmzb.audit.api import ACTIONS
from kmzb.reports.api import NotFound, in_one_batch
from kmzb.verification.api import (
    CLOSED,
    OPEN,
    TABLE,
    Action,
    Case,
    NotAllowed,
    Status,
    StepTaken,
    Transition,
    possible_actions,
    reason_choices,
)

# Everybody who sees the case at all: of the unit, of the beat, above them.
SEEING = {
    "coordinator": Role.LOCAL_COORDINATOR,
    "beat_officer": Role.BEAT_OFFICER,
    "commander": Role.COMMANDER,
    "regional": Role.REGIONAL_COORDINATOR,
    "national": Role.NATIONAL_COORDINATOR,
}
BLIND = ("foreign_coordinator", "foreign_beat_officer", "neighbour_beat_officer", "partner", "administrator")


class TakenBack(Exception):
    """Carries what became of a step out of a batch that is rolled back by it."""


def take_back(player, action, case_id):
    with in_one_batch():
        answer = player.act(action, case_id, **COMPLETE[action])
        step = Transition.objects.filter(case_id=case_id).order_by("-id")[0]
        raise TakenBack(answer, Case.objects.get(pk=case_id), step)


def attempt(player, action, case_id):
    """Return what became of the step, or its refusal; the case stays as it was."""
    try:
        take_back(player, action, case_id)
    except TakenBack as taken:
        return taken.args
    except (NotAllowed, NotFound) as refused:
        return refused


@pytest.fixture(params=Status)
def status(request):
    return request.param


@pytest.fixture
def placed(status, case_id, cast):
    lead_to(status, case_id, cast.coordinator)
    # Enough empty visits for any decision: they are looked at in `test_visits.py`.
    Case.objects.filter(pk=case_id).update(visits=3, empty_visits=3)
    return case_id


def test_the_table_is_the_law(status, placed, cast):
    for action, (name, role) in product(Action, SEEING.items()):
        rule = TABLE.get((status, action))
        answer = attempt(getattr(cast, name), action, placed)
        if rule is None or role not in rule.roles:
            assert isinstance(answer, NotAllowed), (status, action, role)
            continue
        taken, case, step = answer
        assert isinstance(taken, StepTaken), (status, action, role)
        assert case.status == (rule.target or status), (status, action, role)
        assert (step.action, step.from_status, step.status) == (action, status, case.status)


def test_who_does_not_see_the_case_finds_nothing(status, placed, cast):
    for action, name in product(Action, BLIND):
        assert isinstance(attempt(getattr(cast, name), action, placed), NotFound), (status, action, name)


@pytest.mark.parametrize("kind", ["patrol", "traffic"])
def test_a_cell_sees_and_visits_what_it_was_given_and_no_more(status, placed, cast, kind):
    Case.objects.filter(pk=placed).update(checked_by=kind)
    other = {"patrol": "traffic", "traffic": "patrol"}[kind]
    for action in Action:
        rule = TABLE.get((status, action))
        is_allowed = rule is not None and Role(kind) in rule.roles
        expected = tuple if is_allowed else NotAllowed
        assert isinstance(attempt(getattr(cast, kind), action, placed), expected), (status, action)
        assert isinstance(attempt(getattr(cast, other), action, placed), NotFound), (status, action)


def test_buttons_are_those_of_the_table(status):
    for role in Role:
        expected = [action for action in Action if (status, action) in TABLE and role in TABLE[status, action].roles]
        assert possible_actions(status, role) == expected


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.NATIONAL_COORDINATOR, Role.PARTNER, Role.ADMINISTRATOR])
def test_some_roles_only_look_or_do_not_even_look(role):
    assert all(role not in rule.roles for rule in TABLE.values())


def test_the_system_alone_places_and_reroutes():
    assert all(action is not Action.PLACE for _, action in TABLE)
    assert {rule.roles for (_, action), rule in TABLE.items() if action is Action.REROUTE} == {frozenset()}


def test_every_open_status_leads_to_a_closed_one_and_every_closed_one_can_be_reopened():
    def reachable(start):
        seen, todo = set(), [start]
        while todo:
            here = todo.pop()
            ahead = {rule.target for (status, _), rule in TABLE.items() if status is here and rule.target} - seen
            seen |= ahead
            todo += ahead
        return seen

    assert all(reachable(status) & CLOSED for status in OPEN)
    assert all(TABLE[status, Action.REOPEN].target is Status.VERIFICATION for status in CLOSED)


def test_every_decision_says_why():
    for (status, action), rule in TABLE.items():
        is_decision = rule.target is not None and action is not Action.ACCEPT
        assert rule.needs_reason == is_decision, (status, action)
        assert not rule.needs_reason or reason_choices(action), action


def test_every_step_is_a_registered_audit_action():
    for rule in TABLE.values():
        assert ACTIONS[rule.audit].erasure


def test_closed_cases_take_no_work():
    for status in CLOSED:
        assert {action for here, action in TABLE if here is status} == {Action.REOPEN}
