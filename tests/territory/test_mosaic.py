"""The mosaic answers like asking every shape in turn, only faster."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kmzb.territory.mosaic import Mosaic

# A lattice of eighths puts many points on borders and corners.
EIGHTHS = st.integers(min_value=0, max_value=64).map(lambda n: 19 + n / 8)
POINTS = st.lists(st.tuples(EIGHTHS, EIGHTHS.map(lambda x: x + 32)), min_size=1, max_size=40)


@st.composite
def polygons(draw):
    x, y = draw(EIGHTHS), draw(EIGHTHS) + 32
    wide, high = draw(st.integers(1, 24)) / 8, draw(st.integers(1, 24)) / 8
    shape = shapely.box(x, y, x + wide, y + high)
    kind = draw(st.sampled_from(["box", "triangle", "ring", "circle"]))
    if kind == "triangle":
        return shapely.Polygon([(x, y), (x + wide, y), (x, y + high)])
    if kind == "ring":
        return shape.difference(shapely.box(x + wide / 4, y + high / 4, x + wide / 2, y + high / 2))
    return shapely.Point(x, y).buffer(wide) if kind == "circle" else shape


def one_by_one(shapes, lon, lat):
    return next((number for number, shape in enumerate(shapes) if shapely.intersects_xy(shape, lon, lat)), -1)


@given(st.lists(polygons(), min_size=1, max_size=12), POINTS)
def test_it_equals_asking_one_by_one(shapes, points):
    mosaic = Mosaic(shapes)
    expected = [one_by_one(shapes, *point) for point in points]
    assert [mosaic.find(*point) for point in points] == expected
    lons, lats = np.array(points).T
    assert mosaic.find_many(lons, lats).tolist() == expected


@given(st.lists(polygons(), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_it_equals_asking_one_by_one_anywhere_and_close_to_borders(shapes, seed):
    rng = np.random.default_rng(seed)
    anywhere = rng.uniform((18.5, 50.5), (28, 60), (100, 2))
    borders = shapely.boundary(np.array(shapes))[rng.integers(len(shapes), size=200)]
    on_border = shapely.line_interpolate_point(borders, rng.uniform(0, 1, 200), normalized=True)
    close = shapely.get_coordinates(on_border) + rng.normal(0, rng.choice([1e-9, 1e-5, 1e-2], (200, 1)), (200, 2))
    points = np.concatenate([anywhere, close])
    expected = [one_by_one(shapes, lon, lat) for lon, lat in points]
    assert Mosaic(shapes).find_many(points[:, 0].copy(), points[:, 1].copy()).tolist() == expected


def test_a_shared_border_belongs_to_the_earlier_shape():
    west, east = shapely.box(20, 51, 21, 52), shapely.box(21, 51, 22, 52)
    assert Mosaic([west, east]).find(21, 51.5) == 0
    assert Mosaic([east, west]).find(21, 51.5) == 0


def test_a_hole_is_not_the_shape():
    ring = shapely.box(20, 51, 21, 52).difference(shapely.box(20.4, 51.4, 20.6, 51.6))
    assert Mosaic([ring]).find(20.5, 51.5) == -1


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(math.nan, 51.5), (20.5, math.nan), (math.inf, 51.5), (20.5, -math.inf), (19.9, 51.5), (20.5, 52.1)],
)
def test_what_is_no_place_of_it_is_nowhere(lon, lat):
    mosaic = Mosaic([shapely.box(20, 51, 21, 52)])
    assert mosaic.find(lon, lat) == -1
    assert mosaic.find_many(np.array([lon]), np.array([lat])).tolist() == [-1]


@pytest.mark.parametrize(("metres", "found"), [(990, 0), (1010, -1)])
def test_the_nearest_is_measured_in_metres(metres, found):
    mosaic = Mosaic([shapely.box(20, 51, 21, 52), shapely.box(23, 51, 24, 52)])
    assert mosaic.nearest(20.5, 52 + metres / 111_280, 1000) == found


def test_a_corner_is_measured_across():
    mosaic = Mosaic([shapely.box(20, 51, 21, 52)])
    north_east = (21 + 900 / 68_700, 52 + 900 / 111_280)
    assert mosaic.nearest(*north_east, 1000) == -1
    assert mosaic.nearest(*north_east, 1300) == 0


def test_of_two_equally_near_the_earlier_is_taken():
    both = [shapely.box(20, 51, 20.4, 52), shapely.box(20.6, 51, 21, 52)]
    assert Mosaic([*both, *both]).nearest(20.41, 51.5, 5000) == 0
