"""What every engine is asked. The list depends on the reports and the seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import shapely

from bench.generator import CATEGORIES, EPOCH, FIRST_DAY, STATUSES, TODAY, Array, Reports
from kmzb.geoindex.api import BITS, to_grid
from kmzb.territory.builtin.build import builtin_content

Ring = tuple[tuple[float, float], ...]

# Most of the country lies in one tile of this zoom, and its 16 x 16 cells are filled: what a first look at it draws.
COUNTRY = (5, 17, 10)
WARSAW = (21.01178, 52.22977)
_CITY_ZOOM, _STREET_ZOOM = 10, 14
_STREET_MARKS = (50, 500)
_SHALLOWEST, _DEEPEST = 5, 15
_WINDOW_MONTHS, _MONTHS = 12, 122
_BUSY = 5


class Kind(StrEnum):
    """What is wanted back."""

    TILE = "tile"
    POLYGON = "polygon"  # how many, by status
    CUBE = "cube"  # category x status x month


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports count: numbers of categories and statuses, inclusive days reported; None lets every report pass."""

    categories: tuple[int, ...] | None = None
    statuses: tuple[int, ...] | None = None
    days: tuple[int, int] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Question:
    """One question; a tile has `zxy`, a polygon has `ring` in degrees."""

    kind: Kind
    wanted: Wanted = Wanted()
    zxy: tuple[int, int, int] = (0, 0, 0)
    ring: Ring = ()


def named_questions(reports: Reports, seed: int, variants: int) -> dict[str, list[Question]]:
    """Return the variants of each named query. Rounds go through them in turn, so that no answer can be kept."""
    chance = np.random.default_rng([seed, 101])
    filters = [_year_of_three(chance) for _ in range(variants)]
    city = _tile_at(*WARSAW, _CITY_ZOOM)
    return {
        "country_all": [Question(Kind.TILE, zxy=COUNTRY)],
        "world_all": [Question(Kind.TILE)],
        "country_filtered": [Question(Kind.TILE, wanted, COUNTRY) for wanted in filters],
        "country_year": [Question(Kind.TILE, Wanted(days=wanted.days), COUNTRY) for wanted in filters],
        "city_filtered": [Question(Kind.TILE, wanted, city) for wanted in filters],
        "street_points": [Question(Kind.TILE, zxy=zxy) for zxy in _streets(reports, chance, variants)],
        "county": [Question(Kind.POLYGON, ring=ring) for ring in _rings(chance, variants)],
        "totals": [Question(Kind.CUBE)],
    }


def mixed_questions(reports: Reports, seed: int, count: int) -> list[Question]:
    """Return tiles of zooms 5 to 15 around reports drawn from all, each under a filter drawn at random.

    One in four filters nothing; the others draw each of: one to five categories, one to three statuses, a range of
    days of one month to three years; at least one of them.
    """
    chance = np.random.default_rng([seed, 102])
    rows = np.sort(chance.integers(len(reports), size=count))
    x, y = reports.x[rows], reports.y[rows]
    mixed = []
    for place in chance.permutation(count).tolist():
        z = int(chance.integers(_SHALLOWEST, _DEEPEST + 1))
        zxy = (z, int(x[place]) >> (BITS - z), int(y[place]) >> (BITS - z))
        mixed.append(Question(Kind.TILE, _random_filter(chance), zxy))
    return mixed


def tile_of(question: Question) -> tuple[int, int]:
    """Return the half-open range of Morton codes of the question's tile."""
    z, x, y = question.zxy
    code = sum(((x >> bit & 1) | (y >> bit & 1) << 1) << 2 * bit for bit in range(z))
    return code << 2 * (BITS - z), (code + 1) << 2 * (BITS - z)


def _tile_at(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    x, y = to_grid(np.array([lon]), np.array([lat]))
    return z, int(x[0]) >> (BITS - z), int(y[0]) >> (BITS - z)


def _year_of_three(chance: np.random.Generator) -> Wanted:
    """Return three of the five commonest categories and twelve whole months."""
    first = int(chance.integers(_MONTHS - _WINDOW_MONTHS))
    categories = chance.choice(_BUSY, 3, replace=False)
    return Wanted(tuple(sorted(categories.tolist())), None, (_month(first), _month(first + _WINDOW_MONTHS) - 1))


def _month(number: int) -> int:
    """Return the first day of a month, counted from the first one of the data."""
    months = 12 * 2016 + 9 + number
    return (date(months // 12, months % 12 + 1, 1) - EPOCH).days


def _random_filter(chance: np.random.Generator) -> Wanted:
    if chance.random() < 1 / 4:
        return Wanted()
    has = chance.random(3) < 1 / 2
    has[chance.integers(3)] = True
    first = int(chance.integers(FIRST_DAY, TODAY))
    return Wanted(
        categories=_some(chance, len(CATEGORIES), 5) if has[0] else None,
        statuses=_some(chance, len(STATUSES), 3) if has[1] else None,
        days=(first, first + int(chance.integers(30, 3 * 365))) if has[2] else None,
    )


def _some(chance: np.random.Generator, count: int, most: int) -> tuple[int, ...]:
    chosen = chance.choice(count, int(chance.integers(1, most + 1)), replace=False)
    return tuple(sorted(chosen.tolist()))


def _streets(reports: Reports, chance: np.random.Generator, variants: int) -> list[tuple[int, int, int]]:
    """Return street tiles that hold a few hundred reports at most; in sparse data the fullest of those drawn."""
    shift = BITS - _STREET_ZOOM
    rows = chance.integers(len(reports), size=min(len(reports), 40 * variants))
    drawn = np.unique(np.stack([reports.x[rows] >> shift, reports.y[rows] >> shift], axis=1), axis=0)
    counts = _counts(reports, drawn)
    is_fit = (counts >= _STREET_MARKS[0]) & (counts <= _STREET_MARKS[1])
    fit = drawn[is_fit] if is_fit.any() else drawn[np.argsort(-counts)[:variants]]
    chosen = chance.permutation(len(fit))[:variants]
    return [(_STREET_ZOOM, int(x), int(y)) for x, y in fit[chosen]]


def _counts(reports: Reports, tiles: Array) -> Array:
    """Return how many reports each tile holds, reading the reports piece by piece."""
    shift = BITS - _STREET_ZOOM
    numbers = (tiles[:, 0].astype(np.int64) << _STREET_ZOOM) | tiles[:, 1]
    counts = np.zeros(len(tiles), dtype=np.int64)
    order = np.argsort(numbers)
    for first in range(0, len(reports), 1_000_000):
        piece = slice(first, first + 1_000_000)
        own = ((reports.x[piece] >> shift).astype(np.int64) << _STREET_ZOOM) | (reports.y[piece] >> shift)
        place = np.minimum(np.searchsorted(numbers[order], own), len(order) - 1)
        np.add.at(counts, order[place[numbers[order][place] == own]], 1)
    return counts


def _rings(chance: np.random.Generator, variants: int) -> Sequence[Ring]:
    """Return borders of counties, closed."""
    counties = [area.shape for area in builtin_content().areas if len(area.code) == 4]  # noqa: PLR2004
    simple = [shape for shape in counties if isinstance(shape, shapely.Polygon) and not shape.interiors]
    chosen = chance.choice(len(simple), variants, replace=False)
    return [tuple((x, y) for x, y in simple[place].exterior.coords) for place in chosen]
