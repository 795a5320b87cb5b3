"""Lives of reports as hypothesis draws them: placing, acting, confirming, and days that pass."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from cast import Cast, Player, Resident
from kmzb.categories.api import catalogue
from kmzb.reports.api import Confirmation
from kmzb.territory.api import cell_centre, grid_cell
from kmzb.verification.api import (
    TABLE,
    Action,
    Case,
    NotAllowed,
    Status,
    TooFewVisits,
    UnfitAssignee,
    UnfitCategory,
    UnfitUnit,
    reason_choices,
)
from small_country import IN_OPOCZNO, IN_TOMASZOW, NOW

CATEGORIES = ["vandalism", "begging", "drug_use", "dangerous_venue", "minors_at_risk", "speeding"]
# On one side of the border between Opoczno and Tomaszów, the middle of the cell on the other.
_CROSSING = [
    (lon, lat)
    for lat in (51.3, 51.4, 51.5)
    for lon in (19.9995, 19.9985, 20.0005, 20.0015)
    if (cell_centre(*grid_cell(lon, lat))[0] < 20) != (lon < 20)  # the border's meridian
]
POINTS = [IN_OPOCZNO, IN_TOMASZOW, *_CROSSING[:1], *_CROSSING[-1:]]
UNITS = ["KPP-1007", "KPP-1016"]
PAUSES = [timedelta(minutes=1), timedelta(hours=7), timedelta(hours=25), timedelta(days=8)]

_numbers = st.integers(0, 9)
_events = st.tuples(
    st.sampled_from(["place", "act", "act", "act", "confirm", "pass", "carry"]), _numbers, _numbers, _numbers
)
lives = st.lists(_events, min_size=8, max_size=24)


@dataclass
class World:
    """A small country in which drawn events happen; `moment` is the time there."""

    cast: Cast
    resident: Resident
    moment: datetime = NOW
    cases: list[int] = field(default_factory=list)

    def happen(self, kind: str, which: int, choice: int, detail: int) -> None:
        """Let one event happen, as far as it can."""
        if kind == "pass":
            self.moment += PAUSES[choice % len(PAUSES)]
        elif kind == "place" or not self.cases:
            self._place(choice, detail)
        elif kind == "confirm":
            self._confirm(self.cases[which % len(self.cases)])
        elif kind == "act":
            self._act(self.cases[which % len(self.cases)], choice, detail)

    def _place(self, choice: int, detail: int) -> None:
        lon, lat = POINTS[detail % len(POINTS)]
        category = CATEGORIES[choice % len(CATEGORIES)]
        self.cases.append(self.resident.case(category=category, lon=lon, lat=lat, description="x", now=self.moment))

    def _confirm(self, case: int) -> None:
        Confirmation.objects.create(report_id=case, token_hash=self.resident.token(), confirmed_at=self.moment)

    def _act(self, number: int, choice: int, detail: int) -> None:
        case = Case.objects.get(pk=number)
        steps = sorted(a for s, a in TABLE if s == Status(case.status) and a is not Action.REROUTE)
        action = steps[choice % len(steps)]
        reasons = reason_choices(action)
        fields = {
            "reason_code": reasons[detail % len(reasons)][0] if reasons else "",
            "body_code": "gmina",
            "seen": detail % 3 == 0,
            "category": CATEGORIES[detail % len(CATEGORIES)],
            "unit_code": UNITS[detail % len(UNITS)],
        }
        with suppress(TooFewVisits, UnfitCategory, UnfitUnit, UnfitAssignee, NotAllowed):
            self._officer(case).act(action, number, now=self.moment, **fields)

    def _officer(self, case: Case) -> Player:
        return self.cast.coordinator if case.unit_code == "KPP-1007" else self.cast.foreign_coordinator


def policies_of(category: str) -> tuple[str, str]:
    """Return visibility and time of publication."""
    found = catalogue().get(category)
    return found.visibility.value, found.publish.value
