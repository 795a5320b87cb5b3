import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from kmzb.audit.models import Entry
from kmzb.lib.time import now
from kmzb.news.api import Bell, Channel, advance, look, ring, sole_reader, unread

pytestmark = pytest.mark.django_db(transaction=True)


def write(subject):
    return Entry.objects.create(
        at=now(), actor_role="system", action="test.row.written", subject_kind="row", subject_id=subject
    )


def read(limit=10):
    with transaction.atomic():
        rows = unread("reader", Entry.objects.all(), limit=limit)
        if rows:
            advance("reader", rows[-1])
    return [row.subject_id for row in rows]


@contextmanager
def open_transaction():
    """Yield how to commit a transaction in which another connection has written the row "late"."""
    opened, written = threading.Event(), threading.Event()

    def late_writer():
        with transaction.atomic():
            write("late")
            opened.set()
            written.wait(5)
        connection.close()

    def end():
        written.set()
        thread.join()

    thread = threading.Thread(target=late_writer)
    thread.start()
    opened.wait(5)
    try:
        yield end
    finally:
        end()


def test_each_row_is_read_once_and_in_order():
    for subject in "abc":
        write(subject)
    assert read(limit=2) == ["a", "b"]
    assert read() == ["c"]
    assert read() == []


def test_a_row_that_commits_late_is_not_missed():
    """The classic trap: a lower number becomes visible after a higher one was read."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite commits one by one: no row can commit behind another")
    with open_transaction() as end:
        write("early")
        assert read() == []  # "early" waits for what could still come before it
        end()
    assert read() == ["late", "early"]


def test_only_one_reader_works_at_a_time():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's immediate transaction excludes others by itself")
    answers = []

    def other():
        with transaction.atomic():
            answers.append(sole_reader(7))
        connection.close()

    with transaction.atomic():
        assert sole_reader(7)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert answers == [False]


def test_reading_alone_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        sole_reader(7)


def test_the_bell_wakes_a_waiting_reader():
    heard = []
    listening = threading.Event()

    def listener():
        bell = Bell(Channel.WRITTEN)
        bell.wait(0)
        listening.set()
        heard.append(any(bell.wait(0.5) for _ in range(10)))
        connection.close()

    thread = threading.Thread(target=listener)
    thread.start()
    listening.wait(5)
    with transaction.atomic():
        write("news")
        ring(Channel.WRITTEN)
    thread.join()
    assert heard == [True]


def looked(limit):
    with transaction.atomic():
        seen = look("reader", Entry.objects.all(), limit=limit)
    return [row.subject_id for row in seen.settled], [row.subject_id for row in seen.newest]


def test_a_look_tells_apart_what_is_settled_and_what_is_new():
    for subject in "abc":
        write(subject)
    newest = ["c", "b", "a"] if connection.vendor == "postgresql" else []
    assert looked(limit=9) == (["a", "b", "c"], newest)
    assert looked(limit=3) == (["a", "b", "c"], newest)


def test_of_a_long_queue_the_first_are_settled_and_the_last_are_new():
    for subject in "abcd":
        write(subject)
    assert looked(limit=2) == (["a", "b"], ["d", "c"] if connection.vendor == "postgresql" else [])


def test_a_look_shows_what_is_not_settled_yet():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite commits one by one: every row is settled")
    write("first")
    with open_transaction() as end:
        write("early")
        assert looked(limit=9) == (["first"], ["early", "first"])
        assert looked(limit=1) == (["first"], ["early"])
        end()
    assert looked(limit=9) == (["first", "late", "early"], ["early", "late", "first"])
