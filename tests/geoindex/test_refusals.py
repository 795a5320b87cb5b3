import pytest

from kmzb.geoindex.api import Index, Mark, Moment, is_tile

AT = Moment(0, 0)


def mark(**changes):
    fields = {"id": "a", "lon": 19.0, "lat": 52.0, "category": "speeding", "status": "new", "reported": 0}
    return Mark(**(fields | {"changed": 0, "unit": "KPP-1007", "area": "1007"} | changes))


def test_one_id_is_one_mark():
    assert len(Index.build([mark(), mark(id="b")])) == 2
    with pytest.raises(ValueError, match="twice"):
        Index.build([mark(), mark(lon=20.0)])


@pytest.mark.parametrize("name", ["", "a" * 17, "ą", "a\0"])
def test_no_id(name):
    with pytest.raises(ValueError, match="ASCII"):
        Index.build([mark(id=name)])


def test_the_longest_id():
    assert Index.build([mark(id="a" * 16)]).newest(AT, limit=1) == ["a" * 16]


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
    assert index.tile(0, 0, 0, AT) == []
    assert index.totals(AT).total == 0
    assert index.newest(AT, limit=5) == []
    assert index.nearest(19, 52, 1e9, AT, limit=5) == []
    assert len(index) == 0


def test_the_old_index_stays_as_it_was():
    old = Index.build([mark()])
    new = old.replaced(["a"], [mark(id="b", status="confirmed", unit="KPP-1016")])
    assert old.totals(AT).by_status == {"new": 1}
    assert new.totals(AT).by_status == {"confirmed": 1}


def test_the_turn_moves_when_a_mark_opens():
    index = Index.build([mark(opens=10), mark(id="b", opens=20)])
    turns = [index.turn(Moment(second, 0)) for second in (9, 10, 19, 20, 99)]
    assert turns == [0, 1, 1, 2, 2]
