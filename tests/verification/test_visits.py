"""Visits to the place, and how many it takes to say that nothing is there."""

from dataclasses import replace

import pytest

from cast import lead_to
from kmzb.reports.api import erase
from kmzb.verification.actions import look_at_notes
from kmzb.verification.api import (
    Action,
    Case,
    Measure,
    SeenMissing,
    Status,
    TooFewVisits,
    Transition,
    UnfitText,
    UnknownMeasure,
    card,
)
from kmzb.verification.models import Visit
from small_country import NOW


@pytest.fixture
def checked(cast, case_id):
    return lead_to(Status.VERIFICATION, case_id, cast.coordinator)


def visit(player, case_id, **fields):
    return player.act(Action.VISIT, case_id, **{"seen": False, **fields})


def decide(cast, case_id):
    return cast.coordinator.act(Action.NOT_CONFIRM, case_id, reason_code="nothing_seen")


def test_a_visit_is_kept_with_what_was_seen_and_done(cast, checked):
    visit(cast.beat_officer, checked, seen=True, measures=("instruction", "fine"), note="Dwie osoby, 21:40")
    kept = card(cast.coordinator.scope, checked, now=NOW).visits
    assert [(row.seen, row.officer, row.has_note) for row in kept] == [(True, "asp. Beat Officer", True)]
    assert set(kept[0].measures) == {Measure.INSTRUCTION, Measure.FINE}
    assert (Case.objects.get().visits, Case.objects.get().empty_visits) == (1, 0)
    assert Transition.objects.order_by("-id")[0].seen is True


def test_a_note_is_sealed_and_opens_to_who_may_see_the_case(cast, checked):
    visit(cast.beat_officer, checked, note="Dwie osoby, 21:40")
    row = Visit.objects.get()
    assert b"osoby" not in bytes(row.note)
    asked = {"scope": cast.coordinator.scope, "actor": cast.coordinator.actor, "now": NOW}
    assert look_at_notes(checked, **asked) == {row.pk: "Dwie osoby, 21:40"}
    erase(checked)
    assert look_at_notes(checked, **asked) == {}


def test_a_visit_after_erasure_keeps_no_note(cast, checked):
    erase(checked)
    visit(cast.beat_officer, checked, note="Dwie osoby")
    assert Visit.objects.get().note is None


def test_a_visit_says_whether_something_was_seen(cast, checked):
    with pytest.raises(SeenMissing):
        visit(cast.beat_officer, checked, seen=None)


@pytest.mark.parametrize("measures", [("arrest",), ("fine", "")])
def test_measures_are_on_the_list(cast, checked, measures):
    with pytest.raises(UnknownMeasure):
        visit(cast.beat_officer, checked, measures=measures)


@pytest.mark.parametrize("note", ["ż" * 501, "\x07"])
def test_a_note_is_plain_and_short(cast, checked, note):
    with pytest.raises(UnfitText):
        visit(cast.beat_officer, checked, note=note)
    assert not Visit.objects.exists()


def test_only_repeated_empty_visits_make_a_report_not_confirmed(cast, checked):
    for have in range(3):
        with pytest.raises(TooFewVisits) as refused:
            decide(cast, checked)
        assert (refused.value.have, refused.value.need) == (have, 3)
        visit(cast.beat_officer, checked)
    assert decide(cast, checked).status is Status.NOT_CONFIRMED


def test_a_visit_that_saw_something_does_not_count_towards_nothing(cast, checked):
    for seen in (False, True, False):
        visit(cast.beat_officer, checked, seen=seen)
    with pytest.raises(TooFewVisits) as refused:
        decide(cast, checked)
    assert refused.value.have == 2
    assert "jest 2 z 3" in refused.value.message


def test_the_number_of_visits_is_a_setting(cast, checked, settings):
    settings.KMZB = replace(settings.KMZB, visits_required=1)
    visit(cast.beat_officer, checked)
    assert decide(cast, checked).status is Status.NOT_CONFIRMED


def test_visits_before_the_acceptance_count(cast, case_id):
    for _ in range(3):
        visit(cast.beat_officer, case_id)
    lead_to(Status.VERIFICATION, case_id, cast.coordinator)
    assert decide(cast, case_id).status is Status.NOT_CONFIRMED


def test_visits_of_an_earlier_round_do_not_count(cast, case_id):
    lead_to(Status.NOT_CONFIRMED, case_id, cast.coordinator)
    cast.coordinator.act(Action.REOPEN, case_id, reason_code="came_back")
    with pytest.raises(TooFewVisits):
        decide(cast, case_id)
