"""What the reads of the public map return."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from kmzb.publicmap.states import CONFIRMABLE, CONFIRMED, DECIDED, NEXT_STEP, NextStep, PublicStatus


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why it was decided so: a code from the list of reasons, and the sentence that the officer added, or ""."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One public mark, in codes and days. The point is the public one.

    Attributes:
        time_of_day: "" when not told.
        weekdays: ISO numbers, 1 is Monday.
        confirmations: "0", "1", "2-4" or "5+".
        due: the day by which the unit reads it or decides, while one of the two is pending.
        visible_from: the moment from which it may be shown as it is: a day's beginning, or a morning.
        visible_until: the last day on the map, None while the status has no window.
        weight: how many reports it stands for.
        is_live: False for a mark of the archive, which only the history shows.

    """

    id: str
    lon: float
    lat: float
    category: str
    status: PublicStatus
    reported: date
    changed: date
    occurred_on: date | None
    time_of_day: str
    weekdays: tuple[int, ...]
    confirmations: str
    unit_code: str
    area_code: str
    reason: ReasonRow | None
    due: date | None
    is_coarse: bool
    visible_from: datetime
    visible_until: date | None
    weight: int = 1
    is_live: bool = True

    @property
    def next_code(self) -> NextStep:
        """What happens next."""
        return NEXT_STEP[self.status]

    @property
    def is_archived(self) -> bool:
        """Whether no case stands behind it, so that nothing happens to it any more.

        A case always has one of the two: a clock runs until it is decided, and no decision is made without a reason.
        A mark of the archive never has either, and by this outsiders tell them apart as well.
        """
        return self.due is None and self.reason is None

    @property
    def can_be_confirmed(self) -> bool:
        """Whether one more person may say that they see the same."""
        return self.status in CONFIRMABLE and not self.is_archived


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the public history.

    Attributes:
        action: a code of the table of transitions.
        body_code: to whom it was referred, else "".
        seen: whether a visit found anything; None for other steps.

    """

    on: date
    action: str
    status: PublicStatus
    reason: ReasonRow | None
    body_code: str
    seen: bool | None
    unit_code: str


@dataclass(frozen=True, slots=True)
class FeatureDetail:
    """A mark with its public history, oldest step first."""

    row: FeatureRow
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """A page of marks; `next` is the cursor of the following page, None on the last."""

    rows: tuple[FeatureRow, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class NearbyRow:
    """A mark that may be about the same thing, and how far away it is."""

    row: FeatureRow
    metres: float


@dataclass(frozen=True, slots=True)
class SignRow:
    """A sign of a drawn map: a single mark, or a cluster, which has no id, category and status of its own."""

    lon: float
    lat: float
    count: int
    by_status: dict[PublicStatus, int]
    id: str
    category: str
    status: PublicStatus | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Exact counts of what a query matches, by weight; a code or month that no mark has is absent.

    Attributes:
        by_month: by the month reported, "2026-10", oldest first.
        typical_days: median days from the report to the decision, where the last change is the decision; None without.

    """

    total: int
    by_status: dict[PublicStatus, int]
    by_category: dict[str, int]
    by_month: dict[str, int]
    typical_days: int | None

    @property
    def confirmed_share(self) -> float | None:
        """The part of all decided ones that was confirmed, 0–1; None when nothing is decided."""
        decided = sum(self.by_status.get(status, 0) for status in DECIDED)
        return sum(self.by_status.get(status, 0) for status in CONFIRMED) / decided if decided else None


class IndexState(NamedTuple):
    """How current this process's answers are: the last change applied, and the age of the oldest one that is not."""

    sequence: int
    lag_s: float
