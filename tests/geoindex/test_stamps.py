"""One change gives a new key to the tiles around it, and to no others."""

from geoindex import brute
from kmzb.geoindex.api import Index

LODZ = brute.Mark("a" * 16, 19.456, 51.759, "c", "new", 0, 0, "", "")
SZCZECIN = brute.Mark("b" * 16, 14.55, 53.43, "c", "new", 0, 0, "", "")


def stamps(index, mark):
    return [index.stamp(z, *brute.tile_of(mark, z)) for z in range(17)]


def test_a_change_is_told_around_its_place_only():
    index = Index.build([LODZ, SZCZECIN]).replaced((), [LODZ], stamp=5)
    assert stamps(index, LODZ) == [5] * 17
    assert brute.tile_of(LODZ, 6) != brute.tile_of(SZCZECIN, 6)
    shared = [brute.tile_of(LODZ, z) == brute.tile_of(SZCZECIN, z) for z in range(17)]
    assert stamps(index, SZCZECIN) == [5 if is_shared else 0 for is_shared in shared]


def test_a_mark_that_moves_is_told_at_both_places():
    index = Index.build([LODZ]).replaced((), [brute.replace(LODZ, lon=14.55, lat=53.43)], stamp=8)
    assert stamps(index, LODZ)[6:] == stamps(index, SZCZECIN)[6:] == [8] * 11


def test_a_mark_that_goes_is_told():
    index = Index.build([LODZ, SZCZECIN]).replaced([SZCZECIN.id], (), stamp=3)
    assert stamps(index, SZCZECIN) == [3] * 17
    assert stamps(index, LODZ)[6:] == [0] * 11


def test_a_merge_changes_no_key():
    index = Index.build([LODZ]).replaced((), [SZCZECIN], stamp=4)
    merged = index.merged(brute.Moment(0, 0))
    assert stamps(merged, LODZ) == stamps(index, LODZ)
    assert stamps(merged.replaced([LODZ.id], (), stamp=9), LODZ) == [9] * 17
