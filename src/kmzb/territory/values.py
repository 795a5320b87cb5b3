"""What the territory room hands out: plain values, free of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Box = tuple[float, float, float, float]  # west, south, east, north in EPSG:4326


class Level(StrEnum):
    """The three levels of the country's division that have TERYT codes."""

    VOIVODESHIP = "voivodeship"
    COUNTY = "county"
    GMINA = "gmina"


LEVEL_OF_LENGTH: Mapping[int, Level] = {2: Level.VOIVODESHIP, 4: Level.COUNTY, 7: Level.GMINA}


class PlaceKind(StrEnum):
    """What a found place is."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    DISTRICT = "district"
    GMINA = "gmina"
    COUNTY = "county"
    VOIVODESHIP = "voivodeship"


@dataclass(frozen=True, slots=True)
class Ref:
    """A code with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """Which boundaries answer.

    Attributes:
        id: number of the edition's row.
        digest: SHA-256 of its content, hexadecimal; equal content has one digest.
        valid_from: the day since which these boundaries are in force.
        source: where they come from, in words.
        is_approximate: made from facts, not from the official register.

    """

    id: int
    digest: str
    valid_from: date
    source: str
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class Located:
    """What a point belongs to. `unit` is None only where no unit claims the area."""

    gmina: Ref | None
    county: Ref | None
    voivodeship: Ref | None
    unit: Ref | None
    beat: Ref | None

    @property
    def area_code(self) -> str:
        """The finest TERYT code known of the point."""
        finest = self.gmina or self.county or self.voivodeship
        return finest.code if finest else ""

    def codes(self) -> dict[str, str | None]:
        """Return the five codes by name, None where there is none."""
        refs = {
            "gmina": self.gmina,
            "county": self.county,
            "voivodeship": self.voivodeship,
            "unit": self.unit,
            "beat": self.beat,
        }
        return {name: ref.code if ref else None for name, ref in refs.items()}


@dataclass(frozen=True, slots=True)
class Area:
    """A voivodeship, county or gmina.

    Attributes:
        name: as the register writes it, e.g. "opoczyński".
        title: as people say it, e.g. "powiat opoczyński".
        parent_code: code of the area one level up, "" for a voivodeship.
        bbox: None for an area that today's edition no longer has.

    """

    code: str
    name: str
    title: str
    level: Level
    parent_code: str
    bbox: Box | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A police unit.

    Attributes:
        kind: KGP, KSP, KWP, KMP, KPP, KRP, KP …
        parent_code: the unit above, "" for the national one.
        claims: TERYT codes that the unit itself answers for.
        counties: codes of the counties that it and the units below it serve, at least in part.
        is_current: whether today's edition still has it.

    """

    code: str
    kind: str
    name: str
    seat: str
    parent_code: str
    lon: float | None
    lat: float | None
    phone: str
    email: str
    address: str
    claims: tuple[str, ...]
    counties: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat (rejon służbowy) of a unit; who walks it is known to the accounts room."""

    code: str
    name: str
    unit_code: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """An answer of the place search.

    Attributes:
        area: the county or voivodeship it lies in, as people say it.
        bbox: what a map should show of it.
        code: the TERYT code where the place is an area, else "".

    """

    name: str
    kind: PlaceKind
    area: str
    lon: float
    lat: float
    bbox: Box
    code: str = ""


def parent_of(area_code: str) -> str:
    """Return the code one level up: 1007043 → 1007 → 10 → ""."""
    return {7: area_code[:4], 4: area_code[:2]}.get(len(area_code), "")


def is_city_county(code: str) -> bool:
    """Return whether a code is that of a city that is a county of its own; these are numbered from 61 on."""
    return len(code) == 4 and int(code[2:]) > 60  # noqa: PLR2004  # TERYT's own numbering


def title_of(level: Level, name: str) -> str:
    """Return how people say an area's name: "opoczyński" → "powiat opoczyński", "ŁÓDZKIE" → "województwo łódzkie"."""
    if level is Level.VOIVODESHIP:
        return f"województwo {name.lower()}"
    if level is Level.COUNTY:
        return f"powiat {name}" if name[:1].islower() else name
    return f"gmina {name}"
