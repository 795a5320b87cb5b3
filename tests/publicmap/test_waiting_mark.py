"""Marks whose changes wait for the next morning: coarse categories, and the one that is public once confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kmzb.lib.time import now
from kmzb.publicmap.api import PublicStatus, project_news
from kmzb.publicmap.models import Feature, Release
from kmzb.reports.api import Lane, Purpose
from kmzb.territory.api import coarse_point
from kmzb.verification.api import Action, Case, confirm_feature, receive
from public_eye import carry, look
from small_country import IN_DRZEWICA, IN_OPOCZNO, NOW

BEFORE_SIX = datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC)
AT_SIX = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_coarse_report_appears_with_the_next_morning_in_the_middle_of_its_cell(resident):
    case = resident.case(category="begging")
    assert look(case, NOW) is None
    assert look(case, BEFORE_SIX) is None
    row = look(case, AT_SIX).row
    assert (row.lon, row.lat) == coarse_point(*IN_OPOCZNO) != IN_OPOCZNO
    assert (row.is_coarse, row.reported, row.area_code) == (True, date(2026, 11, 22), "1007")


def test_nothing_of_it_is_stored_before(resident):
    resident.case(category="begging")
    carry(BEFORE_SIX)
    assert not Feature.objects.exists()
    assert Release.objects.get().due == AT_SIX


def test_two_of_one_cell_cannot_be_told_apart(resident):
    lon, lat = coarse_point(*IN_OPOCZNO)
    cases = [resident.case(category="begging", lon=lon + d, lat=lat) for d in (-0.001, 0.001)]
    one, other = (look(case, AT_SIX).row for case in cases)
    assert one.id != other.id
    assert replace(one, id="") == replace(other, id="")


def test_each_change_waits_for_its_own_morning(resident, cast):
    case = resident.case(category="begging")
    cast.coordinator.act(Action.ACCEPT, case, now=AT_SIX)
    detail = look(case, AT_SIX)
    assert (detail.row.status, [step.action for step in detail.steps]) == (PublicStatus.NEW, ["place"])
    assert look(case, AT_SIX + DAY - timedelta(seconds=1)).row.status is PublicStatus.NEW
    assert look(case, AT_SIX + DAY).row.status is PublicStatus.VERIFICATION


def test_a_confirmation_waits_too(resident):
    case = resident.case(category="begging")
    name = look(case, AT_SIX).row.id
    # The library that judges a proof asks the clock on the wall.
    proof = resident.proof(Purpose.CONFIRMATION, now=now())
    assert confirm_feature(name, resident.token(), proof, now=AT_SIX).count_label == "1"
    assert look(case, AT_SIX).row.confirmations == "0"
    assert look(case, AT_SIX + DAY).row.confirmations == "1"


def test_unit_and_history_come_from_the_public_point(resident, cast):
    """The exact point lies in Tomaszów, the middle of its cell beyond the border, in Opoczno."""
    lon = next(19.9999 - step / 10_000 for step in range(60) if coarse_point(19.9999 - step / 10_000, 51.4)[0] > 20)
    case = resident.case(category="begging", lon=lon, lat=51.4)
    assert Case.objects.get(pk=case).unit_code == "KPP-1016"
    cast.foreign_coordinator.act(Action.TRANSFER, case, unit_code="KPP-1007", reason_code="they_handle")
    cast.coordinator.act(Action.ACCEPT, case)
    detail = look(case, AT_SIX)
    assert (detail.row.unit_code, detail.row.area_code) == ("KPP-1007", "1007")
    assert [(step.action, step.unit_code) for step in detail.steps] == [("place", "KPP-1007"), ("accept", "KPP-1007")]


def test_becoming_coarse_hides_the_exact_mark_at_once(resident, cast):
    case = resident.case(category="vandalism", now=NOW - 3 * DAY)
    assert look(case, NOW).row.is_coarse is False
    cast.coordinator.act(Action.RECATEGORISE, case, category="homeless_in_need")
    assert look(case, NOW) is None
    row = look(case, AT_SIX).row
    assert (row.category, row.is_coarse) == ("homeless_in_need", True)


def test_a_promise_of_coarseness_outlives_the_category(resident, cast):
    case = resident.case(category="begging", now=NOW - 3 * DAY)
    cast.coordinator.act(Action.RECATEGORISE, case, category="vandalism")
    assert look(case, NOW).row.category == "begging"
    row = look(case, AT_SIX).row
    assert (row.category, row.is_coarse) == ("vandalism", True)


def test_a_joke_does_not_wait(resident, cast):
    case = resident.case(category="begging", now=NOW - DAY)
    assert look(case, NOW) is not None
    cast.coordinator.act(Action.DISMISS, case, reason_code="joke")
    assert look(case, NOW) is None
    assert not Release.objects.exists()


def test_a_venue_is_public_only_in_confirmed_statuses(resident, cast):
    case = resident.case(category="dangerous_venue", description="Brak wyjść", now=NOW - 9 * DAY)
    cast.coordinator.act(Action.ACCEPT, case, now=NOW - 8 * DAY)
    assert look(case, NOW) is None
    cast.coordinator.act(Action.CONFIRM, case, reason_code="measured", now=NOW)
    assert look(case, NOW) is None
    assert look(case, BEFORE_SIX) is None
    row = look(case, AT_SIX).row
    assert (row.lon, row.lat, row.is_coarse, row.status) == (*IN_OPOCZNO, False, PublicStatus.CONFIRMED)
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped", now=AT_SIX)
    cast.coordinator.act(Action.REOPEN, case, reason_code="came_back", now=AT_SIX)
    assert look(case, AT_SIX) is None
    assert look(case, AT_SIX + 9 * DAY) is None


def test_a_coarse_report_that_becomes_a_venue_stays_coarse(resident, cast):
    case = resident.case(category="minors_at_risk", now=NOW - 9 * DAY)
    cast.coordinator.act(Action.RECATEGORISE, case, category="dangerous_venue")
    cast.coordinator.act(Action.ACCEPT, case)
    assert look(case, AT_SIX) is None
    cast.coordinator.act(Action.CONFIRM, case, reason_code="measured", now=AT_SIX)
    assert look(case, AT_SIX + DAY).row.is_coarse is True


def test_a_plain_report_waits_like_any_other(resident):
    lon, lat = IN_DRZEWICA
    raw = resident.draft(category="begging", lon=lon, lat=lat)
    receive(raw, proof=None, lane=Lane.PLAIN, now=NOW)
    case = Case.objects.get().pk
    assert (look(case, NOW), look(case, AT_SIX) is None) == (None, False)


def test_what_is_due_without_a_case_is_due_once(resident):
    Release.objects.create(feature_id="q" * 16, due=NOW)
    carry(NOW)
    assert project_news(now=NOW, limit=10) == 0
    assert not Release.objects.exists()
