"""Every answer equals that of a search through all marks."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoindex import brute
from kmzb.geoindex.api import Index, Polygon


@st.composite
def _tiles(draw):
    z = draw(st.integers(0, 16))
    return z, draw(st.integers(0, 2**z - 1)), draw(st.integers(0, 2**z - 1))


@given(brute.crowds, brute.moments, brute.filters, st.integers(0, 16))
def test_tiles_around_marks(crowd, at, wanted, z):
    index = Index.build(crowd)
    for x, y in {brute.tile_of(mark, z) for mark in crowd}:
        cells = index.tile(z, x, y, at, wanted)
        assert len(cells) == len(set(cells)) or z == 16
        assert set(cells) == brute.tile(crowd, z, x, y, at, wanted)


@given(brute.crowds, brute.moments, brute.filters, _tiles())
def test_any_tile(crowd, at, wanted, zxy):
    assert set(Index.build(crowd).tile(*zxy, at, wanted)) == brute.tile(crowd, *zxy, at, wanted)


@given(brute.crowds, brute.moments, brute.filters, st.integers(0, 15))
def test_every_mark_is_in_exactly_one_tile(crowd, at, wanted, z):
    index = Index.build(crowd)
    tiles = {brute.tile_of(mark, z) for mark in crowd}
    around = {(x + i, y + j) for x, y in tiles for i in (-1, 0, 1) for j in (-1, 0, 1)}
    inside = [(x, y) for x, y in around if 0 <= x < 2**z and 0 <= y < 2**z]
    counted = sum(cell.count for x, y in inside for cell in index.tile(z, x, y, at, wanted))
    assert counted == index.totals(at, wanted).total == sum(brute.passes(mark, at, wanted) for mark in crowd)


@given(brute.crowds, brute.moments, brute.filters, st.none() | brute.boxes)
def test_totals(crowd, at, wanted, box):
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted) and brute.in_box(mark, box)]
    totals = Index.build(crowd).totals(at, wanted, box)
    assert totals.total == len(matching)
    assert totals.by_status == Counter(mark.status for mark in matching)
    assert totals.by_category == Counter(mark.category for mark in matching)


@given(brute.crowds, brute.moments, brute.filters, st.none() | brute.boxes, st.integers(1, 7))
def test_pages_of_the_newest_put_together(crowd, at, wanted, box, limit):
    index = Index.build(crowd)
    changed = {mark.id: mark.changed for mark in crowd}
    found, after = [], None
    while page := index.newest(at, wanted, box, after=after, limit=limit):
        assert len(page) <= limit
        assert not set(found) & set(page)
        found += page
        after = changed[page[-1]], page[-1]
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted) and brute.in_box(mark, box)]
    assert found == [mark.id for mark in sorted(matching, key=lambda mark: (-mark.changed, mark.id))]


@given(brute.crowds, brute.moments, brute.filters, st.integers(1, 5), st.sampled_from([0, 100, 1e5, 1e7]))
def test_nearest(crowd, at, wanted, limit, reach):
    found = Index.build(crowd).nearest(19.0, 52.0, reach, at, wanted, limit=limit)
    distances = {mark.id: brute.metres(19.0, 52.0, mark) for mark in crowd if brute.passes(mark, at, wanted)}
    within = sorted(away for away in distances.values() if away <= reach)[:limit]
    assert [away for _, away in found] == pytest.approx(within, rel=1e-9, abs=1e-6)
    assert all(away == pytest.approx(distances[name], rel=1e-9, abs=1e-6) for name, away in found)


@given(brute.crowds, st.lists(st.tuples(brute.crowds, st.lists(st.integers(0, 39), max_size=5)), max_size=4))
def test_changes_lead_to_what_a_build_gives(crowd, steps):
    index, lived = Index.build(crowd), {mark.id: mark for mark in crowd}
    for marks, chosen in steps:
        gone = [sorted(lived)[place] for place in chosen if place < len(lived)]
        index = index.replaced(gone, marks)
        lived = {name: mark for name, mark in lived.items() if name not in gone} | {mark.id: mark for mark in marks}
    built = Index.build(lived.values())
    at = brute.Moment(9, 0)
    assert len(index) == len(built)
    assert index.newest(at, limit=99) == built.newest(at, limit=99)
    for z in (0, 7, 16):
        for x, y in {brute.tile_of(mark, z) for mark in lived.values()}:
            assert index.tile(z, x, y, at) == built.tile(z, x, y, at)


@given(st.permutations(range(12)))
def test_the_order_of_arrival_does_not_matter(order):
    crowd = [_mark(n) for n in range(12)]
    at = brute.Moment(9, 0)
    for z, x, y in ((0, 0, 0), (16, *brute.tile_of(crowd[0], 16))):
        shuffled = Index.build(crowd[n] for n in order).tile(z, x, y, at)
        assert shuffled == Index.build(crowd).tile(z, x, y, at)


def _mark(n):
    statuses = ("new", "confirmed", "verification")
    return brute.Mark(f"m{n}", 19.0, 52.0 + n // 4, "speeding", statuses[n % 3], 0, 0, "", "")


@given(brute.crowds)
def test_a_polygon_with_a_hole(crowd):
    outer, hole = ((18, 50), (24, 50), (24, 54), (18, 54)), ((19, 51), (20, 51), (20, 53), (19, 53))
    total = Index.build(crowd).totals(brute.Moment(9, -9), where=Polygon((outer, hole))).total
    expected = [
        mark
        for mark in crowd
        if mark.opens <= 9 and 18 <= mark.lon < 24 and 50 <= mark.lat < 54
        if not (19 <= mark.lon < 20 and 51 <= mark.lat < 53)
    ]
    assert total == len(expected)
