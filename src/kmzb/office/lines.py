"""One case as it is read at a glance: the row of a queue, the head of a page, a place to visit."""

from dataclasses import dataclass
from datetime import date

from kmzb.categories.api import catalogue
from kmzb.office import words
from kmzb.territory import api as territory
from kmzb.verification.api import DueGroup, QueueRow, Status, checked_by_name, status_name

_GMINA = 7  # digits of its code


@dataclass(frozen=True, slots=True)
class Line:
    """A case in words.

    Attributes:
        who: who checks it; "" for nobody yet.
        visits: "2 z 3" while visits are counted towards a decision, else their number.
        due: the deadline in short, "" where no clock runs.
        what_is_due: "przeczytać", "zdecydować" or "".

    """

    row: QueueRow
    category: str
    icon: str
    status: str
    place: str
    who: str
    visits: str
    due: str
    what_is_due: str
    due_day: str
    left: str
    placed: str
    recurrence: str

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self.row.group is DueGroup.LATE

    @property
    def distance(self) -> str:
        """How far it is, "" where the officer has not said where they are."""
        return "" if self.row.distance_m is None else words.metres(self.row.distance_m)


def line_of(row: QueueRow, today: date) -> Line:
    """Put the row into words."""
    category = catalogue().get(row.category)
    return Line(
        row=row,
        category=category.name,
        icon=category.icon,
        status=status_name(row.status),
        place=place_of(row),
        who=row.assignee or (checked_by_name(row.checked_by) if row.checked_by else ""),
        visits=_visits(row),
        due=words.due(row.due, today) if row.due else "",
        what_is_due={Status.NEW: "przeczytać", Status.VERIFICATION: "zdecydować"}.get(row.status, ""),
        due_day=words.by_day(row.due, today) if row.due else "",
        left=words.left(row.due, today) if row.due else "",
        placed=words.on_day(row.placed_on, today),
        recurrence=words.recurrence(row.time_of_day, frozenset(map(int, row.weekdays))),
    )


def place_of(row: QueueRow) -> str:
    """Return where it is, as finely as the territory names it: the gmina and the beat, or at least the county."""
    beat = territory.beat(row.beat_code) if row.beat_code else None
    area = territory.area(row.area_code) if row.area_code else None
    is_told = beat is not None and (len(row.area_code) < _GMINA or area is None or area.name in beat.name)
    parts = ("" if is_told else row.place, beat.name if beat else "")
    return ", ".join(part for part in parts if part)


def _visits(row: QueueRow) -> str:
    if row.status is Status.VERIFICATION:
        return f"{row.visits} z {row.visits_required}"
    return "–" if row.status is Status.NEW else str(row.visits)
