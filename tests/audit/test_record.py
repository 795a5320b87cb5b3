import pytest

import kmzb.accounts.api  # noqa: F401  # registers its actions
from kmzb.audit.api import ACTIONS, SYSTEM, Actor, entries_about, record
from kmzb.audit.registry import ActionRegistry
from kmzb.lib.time import now

COORDINATOR = Actor(id=7, role="local_coordinator", unit_code="KPP-1007")


@pytest.fixture
def an_action():
    return ACTIONS["accounts.officer.created"]


@pytest.mark.django_db
def test_an_action_is_recorded_with_who_when_and_why(an_action):
    moment = now()
    record(COORDINATOR, an_action.code, ("case", 12), now=moment, reason="because")
    [entry] = entries_about("case", 12)
    assert (entry.actor_id, entry.actor_role, entry.action, entry.reason) == (
        7,
        "local_coordinator",
        an_action.code,
        "because",
    )
    assert entry.at == moment


@pytest.mark.django_db
def test_an_unknown_action_is_refused():
    with pytest.raises(KeyError):
        record(SYSTEM, "nobody.knows.this", ("case", 12), now=now())
    assert entries_about("case", 12) == []


@pytest.mark.django_db
def test_a_detail_that_was_not_announced_is_refused(an_action):
    with pytest.raises(ValueError, match="was not announced"):
        record(SYSTEM, an_action.code, ("case", 12), now=now(), detail={"client_address": "192.0.2.1"})
    assert entries_about("case", 12) == []


def test_an_action_is_registered_once_and_with_its_erasure():
    registry = ActionRegistry()
    assert registry.register("room.thing.done", erasure="keeps numbers only") == "room.thing.done"
    with pytest.raises(ValueError, match="taken already"):
        registry.register("room.thing.done", erasure="again")
    with pytest.raises(ValueError, match="without a word on erasure"):
        registry.register("room.thing.undone", erasure="")
