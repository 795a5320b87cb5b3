"""The database is asked for the edition once a second, not at each point."""

from dataclasses import replace

import pytest
from django.db import transaction

from kmzb.territory import current as room
from kmzb.territory.api import forget, locator
from kmzb.territory.editions import load_edition
from small_country import IN_OPOCZNO, LATER, NOW, load_small_country, small_country

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(room, "monotonic", lambda: now[0])
    return now


def test_within_a_second_nothing_is_asked(clock, django_assert_num_queries):
    load_small_country()
    locator()
    clock[0] += 0.9
    with django_assert_num_queries(0):
        assert locator().locate(*IN_OPOCZNO).unit.code == "KPP-1007"


def test_after_a_second_a_new_edition_is_seen(clock, django_assert_num_queries):
    load_small_country()
    first = locator().edition
    load_small_country(LATER)
    forget()
    assert locator().edition.id > first.id
    clock[0] += 1
    with django_assert_num_queries(1):
        locator()


def test_what_is_rolled_back_is_not_remembered(clock):
    load_small_country()
    with transaction.atomic():
        load_edition(
            replace(small_country(), beats=()), valid_from=NOW.date(), source="próba", is_approximate=True, now=LATER
        )
        assert locator().locate(*IN_OPOCZNO).beat is None
        transaction.set_rollback(True)
    assert locator().locate(*IN_OPOCZNO).beat.code == "1007-1"
