"""The list of what an import did not take: one list of its own for each import, where nobody else's file is."""

import fcntl
import os

import pytest

from kmzb.cli.output import CommandRefused
from kmzb.cli.refused_rows import RefusedRows
from kmzb.verification.api import Refusal

ROW = Refusal(3, "B", "category", "no such category")
TEXT = "line,external_id,field,reason\r\n3,B,category,no such category\r\n"


@pytest.fixture
def source(tmp_path):
    return tmp_path / "old.csv"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def beside(source):
    return source.with_name("old.csv.refused.csv")


def written(source, folder):
    with RefusedRows(source, folder) as refused:
        refused.add(ROW)
    return refused.path


def test_a_list_of_the_time_before_is_replaced(source, folder, beside):
    beside.write_text("of the time before, and longer than what is written now\n" * 9)
    assert written(source, folder) == beside
    assert beside.read_bytes().decode() == TEXT


def test_two_imports_of_one_file_at_once_write_two_lists(source, folder, beside):
    with RefusedRows(source, folder) as first, RefusedRows(source, folder) as second:
        first.add(ROW)
        second.add(ROW)
    assert (first.path, second.path) == (beside, folder / beside.name)
    assert [path.read_bytes().decode() for path in (first.path, second.path)] == [TEXT, TEXT]


def test_and_take_away_their_own_alone(source, folder, beside):
    with RefusedRows(source, folder) as first:
        first.add(ROW)
        with RefusedRows(source, folder):
            pass
    assert beside.read_bytes().decode() == TEXT
    assert not any(folder.iterdir())


def test_a_third_is_refused_and_changes_nothing(source, folder, beside):
    with RefusedRows(source, folder) as first, RefusedRows(source, folder) as second:
        first.add(ROW)
        second.add(ROW)
        with pytest.raises(CommandRefused, match=r"another import of this file is under way.*Nothing was changed"):
            RefusedRows(source, folder)
    assert [path.read_bytes().decode() for path in (first.path, second.path)] == [TEXT, TEXT]


def test_a_list_that_another_import_takes_away_meanwhile_is_opened_anew(source, folder, beside, monkeypatch):
    lock, times = fcntl.flock, []

    def _after_it_is_gone(file, how):
        if not times:
            beside.unlink()
        times.append(how)
        lock(file, how)

    monkeypatch.setattr("fcntl.flock", _after_it_is_gone)
    assert written(source, folder) == beside
    assert beside.read_bytes().decode() == TEXT
    assert len(times) == 2


def test_a_list_that_somebody_else_took_away_ends_nothing(source, folder, beside):
    with RefusedRows(source, folder):
        beside.unlink()


def test_what_a_link_leads_to_stays_as_it_is(source, folder, beside, tmp_path):
    target = tmp_path / "other.txt"
    target.write_text("somebody else's")
    beside.symlink_to(target)
    assert written(source, folder) == folder / beside.name
    assert target.read_text() == "somebody else's"


@pytest.mark.parametrize("is_read", [True, False])
def test_a_pipe_is_no_place(source, folder, beside, is_read):
    os.mkfifo(beside)
    reader = os.open(beside, os.O_RDONLY | os.O_NONBLOCK) if is_read else None
    try:
        assert written(source, folder) == folder / beside.name
    finally:
        if reader is not None:
            os.close(reader)
