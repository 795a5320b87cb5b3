"""Reads of the public map. None of them touches a table of reports or verification."""

import re
from collections.abc import Callable
from datetime import datetime

from kmzb.categories.api import UnknownCategory, catalogue
from kmzb.geoindex import api as geo
from kmzb.lib.time import warsaw_day
from kmzb.publicmap.errors import NotConfirmable
from kmzb.publicmap.live import live_index
from kmzb.publicmap.models import Feature, FeatureStep
from kmzb.publicmap.moments import day_number, moment_of
from kmzb.publicmap.policy import policy_of
from kmzb.publicmap.query import Box, FeatureQuery, Place
from kmzb.publicmap.rows import FeatureDetail, FeaturePage, FeatureRow, NearbyRow, SignRow, Summary
from kmzb.publicmap.snapshots import Snapshot
from kmzb.publicmap.states import CONFIRMABLE, JUST_DECIDED, MarkSet, PublicStatus
from kmzb.publicmap.stored import mark_of, step_of
from kmzb.territory.api import coarse_point

_ID = re.compile(r"[a-z2-7]{16}", re.ASCII)
_MOST_NEARBY = 20
# The index does not know which marks came in from the archive: so many are looked at to tell the others.
_MOST_LOOKED_AT = 100
_MOST_TILES = 64
_MOST_ATTEMPTS = 3


def features(query: FeatureQuery, *, now: datetime) -> FeaturePage:
    """Return a page of marks, newest change first, then by id, with the exact total of the query."""
    at, wanted, where = moment_of(now), _filter(query), _box(query.bbox)
    after = (day_number(query.cursor.changed), query.cursor.id) if query.cursor else None

    def ids(snapshot: Snapshot) -> list[str]:
        return snapshot.index(query.set).newest(at, wanted, where, after=after, limit=query.limit + 1)

    snapshot, found, rows = _told(ids, now)
    page = [rows[name] for name in found[: query.limit] if name in rows]
    following = str(Place(page[-1].changed, page[-1].id)) if len(found) > query.limit and page else None
    return FeaturePage(tuple(page), snapshot.index(query.set).count(at, wanted, where), following)


def _told(ids: Callable[[Snapshot], list[str]], now: datetime) -> tuple[Snapshot, list[str], dict[str, FeatureRow]]:
    """Return a snapshot, the ids that it answers, and what the database tells of them now.

    A row that has changed since the snapshot may belong elsewhere in the answer, or nowhere: the index then takes the
    change in and is asked again. What changes faster than that is left out, for it comes first in the next answer.
    """
    snapshot = live_index().snapshot(now=now)
    for attempt in range(_MOST_ATTEMPTS):
        if attempt:
            snapshot = live_index().refresh(now=now)
        found = ids(snapshot)
        stored = Feature.objects.in_bulk(found)
        rows = {name: mark_of(row) for name, row in stored.items() if row.sequence <= snapshot.sequence}
        if len(rows) == len(found):
            break
    return snapshot, found, rows


def feature(feature_id: str, marks: MarkSet = MarkSet.LIVE, *, now: datetime) -> FeatureDetail | None:
    """Return one mark of the set with its public history; None when it is hidden or was never there."""
    row = _shown(feature_id, marks, now)
    if row is None:
        return None
    steps = FeatureStep.objects.filter(feature_id=feature_id).order_by("id")
    return FeatureDetail(row, tuple(step_of(step) for step in steps))


def check_confirmable(feature_id: str, *, now: datetime) -> None:
    """Return where the map has nothing against a confirmation; what it does not show is for others to judge.

    Whether a case is still open, the case knows earlier than its mark.

    Raises:
        NotConfirmable: the mark came in from the archive.
    """
    row = _shown(feature_id, MarkSet.HISTORY, now)
    if row is not None and row.is_archived:
        raise NotConfirmable


def _shown(feature_id: str, marks: MarkSet, now: datetime) -> FeatureRow | None:
    is_id = _ID.fullmatch(feature_id)
    stored = Feature.objects.filter(pk=feature_id, is_removed=False).first() if is_id else None
    row = mark_of(stored) if stored else None
    return row if row and _is_in(row, marks, now) else None


def _is_in(row: FeatureRow, marks: MarkSet, now: datetime) -> bool:
    if row.visible_from > now:
        return False
    is_open = row.visible_until is None or warsaw_day(now) <= row.visible_until
    return marks is MarkSet.HISTORY or (row.is_live and is_open)


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
    wanted = geo.Filter(categories=categories, statuses=frozenset(status.value for status in CONFIRMABLE))
    away: dict[str, float] = {}

    def ids(snapshot: Snapshot) -> list[str]:
        away.clear()
        away.update(snapshot.live.nearest(lon, lat, metres, moment_of(now), wanted, limit=_MOST_LOOKED_AT))
        return list(away)

    _, found, rows = _told(ids, now)
    near = [NearbyRow(rows[name], away[name]) for name in found if name in rows]
    return [one for one in near if one.row.can_be_confirmed][:_MOST_NEARBY]


def summary(query: FeatureQuery, *, now: datetime) -> Summary:
    """Return the exact counts of everything the query matches; cursor and limit do not matter."""
    index = live_index().snapshot(now=now).index(query.set)
    tally = index.tally(moment_of(now), _filter(query), _box(query.bbox))
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
