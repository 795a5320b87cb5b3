"""What an import found wrong, each with a code, a subject and a place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import shapely


class Problem(StrEnum):
    """Everything that can be wrong with a territory that is brought in."""

    FILE_UNREADABLE = "file.unreadable"
    CRS_UNSUPPORTED = "crs.unsupported"
    EXTENT_OUTSIDE = "extent.outside"
    VALID_FROM_FUTURE = "valid_from.future"
    CODE_MALFORMED = "code.malformed"
    CODE_DUPLICATE = "code.duplicate"
    GEOMETRY_INVALID = "geometry.invalid"
    GEOMETRY_REPAIRED = "geometry.repaired"
    COVERAGE_GAP = "coverage.gap"
    COVERAGE_CLOSED = "coverage.closed"
    COVERAGE_OVERLAP = "coverage.overlap"
    AREA_PARENT_UNKNOWN = "area.parent_unknown"
    AREA_WITHOUT_UNIT = "area.without_unit"
    UNIT_AREA_UNKNOWN = "unit.area_unknown"
    UNIT_PARENT_UNKNOWN = "unit.parent_unknown"
    UNIT_UNKNOWN = "unit.unknown"
    UNIT_AMBIGUOUS = "unit.ambiguous"
    BEAT_OUTSIDE_UNIT = "beat.outside_unit"
    BEAT_GAP = "beat.gap"


WARNINGS = frozenset(
    {
        Problem.GEOMETRY_REPAIRED,
        Problem.COVERAGE_CLOSED,
        Problem.UNIT_AMBIGUOUS,
        Problem.BEAT_OUTSIDE_UNIT,
        Problem.BEAT_GAP,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        subject: the code or file it is about.
        text: what was got, what was expected and what to do.
        place: lon and lat where it can be seen, None where it has no place.

    """

    problem: Problem
    subject: str
    text: str
    place: tuple[float, float] | None = None

    @property
    def is_warning(self) -> bool:
        """Whether the import may go on."""
        return self.problem in WARNINGS

    def __str__(self) -> str:
        where = f" at {self.place[0]:.5f} {self.place[1]:.5f}" if self.place else ""
        return f"{self.problem} {self.subject}{where}: {self.text}"

    def as_json(self) -> dict[str, object]:
        """Return the finding for programs."""
        place = list(self.place) if self.place else None
        return {"code": self.problem.value, "subject": self.subject, "place": place, "message": self.text}


@dataclass
class Findings:
    """A growing list of findings; the same problem of the same subject at the same place is told once."""

    all: list[Finding] = field(default_factory=list)

    def add(self, problem: Problem, subject: str, text: str, *, at: shapely.Geometry | None = None) -> None:
        """Note a problem; `at` is a shape in degrees inside which it lies."""
        place = None if at is None or shapely.is_empty(at) else _place(at)
        finding = Finding(problem, subject, text, place)
        if finding not in self.all:
            self.all.append(finding)

    @property
    def errors(self) -> Sequence[Finding]:
        """What keeps the import from happening."""
        return [finding for finding in self.all if not finding.is_warning]

    @property
    def warnings(self) -> Sequence[Finding]:
        """What somebody should look at."""
        return [finding for finding in self.all if finding.is_warning]


def _place(shape: shapely.Geometry) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return round(float(lon), 5), round(float(lat), 5)
