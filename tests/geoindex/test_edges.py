"""What chance seldom draws: marks exactly on edges, the last mark of a cell, and as many reports as sums hold."""

from collections import Counter

import pytest

from geoindex import brute
from kmzb.geoindex.api import EVERYTHING, MOST_WEIGHT, Box, Filter, Index, Moment, Polygon

AT = Moment(0, 0)


def mark(letter, lon, lat, **changes):
    return brute.Mark(letter * 16, lon, lat, "c", "new", 5, 5, "", "", **changes)


@pytest.mark.parametrize(
    ("south", "holds"), [(-10, True), (0, False)], ids=["on the northern edge", "on the southern edge"]
)
def test_a_point_on_a_level_edge_belongs_to_the_south(south, holds):
    square = Polygon((((0, south), (10, south), (10, south + 10), (0, south + 10)),))
    assert Index.build([mark("a", 5, 0)]).count(AT, where=square) == holds


@pytest.mark.parametrize(
    ("west", "holds"), [(0, True), (-10, False)], ids=["on the western edge", "on the eastern edge"]
)
def test_a_point_on_an_upright_edge_belongs_to_the_east(west, holds):
    square = Polygon((((west, -5), (west + 10, -5), (west + 10, 5), (west, 5)),))
    assert Index.build([mark("a", 0, 1)]).count(AT, where=square) == holds


@pytest.mark.parametrize("edge", [19.0, 19.000001, 20.28, -0.000001, 0.1 + 0.2])
def test_the_edges_of_a_box_belong_to_it(edge):
    lon = round(edge, 6)
    index = Index.build([mark("a", lon, 52.0)])
    assert index.count(AT, where=Box(lon, 52.0, lon, 52.0)) == 1
    assert index.count(AT, where=Box(lon + 1e-7, 51, 21, 53)) == 0
    assert index.count(AT, where=Box(-1, 51, lon - 1e-7, 53)) == 0
    assert index.count(AT, where=Box(-1, 51, lon, 52 - 1e-7)) == 0


@pytest.mark.parametrize("z", [0, 5, 6, 9, 15])
@pytest.mark.parametrize("orders", [{}, {"shelf_from": 0}, {"shelf_from": 0, "crowd_from": 1}], ids=str)
@pytest.mark.parametrize("wanted", [Filter(), Filter(first_day=1), Filter(categories=frozenset("c"))])
def test_the_last_mark_of_a_cell_is_told_by_its_name(z, orders, wanted):
    crowd = [mark(letter, 20.28, 51.38) for letter in "abc"]
    index = Index.build(crowd).merged(AT, **orders).replaced(["a" * 16, "b" * 16], [])
    (cell,) = index.tile(z, *brute.tile_of(crowd[0], z), AT, wanted).cells()
    assert cell.single.id == "c" * 16
    (cell,) = index.replaced(["c" * 16], [mark("d", 20.28, 51.38)]).tile(0, 0, 0, AT, wanted).cells()
    assert cell.single.id == "d" * 16


@pytest.mark.parametrize("orders", [{}, {"shelf_from": 0, "crowd_from": 1}], ids=str)
@pytest.mark.parametrize("wanted", [EVERYTHING, Filter(categories=frozenset("c"))])
def test_over_four_hundred_of_the_heaviest_marks_stand_where_they_are(orders, wanted):
    names = (f"{n:016b}".replace("0", "a").replace("1", "b") for n in range(429))
    crowd = [brute.replace(mark("a", 179.9, -85), id=name, weight=MOST_WEIGHT) for name in names]
    built = Index.build(crowd)
    for index in (built, built.merged(AT, **orders)):
        for z in (0, 6, 7, 10, 15):
            tile = z, *brute.tile_of(crowd[0], z)
            assert Counter(index.tile(*tile, AT, wanted).cells()) == brute.tile(crowd, *tile, AT, wanted)


def test_a_decision_dated_before_its_report_took_no_time():
    crowd = [brute.replace(mark("a", 20, 51), changed=3), brute.replace(mark("b", 20, 51), changed=4)]
    assert Index.build(crowd).tally(AT).typical_wait({"new"}) == 0


def test_a_mark_in_the_corner_of_the_world_is_not_taken_for_another():
    corner, town = mark("a", -180.0, 85.051128), mark("b", 20.28, 51.38)
    index = Index.build([corner, town]).merged(AT, shelf_from=0)
    for one in (corner, town):
        (cell,) = index.tile(4, *brute.tile_of(one, 4), AT).cells()
        assert cell.single.id == one.id
