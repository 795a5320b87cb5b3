"""The short way of a tile: what was answered before is answered again, for exactly as long as it holds."""

import gc
from threading import Thread

import pytest
from django.db import connection

from kmzb.public import tiles
from kmzb.publicmap.api import FeatureQuery, PublicIndex, Snapshot, live_index
from kmzb.verification.api import Action
from public_eye import carry
from small_country import NOW
from tile_client import get

COUNTRY = "/tiles/v1/live/0/0/0.mvt"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def index(monkeypatch, clock):
    """This process's index, a new one, as if a thread followed; `refresh` is that thread."""
    monkeypatch.setattr("kmzb.public.tiles.close_old_connections", lambda: None)
    # One that had followed another test's marks would begin anew in a thread of its own, at any moment.
    monkeypatch.setattr("kmzb.publicmap.live._live", PublicIndex())
    monkeypatch.setattr(live_index(), "_is_followed", lambda: True)
    return live_index()


@pytest.fixture
def mark(index, resident):
    case = resident.case()
    carry(NOW)
    index.refresh(now=NOW)
    return case


def _short_way(monkeypatch):
    monkeypatch.setattr("kmzb.public.tiles._found_out", lambda _: pytest.fail("the long way was taken"))


def test_the_second_answer_is_the_first_and_asks_no_database(mark, monkeypatch):
    first = get(COUNTRY, "status=new")
    _short_way(monkeypatch)
    with connection.execute_wrapper(lambda *_: pytest.fail("a query was made")):
        again = get(COUNTRY, "status=new")
        unchanged = get(COUNTRY, "status=new", if_none_match=first.headers["ETag"])
        packed = get(COUNTRY, "status=new", accept_encoding="gzip")
    assert (again.status, again.headers, again.body) == (200, first.headers, first.body)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert packed.headers["Content-Encoding"] == "gzip"


def test_it_holds_over_seconds_without_a_change(mark, clock, monkeypatch):
    first = get(COUNTRY)
    _short_way(monkeypatch)
    clock.shift(5)
    assert get(COUNTRY).body == first.body


def test_a_change_ends_it(mark, index, cast):
    before = get(COUNTRY).body
    cast.coordinator.act(Action.ACCEPT, mark)
    carry(NOW)
    assert get(COUNTRY).body == before, "nobody has followed yet"
    index.refresh(now=NOW)
    assert get(COUNTRY).body != before


def test_midnight_ends_it(mark, index, cast, clock):
    for action, reason in ((Action.ACCEPT, ""), (Action.CONFIRM, "seen_on_visit"), (Action.ELIMINATE, "stopped")):
        cast.coordinator.act(action, mark, reason_code=reason)
    carry(NOW)
    index.refresh(now=NOW)
    clock.move_to("2026-12-22T22:59:59Z", tick=False)
    assert [get(COUNTRY).status for _ in range(2)] == [200, 200]
    clock.move_to("2026-12-22T23:00:00Z", tick=False)
    assert [get(COUNTRY).status for _ in range(2)] == [204, 204]


def test_other_words_for_the_same_question_share_the_answer(mark, monkeypatch):
    get(COUNTRY, "status=new,confirmed&category=vandalism")
    monkeypatch.setattr("kmzb.public.tiles.tile", lambda *_, **__: pytest.fail("it was made again"))
    assert get(COUNTRY, "category=vandalism&status=confirmed,%20new,").status == 200


def test_what_names_a_unit_is_read_anew_each_second(mark, clock, monkeypatch):
    get(COUNTRY, "unit=KWP-10")
    clock.shift(1)
    monkeypatch.setattr("kmzb.publicmap.query.units_below", lambda _: frozenset({"KPP-1016"}))
    assert get(COUNTRY, "unit=KWP-10").status == 204


def test_many_threads_at_once_are_answered(mark, monkeypatch):
    get(COUNTRY)
    _short_way(monkeypatch)
    wrong = []

    def ask():
        wrong.extend(answer.status for answer in (get(COUNTRY) for _ in range(100)) if answer.status != 200)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_what_is_remembered_keeps_no_marks_of_the_past(mark, index, cast, resident):
    """Each remembered tile would hold on to the marks as they were when it was asked for."""
    before = _snapshots()
    for x in range(6):
        resident.case(lon=20.2 + x / 100)
        carry(NOW)
        index.refresh(now=NOW)
        assert get(f"/tiles/v1/live/14/{9112 + x}/5443.mvt").status in {200, 204}
    assert _snapshots() - before <= 1


def _snapshots():
    gc.collect()
    return sum(type(thing) is Snapshot for thing in gc.get_objects())  # isinstance would wake lazy ones


def test_long_questions_take_the_room_of_many(index):
    many, one = FeatureQuery(units=frozenset(map(str, range(3000)))), FeatureQuery()
    assert tiles._size(many) > 300 * tiles._size(one)
    for number in range(200):
        tiles._questions.put((number, many), tiles._Question(many, 0, 0, 0, True), tiles._size(many))
    assert tiles._questions.cost() <= tiles._KEPT_QUESTIONS
