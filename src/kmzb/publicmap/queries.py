"""Reads of the public map. None of them touches a table of reports or verification."""

from datetime import datetime

from kmzb.categories.api import UnknownCategory, catalogue
from kmzb.geoindex import api as geo
from kmzb.publicmap.live import Snapshot, day_number, live_index, moment_of
from kmzb.publicmap.models import FeatureStep
from kmzb.publicmap.policy import policy_of
from kmzb.publicmap.query import Box, FeatureQuery, Place
from kmzb.publicmap.rows import FeatureDetail, FeaturePage, FeatureRow, NearbyRow, SignRow, Summary
from kmzb.publicmap.states import CONFIRMABLE, JUST_DECIDED, MarkSet, PublicStatus
from kmzb.publicmap.stored import step_of
from kmzb.territory.api import coarse_point

_MOST_NEARBY = 20
_MOST_TILES = 64


def features(query: FeatureQuery, *, now: datetime) -> FeaturePage:
    """Return a page of marks, newest change first, then by id, with the exact total of the query."""
    snapshot, at = live_index().snapshot(now=now), moment_of(now)
    wanted, where = _filter(query), _box(query.bbox)
    after = (day_number(query.cursor.changed), query.cursor.id) if query.cursor else None
    index = snapshot.index(query.set)
    ids = index.newest(at, wanted, where, after=after, limit=query.limit + 1)
    rows = tuple(snapshot.rows[name] for name in ids[: query.limit])
    following = str(Place(rows[-1].changed, rows[-1].id)) if len(ids) > query.limit else None
    return FeaturePage(rows, index.count(at, wanted, where), following)


def feature(feature_id: str, marks: MarkSet = MarkSet.LIVE, *, now: datetime) -> FeatureDetail | None:
    """Return one mark of the set with its public history; None when it is hidden or was never there."""
    row = _visible(live_index().snapshot(now=now), feature_id, marks, now)
    if row is None:
        return None
    steps = FeatureStep.objects.filter(feature_id=feature_id).order_by("id")
    return FeatureDetail(row, tuple(step_of(step) for step in steps))


def nearby(category: str, lon: float, lat: float, metres: float, *, now: datetime) -> list[NearbyRow]:
    """Return the marks of this category that can still be confirmed, within `metres`, nearest first, 20 at most.

    In a coarse category the distance is counted from the middle of the asker's cell. An unknown category has none.
    """
    try:
        categories = catalogue().with_predecessors([category])
    except UnknownCategory:
        return []
    if policy_of(category, category).is_coarse:
        lon, lat = coarse_point(lon, lat)
    snapshot = live_index().snapshot(now=now)
    wanted = geo.Filter(categories=categories, statuses=frozenset(status.value for status in CONFIRMABLE))
    found = snapshot.live.nearest(lon, lat, metres, moment_of(now), wanted, limit=_MOST_NEARBY)
    return [NearbyRow(snapshot.rows[name], away) for name, away in found]


def summary(query: FeatureQuery, *, now: datetime) -> Summary:
    """Return the exact counts of everything the query matches; cursor and limit do not matter."""
    snapshot, at = live_index().snapshot(now=now), moment_of(now)
    index, wanted, where = snapshot.index(query.set), _filter(query), _box(query.bbox)
    tally = index.tally(at, wanted, where)
    return Summary(
        total=tally.total,
        by_status={PublicStatus(code): count for code, count in tally.by_status.items()},
        by_category=tally.by_category,
        by_month=tally.by_month,
        typical_days=tally.typical_wait([status.value for status in JUST_DECIDED]),
    )


def tile(z: int, x: int, y: int, query: FeatureQuery, *, now: datetime) -> bytes:
    """Return the vector tile, b"" when no mark is in it. `z` is 0–16, `x` and `y` below 2 ** z.

    Box, cursor and limit of the query do not matter.
    """
    index = live_index().snapshot(now=now).index(query.set)
    return index.tile(z, x, y, moment_of(now), _filter(query)).mvt()


def signs(box: tuple[float, float, float, float], zoom: int, query: FeatureQuery, *, now: datetime) -> list[SignRow]:
    """Return the signs of all tiles of this zoom that touch the box (west, south, east, north), by tile.

    A box that would need too many tiles is answered at a shallower zoom. The query's own box does not matter.
    """
    index, at, wanted = live_index().snapshot(now=now).index(query.set), moment_of(now), _filter(query)
    tiles = geo.cover(geo.Box(*box), zoom, most=_MOST_TILES)
    return [_sign(tile, cell) for tile in tiles for cell in index.tile(*tile, at, wanted).cells()]


def _sign(tile: tuple[int, int, int], cell: geo.Cell) -> SignRow:
    lon, lat = geo.place_of(tile, cell)
    single = cell.single
    return SignRow(
        lon=lon,
        lat=lat,
        count=cell.count,
        by_status={PublicStatus(code): count for code, count in cell.by_status},
        id=single.id if single else "",
        category=single.category if single else "",
        status=PublicStatus(single.status) if single else None,
    )


def _visible(snapshot: Snapshot, feature_id: str, marks: MarkSet, now: datetime) -> FeatureRow | None:
    row = snapshot.rows.get(feature_id)
    if row is None or row.visible_from > now:
        return None
    if marks is MarkSet.HISTORY:
        return row
    return row if row.visible_until is None or snapshot.day <= row.visible_until else None


def _filter(query: FeatureQuery) -> geo.Filter:
    return geo.Filter(
        categories=query.categories,
        statuses=query.statuses,
        first_day=day_number(query.first_day) if query.first_day else None,
        last_day=day_number(query.last_day) if query.last_day else None,
        units=query.units,
        areas=query.areas,
    )


def _box(box: Box | None) -> geo.Box | None:
    return geo.Box(box.west, box.south, box.east, box.north) if box else None
