"""The form without JavaScript: what was typed, which button was pressed, and where the map stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from kmzb.public.pages import tickets
from kmzb.public.picture.view import COUNTRY, DEEPEST, SHALLOWEST, View, stepped
from kmzb.reports.api import RawDraft

STEP_M = 5
_CLICK_ZOOMS = 2
_PLACE_ZOOM = 14
_TYPED = ("category", "lon", "lat", "place", "occurred_on", "occurred_time", "time_of_day", "description")
_LONGEST = 4000  # of one typed field; a description too long is told so, not cut
_STEPS = {"north": (0, STEP_M), "south": (0, -STEP_M), "east": (STEP_M, 0), "west": (-STEP_M, 0)}
_ZOOMS = {"zoom_in": 1, "zoom_out": -1}


@dataclass(frozen=True, slots=True)
class ReportForm:
    """Everything that one rendering of the form holds. `values` are as typed."""

    values: Mapping[str, str] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    rules_accepted: bool = False
    receipt: str = ""
    token: str = ""
    view: View = field(default_factory=lambda: View.of_box(COUNTRY))
    offered: frozenset[str] = frozenset()
    button: str = ""

    @classmethod
    def empty(cls, query: QueryDict) -> "ReportForm":
        """Return a fresh form; an address may name the category and the place."""
        values = {name: query.get(name, "")[:_LONGEST] for name in ("category", "lon", "lat")}
        form = cls(values=values, receipt=tickets.draw_receipt(), token=tickets.draw_token())
        return form.looking_at_pin()

    @classmethod
    def read(cls, post: QueryDict) -> "ReportForm":
        """Return the form as it was sent, with fresh tickets in place of those that are not ours."""
        receipt, token = post.get("receipt", ""), post.get("token", "")
        return cls(
            values={name: post.get(name, "")[:_LONGEST] for name in _TYPED},
            weekdays=tuple(post.getlist("weekdays"))[:7],
            rules_accepted=bool(post.get("rules_accepted")),
            receipt=receipt if tickets.opened_receipt(receipt) else tickets.draw_receipt(),
            token=token if tickets.opened_token(token) else tickets.draw_token(),
            view=_view_of(post),
            offered=frozenset(post.get("offered", "").split(",")) - {""},
            button=_button_of(post),
        )

    @property
    def pin(self) -> tuple[float, float] | None:
        """Longitude and latitude of the pin, None while the fields hold no place."""
        lon, lat = (_degrees(self.values.get(name, "")) for name in ("lon", "lat"))
        if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004  # the bounds of the globe
            return None
        return lon, lat

    @property
    def code(self) -> str:
        """The receipt itself."""
        return tickets.opened_receipt(self.receipt)

    def raw(self) -> RawDraft:
        """Return the report that the form holds, nothing of it checked."""
        sent: dict[str, Any] = {name: text for name, text in self.values.items() if name != "place"}
        return RawDraft(
            **sent,
            weekdays=list(self.weekdays),
            rules_accepted="1" if self.rules_accepted else "",
            receipt_hash=tickets.digest(self.code),
            is_form=True,
        )

    def with_pin(self, lon: float, lat: float) -> "ReportForm":
        """Return the form with the pin there."""
        return replace(self, values={**self.values, "lon": f"{lon:.6f}", "lat": f"{lat:.6f}"})

    def looking_at_pin(self) -> "ReportForm":
        """Return the form with the picture around the pin, near enough to see the place."""
        if self.pin is None:
            return self
        nearer = max(0, _PLACE_ZOOM - self.view.zoom)
        return replace(self, view=self.view.around(*self.pin, deeper=nearer))

    def renewed(self) -> "ReportForm":
        """Return the form with a new receipt: it was sent already with other content."""
        return replace(self, receipt=tickets.draw_receipt())

    def having_offered(self, ids: list[str]) -> "ReportForm":
        """Return the form that knows which marks nearby were shown."""
        return replace(self, offered=self.offered | frozenset(ids))

    def after_button(self, click: tuple[float, float] | None) -> "ReportForm":
        """Return the form after a button of the map was pressed or the picture was clicked."""
        if click is not None:
            lon, lat = self.view.degrees(*click)
            return replace(self.with_pin(lon, lat), view=self.view.around(lon, lat, deeper=_CLICK_ZOOMS))
        if self.button.startswith("pick:"):
            return self._picked(self.button.removeprefix("pick:"))
        if self.button in _STEPS and self.pin:
            east, north = _STEPS[self.button]
            moved = self.with_pin(*stepped(*self.pin, east_m=east, north_m=north))
            return moved.looking_at_pin()
        if self.button in _ZOOMS:
            centre = self.pin or (self.view.lon, self.view.lat)
            return replace(self, view=self.view.around(*centre, deeper=_ZOOMS[self.button]))
        return self.looking_at_pin() if self.button == "show" else self

    def _picked(self, text: str) -> "ReportForm":
        """Go to a place that was found; the button holds lon, lat and the zoom that shows it whole."""
        numbers = [_degrees(part) for part in text.split(";")]
        if len(numbers) != 3 or None in numbers:  # noqa: PLR2004  # lon, lat, zoom
            return self
        lon, lat, zoom = (number or 0.0 for number in numbers)
        there = self.with_pin(lon, lat)
        return replace(there, view=replace(self.view.around(lon, lat), zoom=_zoom(zoom)))


def click_of(post: QueryDict) -> tuple[float, float] | None:
    """Return where the picture was clicked, in pixels of the page."""
    x, y = _degrees(post.get("map.x", "")), _degrees(post.get("map.y", ""))
    return None if x is None or y is None else (x, y)


def _button_of(post: QueryDict) -> str:
    return "map" if "map.x" in post else post.get("do", "")


def _degrees(text: str) -> float | None:
    try:
        number = float(text.strip().removesuffix("°").replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) <= 360 else None  # noqa: PLR2004  # also refuses NaN and infinity


def _zoom(number: float) -> int:
    return max(SHALLOWEST, min(DEEPEST, int(number)))


def _view_of(post: QueryDict) -> View:
    lon, lat, zoom = (_degrees(post.get(name, "")) for name in ("view_lon", "view_lat", "view_zoom"))
    if lon is None or lat is None or zoom is None:
        return View.of_box(COUNTRY)
    return replace(View.of_box(COUNTRY), lon=lon, lat=lat, zoom=_zoom(zoom))
