"""What of an old report is on the map: the history, under the stricter of two policies."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import box

from cast import assemble, lead_to
from kmzb.categories.api import Visibility, catalogue
from kmzb.categories.versions import VERSIONS
from kmzb.lib.time import WARSAW
from kmzb.publicmap.actions import _project_archive
from kmzb.publicmap.api import (
    FeatureQuery,
    MarkSet,
    NotConfirmable,
    archived_waiting,
    check_confirmable,
    feature,
    nearby,
    next_sentence,
    project_news,
    rebuild,
    summary,
)
from kmzb.publicmap.models import Feature, FeatureStep, Projection, Release
from kmzb.territory.api import coarse_point, forget, locator
from kmzb.territory.content import AreaShape, Content
from kmzb.territory.editions import load_edition
from kmzb.verification.api import ArchivedReport, Status, archived_of
from old_reports import bring_in, old_row
from public_eye import ask, carry, look
from random_lives import POINTS
from small_country import IN_OPOCZNO, IN_TOMASZOW, NOW, small_country

TODAY = date(2026, 11, 22)
HIDDEN = {"drug_use", "animal_cruelty"}
COARSE = {"minors_at_risk", "homeless_in_need", "begging", "homelessness"}
CONFIRMED = {"confirmed", "confirmed_referred", "confirmed_eliminated"}


@pytest.fixture
def bring(cast, tmp_path):
    def _bring(*rows, is_live=False):
        bring_in(tmp_path, *rows, now=NOW, is_live=is_live)
        carry(NOW)

    return _bring


def history(now=NOW, **asked):
    return ask(now, set="history", **asked)


def test_an_old_report_is_a_mark_of_the_history_only(bring):
    bring(old_row(count=5, weekdays="67", time_of_day="night", confirmations="3"))
    row = Feature.objects.get()
    assert (row.lon, row.lat, row.is_coarse) == (*IN_OPOCZNO, False)
    assert (row.category, row.status, row.unit_code, row.area_code) == ("speeding", "confirmed", "KPP-1007", "1007")
    assert (row.reported, row.changed) == (date(2020, 5, 4), date(2020, 5, 9))
    assert (row.weight, row.is_live, row.weekdays, row.time_of_day) == (5, False, "67", "night")
    assert (row.confirmations, row.due, row.reason_code, row.occurred_on) == ("2-4", None, "", None)
    assert not FeatureStep.objects.exists()
    assert not Release.objects.exists()
    assert ask(NOW).rows == ()
    assert [mark.id for mark in history().rows] == [row.feature_id]


def test_asked_for_live_it_is_there_inside_its_window(bring):
    old, recent = TODAY - timedelta(days=8), TODAY - timedelta(days=7)
    bring(
        old_row(external_id="A"),
        old_row(external_id="B", status="not_confirmed", changed_on=old),
        old_row(external_id="C", status="not_confirmed", changed_on=recent),
        old_row(external_id="D", status="confirmed_eliminated"),
        is_live=True,
    )
    assert sorted(mark.status for mark in ask(NOW).rows) == ["confirmed", "not_confirmed"]
    assert len(history().rows) == 4


@pytest.mark.parametrize(("lon", "lat"), POINTS)
def test_of_a_coarse_one_everything_comes_from_the_middle_of_its_cell(bring, lon, lat):
    bring(old_row(category="begging", lon=lon, lat=lat))
    row = Feature.objects.get()
    place = locator().locate(*coarse_point(lon, lat))
    assert (row.lon, row.lat, row.is_coarse) == (*coarse_point(lon, lat), True)
    assert (row.unit_code, row.area_code) == (place.unit.code, place.area_code)


def test_what_waits_for_a_morning_waits_for_that_after_its_day(bring):
    bring(
        old_row(external_id="A", category="begging", reported_on=TODAY, changed_on=TODAY),
        old_row(external_id="B", reported_on=TODAY, changed_on=TODAY),
    )
    six = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert [mark.category for mark in history().rows] == ["speeding"]
    assert [mark.category for mark in history(six - timedelta(seconds=1)).rows] == ["speeding"]
    assert sorted(mark.category for mark in history(six).rows) == ["begging", "speeding"]


@pytest.mark.parametrize(
    ("category", "status"),
    [
        *[(category, status) for category in sorted(HIDDEN) for status in Status],
        *[(category.code, "joke_or_mistake") for category in catalogue().all],
        *[("dangerous_venue", status) for status in ("new", "verification", "not_confirmed")],
    ],
)
def test_what_is_never_public_gets_no_row_at_all(bring, category, status):
    bring(old_row(category=category, status=status), old_row(external_id="B"), is_live=True)
    assert ArchivedReport.objects.count() == 2
    assert [row.category for row in Feature.objects.all()] == ["speeding"]


@pytest.mark.parametrize("status", sorted(CONFIRMED))
def test_a_venue_is_shown_once_confirmed(bring, status):
    bring(old_row(category="dangerous_venue", status=status))
    assert Feature.objects.get().status == status


_rows = st.lists(
    st.tuples(
        st.sampled_from([one.code for one in catalogue().all]),
        st.sampled_from(list(Status)),
        st.sampled_from(POINTS),
        st.integers(0, 3900),
        st.integers(0, 40),
        st.integers(1, 9),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_rows)
def test_nothing_finer_earlier_or_forbidden_ever_gets_a_row(one_transaction, tmp_path, drawn):
    before = transaction.savepoint()
    assemble()
    for is_live in (True, False):
        rows = [_drawn(number, *row) for number, row in enumerate(drawn) if row[-1] is is_live]
        if rows:
            bring_in(tmp_path, *rows, now=NOW, is_live=is_live)
    carry(NOW)
    reports = ArchivedReport.objects.in_bulk(field_name="feature_id")
    shown = {row.feature_id: row for row in Feature.objects.all()}
    assert shown.keys() == {name for name, report in reports.items() if _may_be_shown(report)}
    for name, row in shown.items():
        _check(row, reports[name])
    rows_before = list(Feature.objects.order_by("feature_id").values())
    rebuild(now=NOW)
    assert list(Feature.objects.order_by("feature_id").values()) == rows_before
    transaction.savepoint_rollback(before)


def _drawn(number, category, status, point, age, took, weight, _is_live):
    reported = max(TODAY - timedelta(days=age), date(2016, 1, 1))
    return old_row(
        external_id=number,
        category=category,
        status=status.value,
        lon=point[0],
        lat=point[1],
        reported_on=reported,
        changed_on=min(reported + timedelta(days=took), TODAY),
        count=weight,
    )


def _may_be_shown(report):
    if report.category in HIDDEN or report.status == "joke_or_mistake":
        return False
    return report.category != "dangerous_venue" or report.status in CONFIRMED


def _check(row, report):
    is_coarse = report.category in COARSE
    public = coarse_point(report.lon, report.lat) if is_coarse else (report.lon, report.lat)
    place = locator().locate(*public)
    assert (row.lon, row.lat, row.is_coarse) == (*public, is_coarse)
    assert (row.unit_code, row.area_code) == (place.unit.code, place.area_code)
    assert (row.category, row.status, row.weight) == (report.category, report.status, report.weight)
    assert (row.reported, row.changed, row.is_live) == (report.reported_on, report.changed_on, report.is_live)
    local = row.visible_from.astimezone(WARSAW)
    waits = is_coarse or report.category == "dangerous_venue"
    assert (local.date() - report.changed_on, local.hour) == ((timedelta(1), 6) if waits else (timedelta(0), 0))


def test_weights_add_up_to_the_reports_they_stand_for(bring):
    bring(*[old_row(external_id=number, count=number + 1) for number in range(10)])
    assert sum(row.weight for row in Feature.objects.all()) == 55
    assert summary(FeatureQuery(set=MarkSet.HISTORY), now=NOW).total == 55
    assert summary(FeatureQuery(), now=NOW).total == 0


@pytest.fixture
def other_catalogues(monkeypatch):
    """Before 2022 vandalism was coarse and speeding hidden; since then begging is exact."""

    def _changed(entries, **visibility):
        return tuple(replace(one, visibility=visibility.get(one.code, one.visibility)) for one in entries)

    today = VERSIONS["2022-01-01"]
    then = _changed(today, vandalism=Visibility.COARSE, speeding=Visibility.NEVER)
    now = _changed(today, begging=Visibility.EXACT, homeless_in_need=Visibility.NEVER)
    versions = {"2016-01-01": then, "2022-01-01": now}
    monkeypatch.setattr("kmzb.categories.catalogue.VERSIONS", versions)
    catalogue.cache_clear()
    yield
    monkeypatch.undo()
    catalogue.cache_clear()


def test_the_stricter_of_the_policy_then_and_today_holds(other_catalogues, bring):
    rows = [
        old_row(
            external_id=f"{category}{year}", category=category, reported_on=f"{year}-01-01", changed_on=f"{year}-01-02"
        )
        for category in ("vandalism", "speeding", "begging", "homelessness", "illegal_dump")
        for year in (2021, 2022)
    ]
    bring(*rows)
    told = {(row.category, row.reported.year): row.is_coarse for row in Feature.objects.all()}
    assert told == {
        ("vandalism", 2021): True,
        ("vandalism", 2022): False,
        ("speeding", 2022): False,
        ("begging", 2021): True,
        ("begging", 2022): False,
        ("illegal_dump", 2021): False,
        ("illegal_dump", 2022): False,
    }


def _stored():
    return list(Feature.objects.order_by("feature_id").values())


def test_a_rebuild_changes_nothing_and_makes_everything(bring, resident):
    resident.case()
    bring(*[old_row(external_id=number) for number in range(5)], old_row(external_id="C", category="begging"))
    lived = _stored()
    assert rebuild(now=NOW) == 7
    assert _stored() == lived
    for table in (Feature, Projection):
        table.objects.all().delete()
    assert rebuild(now=NOW) == 7
    nameless = [{**row, "sequence": 0} for row in _stored()]
    assert nameless == [{**row, "sequence": 0} for row in lived]


def test_what_a_rebuild_did_the_stream_does_not_do_again(bring, tmp_path):
    bring_in(tmp_path, old_row(), now=NOW)
    assert archived_waiting() == 1
    rebuild(now=NOW)
    done = _stored()
    carry(NOW)
    assert archived_waiting() == 0
    assert _stored() == done


def test_each_row_is_read_once(bring):
    bring(old_row())
    assert project_news(now=NOW, limit=10) == 0
    assert _project_archive(10) == 0


def test_a_limit_is_kept(bring, tmp_path):
    bring_in(tmp_path, *[old_row(external_id=number) for number in range(5)], now=NOW)
    assert project_news(now=NOW, limit=2) == 2
    assert archived_waiting() == 3
    assert Feature.objects.count() == 2


def test_steps_of_officers_come_before_the_archive(bring, resident, tmp_path):
    bring_in(tmp_path, *[old_row(external_id=number) for number in range(5)], now=NOW)
    case = resident.report()
    assert project_news(now=NOW, limit=2) == 1
    assert [row.feature_id for row in Feature.objects.all()] == [case.feature_id]


def test_new_boundaries_locate_old_reports_anew(bring, resident):
    case = resident.report(lon=IN_TOMASZOW[0], lat=IN_TOMASZOW[1])
    bring(*[old_row(external_id=number) for number in range(5)], old_row(external_id="T", lon="19.8", lat="51.4"))
    load_edition(_merged(), valid_from=TODAY, source="próba", is_approximate=True, now=NOW)
    forget()
    while project_news(now=NOW, limit=3):
        pass
    edition = locator().edition.id
    assert {(row.edition, row.area_code) for row in Feature.objects.all()} == {(edition, "1007")}
    archived = Feature.objects.exclude(feature_id=case.feature_id)
    assert {row.unit_code for row in archived} == {"KPP-1007"}


def _merged():
    """The small country after Opoczno took Tomaszów in."""
    old = small_country()
    areas = [area for area in old.areas if area.code not in {"1007", "1016"}]
    units = tuple(unit for unit in old.units if unit.code != "KPP-1016")
    merged = AreaShape("1007", "opoczyński", box(19.6, 51.2, 20.6, 51.6))
    return Content(areas=(*areas[:2], merged, *areas[2:]), units=units, beats=())


def test_only_marks_without_a_report_are_orphans(bring):
    bring(old_row())
    Feature.objects.create(feature_id="z" * 16, sequence=0, category="vandalism", status="new", lon=20, lat=51)
    assert rebuild(now=NOW) == 1
    assert {row.feature_id for row in Feature.objects.filter(is_removed=True)} == {"z" * 16}
    assert len(archived_of(Feature.objects.filter(is_removed=False).values_list("feature_id", flat=True))) == 1


def test_a_card_opens_in_the_history_only(bring):
    bring(old_row())
    name = Feature.objects.get().feature_id
    assert feature(name, now=NOW) is None
    opened = feature(name, MarkSet.HISTORY, now=NOW)
    assert (opened.row.id, opened.steps) == (name, ())


@pytest.mark.parametrize("is_live", [False, True])
@pytest.mark.parametrize("status", ["new", "verification", "confirmed", "confirmed_referred", "not_confirmed"])
def test_nothing_comes_next_and_no_deadline_of_the_past_is_told(bring, status, is_live):
    bring(old_row(status=status), is_live=is_live)
    (mark,) = history().rows
    assert next_sentence(mark, today=TODAY) == "Zgłoszenie z archiwum. Nic więcej się z nim nie dzieje."


def test_of_a_case_what_comes_next_is_told(resident):
    resident.case()
    carry(NOW)
    assert "archiwum" not in next_sentence(ask(NOW).rows[0], today=TODAY)


@pytest.mark.parametrize("status", ["new", "verification", "confirmed", "confirmed_referred"])
def test_nobody_confirms_what_nobody_follows_up(bring, resident, status):
    resident.case()
    bring(old_row(status=status), is_live=True)
    told = {mark.category: mark.can_be_confirmed for mark in ask(NOW).rows}
    assert told == {"speeding": False, "vandalism": True}
    with pytest.raises(NotConfirmable):
        check_confirmable(Feature.objects.get(category="speeding").feature_id, now=NOW)
    check_confirmable(Feature.objects.get(category="vandalism").feature_id, now=NOW)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.JOKE_OR_MISTAKE])
def test_no_case_is_taken_for_archived_whatever_became_of_it(resident, cast, status):
    mark = look(lead_to(status, resident.case(), cast.coordinator), NOW).row
    assert (mark.status, mark.is_archived) == (status, False)


def test_of_what_is_not_shown_the_map_says_nothing(bring):
    bring(old_row(category="begging", reported_on=TODAY, changed_on=TODAY), is_live=True)
    name = Feature.objects.get().feature_id
    for one in (name, "a" * 16, "x"):
        check_confirmable(one, now=NOW)
    with pytest.raises(NotConfirmable):
        check_confirmable(name, now=NOW + timedelta(days=1))


def test_old_reports_do_not_stand_between_a_place_and_those_to_confirm(bring, resident):
    bring(*[old_row(external_id=number) for number in range(30)], is_live=True)
    case = resident.report(category="speeding", lon=IN_OPOCZNO[0], lat=IN_OPOCZNO[1])
    carry(NOW)
    assert [one.row.id for one in nearby("speeding", *IN_OPOCZNO, 200, now=NOW)] == [case.feature_id]
