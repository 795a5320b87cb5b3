"""The slow truth: every answer of the index by a loop over all marks, and lives of marks for hypothesis."""

import math
from collections import Counter, defaultdict

from hypothesis import strategies as st

from kmzb.geoindex.api import DEEPEST, Box, Cell, Filter, Mark, Moment, Single

_ID = st.text("abc234", min_size=1, max_size=16)
_CATEGORIES = ["speeding", "stray_dogs", "begging"]
_STATUSES = ["new", "confirmed", "verification", "not_confirmed"]
_UNITS = ["KPP-1007", "KPP-1016", "KWP-10"]
_AREAS = ["1007", "1007022", "1016", "14", ""]
# A few values, so that points fall together, on edges of tiles, and on both sides of them.
_LON = st.sampled_from([19.0, 19.000001, 20.28, 0.0, -0.000001, 22.5, 22.499999]) | st.floats(-180, 180)
_LAT = st.sampled_from([52.0, 52.000001, 51.38, 0.0, -0.000001, 85.06, -90.0]) | st.floats(-90, 90)

marks = st.builds(
    Mark,
    id=_ID,
    lon=_LON,
    lat=_LAT,
    category=st.sampled_from(_CATEGORIES),
    status=st.sampled_from(_STATUSES),
    reported=st.integers(0, 6),
    changed=st.integers(0, 6),
    unit=st.sampled_from(_UNITS),
    area=st.sampled_from(_AREAS),
    opens=st.integers(0, 3),
    closes=st.none() | st.integers(0, 3),
)
crowds = st.lists(marks, max_size=40, unique_by=lambda mark: mark.id)
moments = st.builds(Moment, second=st.integers(-1, 4), day=st.integers(-1, 4))


def _some(codes):
    return st.none() | st.frozensets(st.sampled_from(codes), max_size=2)


filters = st.builds(
    Filter,
    categories=_some([*_CATEGORIES, "unheard_of"]),
    statuses=_some(_STATUSES),
    first_day=st.none() | st.integers(0, 6),
    last_day=st.none() | st.integers(0, 6),
    units=_some(_UNITS),
    areas=_some(["10", "1007", "1007022", "99"]),
)
boxes = st.builds(lambda a, b, c, d: Box(min(a, c), min(b, d), max(a, c), max(b, d)), _LON, _LAT, _LON, _LAT)


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
    lat = max(-85.0511287798066, min(85.0511287798066, mark.lat))
    x = math.floor((mark.lon + 180.0) / 360.0 * 2**31)
    y = math.floor((0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * 2**31)
    return max(0, min(2**31 - 1, x)), max(0, min(2**31 - 1, y))


def tile_of(mark, z):
    x, y = grid(mark)
    return x >> (31 - z), y >> (31 - z)


def tile(crowd, z, x, y, at, wanted):
    """The cells of the tile as a set: their order is of no interest here."""
    groups = defaultdict(list)
    for mark in crowd:
        if tile_of(mark, z) == (x, y) and passes(mark, at, wanted):
            key = mark.id if z == DEEPEST else tile_of(mark, z + 4)
            groups[key].append(mark)
    return {_cell(members, z) for members in groups.values()}


def _cell(members, z):
    places = [grid(mark) for mark in members]
    mean = [sum(axis) // len(members) for axis in zip(*places, strict=True)]
    east, south = ((value >> (19 - z)) % 4096 for value in mean)
    first = members[0]
    single = Single(first.id, first.category, first.status, first.changed) if len(members) == 1 else None
    return Cell(east, south, len(members), tuple(sorted(Counter(m.status for m in members).items())), single)


def metres(lon, lat, mark):
    a, b = math.radians(lat), math.radians(mark.lat)
    chord = math.sin((b - a) / 2) ** 2
    chord += math.cos(a) * math.cos(b) * math.sin(math.radians(mark.lon - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(chord, 1.0)))
