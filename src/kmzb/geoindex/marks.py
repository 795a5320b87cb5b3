"""What goes into the index and what can be asked of it. Days are counted from 1970-01-01, moments in Unix seconds."""

from dataclasses import dataclass

FOREVER = 65_535
LAST_DAY = FOREVER - 1
# More than all reports ever. Sums of places hold 2**32 reports in a cell of a tile: 429 marks of this weight.
MOST_WEIGHT = 10_000_000


@dataclass(frozen=True, slots=True)
class Mark:
    """One point, in degrees of EPSG:4326; decimals behind the sixth do not count.

    Attributes:
        id: 16 letters of base-32 (a–z, 2–7), unique in an index.
        reported, changed: days, 0 to 65,534.
        area: a code whose beginnings are the codes of the areas around it.
        opens: the moment from which it is visible.
        closes: the last day on which it is visible; None without end.
        weight: how many reports it stands for, from 1.

    """

    id: str
    lon: float
    lat: float
    category: str
    status: str
    reported: int
    changed: int
    unit: str
    area: str
    opens: int = 0
    closes: int | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """When the question is asked: the moment, and the day that people have then."""

    second: int
    day: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which marks count. None lets every mark pass, an empty set none; days are inclusive, on the day reported.

    `areas` are beginnings of area codes.
    """

    categories: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    first_day: int | None = None
    last_day: int | None = None
    units: frozenset[str] | None = None
    areas: frozenset[str] | None = None


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Polygon:
    """Rings of (lon, lat) corners under the even-odd rule, so that holes are rings too and crossings are no mistake.

    Edges are straight on the map. A point on an edge belongs to the side that lies east or south of it.
    """

    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Single:
    """What a tile tells of a mark that stands for itself."""

    id: str
    category: str
    status: str
    changed: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One sign of a tile, at 0–4095 from its north-west corner: a cluster, or a single mark.

    `by_status` is in the order of the codes.
    """

    x: int
    y: int
    count: int
    by_status: tuple[tuple[str, int], ...]
    single: Single | None
