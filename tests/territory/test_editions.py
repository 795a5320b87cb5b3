"""Editions are dated, announced, and never take a name away from a report."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from kmzb.audit.api import entries_about
from kmzb.news.api import unread
from kmzb.territory import editions
from kmzb.territory.api import (
    Edition,
    NoTerritory,
    area,
    areas,
    beat,
    beats,
    current_edition_id,
    ensure_builtin,
    locator,
    unit,
    units,
)
from kmzb.territory.content import AreaShape, UnitFacts
from kmzb.territory.editions import load_edition
from kmzb.territory.models import AreaRow, BeatRow, UnitRow
from kmzb.territory.values import Level
from small_country import IN_OPOCZNO, NOW, load_small_country, small_country

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def successor():
    """The small country after a reform: KPP-1016 and its beat are gone, Opoczno has another name."""
    country = small_country()
    rename = {"1007": "opoczyński nowy"}
    wider = UnitFacts("KPP-1007", "KPP", "Komenda w Opocznie", parent_code="KWP-10", claims=("1007", "1016"))
    return replace(
        country,
        areas=tuple(AreaShape(a.code, rename.get(a.code, a.name), a.shape) for a in country.areas if a.code != "1463"),
        units=(*(u for u in country.units if u.code not in {"KPP-1016", "KPP-1007", "KMP-1463"}), wider),
        beats=country.beats[:2],
    )


def load_successor():
    return load_edition(successor(), valid_from=date(2026, 12, 1), source="reforma", is_approximate=False, now=LATER)


def test_without_any_edition_nothing_is_answered():
    with pytest.raises(NoTerritory):
        locator()


def test_the_built_in_territory_is_loaded_once():
    ensure_builtin(now=NOW)
    ensure_builtin(now=LATER)
    edition = Edition.objects.get()
    assert (edition.valid_from, edition.loaded_at, edition.is_approximate) == (date(2026, 11, 22), NOW, True)
    assert locator().edition.is_approximate
    assert current_edition_id() == edition.pk


def test_the_built_in_territory_never_replaces_another():
    load_small_country()
    ensure_builtin(now=LATER)
    assert Edition.objects.count() == 1


def test_the_last_loaded_edition_answers_at_once():
    load_small_country()
    assert locator().locate(19.8, 51.4).unit.code == "KPP-1016"
    load_successor()
    assert locator().locate(19.8, 51.4).unit.code == "KPP-1007"
    assert not locator().edition.is_approximate


def test_names_of_earlier_editions_are_kept():
    load_small_country()
    load_successor()
    old = unit("KPP-1016")
    assert (old.name, old.is_current) == ("Komenda Powiatowa Policji w Tomaszowie", False)
    assert (area("1463").name, area("1463").bbox) == ("Radom", None)
    assert (beat("1016-1").unit_code, beat("1016-1").is_current) == ("KPP-1016", False)
    assert area("1007").name == "opoczyński nowy"


def test_lists_show_only_what_is_in_force():
    load_small_country()
    load_successor()
    assert "KPP-1016" not in {unit.code for unit in units()}
    assert "1463" not in {area.code for area in areas(Level.COUNTY)}
    assert beats("KPP-1016") == []


def test_what_never_was_is_not_told():
    load_small_country()
    assert (unit("KPP-9999"), area("9999"), beat("x")) == (None, None, None)


def test_equal_content_is_stored_once():
    load_small_country()
    rows = AreaRow.objects.count(), UnitRow.objects.count(), BeatRow.objects.count()
    load_small_country(LATER)
    assert Edition.objects.count() == 2
    assert (AreaRow.objects.count(), UnitRow.objects.count(), BeatRow.objects.count()) == rows


def test_what_a_broken_load_left_behind_is_replaced():
    digest = small_country().digest
    AreaRow.objects.create(digest=digest, code="9999", name="?", shape=b"")
    load_small_country()
    assert set(AreaRow.objects.filter(digest=digest).values_list("code", flat=True)) == {
        *("10", "14", "1007", "1016", "1463")
    }


def test_a_load_that_breaks_announces_nothing(monkeypatch):
    load_small_country()

    class PowerCut(Exception):
        pass

    def break_off(*_, **__):
        raise PowerCut

    monkeypatch.setattr(editions, "record", break_off)
    with pytest.raises(PowerCut), transaction.atomic():
        load_successor()
    assert Edition.objects.count() == 1
    assert locator().locate(19.8, 51.4).unit.code == "KPP-1016"


def test_a_load_is_on_record():
    number = load_successor()
    entry = entries_about("edition", number)[0]
    assert (entry.action, entry.at, entry.actor_id) == ("territory.edition.loaded", LATER, None)


@pytest.mark.skipif(os.environ.get("KMZB_TEST_DB") == "postgres", reason="news settles there only after the test")
def test_followers_read_editions_as_news():
    load_small_country()
    with transaction.atomic():
        assert [edition.source for edition in unread("test", Edition.objects.all(), limit=5)] == ["próba"]


def test_a_locator_answers_from_memory(django_assert_num_queries):
    load_small_country()
    where = locator()
    with django_assert_num_queries(0):
        assert where.locate(*IN_OPOCZNO).unit.code == "KPP-1007"
