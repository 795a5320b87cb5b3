"""All marks are read at once, in runs and by several threads, while others write."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections

from kmzb.geoindex.api import Index, Moment
from kmzb.lib.time import warsaw_day
from kmzb.publicmap import changes, loading
from kmzb.publicmap.models import Feature, Projection
from kmzb.publicmap.moments import moment_of
from kmzb.publicmap.snapshots import Snapshot
from kmzb.publicmap.states import MarkSet
from small_country import NOW

DAY = timedelta(days=1)
TODAY = warsaw_day(NOW)
COUNT = 60
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
TIMES = [moment_of(NOW + day * DAY) for day in (0, 1, 2, 9)]


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    """Runs of few rows, and pages of PostgreSQL one by one."""
    monkeypatch.setattr(loading, "_ROWS", 7)
    monkeypatch.setattr(loading, "_PAGES", 1)


@pytest.fixture
def table(transactional_db):
    """Marks of every kind: removed, of the archive, that open later, whose window is over, ends today or later."""
    Feature.objects.bulk_create(_row(number) for number in range(COUNT))
    Projection.objects.update_or_create(pk=1, defaults={"epoch": "0" * 16, "sequence": COUNT})


def _row(number: int) -> Feature:
    name = LETTERS[number % 32] * 15 + LETTERS[number // 32]
    if number % 11 == 5:
        return Feature(feature_id=name, sequence=number + 1, is_removed=True)
    return Feature(
        feature_id=name,
        sequence=number + 1,
        lon=-179.5 + number * 5.987654,
        lat=-80 + number * 2.654321,
        category=("vandalism", "speeding", "begging")[number % 3],
        status=("new", "not_confirmed")[number % 2],
        reported=date(2016, 2, 29) + number * DAY,
        changed=TODAY - number * DAY,
        unit_code="" if number % 4 == 0 else f"WA.0{number % 4}",
        area_code="" if number % 5 == 0 else f"146{number % 5}",
        visible_from=NOW + (number % 7 - 5) * DAY,
        visible_until=None if number % 2 == 0 else TODAY + (number % 8 - 3) * DAY,
        weight=1 if number % 3 else 1 + number * 1000,
        is_live=number % 6 != 4,
    )


def followed(start=None):
    """The marks as a process has them that follows one change after the other."""
    if start is None:
        known = changes.progress()
        start = Snapshot(known.epoch, 0, Index.build([]), Index.build([]), None, TODAY)
    return changes.with_changes(start, changes.progress().sequence)


def answers(index, at: Moment):
    tally = index.tally(at)
    return {
        "counts": (tally.total, tally.by_status, tally.by_category, tally.by_month),
        "newest": index.newest(at, limit=COUNT),
        "near": index.nearest(0, 0, 30_000_000, at, limit=COUNT),
        "world": index.tile(0, 0, 0, at).mvt(),
    }


def assert_same(one, other):
    for marks in MarkSet:
        for at in TIMES:
            assert answers(one.index(marks), at) == answers(other.index(marks), at)


def test_both_sets_are_what_following_one_by_one_gives(table):
    at_once = changes.from_database(changes.progress(), now=NOW)
    assert_same(at_once, followed())
    shown = [row for row in map(_row, range(COUNT)) if not row.is_removed]
    assert len(at_once.history) == len(shown)
    assert len(at_once.live) == sum(
        row.is_live and (row.visible_until is None or row.visible_until >= TODAY) for row in shown
    )


def test_the_live_set_alone_is_the_one_of_both(table):
    both = loading.loaded(MarkSet, now=NOW, stamp=1)[MarkSet.LIVE]
    alone = loading.loaded([MarkSet.LIVE], now=NOW, stamp=1)
    assert list(alone) == [MarkSet.LIVE]
    for at in TIMES:
        assert answers(alone[MarkSet.LIVE], at) == answers(both, at)


def test_nothing_is_read_from_an_empty_table(transactional_db):
    found = loading.loaded(MarkSet, now=NOW, stamp=0)
    assert [len(index) for index in found.values()] == [0, 0]


def test_a_single_mark_of_no_unit_is_read(transactional_db):
    _row(0).save()
    found = loading.loaded(MarkSet, now=NOW, stamp=0)
    assert [len(index) for index in found.values()] == [1, 1]


@pytest.fixture
def busy_writer(monkeypatch):
    """Somebody who changes a row of the beginning and adds one, in a connection of its own, between any two runs."""
    pool, turns = ThreadPoolExecutor(1), iter(range(10_000))
    whole = loading._whole

    def change(turn):
        known = Projection.objects.get()
        shown = Feature.objects.filter(is_removed=False)
        ids = list(shown.order_by("sequence").values_list("feature_id", flat=True)[:2])
        Feature.objects.filter(feature_id=ids[0]).update(sequence=known.sequence + 1, status="confirmed")
        Feature.objects.filter(feature_id=ids[1]).update(sequence=known.sequence + 2, is_removed=True)
        new = _row(0)
        new.feature_id, new.sequence = f"{LETTERS[turn % 32]}{LETTERS[turn // 32]}" + "z" * 14, known.sequence + 3
        new.save(force_insert=True)
        Projection.objects.update(sequence=known.sequence + 3)

    def slowly(chunk, rows):
        if (turn := next(turns)) < 6:
            pool.submit(change, turn).result()
        return whole(chunk, rows)

    monkeypatch.setattr(loading, "_whole", slowly)
    yield turns
    pool.submit(connections.close_all).result()
    pool.shutdown()


def test_rows_that_change_meanwhile_come_with_the_changes(table, busy_writer):
    known = changes.progress()
    read = changes.from_database(known, now=NOW)
    assert next(busy_writer) >= 2, "nothing changed meanwhile"
    assert changes.progress().sequence > known.sequence
    assert_same(followed(read), followed())


def test_a_value_too_many_or_too_few_is_refused(table):
    row = Feature.objects.filter(is_removed=False).first()
    row.category = "one,other"
    row.save()
    with pytest.raises(ValueError, match=r"columns have other numbers of values: {'category'"):
        loading.loaded(MarkSet, now=NOW, stamp=1)


class SlowNumbers(loading._Numbers):
    """Others come between the counting and the giving of a number."""

    def __len__(self):
        number = super().__len__()
        time.sleep(0.001)
        return number


@pytest.mark.any_database
def test_threads_give_each_code_a_number_of_its_own():
    numbers = SlowNumbers()
    codes = [f"{thread}-{number}" for number in range(20) for thread in range(4)]
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(numbers.__getitem__, codes))
        assert list(pool.map(numbers.__getitem__, codes)) == given
    assert sorted(given) == list(range(len(codes)))
    assert list(numbers.values()) == list(range(len(codes))), "the order is that of the numbers"
