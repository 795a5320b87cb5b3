"""Names on a map whose signs cannot be moved away: each stands where nothing covers it, or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from kmzb.public.picture.layers import Town, towns_in
from kmzb.public.picture.letters import Frame, is_free, width
from kmzb.public.picture.view import View
from kmzb.territory.api import basemap_etag

_SIZE = 13  # of the letters, pixels: `_plain-map.scss`
_GAP = 4.0
_LINE = 15.0
_CUT = 22 / 144  # a phone shows so much less of the width on either side: `_plain-map.scss`
_DOT = 2.0

Circle = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """A town's name, from its left end and the line that it stands on; `dot` is the town, where it can be seen."""

    text: str
    x: float
    y: float
    dot: tuple[float, float] | None


def names_in(view: View, signs: Sequence[Circle]) -> list[Name]:
    """Return the names for a view with those signs on it, the most important towns first."""
    return list(placed(view, towns_in(view, basemap_etag()), signs))


def placed(view: View, towns: Iterable[Town], signs: Sequence[Circle]) -> Iterator[Name]:
    """Place each name beside its town, or beside the sign that covers it, where neither sign nor name stands."""
    taken: list[Frame] = []
    for town in towns:
        x, y = view.pixels([town.lon], [town.lat])[0]
        cover = min(signs, key=lambda sign: _apart(sign, x, y), default=None)
        is_seen = cover is None or _apart(cover, x, y) > _DOT
        around = (x, y, _DOT) if is_seen or cover is None else cover
        frames = _frames(around, width(town.name, _SIZE))
        for frame in sorted(frames, key=lambda frame: _is_cut(frame, view)):
            if _is_inside(frame, view) and not any(_covers(sign, frame) for sign in signs) and is_free(frame, taken):
                taken.append(frame)
                dot = (round(x, 1), round(y, 1)) if is_seen else None
                yield Name(town.name, round(frame[0], 1), round(frame[3] - _GAP, 1), dot)
                break


def _frames(around: Circle, length: float) -> Iterator[Frame]:
    """Yield left, top, right and bottom of a line of that length right, below, above and left of a circle."""
    x, y, radius = around
    for left, top in (
        (x + radius + _GAP, y - _LINE / 2),
        (x - length / 2, y + radius + _GAP / 2),
        (x - length / 2, y - radius - _GAP / 2 - _LINE),
        (x - radius - _GAP - length, y - _LINE / 2),
    ):
        yield left, top, left + length, top + _LINE


def _apart(sign: Circle, x: float, y: float) -> float:
    return hypot(sign[0] - x, sign[1] - y) - sign[2]


def _covers(sign: Circle, frame: Frame) -> bool:
    """Whether a sign reaches into the frame."""
    nearest = min(max(sign[0], frame[0]), frame[2]), min(max(sign[1], frame[1]), frame[3])
    return _apart(sign, *nearest) < 0


def _is_inside(frame: Frame, view: View) -> bool:
    return frame[0] >= 0 and frame[1] >= 0 and frame[2] <= view.width and frame[3] <= view.height


def _is_cut(frame: Frame, view: View) -> bool:
    """Whether a phone shows a part of it only."""
    return any(frame[0] < edge * view.width < frame[2] for edge in (_CUT, 1 - _CUT))
