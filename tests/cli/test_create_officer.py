"""The command that opens accounts."""

import io
import json
from collections.abc import Callable

import pytest

from kmzb.accounts.api import Officer
from kmzb.cli.main import main
from small_country import load_small_country

Run = Callable[..., int]
ORDINARY = {
    "--email": "anna@policja.example",
    "--name": "Anna Wójcik",
    "--role": "local_coordinator",
    "--unit": "KPP-1007",
}


@pytest.fixture
def run(db: None) -> Run:
    load_small_country()

    def _run(*words: str, **changed: str) -> int:
        options = {**ORDINARY, **{f"--{name}": value for name, value in changed.items()}}
        return main(["create-officer", *(word for pair in options.items() for word in pair), *words])

    return _run


def test_a_one_time_password_is_printed_once_and_must_be_changed(run: Run, capsys: pytest.CaptureFixture) -> None:
    assert run("--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    officer = Officer.objects.get()
    assert told == {
        "id": officer.pk,
        "email": "anna@policja.example",
        "role": "local_coordinator",
        "unit": "KPP-1007",
        "password": told["password"],
    }
    assert officer.check_password(told["password"])
    assert officer.must_change_password


def test_a_password_from_standard_input_is_never_printed(
    run: Run, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("moje-dlugie-haslo\n"))
    assert run("--beat", "1007-1", "--password-stdin", role="beat_officer") == 0
    told = capsys.readouterr()
    assert "moje-dlugie-haslo" not in told.out + told.err
    officer = Officer.objects.get()
    assert officer.check_password("moje-dlugie-haslo")
    assert (officer.must_change_password, officer.beat_code) == (False, "1007-1")


@pytest.mark.parametrize(
    "changed",
    [{"unit": "KPP-9999"}, {"role": "beat_officer"}, {"beat": "1007-1"}, {"email": "anna"}, {"name": " "}],
)
def test_an_impossible_account_is_refused_with_code_1(
    run: Run, capsys: pytest.CaptureFixture, changed: dict[str, str]
) -> None:
    assert run("--json", **changed) == 1
    told = capsys.readouterr()
    assert "create-officer:" in told.err
    assert told.out == ""
    assert not Officer.objects.exists()


def test_a_taken_address_is_refused(run: Run) -> None:
    assert run() == 0
    assert run(email="ANNA@policja.example") == 1
    assert Officer.objects.count() == 1


def test_a_weak_password_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("krotkie\n"))
    assert run("--password-stdin") == 1
    assert not Officer.objects.exists()


def test_an_unknown_role_is_wrong_usage(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run(role="sheriff")
    assert ended.value.code == 2
