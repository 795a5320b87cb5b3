"""4,096 reports of one street as a vector tile, beside the package mapbox-vector-tile."""

from time import perf_counter
from typing import Any

import mapbox_vector_tile
import numpy as np

from bench.engines.engine import counted
from bench.engines.ours import NOW
from bench.generator import CATEGORIES, STATUSES, TODAY
from kmzb.geoindex.api import DEEPEST, Index, Mark, to_degrees

_POINTS, _ROUNDS = 4096, 15
_TILE = (DEEPEST, 36595, 21571)
_BITS, _EXTENT = 31, 4096


def encoding(seed: int) -> dict[str, Any]:
    """Return milliseconds and totals of both; kmzb's include finding the reports in its index."""
    chance = np.random.default_rng([seed, 103])
    index = Index.build(_marks(chance))
    features = _features(index)
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        begun = perf_counter()
        tile = index.tile(*_TILE, NOW).mvt()
        between = perf_counter()
        reference = mapbox_vector_tile.encode({"name": "marks", "features": features})
        theirs.append((perf_counter() - between) * 1000)
        ours.append((between - begun) * 1000)
    return {"kmzb": _row(ours, tile), "mapbox_vector_tile": _row(theirs, reference)}


def _row(ms: list[float], tile: bytes) -> dict[str, Any]:
    p50, p99 = np.percentile(ms, [50, 99])
    return {
        "p50_ms": round(p50, 4),
        "p99_ms": round(p99, 4),
        "runs": len(ms),
        "total": counted(tile),
        "bytes": len(tile),
    }


def _marks(chance: np.random.Generator) -> list[Mark]:
    z, west, north = _TILE
    side = 1 << (_BITS - z)
    places = chance.integers(1, side - 1, size=(_POINTS, 2))
    degrees = (to_degrees(west * side + x, north * side + y) for x, y in places.tolist())
    return [_mark(chance, number, round(lon, 6), round(lat, 6)) for number, (lon, lat) in enumerate(degrees)]


def _mark(chance: np.random.Generator, number: int, lon: float, lat: float) -> Mark:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return Mark(
        id="".join(letters[number >> 5 * place & 31] for place in range(16)),
        lon=lon,
        lat=lat,
        category=list(CATEGORIES)[chance.integers(len(CATEGORIES))],
        status=STATUSES[chance.integers(len(STATUSES))],
        reported=TODAY - 40,
        changed=TODAY - int(chance.integers(30)),
        unit="KPP-1007",
        area="1007",
    )


def _features(index: Index) -> list[dict[str, Any]]:
    """Return what the index's tile says, as the package takes it: coordinates in the tile, y upward."""
    return [
        {
            "geometry": f"POINT({cell.x} {_EXTENT - cell.y})",
            "properties": {
                "count": cell.count,
                **dict(cell.by_status),
                "id": cell.single.id,
                "category": cell.single.category,
                "status": cell.single.status,
                "changed": cell.single.changed,
            },
        }
        for cell in index.tile(*_TILE, NOW).cells()
        if cell.single is not None
    ]
