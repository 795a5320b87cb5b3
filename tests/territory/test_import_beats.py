"""Beats brought in with their units."""

import pytest
import shapely

from kmzb.territory.api import beats, locator
from territory_files import feature, write_collection

WEST = shapely.box(20.2, 51.2, 20.4, 51.6)
EAST = shapely.box(20.4, 51.2, 20.6, 51.6)


def beat(shape, code="R1", unit="KPP-1007", name="Rejon nr 1"):
    return feature(shape, code=code, name=name, unit=unit)


@pytest.fixture
def bring_beats(bring, tmp_path):
    return lambda *features: bring(beats=write_collection(tmp_path / "beats.geojson", list(features)))


def problems(findings):
    return [(finding.problem.value, finding.subject) for finding in findings]


def test_beats_are_found_by_point(bring_beats):
    report = bring_beats(beat(WEST), beat(EAST, "R2", name="Rejon nr 2"))
    assert (report.errors, report.warnings, report.counts["beats"]) == ([], [], 2)
    assert [found.code for found in beats("KPP-1007")] == ["R1", "R2"]
    assert locator().locate(20.5, 51.5).beat.code == "R2"
    assert locator().locate(20.1, 51.5).beat is None


def test_without_beats_there_are_none(bring):
    bring()
    assert beats("KPP-1007") == []
    assert locator().locate(20.5, 51.5).beat is None


def test_territory_without_a_beat_is_a_warning(bring_beats):
    report = bring_beats(beat(WEST))
    assert problems(report.warnings) == [("beat.gap", "KPP-1007")]
    assert not report.is_refused


def test_a_beat_beyond_its_unit_is_a_warning(bring_beats):
    report = bring_beats(beat(shapely.box(20.0, 51.2, 20.6, 51.6)))
    assert problems(report.warnings) == [("beat.outside_unit", "KPP-1007")]
    assert locator().locate(20.1, 51.5).beat is None


@pytest.mark.parametrize(
    ("features", "problem"),
    [
        ([beat(WEST, unit="KPP-9")], ("unit.unknown", "R1")),
        ([beat(WEST), beat(EAST)], ("code.duplicate", "R1")),
        ([beat(WEST), beat(shapely.box(20.3, 51.2, 20.6, 51.6), "R2")], ("coverage.overlap", "R1 R2")),
        ([beat(WEST, name="")], ("code.malformed", "R1")),
        ([beat(WEST, unit=None)], ("code.malformed", "R1")),
        ([beat(shapely.Point(20.3, 51.5))], ("geometry.invalid", "R1")),
        ([beat(shapely.box(51.2, 20.2, 51.6, 20.4))], ("extent.outside", "beats.geojson")),
    ],
)
def test_a_wrong_beat_refuses_the_whole(bring_beats, features, problem):
    report = bring_beats(*features)
    assert problem in problems(report.errors)
    assert report.edition_id is None
