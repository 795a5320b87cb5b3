"""Marks in more cells than the second order can number are read row by row, and saved and opened like any others."""

import numpy as np
import pytest

from kmzb.geoindex.api import Codes, Columns, Filter, Index, Moment
from kmzb.geoindex.kernels import SPOT_CELLS

AT = Moment(0, 0)
_LETTERS = np.array(list("abcdefghijklmnop"))


def index_over(cells):
    """One mark in each of so many cells of zoom 10, every other one of a second category, on days in turn."""
    number = np.arange(cells)
    names = np.array(["".join(_LETTERS[[n >> 12 & 15, n >> 8 & 15, n >> 4 & 15, n & 15]]) for n in number.tolist()])
    codes = Codes(category=("c", "d"), status=("new",), unit=("U",), area=("10",))
    zeros = np.zeros(cells, dtype=np.int64)
    column, line = number % 1000, number // 1000
    return Index.of(
        codes,
        Columns.of(
            codes,
            id=np.char.add("aaaaaaaaaaa", np.char.add(names, np.where(number >> 16, "b", "a"))).astype("S16"),
            lon=(column + 0.5) * 360 / 1024 - 180,
            lat=80 - line * 1.5,
            category=number % 2,
            status=zeros,
            unit=zeros,
            area=zeros,
            reported=number % 100,
            changed=number % 100,
        ),
        AT,
        shelf_from=0,
    )


@pytest.mark.parametrize(("more", "has_shelf"), [(0, True), (1, False)])
def test_as_many_cells_as_a_spot_can_number_and_one_more(tmp_path, more, has_shelf):
    index = index_over(SPOT_CELLS + more)
    assert (index._base.piece.shelf is not None) is has_shelf
    index.save(tmp_path / "one", {})
    wanted = Filter(categories=frozenset("c"), first_day=10, last_day=19)
    for one in (index, Index.open(tmp_path / "one")):
        (first, *_) = one.newest(AT, wanted, limit=1)
        assert first.startswith("aaaaaaaaaaa")
        assert sum(cell.count for cell in one.tile(0, 0, 0, AT, wanted).cells()) == one.count(AT, wanted) > 3000
        assert sum(cell.count for cell in one.tile(0, 0, 0, AT).cells()) == SPOT_CELLS + more
