"""Finding places by name, with and without Polish letters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt

from kmzb.lib.text import fold
from kmzb.territory.current import Current, current
from kmzb.territory.gazetteer import Settlement, settlements
from kmzb.territory.values import Area, Box, Level, Located, Place, PlaceKind, is_city_county

_MOST = 10
_CITY_POPULATION = 100_000
_KM_PER_DEGREE = 111.2
_LEAST_KM, _MOST_KM = 0.8, 12.0
_COUNTRY = "Polska"

# Areas have no population of their own here; they stand among towns as if they had this many.
_WEIGHTS = {Level.VOIVODESHIP: 90_000, Level.COUNTY: 15_000, Level.GMINA: 1_500}
_KINDS = {Level.VOIVODESHIP: PlaceKind.VOIVODESHIP, Level.COUNTY: PlaceKind.COUNTY, Level.GMINA: PlaceKind.GMINA}


# What people write for the kinds of areas.
_SHORT = {"woj.": "województwo", "woj": "województwo", "pow.": "powiat", "gm.": "gmina"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place with the folded names under which it is found.

    Attributes:
        keys: its own names, a space before each word.
        others: its names in other languages, each on a line of its own, in the same form.

    """

    keys: tuple[str, ...]
    others: str
    weight: int
    place: Place


_EXACT, _PREFIX, _WORD, _INSIDE, _OTHER, _UNFIT = range(6)


def search_places(query: str, limit: int = _MOST) -> list[Place]:
    """Return the places whose names fit, at most `limit` and never more than ten.

    The very name comes first, then names that begin so, names with a word that begins so, names that hold it, and
    last names in other languages; among equals the more populous place.
    """
    wanted = _key(_in_full(query))
    if not wanted.strip():
        return []
    entries = _entries(current())
    ranked = [
        (rank, -entry.weight, entry.place.name, number)
        for number, entry in enumerate(entries)
        if (rank := _rank(entry, wanted)) < _UNFIT
    ]
    return [entries[number].place for *_, number in sorted(ranked)[: min(limit, _MOST)]]


def _rank(entry: _Entry, wanted: str) -> int:
    best = min(_rank_of_key(key, wanted) for key in entry.keys)
    return _OTHER if best == _UNFIT and f"\n{wanted}" in entry.others else best


def _rank_of_key(key: str, wanted: str) -> int:
    if wanted[1:] not in key:
        return _UNFIT
    if key.startswith(wanted):
        return _EXACT if len(key) == len(wanted) else _PREFIX
    return _WORD if wanted in key else _INSIDE


def _in_full(query: str) -> str:
    first, _, rest = query.strip().partition(" ")
    return f"{_SHORT.get(first.casefold(), first)} {rest}" if rest else first


def _key(name: str) -> str:
    return " " + fold(name.replace("-", " "))


@lru_cache(maxsize=2)
def _entries(now: Current) -> tuple[_Entry, ...]:
    return (*_settlement_entries(now), *_area_entries(now))


def _area_entries(now: Current) -> Iterator[_Entry]:
    for area in now.register.areas.values():
        if area.bbox is None or is_city_county(area.code):
            continue  # a city is found as a city
        west, south, east, north = area.bbox
        place = Place(
            name=area.title,
            kind=_KINDS[area.level],
            area=_above(now, area),
            lon=round((west + east) / 2, 5),
            lat=round((south + north) / 2, 5),
            bbox=area.bbox,
            code=area.code,
        )
        keys = dict.fromkeys((_key(area.name), _key(area.title)))
        yield _Entry(tuple(keys), "", _WEIGHTS[area.level], place)


def _above(now: Current, area: Area) -> str:
    parents = [now.register.area(area.code[:length]) for length in (4, 2) if length < len(area.code)]
    return _joined([parent.title for parent in parents if parent]) or _COUNTRY


def _joined(titles: Iterable[str]) -> str:
    return ", ".join(title.replace("województwo", "woj.") for title in titles)


def _settlement_entries(now: Current) -> Iterator[_Entry]:
    for settlement in settlements():
        located = now.locator.nearest(settlement.lon, settlement.lat, 5000)
        if located is None:
            continue
        kind = _kind(settlement, located)
        place = Place(
            name=settlement.name,
            kind=kind,
            area=_area_of(now, settlement, located),
            lon=round(settlement.lon, 5),
            lat=round(settlement.lat, 5),
            bbox=_around(settlement),
        )
        others = "".join(f"\n{_key(name)}" for name in settlement.other_names)
        yield _Entry((_key(settlement.name),), others, settlement.population, place)


def _kind(settlement: Settlement, located: Located) -> PlaceKind:
    city = located.county is not None and is_city_county(located.county.code)
    if settlement.is_town:
        is_large = settlement.population >= _CITY_POPULATION
        return (
            PlaceKind.CITY
            if is_large or (located.county and located.county.name == settlement.name)
            else PlaceKind.TOWN
        )
    return PlaceKind.VILLAGE if settlement.is_village and not city else PlaceKind.DISTRICT


def _area_of(now: Current, settlement: Settlement, located: Located) -> str:
    refs = [ref for ref in (located.county, located.voivodeship) if ref and ref.name != settlement.name]
    areas = [now.register.area(ref.code) for ref in refs]
    return _joined([area.title for area in areas if area])


def _around(settlement: Settlement) -> Box:
    """Return a box whose size follows from the number of people."""
    across = min(max(sqrt(settlement.population) / 60, _LEAST_KM), _MOST_KM) / _KM_PER_DEGREE
    wide = across / cos(radians(settlement.lat))
    edges = (settlement.lon - wide, settlement.lat - across, settlement.lon + wide, settlement.lat + across)
    return round(edges[0], 5), round(edges[1], 5), round(edges[2], 5), round(edges[3], 5)
