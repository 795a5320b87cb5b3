"""What one edition is made of, apart from any database: areas, units, unit areas and beats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from shapely import Geometry, to_wkb

from kmzb.territory.values import LEVEL_OF_LENGTH, Level, parent_of


@dataclass(frozen=True, slots=True)
class AreaShape:
    """A voivodeship, county or gmina; the length of its code tells which. Shapes are in EPSG:4326 everywhere here."""

    code: str
    name: str
    shape: Geometry

    @property
    def level(self) -> Level:
        """Which of the three levels."""
        return LEVEL_OF_LENGTH[len(self.code)]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A police unit as it is loaded. `claims` are TERYT codes of any level."""

    code: str
    kind: str
    name: str
    seat: str = ""
    parent_code: str = ""
    claims: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class UnitShape:
    """A part of the country that a unit answers for, finer than areas."""

    unit_code: str
    shape: Geometry


@dataclass(frozen=True, slots=True)
class BeatShape:
    """A beat of a unit."""

    code: str
    name: str
    unit_code: str
    shape: Geometry


@dataclass(frozen=True)
class Content:
    """Everything that one edition says, each part ordered by code."""

    areas: tuple[AreaShape, ...]
    units: tuple[UnitFacts, ...]
    unit_areas: tuple[UnitShape, ...] = ()
    beats: tuple[BeatShape, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it, hexadecimal."""
        hashed = sha256()
        for part in self._parts():
            hashed.update(part)
            hashed.update(b"\x00")
        return hashed.hexdigest()

    def _parts(self) -> Iterable[bytes]:
        for area in self.areas:
            yield f"{area.code}\x1f{area.name}".encode()
            yield to_wkb(area.shape)
        for unit in self.units:
            yield repr(unit).encode()
        for part in self.unit_areas:
            yield part.unit_code.encode()
            yield to_wkb(part.shape)
        for beat in self.beats:
            yield f"{beat.code}\x1f{beat.name}\x1f{beat.unit_code}".encode()
            yield to_wkb(beat.shape)

    @cached_property
    def area_by_code(self) -> Mapping[str, AreaShape]:
        """Every area by its code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def unit_by_code(self) -> Mapping[str, UnitFacts]:
        """Every unit by its code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def leaves(self) -> tuple[AreaShape, ...]:
        """The finest areas given: those that no other area names as the level above it."""
        parents = {parent_of(area.code) for area in self.areas}
        return tuple(area for area in self.areas if area.code not in parents)
