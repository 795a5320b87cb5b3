"""Any sequence of steps: the history is append-only, whole, and tells where the case is."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cast import COMPLETE, Resident, assemble
from kmzb.audit.api import entries_about
from kmzb.verification.api import (
    TABLE,
    Action,
    Case,
    NotAllowed,
    Status,
    TooFewVisits,
    Transition,
    UnfitCategory,
    UnfitUnit,
)
from small_country import NOW

officers_actions = st.sampled_from([action for action in Action if action not in {Action.PLACE, Action.REROUTE}])
choices = st.lists(st.tuples(officers_actions, st.booleans()), max_size=14)

CATEGORIES = ("illegal_dump", "speeding")
UNITS = ("KPP-1016", "KPP-1007")


def fields_of(action, flip):
    complete = dict(COMPLETE[action])
    if action is Action.VISIT:
        complete["seen"] = flip
    if action is Action.RECATEGORISE:
        complete["category"] = CATEGORIES[flip]
    if action is Action.TRANSFER:
        complete["unit_code"] = UNITS[flip]
    return complete


class TestAnyHistory(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(choices)
    def test_history_tells_the_case(self, chosen):
        cast, resident = assemble(), Resident()
        case_id = resident.case()
        rows = list(Transition.objects.filter(case_id=case_id).order_by("id").values())
        taken = []
        for action, flip in chosen:
            before = Case.objects.get(pk=case_id)
            try:
                coordinator_of(cast, before).act(action, case_id, now=NOW, **fields_of(action, flip))
            except (NotAllowed, TooFewVisits, UnfitCategory, UnfitUnit):
                assert Case.objects.filter(pk=case_id).values().get() == before_values(before)
                continue
            taken.append(action)
            now_rows = list(Transition.objects.filter(case_id=case_id).order_by("id").values())
            assert now_rows[:-1] == rows
            rows = now_rows
        check_whole(Case.objects.get(pk=case_id), rows, taken)


def coordinator_of(cast, case):
    return cast.coordinator if case.unit_code == "KPP-1007" else cast.foreign_coordinator


def before_values(case):
    return {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}


def check_whole(case, rows, taken):
    assert [row["action"] for row in rows] == ["place", *taken]
    assert case.version == len(rows)
    assert len(entries_about("report", case.pk)) == len(taken)
    for earlier, later in pairwise(rows):
        assert later["from_status"] == earlier["status"]
        rule = TABLE[Status(earlier["status"]), Action(later["action"])]
        assert later["status"] == (rule.target or earlier["status"])
        assert later["changed_on"] >= earlier["changed_on"]
    kept = ("status", "category", "unit_code", "beat_code", "checked_by", "read_by", "verify_by", "changed_on")
    assert all(rows[-1][name] == getattr(case, name) for name in kept)
    assert bool(case.number) == (case.accepted_on is not None)
    assert case.empty_visits <= case.visits
