"""A file whose sums are right and whose description is odd is refused, so that it is set aside like a damaged one."""

import copy
import json

import numpy as np
import pytest

from geoindex import brute
from kmzb.geoindex.api import Index, Moment, SnapshotRefused
from kmzb.geoindex.kernels import sum_of
from kmzb.geoindex.snapshot import _HEAD, MAGIC, VERSION

AT = Moment(9, 0)


def crowd(**changes):
    names = [f"{n:016b}".replace("0", "a").replace("1", "b") for n in range(30)]
    return [
        brute.Mark(name, 19, 50, f"c{n % 3}", "new", n, n, "U", "10", weight=1 + n % 2, **changes)
        for n, name in enumerate(names)
    ]


def written(path, marks):
    """Save the marks with everything that a file can have; return its description and its sections."""
    Index.build(marks).merged(AT, shelf_from=0, crowd_from=1).save(path, {"day": "2026-01-31"})
    content = path.read_bytes()
    *_, size, _ = _HEAD.unpack(content[: _HEAD.size])
    return json.loads(content[_HEAD.size : _HEAD.size + size]), content[-(-(_HEAD.size + size) // 64) * 64 :]


def rewrite(path, description, body):
    """Write the file with another description, under a right sum."""
    told = description if isinstance(description, bytes) else json.dumps(description).encode()
    start = -(-(_HEAD.size + len(told)) // 64) * 64
    total = sum_of(np.frombuffer(told, dtype=np.uint8))
    head = _HEAD.pack(MAGIC, VERSION, 0, start + len(body), len(told), total)
    path.write_bytes((head + told).ljust(start, b"\0") + body)


def put(description, place, value):
    """Return the description with another value at the place."""
    if not place:
        return value
    changed = copy.deepcopy(description)
    *way, last = place
    inner = changed
    for key in way:
        inner = inner[key]
    inner[last] = value
    return changed


def places(told, place=()):
    yield place
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in inner:
        yield from places(value, (*place, key))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.kmzi"


def is_refused(path):
    try:
        Index.open(path)
    except SnapshotRefused as refusal:
        return path.name in str(refusal)
    return False


ODD = [None, -1, 2**64, 1.5, "O", "\ud800", [1], [2**32, 2**32], {}]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_odd_value_anywhere(path, value):
    description, body = written(path, crowd())
    rewrite(path, description, body)
    assert not is_refused(path), "as it was, it can be read"
    opened = []
    for place in places(description):
        changed = put(description, place, value)
        rewrite(path, changed, body)
        if not is_refused(path) and changed != description:
            opened.append(place)
    # Some odd values say what may be so.
    assert all(place[0] in {"note", "codes", "opened", "shelf"} for place in opened), opened


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("note",), {"day": ["2026-01-31"]}),
        (("codes",), {"category": ["c0", "c1", "c2"], "status": ["new"]}),
        (("codes", "category"), "abc"),
        (("codes", "category"), ["c0", "c0", "c1"]),
        (("opened",), "soon"),
        (("months",), [0]),
        (("months",), [0, 0]),
        (("months",), [-1, 1]),
        (("months",), [0, 10_000]),
        (("shelf",), [3]),
        (("shelf",), [1, 3]),
        (("shelf",), [3, True]),
    ],
    ids=str,
)
@pytest.mark.parametrize("changes", [{}, {"closes": 20}], ids=["lasting", "closing"])
def test_an_odd_description(path, place, value, changes):
    description, body = written(path, crowd(**changes))
    if place == ("shelf",) and changes:
        value = [0, 1]
    rewrite(path, put(description, place, value), body)
    assert is_refused(path)


@pytest.mark.parametrize("told", [b"", b"{", b"\xff", b"[" * 200_000 + b"]" * 200_000, b"1" * 5000], ids=len)
def test_a_description_that_is_none(path, told):
    _, body = written(path, crowd())
    rewrite(path, told, body)
    assert is_refused(path)


@pytest.mark.parametrize("name", ["shelf.weight", "shelf.spot", "shelf.code", "crowds.weight", "crowds.place", "sums"])
def test_a_section_that_is_too_short(path, name):
    description, body = written(path, crowd())
    section = description["sections"][f"base.{name}"]
    kind, shape, offset, _ = section
    shape[0] -= 1
    length = int(np.prod(shape)) * np.dtype(kind).itemsize
    section[3] = sum_of(np.frombuffer(body[offset : offset + length], dtype=np.uint8))
    rewrite(path, description, body)
    assert is_refused(path)


def test_a_section_that_begins_between_two_numbers(path):
    description, body = written(path, crowd())
    section = description["sections"]["base.x"]
    content = body[section[2] : section[2] + 4 * section[1][0]]
    section[2] = len(body) + 1
    rewrite(path, description, (body + b"\0" + content).ljust(len(body) + 64 * 8, b"\0"))
    assert is_refused(path)


@pytest.mark.parametrize("shape", [[4], [2, 2], [1, 4, 1], []], ids=str)
def test_frames_of_another_shape(path, shape):
    description, body = written(path, crowd())
    section = description["sections"]["base.frames.unit"]
    section[1] = shape
    length = 4 * int(np.prod(shape, dtype=int))
    section[3] = sum_of(np.frombuffer(body[section[2] : section[2] + length], dtype=np.uint8))
    rewrite(path, description, body)
    assert is_refused(path)
