"""Rows in an order: the newest, the nearest."""

import ctypes
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from kmzb.geoindex import kernels
from kmzb.geoindex.columns import Columns
from kmzb.geoindex.kernels import pack_ids, pointer
from kmzb.geoindex.marks import FOREVER, Box
from kmzb.geoindex.mercator import Array, Floats, all_to_degrees
from kmzb.geoindex.piece import Piece
from kmzb.geoindex.question import Question
from kmzb.geoindex.shapes import metres_between, reach

Ids: TypeAlias = tuple[Array, Array]


def find_newest(
    pieces: Sequence[Piece], question: Callable[..., Question], *, after: tuple[int, str] | None, limit: int
) -> Ids:
    """Return the packed ids of the wanted rows behind `after`, newest change first, then by id.

    A first pass counts rows by day of change, so that the second collects no more than the days that are shown.
    """
    cursor = _cursor(after)
    per_day = np.zeros(FOREVER + 1, dtype=np.int64)
    asked = question(**cursor)
    for piece in pieces:
        for first, last in piece.spans(asked):
            kernels.changes(piece.rows, ctypes.byref(asked.filter), first, last, pointer(per_day))
    oldest = _oldest_day(per_day, limit)
    found = _found(pieces, question(**cursor, first_change=oldest))
    order = np.lexsort((found.id_low, found.id_high, -found.changed.astype(np.int64)))[:limit]
    return found.id_high[order], found.id_low[order]


def find_nearest(
    pieces: Sequence[Piece],
    question: Callable[[Box | None], Question],
    lon: float,
    lat: float,
    metres: float,
    *,
    limit: int,
) -> tuple[Ids, Floats]:
    """Return the packed ids and the distances of the wanted rows within `metres`, nearest first, then by id."""
    edges = reach(lon, lat, metres)
    found = _found(pieces, question(Box(*edges) if edges else None))
    away = metres_between(lon, lat, *all_to_degrees(found.x, found.y))
    within = np.flatnonzero(away <= metres)
    order = within[np.lexsort((found.id_low[within], found.id_high[within], away[within]))[:limit]]
    return (found.id_high[order], found.id_low[order]), away[order]


def _found(pieces: Sequence[Piece], question: Question) -> Columns:
    found, *others = (piece.columns.taken(piece.matching(question)) for piece in pieces)
    for other in others:
        found = found.followed_by(other)
    return found


def _cursor(after: tuple[int, str] | None) -> dict[str, int]:
    if after is None:
        return {}
    day, name = after
    if not 0 <= day <= FOREVER:
        # Before the first day nothing is left, behind the last day everything.
        return {"last_change": min(day, FOREVER)}
    high, low = pack_ids(np.array([name.encode()], dtype="S16"))
    return {"cursor_day": day, "cursor_high": int(high[0]), "cursor_low": int(low[0])}


def _oldest_day(per_day: Array, limit: int) -> int:
    """Return the newest day such that it and later ones have `limit` rows, 0 when all days have fewer."""
    behind = np.cumsum(per_day[::-1])
    place = int(np.searchsorted(behind, limit))
    return max(0, FOREVER - place)
