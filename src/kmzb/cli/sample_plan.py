"""What the sample data will be: a seeded, believable plan of reports and of what became of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from random import Random

from kmzb.categories.api import CheckedBy, catalogue
from kmzb.cli.sample_words import DESCRIPTIONS, WEIGHTS
from kmzb.verification.api import Action, Status

_METRES_PER_DEGREE = 111_320
_HOT_SPOTS = 0.25
_DAYTIME = ("morning", "afternoon", "evening", "night")
_USUAL_TIME = {"public_drinking": "evening", "illegal_races": "night", "drug_use": "night", "minors_at_risk": "evening"}

# How often a live mark has each status, in per cent.
LIVE_MIX = {
    Status.NEW: 15,
    Status.VERIFICATION: 23,
    Status.CONFIRMED: 34,
    Status.CONFIRMED_REFERRED: 9,
    Status.CONFIRMED_ELIMINATED: 13,
    Status.NOT_CONFIRMED: 6,
}
# How often a report of the last three months in one county has each, jokes and closed ones included.
COUNTY_MIX = {
    Status.NEW: 8,
    Status.VERIFICATION: 13,
    Status.CONFIRMED: 22,
    Status.CONFIRMED_REFERRED: 10,
    Status.CONFIRMED_ELIMINATED: 26,
    Status.NOT_CONFIRMED: 17,
    Status.JOKE_OR_MISTAKE: 4,
}


@dataclass(frozen=True, slots=True)
class Town:
    """Where people live: a centre and how many."""

    lon: float
    lat: float
    people: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a planned life; a visit says what was `seen`."""

    action: Action
    at: datetime
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One planned report: what is sent, and every step after it in order of time."""

    category: str
    lon: float
    lat: float
    placed_at: datetime
    time_of_day: str
    weekdays: frozenset[int]
    description: str
    confirmations: int
    steps: tuple[Step, ...]


class Planner:
    """Draws lives from one seed: the same seed and moment give the same plan."""

    def __init__(self, seed: int, towns: Sequence[Town], *, now: datetime) -> None:
        self._random = Random(seed)  # noqa: S311  # sample data, not a secret
        self._towns = towns
        self._weights = [town.people for town in towns]
        self._now = now
        self._spots: list[tuple[float, float]] = []

    def lives(
        self, count: int, mix: dict[Status, int], *, oldest_days: int, late_share: float = 0.04
    ) -> Iterator[Life]:
        """Yield `count` lives, the statuses as in `mix`, none much older than `oldest_days`, a share of them late."""
        for _ in range(count):
            status = self._random.choices(list(mix), list(mix.values()))[0]
            late_hours = self._random.uniform(24, 70) if self._random.random() < late_share else 0.0
            yield self._life(status, oldest_days, late_hours)

    def _life(self, status: Status, oldest_days: int, late_hours: float) -> Life:
        category = self._random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        lon, lat = self._place(category)
        placed_at, steps = self._course(status, oldest_days, late_hours)
        text = self._random.choice(DESCRIPTIONS[category])
        needs_text = catalogue().get(category).description_required
        return Life(
            category=category,
            lon=lon,
            lat=lat,
            placed_at=placed_at,
            time_of_day=_USUAL_TIME.get(category) or self._random.choice((*_DAYTIME, "")),
            weekdays=self._weekdays(),
            description=text if needs_text or self._random.random() < 0.7 else "",  # noqa: PLR2004
            confirmations=min(int(self._random.paretovariate(1.3)) - 1, 40),
            steps=steps,
        )

    def _place(self, category: str) -> tuple[float, float]:
        """Draw a point near a town; a part of them at the exact spot of an earlier one, as in life."""
        if self._spots and self._random.random() < _HOT_SPOTS:
            lon, lat = self._random.choice(self._spots)
            return (lon, lat) if self._random.random() < 0.3 else self._near(lon, lat, 60)  # noqa: PLR2004
        town = self._random.choices(self._towns, self._weights)[0]
        reach = 350 + 5.5 * town.people**0.5
        if catalogue().get(category).checked_by is CheckedBy.PATROL:
            reach += 2500  # forests and waters lie outside
        point = self._near(town.lon, town.lat, reach)
        self._spots = [*self._spots[-400:], point]
        return point

    def _near(self, lon: float, lat: float, metres: float) -> tuple[float, float]:
        north, east = self._random.gauss(0, metres), self._random.gauss(0, metres)
        scale = _METRES_PER_DEGREE * cos(radians(lat))
        return round(lon + east / scale, 6), round(lat + north / _METRES_PER_DEGREE, 6)

    def _weekdays(self) -> frozenset[int]:
        usual: tuple[frozenset[int], ...] = (frozenset(range(1, 6)), frozenset({5, 6}), frozenset({6, 7}), frozenset())
        return self._random.choice(usual)

    def _course(self, status: Status, oldest_days: int, late_hours: float) -> tuple[datetime, tuple[Step, ...]]:
        """Draw the day of placing and every step up to `status`, mostly within the deadlines."""
        hours = self._random.uniform
        closed = {Status.CONFIRMED_ELIMINATED: 28, Status.NOT_CONFIRMED: 6.5, Status.JOKE_OR_MISTAKE: 40}
        if status is Status.NEW:
            return self._ago(late_hours + 72 if late_hours else hours(0.2, 68)), ()
        waits = self._waits(status)
        if status is Status.VERIFICATION:
            since_last = late_hours + 120 if late_hours else hours(1, 40)
        elif status in closed:
            since_last = hours(1, min(closed[status], oldest_days) * 24)
        else:
            since_last = hours(2, max(48, oldest_days * 24 - 400) * self._random.random() + 3)
        placed = self._ago(since_last + sum(waits))
        return placed, self._steps(status, placed, waits)

    def _ago(self, hours: float) -> datetime:
        return self._now - timedelta(hours=hours)

    def _waits(self, status: Status) -> list[float]:
        """Draw the hours between the steps of a life that ends in `status`."""
        hours = self._random.uniform
        reading = hours(0.5, 60)

        def visiting() -> float:
            return hours(6, 34)

        match status:
            case Status.JOKE_OR_MISTAKE:
                return [hours(0.5, 40)]
            case Status.VERIFICATION:
                return [reading, *(visiting() for _ in range(self._random.randint(0, 2)))]
            case Status.NOT_CONFIRMED:
                return [reading, visiting(), visiting(), visiting(), hours(1, 10)]
            case Status.CONFIRMED:
                return [reading, visiting(), hours(1, 20)]
            case _:
                return [reading, visiting(), hours(1, 20), hours(30, 300)]

    def _steps(self, status: Status, placed: datetime, waits: Sequence[float]) -> tuple[Step, ...]:
        moments = [placed + timedelta(hours=sum(waits[: i + 1])) for i in range(len(waits))]
        if status is Status.JOKE_OR_MISTAKE:
            return (Step(Action.DISMISS, moments[0]),)
        first = Step(Action.ACCEPT, moments[0])
        if status is Status.VERIFICATION:
            return (first, *(Step(Action.VISIT, at, seen=self._random.random() < 0.5) for at in moments[1:]))  # noqa: PLR2004
        if status is Status.NOT_CONFIRMED:
            return (first, *(Step(Action.VISIT, at) for at in moments[1:4]), Step(Action.NOT_CONFIRM, moments[4]))
        found = (first, Step(Action.VISIT, moments[1], seen=True), Step(Action.CONFIRM, moments[2]))
        last = {Status.CONFIRMED_REFERRED: Action.REFER, Status.CONFIRMED_ELIMINATED: Action.ELIMINATE}
        return (*found, Step(last[status], moments[3])) if status in last else found
