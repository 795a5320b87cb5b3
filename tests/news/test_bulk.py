"""Many rows at one stroke, under one key each."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kmzb.news.api import Cursor, put_rows
from kmzb.publicmap.models import Feature, Release
from kmzb.verification.api import ArchivedReport

pytestmark = pytest.mark.django_db
_NAMES = ("name", "stamp", "row")


@pytest.fixture(params=["few", "many"], autouse=True)
def way(request, monkeypatch):
    """Few rows go one by one, many by the database's own bulk way; what comes of it is the same."""
    monkeypatch.setattr("kmzb.news.bulk._MANY", 1 if request.param == "many" else 1000)


def _cursors():
    return list(Cursor.objects.order_by("name").values_list(*_NAMES))


def test_what_is_there_stays():
    assert put_rows(Cursor, _NAMES, [("a", 1, 1), ("b", 2, 2), ("a", 9, 9)], key="name") == 2
    assert put_rows(Cursor, _NAMES, [("b", 3, 3), ("c", 3, 3)], key="name") == 1
    assert _cursors() == [("a", 1, 1), ("b", 2, 2), ("c", 3, 3)]
    assert put_rows(Cursor, _NAMES, [], key="name") == 0


def test_or_is_replaced():
    put_rows(Cursor, _NAMES, [("a", 1, 1), ("b", 2, 2)], key="name")
    assert put_rows(Cursor, _NAMES, [("b", 3, 3), ("c", 3, 3)], key="name", is_replacing=True) == 2
    assert _cursors() == [("a", 1, 1), ("b", 3, 3), ("c", 3, 3)]


def test_a_moment_is_stored_as_django_stores_it():
    moment = datetime(2026, 11, 22, 12, 30, 0, 5, tzinfo=UTC)
    put_rows(Release, ("feature_id", "due"), [("a", moment)], key="feature_id")
    Release.objects.create(feature_id="b", due=moment)
    assert list(Release.objects.filter(due=moment).order_by("feature_id").values_list("due", flat=True)) == [moment] * 2


def test_texts_bytes_days_and_nothing_come_back_as_they_were():
    key, text = bytes(range(16)), "a\tb\\N\n\"ż'%s"
    columns = tuple(field.name for field in Feature._meta.concrete_fields if field.name not in {"weight", "is_live"})
    row = tuple(getattr(Feature(feature_id="x", sequence=7, category=text, lon=20.123456), name) for name in columns)
    put_rows(Feature, columns, [row], key="feature_id")
    assert Feature.objects.values_list(*columns).get() == row
    assert (Feature.objects.get().weight, Feature.objects.get().is_live) == (1, True)
    old = ("key", "feature_id", "category", "status", "reported_on", "changed_on", "lon", "lat", "weight")
    rest = ("time_of_day", "weekdays", "confirmations", "is_live")
    given = (key, "y", "", "", date(2016, 1, 1), date(2016, 1, 1), 1.5, 2.5, 1, "", "", 0, True)
    put_rows(ArchivedReport, (*old, *rest), [given], key="key")
    stored = ArchivedReport.objects.get()
    assert (bytes(stored.key), stored.reported_on, stored.is_live) == (key, date(2016, 1, 1), True)
    assert stored.stamp >= 0


def test_another_fault_than_a_known_key_is_an_error():
    with pytest.raises(IntegrityError), transaction.atomic():
        put_rows(Cursor, _NAMES, [("a", None, 1)], key="name")
    assert _cursors() == []
