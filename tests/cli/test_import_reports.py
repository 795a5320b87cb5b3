"""`kmzb import-reports`: done or refused, told to people and to programs."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError

from cast import assemble
from kmzb.cli.main import main
from kmzb.cli.progress import Progress
from kmzb.cli.refused_rows import RefusedRows
from kmzb.publicmap.api import project_news
from kmzb.publicmap.models import Feature
from kmzb.verification.api import ArchivedReport
from old_reports import HEADER, old_row, write_drawn, write_rows
from small_country import NOW


@pytest.fixture
def country(one_transaction, time_machine):
    time_machine.move_to(NOW, tick=False)
    assemble()


@pytest.fixture
def run(country, capsys):
    def _run(*words):
        status = main(["import-reports", *map(str, words)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return _run


@pytest.fixture
def mixed(tmp_path):
    rows = [old_row(external_id="A"), old_row(external_id="B", category="x"), old_row(external_id="C")]
    return write_rows(tmp_path / "old.csv", rows)


def test_the_last_line_tells_programs_and_the_map_is_ready(run, mixed):
    status, out, err = run(mixed, "--json")
    refused_file = f"{mixed}.refused.csv"
    assert status == 0
    assert json.loads(out) == {"imported": 2, "already_present": 0, "refused": 1, "refused_file": refused_file}
    assert Feature.objects.filter(is_live=False).count() == 2
    assert "Importing 100%" in err
    assert "Onto the map 100%" in err
    assert "\r" not in err


def test_repeated_it_finds_everything_there(run, mixed):
    run(mixed)
    assert json.loads(run(mixed, "--json")[1])["already_present"] == 2
    assert ArchivedReport.objects.count() == Feature.objects.count() == 2


def test_people_are_told_in_a_sentence(run, mixed):
    status, out, _ = run(mixed)
    assert status == 0
    assert f"2 in, 0 there already, 1 refused. See {mixed}.refused.csv" in out


def test_live_marks_are_asked_for(run, mixed):
    run(mixed, "--live")
    assert set(Feature.objects.values_list("is_live", flat=True)) == {True}


def test_refused_rows_stand_beside_the_file(run, mixed):
    run(mixed)
    path = mixed.with_name("old.csv.refused.csv")
    assert list(csv.reader(path.open(encoding="utf-8"))) == [
        ["line", "external_id", "field", "reason"],
        ["3", "B", "category", "no category has this code or official name: 'x'"],
    ]
    assert path.stat().st_mode & 0o077 == 0


def test_or_in_the_data_folder_where_that_is_impossible(run, mixed):
    mixed.with_name("old.csv.refused.csv").mkdir()
    told = json.loads(run(mixed, "--json")[1])
    assert told["refused_file"] == str(settings.KMZB.data / "old.csv.refused.csv")
    assert "category" in (settings.KMZB.data / "old.csv.refused.csv").read_text()


def test_without_a_place_for_them_nothing_is_done(run, mixed):
    mixed.with_name("old.csv.refused.csv").mkdir()
    with_folder = settings.KMZB.data / "old.csv.refused.csv"
    with suppress(FileNotFoundError):
        with_folder.unlink()
    with_folder.mkdir()
    try:
        status, _, err = run(mixed)
    finally:
        with_folder.rmdir()
    assert status == 1
    assert "Nothing was changed" in err
    assert not ArchivedReport.objects.exists()


def test_while_another_import_of_the_file_goes_on_nothing_is_done(run, mixed):
    with RefusedRows(mixed, settings.KMZB.data), RefusedRows(mixed, settings.KMZB.data):
        status, out, err = run(mixed, "--json")
    assert (status, out) == (1, "")
    assert "another import of this file is under way" in err
    assert not ArchivedReport.objects.exists()


def test_no_list_is_left_where_nothing_was_refused(run, tmp_path):
    path = write_rows(tmp_path / "old.csv", [old_row()])
    (tmp_path / "old.csv.refused.csv").write_text("of the time before")
    assert json.loads(run(path, "--json")[1])["refused_file"] is None
    assert [child.name for child in tmp_path.iterdir()] == ["old.csv"]


def test_a_header_alone_is_a_file_without_rows(run, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(",".join(HEADER))
    told = {"imported": 0, "already_present": 0, "refused": 0, "refused_file": None}
    status, out, _ = run(path, "--json")
    assert (status, json.loads(out)) == (0, told)


@pytest.mark.parametrize("data", [b"", b"a,b,c\n", b"\xff\xfe", ",".join(HEADER).encode() + b"\n\xff"])
def test_a_file_that_cannot_be_read_is_refused_and_changes_nothing(run, tmp_path, data):
    path = tmp_path / "old.csv"
    path.write_bytes(data)
    status, out, err = run(path, "--json")
    assert (status, out) == (1, "")
    assert "Nothing was changed" in err
    assert [child.name for child in tmp_path.iterdir()] == ["old.csv"]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_what_is_no_file_is_refused(run, tmp_path, name):
    status, _, err = run(tmp_path / name)
    assert status == 1
    assert str(tmp_path) in err


def test_a_name_that_is_no_text_is_told_all_the_same(run, mixed):
    source = mixed.rename(os.fsdecode(os.fsencode(mixed.parent) + b"/stare-\xb3.csv"))
    status, out, _ = run(source, "--json")
    assert status == 0
    assert json.loads(out)["refused_file"] == f"{source}.refused.csv"
    assert run(source)[0] == 0


@pytest.mark.parametrize("words", [[], ["a.csv", "b.csv"], ["a.csv", "--lively"]])
def test_wrong_words_are_wrong_usage(words):
    with pytest.raises(SystemExit) as ended:
        main(["import-reports", *words])
    assert ended.value.code == 2


def test_columns_that_are_not_taken_over_are_named(run, tmp_path):
    path = write_rows(tmp_path / "old.csv", [old_row(note="secret", officer="x")])
    status, _, err = run(path)
    assert status == 0
    assert "not taken over: note, officer" in err


def test_rows_that_another_transaction_holds_back_are_left_to_the_worker(run, mixed, monkeypatch):
    monkeypatch.setattr("kmzb.cli.archive._PATIENCE_S", -1.0)
    monkeypatch.setattr("kmzb.cli.archive.project_news", lambda **_: 0)
    status, _, err = run(mixed)
    assert status == 0
    assert "2 rows wait for another transaction" in err


def test_a_database_that_is_busy_for_a_moment_is_asked_again(run, mixed, monkeypatch):
    answers = iter([OperationalError("database is locked")])

    def _busy_once(**words):
        for error in answers:
            raise error
        return project_news(**words)

    monkeypatch.setattr("kmzb.cli.archive.project_news", _busy_once)
    status, _, err = run(mixed)
    assert status == 0
    assert "Onto the map 100%" in err
    assert Feature.objects.count() == 2


def test_a_database_that_does_not_answer_ends_it_with_a_word(run, mixed, monkeypatch):
    def _down(*_words, **_more):
        raise OperationalError

    monkeypatch.setattr("kmzb.verification.archive.store.put_rows", _down)
    status, out, err = run(mixed)
    assert (status, out.count("Done")) == (1, 0)
    assert "the database did not answer. What went in stays; give the same command again." in err


def test_and_with_the_reason_that_it_gives(run, mixed, monkeypatch):
    def _locked_up(*_words, **_more):
        raise OperationalError("attempt to write a readonly database\nHINT:  a long one")

    monkeypatch.setattr("kmzb.verification.archive.store.put_rows", _locked_up)
    status, _, err = run(mixed)
    assert status == 1
    assert "give the same command again. The reason: attempt to write a readonly database\n" in err


@pytest.mark.parametrize("step", ["import_archive", "project_news"])
def test_an_interrupted_import_says_how_it_goes_on(run, mixed, monkeypatch, step):
    def _interrupted(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"kmzb.cli.archive.{step}", _interrupted)
    status, out, err = run(mixed, "--json")
    assert (status, out) == (130, "")
    assert "import-reports: interrupted. What went in stays; give the same command again." in err


def test_before_the_first_row_there_is_nothing_to_say_of_rows(run, mixed, monkeypatch):
    def _interrupted(_output):
        raise KeyboardInterrupt

    monkeypatch.setattr("kmzb.cli.archive.prepare", _interrupted)
    status, _, err = run(mixed)
    assert (status, err) == (130, "kmzb import-reports: interrupted\n")


class _Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_a_bar_and_a_log_a_line_now_and_then():
    seconds = iter([0.0, 0.05, 5.0, 11.0, 12.0, 20.0])
    log = io.StringIO()
    progress = Progress("Importing", 200, log, lambda: next(seconds))
    for done in (10, 50, 100, 110):
        progress.show(done, f"{done} in")
    progress.end("200 in")
    assert log.getvalue() == "Importing  50%  100 in, 11 s left\nImporting 100%  200 in, 20 s\n"
    screen = _Screen()
    seconds = iter([0.0, 0.05, 5.0, 90.0])
    progress = Progress("Importing", 200, screen, lambda: next(seconds))
    for done in (10, 50):
        progress.show(done, f"{done} in")
    progress.end("200 in")
    assert screen.getvalue().count("\r") == 2
    assert "██████░░" in screen.getvalue()
    assert screen.getvalue().endswith("1 min 30 s\x1b[K\n")


@pytest.mark.durability
@pytest.mark.parametrize("filling", ["verification_archivedreport", "publicmap_feature"])
def test_a_violent_end_in_the_middle_and_the_same_command_again_lose_and_double_nothing(
    tmp_path, new_database, filling
):
    rows = 12_000
    source, url = write_drawn(tmp_path / "old.csv", rows), new_database()
    folder = tmp_path / "data"
    process = _command(source, folder, url)
    _come_to_the_middle(process, folder, url, filling)
    process.kill()
    process.communicate()
    first = json.loads(_command(source, folder, url).communicate()[0].splitlines()[-1])
    second = json.loads(_command(source, folder, url).communicate()[0].splitlines()[-1])
    was_importing = filling == "verification_archivedreport"
    assert first["already_present"] > 0
    assert (first["already_present"] < rows - first["refused"]) is was_importing
    assert first["imported"] + first["already_present"] + first["refused"] == rows
    assert second["imported"] == 0
    assert second["already_present"] == rows - second["refused"]
    assert _count(folder, url, "verification_archivedreport") == second["already_present"]
    assert 0 < _count(folder, url, "publicmap_feature") < second["already_present"]


@pytest.mark.durability
def test_a_key_that_interrupts_it_is_answered_with_a_word(tmp_path, new_database):
    source, folder, url = write_drawn(tmp_path / "old.csv", 12_000), tmp_path / "data", new_database()
    process = _command(source, folder, url)
    _come_to_the_middle(process, folder, url, "verification_archivedreport")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"interrupted. What went in stays" in err
    assert b"Traceback" not in err
    assert _count(folder, url, "verification_archivedreport") > 0


@pytest.mark.durability
def test_two_imports_of_one_file_at_once_into_nothing_both_end_well(tmp_path, new_database):
    source, folder, url = write_drawn(tmp_path / "old.csv", 2_000), tmp_path / "data", new_database()
    commands = [_command(source, folder, url) for _ in range(2)]
    outputs = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0], outputs
    first, second = (json.loads(out.splitlines()[-1]) for out, _ in outputs)
    assert first["refused"] == second["refused"] > 0
    assert first["imported"] + second["imported"] == 2_000 - first["refused"]
    assert _count(folder, url, "verification_archivedreport") == 2_000 - first["refused"]
    for told in (first, second):
        assert len(Path(told["refused_file"]).read_text().splitlines()) == 1 + told["refused"]


def _come_to_the_middle(process, folder, url, filling):
    deadline = time.monotonic() + 60
    while not _count(folder, url, filling):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _command(source, folder, url):
    kept = {k: v for k, v in os.environ.items() if k not in {"KMZB_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return subprocess.Popen(
        [sys.executable, "-m", "kmzb.cli.main", "import-reports", str(source), "--data", str(folder), "--json"],
        env=kept | ({"DATABASE_URL": url} if url else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _count(folder, url, table):
    """Return the number of rows as another process sees it, 0 before the table is there."""
    import sqlite3

    import psycopg

    try:
        opened = psycopg.connect(url) if url else sqlite3.connect(f"file:{folder}/kmzb.sqlite3?mode=ro", uri=True)
        try:
            return opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        finally:
            opened.close()
    except (psycopg.Error, sqlite3.Error):
        return 0


def test_what_takes_long_comes_onto_the_map_in_small_steps(run, tmp_path, monkeypatch):
    limits, clock = [], [0.0]

    def _slow(*, now, limit):
        count = project_news(now=now, limit=limit)
        limits.append(limit)
        clock[0] += 0.4 if count else 0.0
        return count

    monkeypatch.setattr("kmzb.cli.archive.project_news", _slow)
    monkeypatch.setattr("kmzb.cli.archive.time.monotonic", lambda: clock[0])
    run(write_rows(tmp_path / "a.csv", [old_row(external_id=f"A{number}") for number in range(300)]))
    assert limits[:3] == [125, 62, 50]
    assert set(limits[2:]) == {50}, "never fewer than that, and no more while nothing is done"
    assert Feature.objects.count() == 300
