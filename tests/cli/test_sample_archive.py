"""The demonstration's history: once for a folder, in measure to the live sample, hidden categories left out."""

import json
from datetime import UTC, datetime

import pytest

from kmzb.cli import sample_archive
from kmzb.cli.output import Output
from kmzb.cli.sample_plan import Town
from kmzb.verification.api import ArchivedReport
from small_country import IN_OPOCZNO, load_small_country

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(tmp_path, monkeypatch):
    load_small_country()
    monkeypatch.setattr(sample_archive, "_LEAST_ROWS", 200)
    monkeypatch.setattr(sample_archive, "towns", lambda: [Town(*IN_OPOCZNO, 20_000)])
    sample_archive.ensure_archive(tmp_path, 300, Output(as_json=False), now=NOW)
    return tmp_path


def test_it_reaches_back_ten_years_and_ends_before_the_live_sample(grown):
    days = ArchivedReport.objects.values_list("reported_on", flat=True)
    assert min(days).year == 2016
    assert max(days) < datetime(2026, 8, 1, tzinfo=UTC).date()


def test_it_brings_rows_for_one_and_for_many_but_none_that_is_never_shown(grown):
    weights = set(ArchivedReport.objects.values_list("weight", flat=True))
    assert 1 in weights
    assert max(weights) > 20
    assert not ArchivedReport.objects.filter(category__in=["drug_use", "animal_cruelty"]).exists()


def test_a_month_of_history_is_as_full_as_a_month_of_the_live_sample(grown):
    reports = sum(ArchivedReport.objects.values_list("weight", flat=True))
    live_a_month, months = 300 / 4, 118
    assert 0.5 < reports / months / live_a_month < 1.1


def test_a_second_start_adds_nothing(grown):
    before = ArchivedReport.objects.count()
    assert before == json.loads((grown / "demo-archive.json").read_text())["imported"]
    sample_archive.ensure_archive(grown, 300, Output(as_json=False), now=NOW)
    assert ArchivedReport.objects.count() == before


def test_an_interrupted_start_is_finished_without_repeating_anything(grown):
    before = ArchivedReport.objects.count()
    (grown / "demo-archive.json").unlink()
    sample_archive.ensure_archive(grown, 300, Output(as_json=False), now=NOW)
    assert ArchivedReport.objects.count() == before
