"""The worker is woken by what was written."""

from threading import Event

from kmzb.cli.work import work
from kmzb.news.api import Bell, Channel


def test_it_is_woken_by_what_was_written_alone(monkeypatch, transactional_db):
    stopped, listening = Event(), []

    def bell(channel):
        listening.append(channel)
        stopped.set()
        return Bell(channel)

    monkeypatch.setattr("kmzb.cli.work.Bell", bell)
    work(stopped)
    assert listening == [Channel.WRITTEN]
