"""The one public point of a 500 m cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from kmzb.territory.coarse import CELL_M, cell_centre, grid_cell, grid_cells, nearest_land_of_cell
from kmzb.territory.content import AreaShape, Content
from kmzb.territory.locator import Index
from kmzb.territory.metric import points_to_degrees, shapes_to_degrees, to_degrees, to_metres

CELLS = st.tuples(st.integers(350, 1700), st.integers(270, 1550))
INSIDE = st.floats(min_value=0.001, max_value=0.999)
NO_LAND = box(0, 0, 0, 0).intersection(box(1, 1, 2, 2))


@given(CELLS, INSIDE, INSIDE, INSIDE, INSIDE)
def test_every_point_of_a_cell_has_the_same_cell(cell, x, y, u, v):
    one = to_degrees((cell[0] + x) * CELL_M, (cell[1] + y) * CELL_M)
    other = to_degrees((cell[0] + u) * CELL_M, (cell[1] + v) * CELL_M)
    assert grid_cell(*one) == grid_cell(*other) == cell


@given(CELLS)
def test_the_centre_lies_in_its_cell_and_has_six_decimals(cell):
    centre = cell_centre(*cell)
    assert grid_cell(*centre) == cell
    assert centre == (round(centre[0], 6), round(centre[1], 6))
    easting, northing = to_metres(*centre)
    assert abs(easting - (cell[0] + 0.5) * CELL_M) < 0.2
    assert abs(northing - (cell[1] + 0.5) * CELL_M) < 0.2


@given(CELLS, st.floats(0, 480), st.floats(0, 480), st.floats(20, 500), st.floats(20, 500))
def test_a_centre_at_sea_moves_to_the_nearest_land_of_its_cell(cell, x, y, wide, high):
    west, south = cell[0] * CELL_M, cell[1] * CELL_M
    land = box(west + x, south + y, min(west + x + wide, west + CELL_M), min(south + y + high, south + CELL_M))
    index = Index(Content((AreaShape("1007", "opoczyński", shapes_to_degrees(land)),), ()))
    moved = nearest_land_of_cell(*cell, index.land_of_cell)
    assert grid_cell(*moved) == cell
    assert index.find(*moved) is not None
    middle = to_metres(*cell_centre(*cell))
    easting, northing = to_metres(*moved)
    away = ((easting - middle[0]) ** 2 + (northing - middle[1]) ** 2) ** 0.5
    assert away <= land.distance(Point(middle)) + 3


def test_a_cell_without_land_keeps_its_centre():
    assert nearest_land_of_cell(1000, 800, lambda *_: NO_LAND) == cell_centre(1000, 800)


@pytest.mark.usefixtures("country")
def test_the_public_point_follows_the_cell_and_the_land():
    from kmzb.territory.api import coarse_point, locator

    inland = [(20.281, 51.379), (20.2811, 51.3791)]
    assert grid_cell(*inland[0]) == grid_cell(*inland[1])
    assert coarse_point(*inland[0]) == coarse_point(*inland[1]) == cell_centre(*grid_cell(*inland[0]))
    for number in range(40):
        shore = (20.2 + number * 0.007, 51.5999)
        public = coarse_point(*shore)
        assert locator().locate(*public) is not None
        assert grid_cell(*public) == grid_cell(*shore)


@pytest.mark.usefixtures("country")
def test_many_points_at_once_get_what_each_gets_alone():
    from kmzb.territory.api import coarse_point, coarse_points

    inland_and_ashore = [(19.55 + step * 0.017, 51.19 + step * 0.0042) for step in range(100)]
    together = coarse_points(np.array(inland_and_ashore))
    assert together == [coarse_point(*point) for point in inland_and_ashore]
    assert len(set(together)) > 50


@given(st.lists(CELLS, min_size=1, max_size=5), INSIDE, INSIDE)
def test_cells_and_degrees_of_many_are_those_of_each(cells, x, y):
    metres = np.array([((column + x) * CELL_M, (row + y) * CELL_M) for column, row in cells])
    degrees = points_to_degrees(metres)
    assert [tuple(point) for point in degrees.tolist()] == [to_degrees(*point) for point in metres.tolist()]
    assert grid_cells(degrees) == cells
