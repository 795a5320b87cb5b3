"""A process that asks an index whose file is overwritten under it: overwritten.py FOLDER BYTE, "chance" for any bytes.

It tells each section before it asks, so that the last one told is the one that ended it.
"""

import json
import math
import os
import random
import shutil
import sys
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from geoindex import brute
from kmzb.geoindex.api import EVERYTHING, Box, Filter, Index, Moment
from kmzb.geoindex.snapshot import _HEAD

AT = Moment(9, 0)
_WANTED = [
    EVERYTHING,
    Filter(categories=frozenset({"c1"}), first_day=3),
    Filter(statuses=frozenset({"new"})),
    Filter(units=frozenset({"U"}), areas=frozenset({"10"})),
]


def _crowd():
    """More than a run of rows in a cell, crowds with marks beside them, and some that open later."""
    draw = random.Random(3)  # it must give the same marks each time
    names = [f"{n:016b}".replace("0", "a").replace("1", "b") for n in range(3000)]
    return [
        brute.Mark(
            name,
            round(19.1 + (0 if n % 2 else draw.random()), 6),
            round(50 + (0 if n % 2 else draw.random() / 2), 6),
            f"c{n % 3}",
            draw.choice(("new", "confirmed")),
            n % 900,
            n % 900 + n % 7,
            "U",
            "10",
            opens=20 * (n % 50 == 0),
            weight=1 + (n % 11 == 0),
        )
        for n, name in enumerate(names)
    ]


def _sections(path):
    """Where the bytes of each section lie."""
    content = path.read_bytes()
    *_, size, _ = _HEAD.unpack(content[: _HEAD.size])
    start = -(-(_HEAD.size + size) // 64) * 64
    for name, (kind, shape, offset, _) in json.loads(content[_HEAD.size : _HEAD.size + size])["sections"].items():
        yield name, start + offset, math.prod(shape) * np.dtype(kind).itemsize


def _overwrite(path, place, length, byte):
    with path.open("r+b") as file:
        file.seek(place)
        file.write(random.Random(4).randbytes(length) if byte == "chance" else bytes([int(byte)]) * length)


def _questions(index, crowd):
    mark = crowd[1]
    for z, wanted, second in product((0, 5, 6, 7, 9, 10, 12, 14, 15, 16), _WANTED, (9, 99)):
        yield partial(_draw, index, z, *brute.tile_of(mark, z), Moment(second, 0), wanted)
    for args in product([AT], _WANTED, (None, Box(19, 50, 19.5, 50.2))):
        yield partial(index.tally, *args)
        yield partial(index.count, *args)
        yield partial(index.newest, *args, limit=50)
    yield partial(index.nearest, mark.lon, mark.lat, 1000, AT, limit=9)
    yield partial(index.replaced, [mark.id for mark in crowd[30:60]], crowd[:30])


def _draw(index, *tile):
    index.tile(*tile).mvt()


def main(folder, byte):
    whole, crowd = folder / "whole.kmzi", _crowd()
    Index.build(crowd).merged(AT, shelf_from=0, crowd_from=200).save(whole, {})
    for name, place, length in _sections(whole):
        os.write(1, f"{name}\n".encode())
        path = folder / f"{name}.kmzi"
        shutil.copy(whole, path)
        index = Index.open(path)
        _overwrite(path, place, length, byte)
        for ask in _questions(index, crowd):
            # What contradicts itself may have no answer.
            with suppress(ValueError):
                ask()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
