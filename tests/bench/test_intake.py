"""One durable report beside raw rows: both sides write the same, and what is not alike gives no figure."""

import pytest

from bench import documents, intake, intake_turns
from bench.apart import DATABASES
from bench.targets import verdicts


def test_the_ratio_is_that_of_the_middle_round():
    told = intake.ratio_of(raw=[[0.001] * 4, [0.001] * 4, [0.009] * 4], posted=[[0.002] * 4, [0.004] * 4, [0.009] * 4])
    assert (told["rate_ratio"], told["reports"]) == (0.5, 12)
    assert (told["raw_p50_ms"], told["kmzb_p50_ms"], told["kmzb_per_s"]) == (1.0, 4.0, 200.0)


@pytest.mark.parametrize("database", DATABASES)
def test_both_sides_write_every_row_of_each_report(database):
    told = intake._of(database, seed=1, rounds=2, in_a_round=3)
    assert told["reports"] == 6
    assert told["rate_ratio"] > 0


def test_sides_that_are_not_alike_give_no_figure():
    intake_turns._expect([6, 6], [6, 6])
    with pytest.raises(ValueError, match="not alike"):
        intake_turns._expect([6, 5], [6, 6])


def test_a_refused_report_gives_no_figure(monkeypatch):
    def refuse(_environ, start_response):
        start_response("422 Unprocessable Entity", [])
        return [b"{}"]

    monkeypatch.setattr(intake_turns, "application", refuse)
    with pytest.raises(ValueError, match="answered with 422"):
        intake_turns._post({})


def test_it_is_judged_and_told(tmp_path):
    seen = {name: intake.ratio_of(raw=[[0.001]], posted=[[0.003]]) for name in DATABASES}
    machine = {"day": "2026-11-23", "processor": "one", "cores": 2, "memory_gib": 8, "system": "Linux", "python": "3"}
    result = {"intake": seen, "reports": 1000, "machine": machine, "load_before": 0.5}
    judged = verdicts(result)
    assert {verdict["measure"].split()[-1]: verdict["is_met"] for verdict in judged} == {
        "SQLite": True,
        "PostgreSQL": False,
    }
    page = tmp_path / "performance.md"
    page.write_text("<!-- end of figures -->\n")
    documents.write({**result, "targets": judged}, page)
    assert "| sqlite | 1 | 1000 | 333.3 | 1.00 / 1.00 | 3.00 / 3.00 | 33% |" in page.read_text()
