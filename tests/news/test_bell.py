"""Whoever follows is woken by every commit of others, also by one that came while it was reading."""

from threading import Thread

import pytest
from django.db import connection, connections, transaction

from kmzb.news.api import Bell, Channel, Cursor, ring


def _elsewhere(name, channel=Channel.SHOWN):
    def commit():
        with transaction.atomic():
            Cursor.objects.create(name=name)
            ring(channel)
        connections.close_all()

    thread = Thread(target=commit)
    thread.start()
    thread.join()


@pytest.fixture
def bell(transactional_db):
    bell = Bell(Channel.SHOWN)
    assert bell.wait(0), "nobody knows what was before the first wait"
    while bell.wait(0):
        pass  # the connection may have listened before
    return bell


def test_silence_lasts_as_long_as_asked_for(bell):
    assert not bell.wait(0)


def test_a_commit_of_another_connection_wakes(bell):
    _elsewhere("one")
    assert bell.wait(5)
    assert not bell.wait(0)


def test_what_rings_while_the_reader_reads_is_heard_afterwards(bell):
    _elsewhere("one")
    assert Cursor.objects.count() == 1
    assert bell.wait(0)


def test_a_new_connection_listens_anew(bell):
    connection.close()
    assert bell.wait(0)
    _elsewhere("one")
    assert bell.wait(5)


def test_news_of_another_channel_wakes_nobody_who_need_not_hear_it(bell):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite tells of every commit, whatever was written")
    _elsewhere("one", Channel.WRITTEN)
    assert not bell.wait(0.2)
    _elsewhere("two")
    assert bell.wait(5)
