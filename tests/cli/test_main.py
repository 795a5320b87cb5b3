import io
import json
import os
import subprocess
import sys

import pytest

from kmzb.cli.main import COMMANDS, main
from kmzb.cli.output import Output


def test_without_a_command_the_usage_is_shown(capsys):
    assert main([]) == 2
    assert "usage: kmzb COMMAND" in capsys.readouterr().out


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


def test_an_unknown_command_is_a_wrong_usage(capsys):
    assert main(["dance"]) == 2
    assert "there is no command 'dance'" in capsys.readouterr().err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_and_takes_data_and_json(command, tmp_path):
    done = kmzb(command, "--help", "--data", str(tmp_path))
    assert done.returncode == 0
    assert "--data" in done.stdout
    assert "--json" in done.stdout


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_wrong_option_is_a_wrong_usage(command, tmp_path):
    assert kmzb(command, "--dance", "--data", str(tmp_path)).returncode == 2


def test_a_taken_port_is_refused_and_nothing_is_made(tmp_path, unused_port_taken):
    done = kmzb("serve", "--port", str(unused_port_taken), "--data", str(tmp_path))
    assert done.returncode == 1
    assert "give another --port" in done.stderr
    assert not (tmp_path / "kmzb.sqlite3").exists()


def test_a_setting_that_cannot_be_read_is_refused(tmp_path):
    done = kmzb("serve", "--data", str(tmp_path), KMZB_READ_DAYS="three")
    assert done.returncode == 1
    assert "KMZB_READ_DAYS='three'" in done.stderr


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_data_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path, folder):
    (tmp_path / "file").write_text("not a folder")
    done = kmzb("build-index", "--data", str(tmp_path / folder))
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_json_the_last_line_is_for_programs(capsys):
    output = Output(as_json=True)
    output.say("working")
    output.result({"name": "Łódź"}, "done")
    captured = capsys.readouterr()
    assert captured.err == "working\n"
    assert json.loads(captured.out) == {"name": "Łódź"}


def test_without_json_people_read_on_standard_output(capsys):
    output = Output(as_json=False)
    output.say("working")
    output.result({"name": "Łódź"}, "done")
    assert capsys.readouterr().out == "working\ndone\n"


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-2", "utf-8"])
def test_whatever_a_terminal_can_show_it_is_told(encoding, tmp_path):
    done = kmzb("build-index", "--data", str(tmp_path), PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "Public marks: 0" in done.stdout
    assert kmzb(PYTHONIOENCODING=encoding).returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-2", "utf-8"])
def test_the_line_for_programs_is_json_in_every_encoding(encoding, monkeypatch):
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding)
    monkeypatch.setattr("sys.stdout", stream)
    values = {"name": "Łódź, ó, 🗺", "file": os.fsdecode(b"stare-\xb3.csv")}
    assert main([]) == 2  # sets the stream up, as every command does
    stream.seek(0)
    stream.truncate()
    Output(as_json=True).result(values, "done")
    assert json.loads(written.getvalue().decode(encoding)) == values


def test_readable_letters_stay_readable(capsys):
    Output(as_json=True).result({"name": "Łódź"}, "done")
    assert capsys.readouterr().out == '{"name": "Łódź"}\n'


def kmzb(*words, **environment):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KMZB_") and k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "kmzb.cli.main", *words],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        env={**kept, **environment},
        check=False,
    )


@pytest.fixture
def unused_port_taken():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]
