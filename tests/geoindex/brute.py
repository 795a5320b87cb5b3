"""The slow truth: every answer of the index by a loop over all marks, and lives of marks for hypothesis."""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from kmzb.geoindex.api import DEEPEST, Box, Cell, Filter, Index, Mark, Moment, Polygon, Single
from kmzb.geoindex.mercator import to_plane

_ID = st.text("az27", min_size=2, max_size=2).map(lambda end: f"abcdefghijklmn{end}")
_CATEGORIES = ["speeding", "stray_dogs", "begging"]
_STATUSES = ["new", "confirmed", "verification", "not_confirmed"]
_UNITS = ["KPP-1007", "KPP-1016", "KWP-10"]
_AREAS = ["1007", "1007022", "1016", "14", ""]
# A few values, so that points fall together, on edges of tiles, and on both sides of them.
_LON = st.sampled_from([19.0, 19.000001, 20.28, 0.0, -0.000001, 22.5, 22.499999, 180.0])
_LON |= st.floats(-180, 180).map(lambda lon: round(lon, 6))
_LAT = st.sampled_from([52.0, 52.000001, 51.38, 0.0, -0.000001, 85.051128, -85.051128])
_LAT |= st.floats(-85.05, 85.05).map(lambda lat: round(lat, 6))

marks = st.builds(
    Mark,
    id=_ID,
    lon=_LON,
    lat=_LAT,
    category=st.sampled_from(_CATEGORIES),
    status=st.sampled_from(_STATUSES),
    reported=st.integers(0, 6) | st.sampled_from([30, 31, 58, 59, 365]),
    changed=st.integers(0, 6) | st.sampled_from([300, 65_534]),
    unit=st.sampled_from(_UNITS),
    area=st.sampled_from(_AREAS),
    opens=st.integers(0, 3),
    closes=st.none() | st.integers(0, 3),
    weight=st.sampled_from([1, 1, 1, 2, 7]),
)
lasting_marks = marks.map(lambda mark: replace(mark, closes=None))
crowds = st.lists(marks, max_size=40, unique_by=lambda mark: mark.id)
lasting_crowds = st.lists(lasting_marks, max_size=40, unique_by=lambda mark: mark.id)
# In one or two cells of the shelf, so that few rows lie between its landmarks.
_tight_marks = st.builds(
    replace,
    lasting_marks,
    lon=st.sampled_from([20.3, 20.300001, 20.31, 20.5, 20.8]),
    lat=st.sampled_from([51.4, 51.400001, 51.42]),
)
tight_crowds = st.lists(_tight_marks, min_size=20, max_size=60).map(
    lambda marks: [replace(mark, id=f"{n:016b}".translate({48: "b", 49: "c"})) for n, mark in enumerate(marks)]
)
moments = st.builds(Moment, second=st.integers(0, 4), day=st.integers(-1, 4))


def _some(codes):
    return st.none() | st.frozensets(st.sampled_from(codes), max_size=2)


filters = st.builds(
    Filter,
    categories=_some([*_CATEGORIES, "unheard_of"]),
    statuses=_some(_STATUSES),
    first_day=st.none() | st.integers(0, 6) | st.sampled_from([-999_999, 31, 999_999]),
    last_day=st.none() | st.integers(0, 6) | st.sampled_from([-1, 30, 999_999]),
    units=_some(_UNITS),
    areas=_some(["10", "1007", "1007022", "99"]),
)
_edges = st.floats(-0.000003, 0.000003)
boxes = st.builds(
    lambda a, b, c, d, e: Box(min(a, c) + e, min(b, d) - e, max(a, c) + e, max(b, d) - e),
    _LON,
    _LAT,
    _LON,
    _LAT,
    _edges,
)
_corners = st.tuples(_LON, _LAT)
polygons = st.lists(st.lists(_corners, max_size=6).map(tuple), max_size=3).map(lambda rings: Polygon(tuple(rings)))


@st.composite
def indexes(draw, crowd, at):
    """The index of a crowd in any of its states: built, merged no later than `at`, changed since, merged again."""
    index = Index.build(crowd)
    if draw(st.booleans()):
        known = {mark.id for mark in crowd}
        others = [mark for mark in draw(st.lists(marks, max_size=4, unique_by=lambda m: m.id)) if mark.id not in known]
        altered = crowd[: draw(st.integers(0, 4))]
        elders = [replace(mark, lon=19.5, status="new", weight=3) for mark in altered]
        index = _merged(draw, Index.build([*crowd[len(altered) :], *elders, *others]), at)
        index = index.replaced([mark.id for mark in others], altered)
    return _merged(draw, index, at) if draw(st.booleans()) else index


# Whether there is a shelf, and which tiles of zoom 10 are crowds: all, some or none.
orders = st.fixed_dictionaries({"shelf_from": st.sampled_from([0, 99]), "crowd_from": st.sampled_from([1, 3, 99])})


def _merged(draw, index, at):
    return index.merged(Moment(draw(st.integers(0, at.second)), 0), **draw(orders))


def passes(mark, at, wanted):
    return (
        mark.opens <= at.second
        and (mark.closes is None or at.day <= mark.closes)
        and (wanted.categories is None or mark.category in wanted.categories)
        and (wanted.statuses is None or mark.status in wanted.statuses)
        and (wanted.first_day is None or mark.reported >= wanted.first_day)
        and (wanted.last_day is None or mark.reported <= wanted.last_day)
        and (wanted.units is None or mark.unit in wanted.units)
        and (wanted.areas is None or any(mark.area.startswith(area) for area in wanted.areas))
    )


def in_box(mark, box):
    return box is None or (box.west <= mark.lon <= box.east and box.south <= mark.lat <= box.north)


def grid(mark):
    return grid_of(mark.lon, mark.lat)


def grid_of(lon, lat):
    lat = max(-85.0511287798066, min(85.0511287798066, lat))
    x = math.floor((lon + 180.0) / 360.0 * 2**31)
    y = math.floor((0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * 2**31)
    return max(0, min(2**31 - 1, x)), max(0, min(2**31 - 1, y))


def tile_of(mark, z):
    x, y = grid(mark)
    return x >> (31 - z), y >> (31 - z)


def tile(crowd, z, x, y, at, wanted):
    """How often each sign occurs in the tile: their order is of no interest here."""
    groups = defaultdict(list)
    for mark in crowd:
        if tile_of(mark, z) == (x, y) and passes(mark, at, wanted):
            key = mark.id if z == DEEPEST else tile_of(mark, z + 4)
            groups[key].append(mark)
    return Counter(_cell(members, z) for members in groups.values())


def _cell(members, z):
    # Down to zoom 6 places are rounded to that zoom's pixels.
    finest = 18 if z <= 6 else 31
    total = sum(mark.weight for mark in members)
    places = zip(*([value >> (31 - finest) for value in grid(mark)] for mark in members), strict=True)
    weights = [mark.weight for mark in members]
    mean = [sum(map(math.prod, zip(axis, weights, strict=True))) // total for axis in places]
    east, south = ((value >> (finest - z - 12)) % 4096 for value in mean)
    by_status = Counter()
    for mark in members:
        by_status[mark.status] += mark.weight
    first = members[0]
    single = Single(first.id, first.category, first.status, first.changed) if total == 1 else None
    return Cell(east, south, total, tuple(sorted(by_status.items())), single)


def metres(lon, lat, mark):
    a, b = math.radians(lat), math.radians(mark.lat)
    chord = math.sin((b - a) / 2) ** 2
    chord += math.cos(a) * math.cos(b) * math.sin(math.radians(mark.lon - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(chord, 1.0)))


def weighed(crowd, key):
    """How many reports there are by key."""
    counted = Counter()
    for mark in crowd:
        counted[key(mark)] += mark.weight
    return counted


def month(day):
    return (date(1970, 1, 1) + timedelta(days=day)).strftime("%Y-%m")


def filled(cube):
    """The places of a cube that hold something."""
    return [(place, int(number)) for place, number in np.ndenumerate(cube) if number]


def in_polygon(mark, polygon):
    """Even-odd rule with edges that are straight on the map."""
    (x, y), inside = grid(mark), False
    for ring in polygon.rings:
        corners = [[float(axis[0]) for axis in to_plane(np.array([lon]), np.array([lat]))] for lon, lat in ring]
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            inside ^= (ay <= y) != (by <= y) and x >= ax + (y - ay) / (by - ay) * (bx - ax)
    return inside
