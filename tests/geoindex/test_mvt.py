"""Tiles as an independent decoder reads them."""

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoindex import brute
from kmzb.geoindex.api import Codes, Index, Mark, Tile
from kmzb.geoindex.tile import KINDS

AT = brute.Moment(0, 0)
_TEXT = st.text(max_size=60).filter(lambda text: len(text.encode()) <= 256)
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


@st.composite
def _tiles(draw):
    codes = Codes(
        category=draw(st.lists(_TEXT, min_size=1, max_size=64, unique=True)),
        status=draw(st.lists(st.text("abcdef_", min_size=1, max_size=12), min_size=1, max_size=8, unique=True)),
    )
    signs = draw(st.integers(1, 20))

    def column(values):
        return np.array(draw(st.lists(values, min_size=signs, max_size=signs)))

    counts = np.zeros((signs, 8), dtype=np.int64)
    counts[:, : len(codes.status.codes)] = column(
        st.lists(st.integers(0, 2**31), min_size=len(codes.status.codes), max_size=len(codes.status.codes))
    )
    columns = {
        "x": column(st.integers(0, 4095)),
        "y": column(st.integers(0, 4095)),
        "count": counts,
        "is_single": column(st.booleans()),
        "id": column(st.text(_LETTERS, min_size=16, max_size=16).map(str.encode)),
        "category": column(st.integers(0, len(codes.category.codes) - 1)),
        "status": column(st.integers(0, len(codes.status.codes) - 1)),
        "changed": column(st.integers(0, 65_535)),
    }
    return Tile(codes, **{name: array.astype(KINDS[name]) for name, array in columns.items()})


def _told(cell):
    properties = {"count": cell.count, **dict(cell.by_status)}
    if (single := cell.single) is not None:
        properties |= {"id": single.id, "category": single.category, "status": single.status, "changed": single.changed}
    return properties


def _decoded(tile):
    return mapbox_vector_tile.decode(tile.mvt(), default_options={"y_coord_down": True})


@given(_tiles())
def test_a_decoder_reads_every_sign(tile):
    decoded = _decoded(tile)
    assert list(decoded) == ["marks"]
    layer = decoded["marks"]
    assert (layer["extent"], layer["version"]) == (4096, 2)
    cells = tile.cells()
    assert len(cells) == len(tile)
    assert [feature["properties"] for feature in layer["features"]] == [_told(cell) for cell in cells]
    points = [{"type": "Point", "coordinates": [cell.x, cell.y]} for cell in cells]
    assert [feature["geometry"] for feature in layer["features"]] == points


def test_nothing_is_no_bytes():
    assert Index.build([]).tile(0, 0, 0, AT).mvt() == b""


@pytest.mark.parametrize("number", [3000, 6000])
def test_many_signs(number):
    crowd = [
        Mark(f"{n:016b}".replace("0", "a").replace("1", "b"), 20.28, 51.38, "speeding", "new", 0, n, "", "")
        for n in range(number)
    ]
    tile = Index.build(crowd).tile(16, *brute.tile_of(crowd[0], 16), AT)
    features = _decoded(tile)["marks"]["features"]
    assert {feature["properties"]["id"] for feature in features} == {mark.id for mark in crowd}
    assert {feature["properties"]["changed"] for feature in features} == set(range(number))


def test_a_single_mark_tells_its_status_twice():
    mark = Mark("abcdefghij234567", 20.28, 51.38, "speeding", "new", 20000, 20001, "KPP-1007", "1007")
    (feature,) = _decoded(Index.build([mark]).tile(16, *brute.tile_of(mark, 16), AT))["marks"]["features"]
    assert feature["properties"] == {
        "count": 1,
        "new": 1,
        "id": "abcdefghij234567",
        "category": "speeding",
        "status": "new",
        "changed": 20001,
    }


def test_a_cluster_names_no_mark():
    crowd = [Mark(letter * 16, 20.28, 51.38, "speeding", "new", 0, 0, "", "") for letter in "ab"]
    (feature,) = _decoded(Index.build(crowd).tile(15, *brute.tile_of(crowd[0], 15), AT))["marks"]["features"]
    assert feature["properties"] == {"count": 2, "new": 2}


@pytest.mark.parametrize("z", [15, 16])
def test_a_mark_that_stands_for_many_names_none_of_them(z):
    mark = Mark("a" * 16, 20.28, 51.38, "speeding", "new", 0, 0, "", "", weight=3)
    (feature,) = _decoded(Index.build([mark]).tile(z, *brute.tile_of(mark, z), AT))["marks"]["features"]
    assert feature["properties"] == {"count": 3, "new": 3}
