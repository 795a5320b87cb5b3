"""Tiles around crowds: what is read from their own order, and what lies before, between and behind them."""

import random
from collections import Counter

import pytest

from geoindex import brute
from kmzb.geoindex.api import Filter, Index, Moment

AT = Moment(99, 0)
_WIDTH = 360 / 1024  # of a tile of zoom 10, in degrees
_WANTED = [
    Filter(categories=frozenset({"c1"})),
    Filter(statuses=frozenset({"new"}), first_day=30, last_day=59),
    Filter(categories=frozenset({"c0", "c2"}), statuses=frozenset({"confirmed"})),
    Filter(first_day=99),
]


def _marks(sizes):
    """So many marks in each of neighbouring tiles of zoom 10, from west to east."""
    draw = random.Random(7)  # it must give the same marks each time
    places = [number for number, size in enumerate(sizes) for _ in range(size)]
    return [
        brute.Mark(
            f"{number:016b}".replace("0", "a").replace("1", "b"),
            round(20.1 + (place + draw.random() * 0.8) * _WIDTH, 6),
            round(51.4 + draw.random() * 0.05, 6),
            f"c{draw.randrange(3)}",
            draw.choice(("new", "confirmed")),
            draw.randrange(100),
            100,
            "",
            "",
        )
        for number, place in enumerate(places)
    ]


@pytest.mark.parametrize("sizes", [(9, 60, 9, 60, 9), (60, 9, 60), (9, 60), (60, 60), (9, 9)], ids=str)
@pytest.mark.parametrize("wanted", _WANTED, ids=range(len(_WANTED)))
def test_what_lies_beside_crowds_counts_once(sizes, wanted):
    marks = _marks(sizes)
    index = Index.build(marks).merged(AT, shelf_from=0, crowd_from=30)
    crowds = index._base.piece.crowds
    assert (0 if crowds is None else len(crowds.code)) == sizes.count(60)
    for z in range(12):
        tiles = {brute.tile_of(mark, z) for mark in marks}
        for tile in tiles:
            assert Counter(index.tile(z, *tile, AT, wanted).cells()) == brute.tile(marks, z, *tile, AT, wanted)


@pytest.mark.parametrize("z", range(12))
@pytest.mark.parametrize("wanted", _WANTED, ids=range(len(_WANTED)))
def test_a_crowd_of_few_is_read_where_it_may_be(z, wanted):
    """The shelf would look at more rows than there are, so that the rows are read at every zoom."""
    marks = _marks((6, 6))
    index = Index.build(marks).merged(AT, shelf_from=0, crowd_from=1)
    assert index._base.piece.crowds is not None
    for tile in {brute.tile_of(mark, z) for mark in marks}:
        assert Counter(index.tile(z, *tile, AT, wanted).cells()) == brute.tile(marks, z, *tile, AT, wanted)
