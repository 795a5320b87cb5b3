"""Reads of the public map. None of them touches a table of reports or verification."""

from datetime import datetime

from kmzb.publicmap.query import FeatureQuery
from kmzb.publicmap.rows import FeatureDetail, FeaturePage, NearbyRow, Summary


def features(query: FeatureQuery, *, now: datetime) -> FeaturePage:
    """Return a page of marks, newest change first, then by id, with the exact total of the query."""
    raise NotImplementedError


def feature(feature_id: str, *, now: datetime) -> FeatureDetail | None:
    """Return one visible mark with its public history; None when it is hidden or was never there."""
    raise NotImplementedError


def nearby(category: str, lon: float, lat: float, metres: float, *, now: datetime) -> list[NearbyRow]:
    """Return the marks of this category that can still be confirmed, within `metres`, nearest first."""
    raise NotImplementedError


def summary(query: FeatureQuery, *, now: datetime) -> Summary:
    """Return the exact counts of everything the query matches; cursor and limit do not matter."""
    raise NotImplementedError


def tile(z: int, x: int, y: int, query: FeatureQuery, *, now: datetime) -> bytes:
    """Return the vector tile, b"" when no mark is in it. `z` is 0–16, `x` and `y` below 2 ** z."""
    raise NotImplementedError
