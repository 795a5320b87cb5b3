import numpy as np
import pytest

from geoindex.brute import tile_of
from kmzb.geoindex.api import (
    MOST_CORNERS,
    MOST_WEIGHT,
    Codes,
    Columns,
    Index,
    Mark,
    Moment,
    Polygon,
    TooManyCodes,
    is_tile,
)

AT = Moment(0, 0)
A, B = "a" * 16, "b" * 16


def mark(**changes):
    fields = {"id": A, "lon": 19.0, "lat": 52.0, "category": "speeding", "status": "new", "reported": 0}
    return Mark(**(fields | {"changed": 0, "unit": "KPP-1007", "area": "1007"} | changes))


def test_one_id_is_one_mark():
    assert len(Index.build([mark(), mark(id=B)])) == 2
    with pytest.raises(ValueError, match="twice"):
        Index.build([mark(), mark(lon=20.0)])


def _columns(codes, ids, opens):
    nothing = np.zeros(len(ids), dtype=np.int64)
    numbers = dict.fromkeys(("category", "status", "unit", "area", "reported", "changed"), nothing)
    names = np.array([name.encode() for name in ids])
    return Columns.of(codes, id=names, lon=nothing + 19, lat=nothing + 52, opens=np.array(opens), **numbers)


@pytest.mark.parametrize("opens", [(0, 0, 0), (9, 0, 9), (9, 0, 0)], ids=["now", "later", "now and later"])
def test_one_id_is_one_mark_of_many(opens):
    codes = Codes(category=["speeding"], status=["new"], unit=["KPP-1007"], area=["1007"])
    # Alike in the first 64 of their 80 bits.
    alike = ["a" * 12 + "abcd", "b" * 16, "a" * 12 + "abce"]
    assert len(Index.of(codes, _columns(codes, alike, opens), AT)) == 3
    with pytest.raises(ValueError, match="twice"):
        Index.of(codes, _columns(codes, [A, B, A], opens), AT)


@pytest.mark.parametrize(
    "name", ["", "a" * 15, "a" * 17, "ą" * 16, "a" * 15 + "\0", "A" * 16, "a" * 15 + "1", "a" * 15 + "8"]
)
def test_no_id(name):
    with pytest.raises(ValueError, match="base-32"):
        Index.build([mark(id=name)])


def test_every_letter_of_an_id_comes_back():
    names = ["abcdefghijklmnop", "qrstuvwxyz234567", "a" * 16, "7" * 16, "2" * 16, "z" * 16]
    assert Index.build(mark(id=name) for name in names).newest(AT, limit=9) == sorted(names)


@pytest.mark.parametrize(
    "changes",
    [
        {"reported": -1},
        {"reported": 65_535},
        {"changed": 70_000},
        {"weight": 0},
        {"weight": MOST_WEIGHT + 1},
        {"status": "x" * 257},
    ],
)
def test_a_number_that_no_column_holds(changes):
    with pytest.raises(ValueError, match=r"number from|longer than"):
        Index.build([mark(**changes)])


def test_the_largest_numbers():
    index = Index.build([mark(reported=65_534, changed=65_534, weight=MOST_WEIGHT, status="x" * 256)])
    assert index.count(AT) == MOST_WEIGHT
    assert index.tile(16, *tile_of(mark(), 16), AT).cells()[0].by_status == (("x" * 256, MOST_WEIGHT),)


@pytest.mark.parametrize(("name", "most"), [("category", 64), ("status", 8)])
def test_more_codes_than_a_column_numbers(name, most):
    crowd = [
        mark(id=f"{n:05b}".replace("0", "a").replace("1", "b").rjust(16, "a"), **{name: str(n)}) for n in range(32)
    ]
    crowd += [mark(id=one.id.replace("a", "c"), **{name: f"more {n}"}) for n, one in enumerate(crowd)]
    assert len(Index.build(crowd[:most])) == most
    with pytest.raises(TooManyCodes, match=str(most)):
        Index.build([*crowd[:most], mark(id="d" * 16, **{name: "one more"})])


@pytest.mark.parametrize("rings", [(), ((),), (((19, 52),),), (((19, 52), (20, 52)),), (((19, 52),) * 9,)])
def test_a_polygon_without_an_inside_holds_nothing(rings):
    assert Index.build([mark()]).count(AT, where=Polygon(rings)) == 0


def test_a_polygon_has_bounds():
    ring = tuple((18 + n / MOST_CORNERS, 50 + n % 2 * 4) for n in range(MOST_CORNERS))
    assert Index.build([mark()]).count(AT, where=Polygon((ring,))) in {0, 1}
    with pytest.raises(ValueError, match="corners"):
        Index.build([mark()]).count(AT, where=Polygon((ring, ring[:1])))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_polygon_of_what_is_no_number(value):
    with pytest.raises(ValueError, match="not a number"):
        Index.build([mark()]).count(AT, where=Polygon((((18, 50), (value, 54), (24, 54)),)))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_coordinate_that_is_no_number(value):
    with pytest.raises(ValueError, match="not a number"):
        Index.build([mark(lon=value)])


@pytest.mark.parametrize("zxy", [(-1, 0, 0), (17, 0, 0), (3, 8, 0), (3, 0, 8), (0, -1, 0), (0, 0, 10**30)])
def test_no_such_tile(zxy):
    assert not is_tile(*zxy)
    with pytest.raises(ValueError, match="no tile"):
        Index.build([]).tile(*zxy, AT)


def test_an_empty_index_answers():
    index = Index.build([])
    assert index.tile(0, 0, 0, AT).cells() == []
    assert index.count(AT) == index.tally(AT).total == 0
    assert index.tally(AT).typical_wait({"new"}) is None
    assert index.newest(AT, limit=5) == []
    assert index.nearest(19, 52, 1e9, AT, limit=5) == []
    assert len(index) == 0


def test_the_old_index_stays_as_it_was():
    old = Index.build([mark()])
    new = old.replaced([A], [mark(id=B, status="confirmed", unit="KPP-1016")])
    assert old.tally(AT).by_status == {"new": 1}
    assert new.tally(AT).by_status == {"confirmed": 1}


def test_the_turn_moves_when_a_mark_opens():
    index = Index.build([mark(opens=10), mark(id=B, opens=20)])
    turns = [index.turn(Moment(second, 0)) for second in (9, 10, 19, 20, 99)]
    assert turns == [0, 10, 10, 20, 20]
    merged = index.merged(Moment(15, 0))
    assert [merged.turn(Moment(second, 0)) for second in (15, 19, 20)] == [10, 10, 20]
