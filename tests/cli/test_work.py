"""The worker is woken by what was written."""

from threading import Event

from kmzb.cli.work import _carry_news, work
from kmzb.news.api import Bell, Channel
from kmzb.publicmap.api import Memory


def test_it_is_woken_by_what_was_written_alone(monkeypatch, transactional_db):
    stopped, listening = Event(), []

    def bell(channel):
        listening.append(channel)
        stopped.set()
        return Bell(channel)

    monkeypatch.setattr("kmzb.cli.work.Bell", bell)
    work(stopped)
    assert listening == [Channel.WRITTEN]


def test_it_goes_on_while_rounds_are_full(monkeypatch):
    counts = iter([200, 200, 199])
    monkeypatch.setattr("kmzb.cli.work.project_news", lambda **_: next(counts))
    _carry_news(Memory())
    assert next(counts, None) is None


def test_cases_are_located_anew_once_a_second_and_news_is_carried_each_time(monkeypatch, transactional_db):
    stopped, done, clock = Event(), [], [0.0]

    class _Clock:
        monotonic = staticmethod(lambda: clock[0])

    class _Bell:
        def __init__(self, channel):
            self.times = 0

        def wait(self, timeout):
            self.times += 1
            clock[0] += 0.4
            if self.times == 4:
                stopped.set()

    monkeypatch.setattr("kmzb.cli.work.time", _Clock)
    monkeypatch.setattr("kmzb.cli.work.Bell", _Bell)
    monkeypatch.setattr("kmzb.cli.work.reroute", lambda **_: done.append("reroute"))
    monkeypatch.setattr("kmzb.cli.work.project_news", lambda **_: done.append("carry") or 0)
    work(stopped)
    assert done == ["reroute", "carry", "carry", "carry", "reroute", "carry"]
