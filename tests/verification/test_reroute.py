"""Open reports follow the boundaries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from shapely import box

from cast import lead_to
from kmzb.audit.api import entries_about
from kmzb.territory.api import forget
from kmzb.territory.content import AreaShape
from kmzb.territory.editions import load_edition
from kmzb.verification.api import CLOSED, OPEN, Action, Case, Status, Transition, follow_up, reroute
from small_country import NOW, small_country

LATER = NOW + timedelta(days=1)


def redraw(border, radom=20.6):
    """Move the borders of Opoczno with Tomaszów in the west and with Radom in the east."""
    moved = {
        "1016": box(19.6, 51.2, border, 51.6),
        "1007": box(border, 51.2, radom, 51.6),
        "1463": box(radom, 51.2, 21.2, 51.6),
    }
    old = small_country()
    areas = tuple(AreaShape(a.code, a.name, moved.get(a.code, a.shape)) for a in old.areas)
    beats = tuple(b for b in old.beats if b.code != "1016-1")
    load_edition(
        replace(old, areas=areas, beats=beats),
        valid_from=date(2026, 11, 23),
        source="próba",
        is_approximate=True,
        now=LATER,
    )
    forget()


def case(case_id):
    return Case.objects.get(pk=case_id)


def test_without_new_boundaries_nothing_happens(case_id):
    assert reroute(LATER) == 0
    assert Transition.objects.count() == 1


@pytest.mark.parametrize("status", sorted(OPEN))
def test_an_open_case_goes_to_the_unit_of_its_place_visibly(cast, resident, case_id, status):
    lead_to(status, case_id, cast.coordinator)
    before = Case.objects.filter(pk=case_id).values().get()
    redraw(20.35)
    assert reroute(LATER) == 1
    after = Case.objects.filter(pk=case_id).values().get()
    changed = {name for name in after if after[name] != before[name]}
    expected = {"unit_code", "located_unit", "area_code", "edition", "beat_code", "version"}
    assert changed == expected | ({"checked_by", "assignee_id"} if before["checked_by"] else set())
    assert (after["unit_code"], after["area_code"], after["beat_code"]) == ("KPP-1016", "1016", "")
    step = Transition.objects.order_by("-id")[0]
    assert (step.action, step.status, step.unit_code, step.actor_role) == ("reroute", status, "KPP-1016", "system")
    told = follow_up(resident.receipts[-1]).history[-1]
    assert (told.action, told.unit.code, told.on) == (Action.REROUTE, "KPP-1016", date(2026, 11, 23))
    assert entries_about("report", case_id)[-1].action == "verification.report.rerouted"


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_case_stays_where_it_was_decided(cast, case_id, status):
    lead_to(status, case_id, cast.coordinator)
    redraw(20.35)
    assert reroute(LATER) == 0
    assert case(case_id).unit_code == "KPP-1007"


def test_once_is_enough(case_id):
    redraw(20.35)
    assert [reroute(LATER), reroute(LATER)] == [1, 0]
    assert Transition.objects.filter(action="reroute").count() == 1


def test_a_case_that_stays_gets_no_step_and_its_version_holds(cast, resident):
    stays = resident.case(lon=20.48)
    redraw(20.35)
    reroute(LATER)
    assert Transition.objects.filter(case_id=stays).count() == 1
    assert case(stays).version == 1
    cast.coordinator.act(Action.ACCEPT, stays, version=1)


def test_a_decision_of_officers_outlives_new_boundaries(cast, resident):
    given, left = resident.case(lon=20.58), resident.case(lon=20.58)
    cast.coordinator.act(Action.TRANSFER, given, unit_code="KPP-1016")
    redraw(20.0, radom=20.55)
    assert reroute(LATER) == 1
    assert (case(given).unit_code, case(given).located_unit) == ("KPP-1016", "KMP-1463")
    assert (case(left).unit_code, case(left).located_unit) == ("KMP-1463", "KMP-1463")


def test_a_case_given_to_the_unit_that_the_new_boundaries_name_stays_there(cast, resident):
    given = resident.case(lon=20.48)
    cast.coordinator.act(Action.TRANSFER, given, unit_code="KPP-1016")
    redraw(20.5)
    assert reroute(LATER) == 0
    assert (case(given).unit_code, case(given).located_unit) == ("KPP-1016", "KPP-1016")


def test_it_goes_on_where_it_stopped(cast, resident, monkeypatch):
    monkeypatch.setattr("kmzb.verification.reroute._BATCH", 2)
    cases = [resident.case() for _ in range(5)]
    redraw(20.35)
    assert reroute(LATER) == 5
    assert {case(case_id).unit_code for case_id in cases} == {"KPP-1016"}


def test_a_case_that_is_closed_while_it_is_looked_for_stays(cast, case_id, monkeypatch):
    redraw(20.35)
    found = iter([[case_id], []])

    def find_and_be_slow(_edition):
        if batch := next(found):
            lead_to(Status.JOKE_OR_MISTAKE, case_id, cast.coordinator)
        return batch

    monkeypatch.setattr("kmzb.verification.reroute._stale", find_and_be_slow)
    assert reroute(LATER) == 0
    assert case(case_id).unit_code == "KPP-1007"


def test_a_case_reopened_under_new_boundaries_follows_them(cast, case_id):
    lead_to(Status.JOKE_OR_MISTAKE, case_id, cast.coordinator)
    redraw(20.35)
    assert reroute(LATER) == 0
    cast.coordinator.act(Action.REOPEN, case_id, reason_code="decision_corrected", now=LATER)
    assert reroute(LATER) == 1
    assert case(case_id).unit_code == "KPP-1016"


def test_what_came_in_by_old_boundaries_while_they_changed_is_found(cast, resident):
    redraw(20.35)
    reroute(LATER)
    late = resident.case()
    # A process that had not heard of the new boundaries yet.
    Case.objects.filter(pk=late).update(unit_code="KPP-1007", located_unit="KPP-1007", edition=1)
    assert reroute(LATER) == 1
    assert case(late).unit_code == "KPP-1016"


def test_a_process_that_has_not_heard_yet_moves_nothing_back(cast, case_id):
    redraw(20.35)
    reroute(LATER)
    Case.objects.filter(pk=case_id).update(edition=999_999, unit_code="KMP-1463")
    assert reroute(LATER) == 0
    assert case(case_id).unit_code == "KMP-1463"


def test_no_report_is_lost_even_off_the_new_land(cast, resident):
    case_id = resident.case(lon=20.28, lat=51.62)
    redraw(20.35)
    assert reroute(LATER) == 1
    assert Case.objects.filter(status=Status.NEW, unit_code="KPP-1016").get().pk == case_id
