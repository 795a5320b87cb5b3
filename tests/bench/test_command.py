"""The command's answer: a file that others read, a page, an exit code."""

import json
import sys

import pytest

from bench import __main__ as command
from bench import documents, encoding, nationwide
from bench.engines.engine import EngineAbsent
from bench.targets import verdicts


def _absent(*_args, **_kwargs):
    raise EngineAbsent("it is not to be had here")


@pytest.fixture
def alone(monkeypatch):
    """Without any engine that would have to be installed or started."""
    monkeypatch.setattr(nationwide, "Store", _absent)
    monkeypatch.setattr(nationwide.Supercluster, "load", _absent)
    monkeypatch.setattr(nationwide.DuckDb, "load", _absent)
    memory = {"processes": 4, "file_mb": 0.1, "private_added_mb": 1.0, "shared_mb": 9.0, "proportional_mb": 3.0}
    monkeypatch.setattr(nationwide, "readers", lambda *_: memory)
    monkeypatch.setattr(nationwide, "start", lambda *_: {"open_ms": 1.0, "snapshot_ms": 2.0})
    monkeypatch.setattr(nationwide, "_MIXED", 25)
    monkeypatch.setattr(encoding, "_ROUNDS", 2)


def _run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["bench", *map(str, words)])
    return command.main()


def test_the_file_has_the_promised_shape(alone, monkeypatch, tmp_path):
    file = tmp_path / "folder" / "figures.json"
    assert _run(monkeypatch, "map", "--reports", 1000, "--json", file, "--query-seconds", 0.1) == 0
    result = json.loads(file.read_text())
    names = {"country_all", "country_filtered", "city_filtered", "street_points", "totals", "mix", "county"}
    assert names <= result["queries"].keys()
    assert all({"p50_ms", "p99_ms", "total"} <= row["kmzb"].keys() for row in result["queries"].values())
    assert result["queries"]["totals"]["kmzb"]["total"] == result["reports"] == 1000
    assert result["encoding"]["kmzb"]["total"] == result["encoding"]["mapbox_vector_tile"]["total"] == 4096


def test_who_is_absent_is_named_and_no_error(alone, monkeypatch, tmp_path):
    file = tmp_path / "figures.json"
    assert _run(monkeypatch, "map", "--reports", 1000, "--json", file, "--query-seconds", 0.1) == 0
    skipped = json.loads(file.read_text())["skipped"]
    for engine in ("postgis_gist", "postgis_covering", "supercluster", "duckdb"):
        assert skipped[engine] == "it is not to be had here"


@pytest.mark.parametrize(("sentences", "code"), [([], 0), (["totals: …"], 1)])
def test_different_totals_fail_the_command(monkeypatch, tmp_path, sentences, code):
    monkeypatch.setitem(command._MEASURES, "map", lambda *_: {"disagreements": sentences})
    assert _run(monkeypatch, "map", "--reports", 1000, "--json", tmp_path / "figures.json") == code


def test_a_part_that_fails_takes_no_other_with_it(monkeypatch, tmp_path, capsys):
    def broken(*_):
        raise RuntimeError("nothing came up")

    file = tmp_path / "figures.json"
    for part, measure in {"map": broken, "http": lambda *_: {"http": {"seen": 1}}}.items():
        monkeypatch.setitem(command._MEASURES, part, measure)
    monkeypatch.setattr(command, "_MEASURES", {part: command._MEASURES[part] for part in ("map", "http")})
    assert _run(monkeypatch, "--reports", 1000, "--json", file) == 1
    result = json.loads(file.read_text())
    assert result["http"] == {"seen": 1}
    assert result["failed"] == {"map": "RuntimeError: nothing came up"}
    assert "FAILED map: RuntimeError: nothing came up" in capsys.readouterr().out


@pytest.mark.parametrize("count", ["999", "many", "-5", "100000001"])
def test_sizes_without_meaning_are_refused(monkeypatch, capsys, count):
    with pytest.raises(SystemExit, match="2"):
        _run(monkeypatch, "map", "--reports", count)
    assert "--reports" in capsys.readouterr().err


def test_a_budget_is_met_or_missed():
    rows = {"kmzb": {"p50_ms": 1.0}, "postgis_gist": {"p50_ms": 500.0}, "supercluster": {"p50_ms": 0.5}}
    told = {verdict["reference"]: verdict for verdict in verdicts({"queries": {"country_all": rows}})}
    assert told["postgis_gist"]["is_met"]
    assert told["postgis_gist"]["seen"] == 500
    assert not told["supercluster"]["is_met"]
    assert told["supercluster"]["seen"] == 2


def test_what_was_not_measured_is_not_judged():
    assert verdicts({"queries": {"country_all": {"kmzb": {"p50_ms": 1.0}}}, "start": {}}) == []


def test_what_grows_with_the_reports_is_judged_up_to_their_usual_number():
    seen = {"build": {"kmzb": {"build_s": 9.0, "bytes_per_report": 39.0}}, "start": {"snapshot_ms": 90.0}}
    few, many = (
        {verdict["measure"] for verdict in verdicts({"reports": count, **seen})} for count in (3_500_000, 35_000_000)
    )
    assert few - many == {"build of the index", "start from the snapshot file, first tile included"}
    assert many == {"shared memory per report"}


def test_more_reports_ask_for_more_of_the_mix():
    rows = {"kmzb": {"mean_ms": 1.0, "p99_ms": 1.0}, "postgis_covering": {"mean_ms": 100.0, "p99_ms": 100.0}}
    judged = {
        count: next(verdict["is_met"] for verdict in verdicts({"reports": count, "queries": {"mix": rows}}))
        for count in (3_500_000, 35_000_000)
    }
    assert judged == {3_500_000: True, 35_000_000: False}


@pytest.fixture
def result(alone):
    seen = nationwide.run(1000, 1, 0.1, 1.0, lambda _: None)
    machine = {"day": "2026-11-23", "processor": "one", "cores": 2, "memory_gib": 8, "system": "Linux", "python": "3"}
    return {**seen, "machine": machine, "load_before": 0.5, "targets": verdicts(seen)}


def test_a_second_run_takes_the_place_of_the_first(result, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("# Words\n\n<!-- end of figures -->\n\nMore words\n")
    documents.write(result, page)
    first = page.read_text()
    documents.write({**result, "load_before": 0.7}, page)
    second = page.read_text()
    assert "### 1,000 reports" in first
    assert second == first.replace("the run: 0.5.", "the run: 0.7.") != first
    assert second.startswith("# Words\n\n<!-- queries 1000 -->")
    assert second.endswith("<!-- end of figures -->\n\nMore words\n")


def test_another_size_stands_beside_it(result, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("<!-- end of figures -->\n")
    documents.write(result, page)
    documents.write({**result, "reports": 2000}, page)
    assert "### 1,000 reports" in page.read_text()
    assert "### 2,000 reports" in page.read_text()


def test_a_page_without_its_mark_is_left_alone(result, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("# Words\n")
    with pytest.raises(ValueError, match="has no line <!-- end of figures -->"):
        documents.write(result, page)
    assert page.read_text() == "# Words\n"


def _on_a_phone(first_ms):
    names = (
        "first_ms",
        "bare_ms",
        "map_ms",
        "status_ms",
        "category_ms",
        "window_ms",
        "bytes_first",
        "bytes",
        "requests",
    )
    figures = {name: {"p50": 7.0, "max": 9.0} for name in names} | {"first_ms": {"p50": first_ms, "max": 2500.0}}
    return {"page": {"line": "Fast 4G", "rounds": 5, "version": "156", "cpu_4": {**figures, "ratio": 1.5}}}


@pytest.mark.parametrize(("first_ms", "is_met"), [(2000.0, True), (2000.1, False)])
def test_first_marks_have_two_seconds_also_on_a_slow_processor(first_ms, is_met):
    (verdict,) = verdicts(_on_a_phone(first_ms))
    assert verdict["measure"] == "first marks, cold cache, 4G, processor slowed four times"
    assert verdict["is_met"] is is_met


def test_the_page_has_its_table(result, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("<!-- end of figures -->\n")
    seen = {name: result[name] for name in ("machine", "load_before", "reports")} | _on_a_phone(1234.0)
    documents.write(seen, page)
    assert "| first marks on the screen, ms | 1,234 / 2,500 |" in page.read_text()
    assert "<!-- page 1000 -->" in page.read_text()


def test_without_a_browser_the_page_is_skipped(monkeypatch, tmp_path):
    monkeypatch.setattr(command.page, "run", _absent)
    file = tmp_path / "figures.json"
    assert _run(monkeypatch, "page", "--reports", 1000, "--json", file) == 0
    assert json.loads(file.read_text())["skipped"] == {"page": "it is not to be had here"}
