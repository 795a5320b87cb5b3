"""Every command makes ready what it needs, also when several begin at once."""

import fcntl
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection

from kmzb.cli.output import Output
from kmzb.cli.prepare import _PREPARES, prepare
from old_reports import old_row, write_rows


def begin(*words, folder, url=""):
    """Start a command in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in {"KMZB_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return subprocess.Popen(
        [sys.executable, "-m", "kmzb.cli.main", *words, "--data", str(folder)],
        env=kept | ({"DATABASE_URL": url} if url else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_commands_that_begin_at_once_where_nothing_is_make_it_ready_together(tmp_path, new_database):
    url = new_database()
    # One database at a time: on SQLite it lies in the folder, on PostgreSQL each node has a folder of its own.
    folders = [tmp_path / name for name in (("a", "b", "c") if url else ("a", "a", "a"))]
    commands = [begin("build-index", folder=folder, url=url) for folder in folders]
    told = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0], told
    assert all("Public marks: 0" in out for out, _ in told)


def test_it_keeps_no_lock(transactional_db):
    for _ in range(2):  # a lock that is taken twice would have to be given back twice
        prepare(Output(as_json=True))
    with (settings.KMZB.data / "prepare.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [_PREPARES])
            assert cursor.fetchone()[0] == 0


def test_a_folder_that_cannot_be_written_is_no_obstacle(transactional_db, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "KMZB", replace(settings.KMZB, data=tmp_path / "missing"))
    prepare(Output(as_json=True))


@pytest.mark.parametrize("words", [("build-index",), ("locate",), ("import-reports", "old.csv")])
def test_a_database_that_cannot_be_reached_refuses_every_command_in_a_sentence(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path / "old.csv", [old_row()])
    command = begin(*words, folder=tmp_path / "data", url="postgresql://kmzb:secret@127.0.0.1:1/kmzb")
    out, err = command.communicate(timeout=25)
    assert command.returncode == 1
    assert "the database does not answer" in err
    assert "Connection refused" in err
    assert "Nothing was changed." in err
    assert "secret" not in out + err
    assert len(err.splitlines()) <= 3
    assert [child.name for child in tmp_path.iterdir() if child.is_file()] == ["old.csv"]


def test_so_does_one_that_cannot_be_opened(tmp_path):
    (tmp_path / "kmzb.sqlite3").mkdir()
    command = begin("build-index", folder=tmp_path)
    _, err = command.communicate(timeout=60)
    assert command.returncode == 1
    assert "the database does not answer: unable to open database file\nNothing was changed." in err
