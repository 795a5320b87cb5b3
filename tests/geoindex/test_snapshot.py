"""Index files come back as they were written, and are refused when anything about them is wrong."""

import struct

import pytest
from hypothesis import given

from geoindex import brute
from kmzb.geoindex.api import EVERYTHING, Index, Moment, SnapshotRefused

AT = Moment(9, 0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.kmzi"


def crowd():
    names = [f"{n:016b}".replace("0", "a").replace("1", "b") for n in range(200)]
    return [
        brute.Mark(name, 19 + n / 97, 50 + n / 70, f"c{n % 3}", "new", n, n, "U", "10") for n, name in enumerate(names)
    ]


def files(folder):
    return [file.name for file in folder.iterdir()]


def saved(path, marks=None, **note):
    index = Index.build(crowd() if marks is None else marks).merged(AT, shelf_from=0, crowd_from=1)
    index.save(path, note)
    return index


@given(brute.crowds | brute.lasting_crowds, brute.filters, brute.orders)
def test_what_was_saved_answers_alike(tmp_path_factory, crowd, wanted, orders):
    path = tmp_path_factory.mktemp("index") / "one.kmzi"
    index = Index.build(crowd).merged(AT, **orders)
    index.save(path, {"sequence": 7})
    opened = Index.open(path)
    assert opened.note == {"sequence": 7}
    assert len(opened) == len(index)
    opened.save(path.with_name("again"), opened.note)
    assert path.with_name("again").read_bytes() == path.read_bytes(), "a part was not read back"
    assert opened.newest(AT, wanted, limit=99) == index.newest(AT, wanted, limit=99)
    assert opened.tally(AT, wanted).by_month == index.tally(AT, wanted).by_month
    for z in (0, 6, 9, 16):
        for x, y in {brute.tile_of(mark, z) for mark in crowd}:
            assert opened.tile(z, x, y, AT, wanted).mvt() == index.tile(z, x, y, AT, wanted).mvt()


def test_marks_that_open_later_are_kept(path):
    index = Index.build([brute.Mark("a" * 16, 19, 52, "c", "new", 0, 0, "", "", opens=20)]).merged(AT)
    index.save(path, {})
    assert [Index.open(path).count(Moment(second, 0)) for second in (19, 20)] == [0, 1]


def test_stamps_and_turns_are_kept(path):
    index = Index.build([brute.Mark("z" * 16, 19, 52, "c", "new", 0, 0, "", "", opens=5)])
    index = index.replaced((), crowd()[:1], stamp=12).merged(AT)
    index.save(path, {})
    opened = Index.open(path)
    tiles = [(0, 0, 0), (6, 35, 21), (6, 0, 0), (9, *brute.tile_of(crowd()[0], 9))]
    assert [opened.stamp(*zxy) for zxy in tiles] == [index.stamp(*zxy) for zxy in tiles]
    assert opened.turn(AT) == index.turn(AT) == 5


def test_an_opened_index_is_followed(path):
    saved(path)
    elder = crowd()[3]
    followed = Index.open(path).replaced([elder.id], [])
    assert followed.count(AT) == 199
    again = followed.merged(AT, shelf_from=0)
    again.save(path, {})
    assert Index.open(path).newest(AT, limit=999) == followed.newest(AT, limit=999)


def test_an_index_with_changes_is_not_saved(path):
    saved(path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="merged"):
        Index.open(path).replaced([crowd()[0].id], []).save(path, {})
    assert path.read_bytes() == before


def test_a_reader_of_the_old_file_reads_on_while_a_new_one_takes_its_place(path):
    saved(path)
    reader = Index.open(path)
    saved(path, crowd()[:5])
    assert reader.count(AT) == 200
    assert Index.open(path).count(AT) == 5
    assert files(path.parent) == [path.name]


def is_refused(path, before):
    try:
        opened = Index.open(path)
    except SnapshotRefused as refusal:
        return path.name in str(refusal)
    assert opened.newest(AT, limit=999) == before
    return False


def test_any_single_changed_byte_is_found(path):
    saved(path)
    content = path.read_bytes()
    before = Index.open(path).newest(AT, limit=999)
    step = max(1, len(content) // 400)
    refused = 0
    for place in [*range(64), *range(64, len(content), step), len(content) - 1]:
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :])
        refused += is_refused(path, before)
    # What is not refused lies between the sections, where nothing is read.
    assert refused > 350


@pytest.mark.parametrize("length", [0, 1, 39, 40, 41, 1000, -1])
def test_a_truncated_file(path, length):
    saved(path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(SnapshotRefused, match=path.name):
        Index.open(path)


def test_a_file_that_goes_on(path):
    saved(path)
    path.write_bytes(path.read_bytes() + b"\0" * 64)
    with pytest.raises(SnapshotRefused, match="bytes where its head tells"):
        Index.open(path)


@pytest.mark.parametrize("content", [b"SQLite format 3\0" * 10, b"\0" * 500, b"KMZBIDX\r" + b"\0" * 500])
def test_a_foreign_file(path, content):
    path.write_bytes(content)
    with pytest.raises(SnapshotRefused, match="no index file"):
        Index.open(path)


def test_a_file_of_another_version(path):
    saved(path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, 8, 1)
    path.write_bytes(content)
    with pytest.raises(SnapshotRefused, match="version 1, expected 4"):
        Index.open(path)


def test_no_file(path):
    with pytest.raises(FileNotFoundError):
        Index.open(path)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(path, monkeypatch):
    def refuse(_descriptor):
        raise OSError("no room")

    monkeypatch.setattr("kmzb.geoindex.snapshot.os.fsync", refuse)
    with pytest.raises(OSError, match="no room"):
        saved(path)
    assert files(path.parent) == []


def test_what_reads_back_wrong_never_takes_the_place(path, monkeypatch):
    saved(path)
    before = path.read_bytes()
    monkeypatch.setattr("kmzb.geoindex.snapshot.sum_of", lambda array: array.nbytes + len(files(path.parent)))
    with pytest.raises(SnapshotRefused):
        saved(path, crowd()[:9])
    assert path.read_bytes() == before
    assert files(path.parent) == [path.name]


def test_everything_is_asked_for_by_default(path):
    assert saved(path).count(AT) == Index.open(path).count(AT, EVERYTHING) == 200
