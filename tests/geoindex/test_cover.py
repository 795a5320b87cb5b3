from hypothesis import given
from hypothesis import strategies as st

from geoindex import brute
from kmzb.geoindex.api import Index, cover, place_of

AT = brute.Moment(9, 0)


@given(brute.crowds, brute.boxes, st.integers(-3, 20))
def test_the_tiles_hold_every_mark_of_the_box(crowd, box, zoom):
    tiles = cover(box, zoom, most=64)
    assert 1 <= len(tiles) == len(set(tiles)) <= 64
    assert len({z for z, _, _ in tiles}) == 1
    z = tiles[0][0]
    held = {mark.id for mark in crowd if (z, *brute.tile_of(mark, z)) in tiles}
    assert held >= {mark.id for mark in crowd if brute.in_box(mark, box)}


def test_a_zoom_that_needs_too_many_tiles_is_made_shallower():
    box = brute.Box(14, 49, 24, 55)
    assert cover(box, 5, most=64)[0][0] == 5
    assert cover(box, 16, most=64)[0][0] < 16
    assert cover(brute.Box(-180, -85, 180, 85), 16, most=1) == [(0, 0, 0)]


def test_a_sign_stands_within_a_pixel_of_its_mark():
    mark = brute.Mark("a" * 16, 20.28, 51.38, "", "", 0, 0, "", "")
    tile = (16, *brute.tile_of(mark, 16))
    (cell,) = Index.build([mark]).tile(*tile, AT).cells()
    lon, lat = place_of(tile, cell)
    assert brute.metres(lon, lat, mark) < 0.2
