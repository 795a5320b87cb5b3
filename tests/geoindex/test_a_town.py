"""Thousands of marks in one place: runs of rows, sums of runs, and cells of the shelf with many classes."""

import random
from collections import Counter

import pytest

from geoindex import brute
from kmzb.geoindex.api import EVERYTHING, Box, Filter, Index, Moment, Polygon

AT = Moment(99, 0)
_FILTERS = [
    EVERYTHING,
    Filter(statuses=frozenset({"new", "confirmed"})),
    Filter(categories=frozenset({"c0", "c3"}), first_day=100, last_day=299),
    Filter(first_day=50, last_day=250),
    Filter(first_day=399),
    Filter(units=frozenset({"U1"})),
    Filter(areas=frozenset({"10"})),
]


def _crowd(weight, size=4000):
    draw = random.Random(5)  # it must give the same marks each time
    return [_mark(draw, number, weight) for number in range(size)]


def _mark(draw, number, weight):
    lon, lat = (20.28, 51.38) if number % 4 == 0 else (draw.gauss(20.28, 0.01), draw.gauss(51.38, 0.005))
    reported = draw.randrange(400)
    return brute.Mark(
        f"{number:016b}".replace("0", "a").replace("1", "b"),
        round(lon, 6),
        round(lat, 6),
        f"c{draw.randrange(7)}",
        draw.choice(("new", "confirmed", "not_confirmed")),
        reported,
        reported + draw.randrange(300),
        f"U{number % 3}",
        draw.choice(("1007", "1016", "14")),
        weight=draw.choice((1, 1, weight)),
    )


@pytest.fixture(scope="module", params=[1, 5], ids=["every mark one report", "some marks many"])
def town(request):
    """The marks, and their index: merged, then changed in some hundred places."""
    crowd = _crowd(request.param)
    elders = [brute.replace(mark, lon=20.2, status="new", category="c6") for mark in crowd[:150]]
    index = Index.build([*crowd[150:-50], *elders]).merged(AT, shelf_from=0)
    return crowd, index.replaced((), [*crowd[:150], *crowd[-50:]])


@pytest.mark.parametrize("crowd_from", [1, 5_000], ids=["a crowd", "no crowd"])
@pytest.mark.parametrize("wanted", _FILTERS, ids=range(len(_FILTERS)))
@pytest.mark.parametrize("z", [0, 4, 6, 7, 9, 10, 11, 13, 14, 15, 16])
def test_tiles(town, z, wanted, crowd_from):
    crowd, _ = town
    tile = z, *brute.tile_of(crowd[0], z)
    for index in _states(town, crowd_from):
        assert Counter(index.tile(*tile, AT, wanted).cells()) == brute.tile(crowd, *tile, AT, wanted)


def _states(town, crowd_from):
    """Return the index as it was built and changed, merged, and changed once more."""
    crowd, changed = town
    merged = changed.merged(AT, shelf_from=0, crowd_from=crowd_from)
    gone = merged.replaced([mark.id for mark in crowd[:70]], ())
    return changed, merged, gone.replaced((), crowd[:70])


_DAYS = Filter(first_day=50, last_day=250)


@pytest.mark.parametrize(("z", "wanted"), [(4, _DAYS), (6, _DAYS), (7, EVERYTHING), (9, EVERYTHING), (11, EVERYTHING)])
@pytest.mark.parametrize("weight", [1, 5])
def test_tiles_that_are_read_from_running_sums(z, wanted, weight):
    crowd = _crowd(weight, size=17_000)
    elders = [brute.replace(mark, lon=20.2, status="new") for mark in crowd[:150]]
    index = Index.build([*crowd[150:], *elders]).merged(AT, shelf_from=0).replaced((), crowd[:150])
    tile = z, *brute.tile_of(crowd[0], z)
    assert Counter(index.tile(*tile, AT, wanted).cells()) == brute.tile(crowd, *tile, AT, wanted)


@pytest.mark.parametrize("wanted", _FILTERS, ids=range(len(_FILTERS)))
def test_sums(town, wanted):
    crowd, index = town
    circle = Polygon((((20.27, 51.37), (20.29, 51.375), (20.285, 51.39), (20.272, 51.385)),))
    box = Box(20.275, 51.37, 20.28, 51.39)
    passing = [mark for mark in crowd if brute.passes(mark, AT, wanted)]
    for where, matching in (
        (None, passing),
        (box, [mark for mark in passing if brute.in_box(mark, box)]),
        (circle, [mark for mark in passing if brute.in_polygon(mark, circle)]),
    ):
        tally = index.tally(AT, wanted, where)
        assert tally.by_category == brute.weighed(matching, lambda mark: mark.category)
        assert tally.by_month == brute.weighed(matching, lambda mark: brute.month(mark.reported))
        assert index.count(AT, wanted, where) == tally.total
        newest = sorted(matching, key=lambda mark: (-mark.changed, mark.id))[:700]
        assert index.newest(AT, wanted, where, limit=700) == [mark.id for mark in newest]
