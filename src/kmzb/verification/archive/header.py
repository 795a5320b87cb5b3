"""Which column stands where."""

from collections.abc import Mapping
from dataclasses import dataclass

from kmzb.verification.archive.errors import FileRefused
from kmzb.verification.archive.lines import split

_REQUIRED = ("external_id", "category", "status", "reported_on", "changed_on")
_DEGREES, _METRES = ("lon", "lat"), ("easting", "northing")
_OPTIONAL = ("count", "time_of_day", "weekdays", "confirmations")
_KNOWN = frozenset({*_REQUIRED, *_DEGREES, *_METRES, *_OPTIONAL})


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are to be read.

    Attributes:
        places: the position of each known column.
        width: how many fields a row has.
        point: the names of the two columns of the point: east, then north.
        ignored: names of columns that are not taken over.

    """

    separator: str
    places: Mapping[str, int]
    width: int
    point: tuple[str, str]
    ignored: tuple[str, ...]

    @property
    def is_metric(self) -> bool:
        """Whether points are in EPSG:2180."""
        return self.point == _METRES


def read_layout(line: str) -> Layout:
    """Return the layout that the first line tells. Names count in any order and case.

    Raises:
        FileRefused: columns are missing, doubled or contradict each other.
    """
    text = line.removeprefix("\ufeff")
    separator = max(",;", key=text.count)
    names = [name.strip().lower() for name in split(text, separator)[0]]
    doubled = sorted({name for name in names if name in _KNOWN and names.count(name) > 1})
    if doubled:
        raise FileRefused(f"line 1: each column stands once, but these stand twice: {', '.join(doubled)}")
    if missing := [name for name in _REQUIRED if name not in names]:
        raise FileRefused(
            f"line 1: expected the names of the columns, separated by commas or semicolons; "
            f"missing: {', '.join(missing)}; got: {text[:200]!r}"
        )
    return Layout(
        separator=separator,
        places={name: place for place, name in enumerate(names) if name in _KNOWN},
        width=len(names),
        point=_point(names),
        ignored=tuple(name for name in names if name not in _KNOWN),
    )


def _point(names: list[str]) -> tuple[str, str]:
    given = [pair for pair in (_DEGREES, _METRES) if set(pair) <= set(names)]
    if len(given) == 1 and sum(name in {*_DEGREES, *_METRES} for name in names) == len(given[0]):
        return given[0]
    raise FileRefused("line 1: expected either lon and lat, or easting and northing (EPSG:2180), and not both")
