import time

import pytest
from django.db import Error, connection

from kmzb.news.api import Watch

pytestmark = pytest.mark.django_db(transaction=True)

KEY = 77_001


def soon(is_so):
    """The server ends a connection a moment after it was told to."""
    deadline = time.monotonic() + 10
    while not (answer := is_so()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def is_refused(watch):
    try:
        watch.is_ours()
    except Error:
        return True
    return False


@pytest.fixture
def watches():
    made = [Watch(KEY), Watch(KEY)]
    yield made
    for watch in made:
        watch.end()


def test_one_alone_is_at_work(watches):
    watch, _ = watches
    assert watch.is_ours()
    assert watch.is_ours()


def test_of_two_one_stands_by_until_the_other_is_gone(watches):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite transactions exclude each other: nobody has to stand by")
    at_work, standing_by = watches
    assert at_work.is_ours()
    assert not standing_by.is_ours()
    assert at_work.is_ours()
    at_work.end()
    assert soon(standing_by.is_ours)
    assert not at_work.is_ours()


def test_a_lost_connection_is_a_lost_lock(watches):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nobody holds a lock between transactions")
    watch, other = watches
    assert watch.is_ours()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [KEY]
        )
    assert soon(lambda: is_refused(watch))
    assert soon(other.is_ours)
    assert not watch.is_ours()
