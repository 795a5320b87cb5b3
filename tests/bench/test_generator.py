"""What engines are compared on must be the same for whoever repeats the comparison."""

from dataclasses import fields

import numpy as np
import pytest

from bench import generator
from bench.generator import CATEGORIES, COARSE, FIRST_DAY, STATUSES, TODAY, generate


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return generate(20_000, 1, tmp_path_factory.mktemp("reports"))


def _columns(reports):
    return {column.name: getattr(reports, column.name).tobytes() for column in fields(reports)}


def test_equal_seeds_give_equal_reports(reports, tmp_path):
    assert _columns(generate(20_000, 1, tmp_path)) == _columns(reports)


def test_another_seed_gives_others(reports, tmp_path):
    others = _columns(generate(20_000, 2, tmp_path))
    assert others.pop("id") == reports.id.tobytes()
    assert not {name for name, column in _columns(reports).items() if others.get(name) == column}


def test_a_chunk_is_no_border(monkeypatch, tmp_path):
    monkeypatch.setattr(generator, "_CHUNK", 700)
    made = generate(2000, 1, tmp_path)
    assert len(np.unique(made.id)) == len(made) == 2000


def test_many_reports_share_a_point(reports):
    _, counts = np.unique(reports.morton, return_counts=True)
    assert counts.max() > 100
    assert (counts > 1).sum() > 500
    assert len(counts) > len(reports) / 2


def test_towns_are_crowded(reports):
    _, per_square = np.unique(reports.morton >> 2 * 17, return_counts=True)  # squares of zoom 14
    busiest = np.sort(per_square)[::-1]
    assert busiest[: len(busiest) // 10].sum() > len(reports) / 2


def test_every_value_is_one_that_the_map_knows(reports):
    letters = set(b"".join(reports.id.tolist()))
    assert letters == set(b"abcdefghijklmnopqrstuvwxyz234567")
    assert reports.category.max() < len(CATEGORIES)
    assert reports.status.max() < len(STATUSES)
    assert FIRST_DAY <= reports.reported.min() <= reports.changed.max() <= TODAY
    assert (reports.changed >= reports.reported).all()
    assert ((reports.lon > 13) & (reports.lon < 25) & (reports.lat > 48) & (reports.lat < 56)).all()


def test_categories_come_in_their_shares(reports):
    shares = np.bincount(reports.category, minlength=len(CATEGORIES)) / len(reports)
    assert shares[:3].sum() > 0.55
    assert list(CATEGORIES)[int(np.argsort(-shares)[3])] == "public_drinking"


def test_coarse_categories_stand_in_the_middle_of_a_cell(reports):
    is_coarse = np.isin(reports.category, [list(CATEGORIES).index(code) for code in COARSE])
    in_cell = reports.lat[is_coarse] / 0.0045 % 1
    assert np.allclose(in_cell, 0.5, atol=1e-3)
    assert not np.allclose(reports.lat[~is_coarse] / 0.0045 % 1, 0.5, atol=1e-3)


def test_no_report_cannot_be_made_up(tmp_path):
    with pytest.raises(ValueError, match="at least one report is needed, got 0"):
        generate(0, 1, tmp_path)
