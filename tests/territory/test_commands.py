"""`kmzb import-territory` and `kmzb locate`."""

import io
import json
from types import SimpleNamespace

import pytest

from kmzb.cli.main import main
from kmzb.territory.api import Edition
from small_country import load_small_country
from territory_files import UNITS, write_gminas, write_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return ["--areas", str(write_gminas(tmp_path / "g.geojson")), "--units", str(write_units(tmp_path / "u.csv"))]


@pytest.fixture
def locate(monkeypatch, capsys):
    load_small_country()

    def _locate(text):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text)))
        assert main(["locate"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return _locate


def test_importing_ends_with_one_json_line(files, capsys):
    assert main(["import-territory", *files, "--json", "--valid-from", "2026-01-01", "--source", "PRG"]) == 0
    told = capsys.readouterr()
    result = json.loads(told.out)
    edition = Edition.objects.get(pk=result.pop("edition"))
    assert (edition.source, edition.valid_from.isoformat()) == ("PRG", "2026-01-01")
    counts = {"areas": 7, "units": 4, "unit_areas": 0, "beats": 0}
    assert result == {"checked_only": False, "refused": False, **counts, "errors": [], "warnings": []}
    assert "Preparing" in told.err


def test_importing_tells_people_what_it_did(files, capsys):
    assert main(["import-territory", *files]) == 0
    assert "Loaded as edition" in capsys.readouterr().out


def test_checking_loads_nothing(files, capsys):
    assert main(["import-territory", *files, "--check"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert Edition.objects.get().is_approximate


def test_a_refusal_ends_with_1_and_names_the_error(files, tmp_path, capsys):
    write_units(tmp_path / "u.csv", UNITS[:3])
    assert main(["import-territory", *files, "--json"]) == 1
    told = capsys.readouterr()
    result = json.loads(told.out)
    assert (result["refused"], result["edition"]) == (True, None)
    assert [error["code"] for error in result["errors"]] == ["area.without_unit", "area.without_unit"]
    assert "error: area.without_unit 1016011" in told.err
    assert Edition.objects.get().is_approximate


@pytest.mark.parametrize("words", [[], ["--areas", "a.geojson"], ["--units", "u.csv"]])
def test_without_files_it_is_wrong_usage(words):
    with pytest.raises(SystemExit) as ended:
        main(["import-territory", *words])
    assert ended.value.code == 2


def test_an_unreadable_day_is_wrong_usage(files):
    with pytest.raises(SystemExit) as ended:
        main(["import-territory", *files, "--valid-from", "1.1.2026"])
    assert ended.value.code == 2


def test_each_line_gets_one_answer(locate):
    nothing = dict.fromkeys(("gmina", "county", "voivodeship", "unit", "beat"))
    opoczno = {"gmina": None, "county": "1007", "voivodeship": "10", "unit": "KPP-1007", "beat": "1007-1"}
    radom = {"gmina": None, "county": "1463", "voivodeship": "14", "unit": "KMP-1463", "beat": None}
    assert locate(b"20.28 51.38\n21.0\t51.4\r\n18 55.5\n") == [opoczno, radom, nothing]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"20.28",
        b"20.28 51.38 7",
        b"20.28,51.38",
        b"a b",
        b"nan 51.38",
        b"inf 51",
        b"181 51",
        b"20 -91",
        b"\xff\xfe 1",
    ],
)
def test_a_bad_line_gets_an_error_and_the_next_an_answer(locate, line):
    bad, good = locate(line + b"\n20.28 51.38\n")
    assert list(bad) == ["error"]
    assert good["unit"] == "KPP-1007"


def test_nothing_asked_nothing_told(locate):
    assert locate(b"") == []
