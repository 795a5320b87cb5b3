"""Every answer equals that of a search through all marks, whatever part of the index they are in."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoindex import brute
from kmzb.geoindex.api import DEEPEST, Index

CROWDS = brute.crowds | brute.lasting_crowds | brute.tight_crowds


@st.composite
def _tiles(draw):
    z = draw(st.integers(0, 16))
    return z, draw(st.integers(0, 2**z - 1)), draw(st.integers(0, 2**z - 1))


@given(st.data(), CROWDS, brute.moments, brute.filters, st.integers(0, 16))
def test_tiles_around_marks(data, crowd, at, wanted, z):
    index = data.draw(brute.indexes(crowd, at))
    for x, y in {brute.tile_of(mark, z) for mark in crowd}:
        cells = index.tile(z, x, y, at, wanted).cells()
        assert Counter(cells) == brute.tile(crowd, z, x, y, at, wanted)


@given(CROWDS, brute.moments, brute.filters, _tiles())
def test_any_tile(crowd, at, wanted, zxy):
    assert Counter(Index.build(crowd).tile(*zxy, at, wanted).cells()) == brute.tile(crowd, *zxy, at, wanted)


@given(st.data(), CROWDS, brute.moments, brute.filters, st.integers(0, 15))
def test_every_mark_is_in_exactly_one_tile(data, crowd, at, wanted, z):
    index = data.draw(brute.indexes(crowd, at))
    tiles = {brute.tile_of(mark, z) for mark in crowd}
    around = {(x + i, y + j) for x, y in tiles for i in (-1, 0, 1) for j in (-1, 0, 1)}
    inside = [(x, y) for x, y in around if 0 <= x < 2**z and 0 <= y < 2**z]
    counted = sum(cell.count for x, y in inside for cell in index.tile(z, x, y, at, wanted).cells())
    expected = sum(mark.weight for mark in crowd if brute.passes(mark, at, wanted))
    assert counted == index.count(at, wanted) == index.tally(at, wanted).total == expected


@given(st.data(), CROWDS, brute.moments, brute.filters, st.none() | brute.boxes)
def test_totals(data, crowd, at, wanted, box):
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted) and brute.in_box(mark, box)]
    index = data.draw(brute.indexes(crowd, at))
    tally = index.tally(at, wanted, box)
    assert tally.total == index.count(at, wanted, box) == sum(mark.weight for mark in matching)
    assert tally.by_status == brute.weighed(matching, lambda mark: mark.status)
    assert tally.by_category == brute.weighed(matching, lambda mark: mark.category)
    assert tally.by_month == brute.weighed(matching, lambda mark: brute.month(mark.reported))
    waits = sorted(
        min(255, max(0, mark.changed - mark.reported))
        for mark in matching
        if mark.status == "new"
        for _ in range(mark.weight)
    )
    assert tally.typical_wait({"new"}) == (waits[(len(waits) - 1) // 2] if waits else None)


@given(st.data(), CROWDS, brute.moments, brute.filters)
def test_the_cube(data, crowd, at, wanted):
    tally = data.draw(brute.indexes(crowd, at)).tally(at, wanted)
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted)]
    expected = brute.weighed(matching, lambda mark: (mark.category, mark.status, brute.month(mark.reported)))
    axes = tally.categories, tally.statuses, tally.months
    found = {tuple(names[i] for names, i in zip(axes, place, strict=True)): n for place, n in brute.filled(tally.cube)}
    assert found == expected


@given(st.data(), CROWDS, brute.moments, brute.filters, st.none() | brute.boxes, st.integers(1, 7))
def test_pages_of_the_newest_put_together(data, crowd, at, wanted, box, limit):
    index = data.draw(brute.indexes(crowd, at))
    changed = {mark.id: mark.changed for mark in crowd}
    found, after = [], None
    while page := index.newest(at, wanted, box, after=after, limit=limit):
        assert len(page) <= limit
        assert not set(found) & set(page)
        found += page
        after = changed[page[-1]], page[-1]
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted) and brute.in_box(mark, box)]
    assert found == [mark.id for mark in sorted(matching, key=lambda mark: (-mark.changed, mark.id))]


@given(st.data(), CROWDS, brute.moments, brute.filters, st.integers(1, 5), st.sampled_from([0, 100, 1e5, 1e7]))
def test_nearest(data, crowd, at, wanted, limit, reach):
    found = data.draw(brute.indexes(crowd, at)).nearest(19.0, 52.0, reach, at, wanted, limit=limit)
    distances = {mark.id: brute.metres(19.0, 52.0, mark) for mark in crowd if brute.passes(mark, at, wanted)}
    within = sorted(away for away in distances.values() if away <= reach)[:limit]
    assert [away for _, away in found] == pytest.approx(within, rel=1e-9, abs=1e-6)
    assert all(away == pytest.approx(distances[name], rel=1e-9, abs=1e-6) for name, away in found)


@given(st.data(), CROWDS, brute.moments, brute.filters, brute.polygons)
def test_polygons(data, crowd, at, wanted, polygon):
    index = data.draw(brute.indexes(crowd, at))
    matching = [mark for mark in crowd if brute.passes(mark, at, wanted) and brute.in_polygon(mark, polygon)]
    assert index.count(at, wanted, polygon) == sum(mark.weight for mark in matching)
    assert set(index.newest(at, wanted, polygon, limit=99)) == {mark.id for mark in matching}


@given(CROWDS, st.lists(st.tuples(CROWDS, st.lists(st.integers(0, 39), max_size=5)), max_size=4), st.data())
def test_changes_lead_to_what_a_build_gives(crowd, steps, data):
    index, lived = Index.build(crowd), {mark.id: mark for mark in crowd}
    for marks, chosen in steps:
        gone = [sorted(lived)[place] for place in chosen if place < len(lived)]
        index = index.replaced(gone, marks)
        if data.draw(st.booleans()):
            index = index.merged(data.draw(brute.moments), **data.draw(brute.orders))
        lived = {name: mark for name, mark in lived.items() if name not in gone} | {mark.id: mark for mark in marks}
    built = Index.build(lived.values())
    at = brute.Moment(9, 0)
    assert len(index) == len(built)
    assert index.newest(at, limit=99) == built.newest(at, limit=99)
    for z in (0, 7, DEEPEST):
        for x, y in {brute.tile_of(mark, z) for mark in lived.values()}:
            assert index.tile(z, x, y, at).mvt() == built.tile(z, x, y, at).mvt()


@given(st.permutations(range(12)))
def test_the_order_of_arrival_does_not_matter(order):
    crowd = [_mark(n) for n in range(12)]
    at = brute.Moment(9, 0)
    for z, x, y in ((0, 0, 0), (16, *brute.tile_of(crowd[0], 16))):
        shuffled = Index.build(crowd[n] for n in order).tile(z, x, y, at)
        assert shuffled.mvt() == Index.build(crowd).tile(z, x, y, at).mvt()


def _mark(n):
    statuses = ("new", "confirmed", "verification")
    name = "abcdefghijklmnop"[: 16 - n] + "2" * n
    return brute.Mark(name, 19.0, 52.0 + n // 4, "speeding", statuses[n % 3], 0, 0, "", "")
