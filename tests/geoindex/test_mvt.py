"""Tiles as an independent decoder reads them."""

import mapbox_vector_tile
from hypothesis import given
from hypothesis import strategies as st

from geoindex import brute
from kmzb.geoindex.api import Cell, Index, Mark, Single, encode

_COUNTS = st.integers(1, 2**31)
_SINGLES = st.builds(
    Single, id=st.text("abc234", min_size=1), category=st.text(max_size=200), status=st.text(), changed=st.integers(0)
)
_CELLS = st.builds(
    Cell,
    x=st.integers(0, 4095),
    y=st.integers(0, 4095),
    count=_COUNTS,
    by_status=st.lists(
        st.tuples(st.sampled_from(["confirmed", "new", "verification"]), _COUNTS), unique_by=lambda split: split[0]
    ).map(tuple),
    single=st.none() | _SINGLES.filter(lambda single: single.changed < 2**63),
)


def _told(cell):
    properties = {"count": cell.count, **dict(cell.by_status)}
    if (single := cell.single) is not None:
        properties |= {"id": single.id, "category": single.category, "status": single.status, "changed": single.changed}
    return properties


@given(st.lists(_CELLS, min_size=1, max_size=20))
def test_a_decoder_reads_every_sign(cells):
    decoded = mapbox_vector_tile.decode(encode(cells), default_options={"y_coord_down": True})
    assert list(decoded) == ["marks"]
    layer = decoded["marks"]
    assert (layer["extent"], layer["version"]) == (4096, 2)
    assert [feature["properties"] for feature in layer["features"]] == [_told(cell) for cell in cells]
    points = [{"type": "Point", "coordinates": [cell.x, cell.y]} for cell in cells]
    assert [feature["geometry"] for feature in layer["features"]] == points


def test_nothing_is_no_bytes():
    assert encode([]) == b""


def test_a_single_mark_tells_its_status_twice():
    mark = Mark("abcdefghij234567", 20.28, 51.38, "speeding", "new", 20000, 20001, "KPP-1007", "1007")
    zxy = 16, *brute.tile_of(mark, 16)
    tile = mapbox_vector_tile.decode(encode(Index.build([mark]).tile(*zxy, brute.Moment(0, 0))))
    (feature,) = tile["marks"]["features"]
    assert feature["properties"] == {
        "count": 1,
        "new": 1,
        "id": "abcdefghij234567",
        "category": "speeding",
        "status": "new",
        "changed": 20001,
    }


def test_a_cluster_names_no_mark():
    crowd = [Mark(name, 20.28, 51.38, "speeding", "new", 0, 0, "", "") for name in "ab"]
    zxy = 15, *brute.tile_of(crowd[0], 15)
    tile = mapbox_vector_tile.decode(encode(Index.build(crowd).tile(*zxy, brute.Moment(0, 0))))
    (feature,) = tile["marks"]["features"]
    assert feature["properties"] == {"count": 2, "new": 2}
