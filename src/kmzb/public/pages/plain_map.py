"""The map without JavaScript: a picture with links on it, and links that move it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import pi
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kmzb.categories.api import catalogue
from kmzb.public.pages.apart import EDGE, LARGEST, MARK, apart, ring_radius
from kmzb.public.pages.filters import Filters
from kmzb.public.pages.names import Name, names_in
from kmzb.public.picture.ground import HALO, LABEL
from kmzb.public.picture.view import COUNTRY, DEEPEST, SHALLOWEST, View
from kmzb.public.words import STATUSES, number
from kmzb.publicmap.api import FeatureQuery, SignRow, signs, status_name
from kmzb.territory.api import Box

WIDTH, HEIGHT = 720, 600
_GAP = 2.0
_ZOOMS = 2


@dataclass(frozen=True, slots=True)
class Arc:
    """One status in the ring of a cluster, as the dash of a circle's outline; it begins at the top."""

    status: str
    dash: str
    offset: str


@dataclass(frozen=True, slots=True)
class PlainSign:
    """A cluster or a mark in the picture: a link. `status` is empty for a cluster, which has a ring of that radius."""

    x: float
    y: float
    url: str
    label: str
    count: str
    status: str
    radius: int
    arcs: list[Arc]

    @property
    def disc(self) -> int:
        """Radius of the disc below ring or mark."""
        return self.radius + EDGE if self.radius else MARK


@dataclass(frozen=True, slots=True)
class PlainMap:
    """The picture, what stands on it, and where one can go from there."""

    picture_url: str
    width: int
    height: int
    signs: list[PlainSign]
    names: list[Name]
    moves: list[tuple[str, str]]
    ink: str = LABEL
    halo: str = HALO


def whole(box: Box) -> View:
    """Return the view of the map page that holds the box."""
    return View.of_box(box, WIDTH, HEIGHT)


def view_of(query: Mapping[str, str], box: Box) -> View:
    """Return the view that the address names, else the one that holds the box."""
    fallback = whole(box)
    try:
        lon, lat, zoom = float(query["lon"]), float(query["lat"]), int(query["z"])
    except (KeyError, ValueError):
        return fallback
    if not (abs(lon) <= 180 and abs(lat) <= 85 and SHALLOWEST <= zoom <= DEEPEST):  # noqa: PLR2004  # the map's bounds
        return fallback
    return replace(fallback, lon=lon, lat=lat, zoom=zoom)


def map_url(filters: Filters, view: View) -> str:
    """Return the address of the map in that view."""
    query = {**filters.values, "lon": view.lon, "lat": view.lat, "z": view.zoom}
    return f"{reverse('map')}?{urlencode(query, safe=',')}"


def plain_map(filters: Filters, query: FeatureQuery, view: View, *, now: datetime) -> PlainMap:
    """Return the map of the view under the filters."""
    picture = urlencode({"lon": view.lon, "lat": view.lat, "z": view.zoom, "size": "map"})
    rows = signs(view.box, view.zoom - _ZOOMS, query, now=now)
    places = view.pixels([row.lon for row in rows], [row.lat for row in rows])
    # A ring leads nearer; where that is not possible, what it counts would not be reached.
    drawn = apart(rows, places) if view.zoom + _ZOOMS <= DEEPEST else zip(rows, places, strict=True)
    shown = [
        _sign(filters, view, row, place)
        for row, place in drawn
        if 0 <= place[0] <= view.width and 0 <= place[1] <= view.height
    ]
    return PlainMap(
        picture_url=f"{reverse('picture')}?{picture}",
        width=view.width,
        height=view.height,
        signs=shown,
        names=names_in(view, [(sign.x, sign.y, LARGEST * sign.disc) for sign in shown]),
        moves=[(name, map_url(filters, there)) for name, there in _moves(view) if there != view],
    )


def _moves(view: View) -> list[tuple[str, View]]:
    return [
        (_("Przybliż"), view.around(view.lon, view.lat, deeper=1)),
        (_("Oddal"), view.around(view.lon, view.lat, deeper=-1)),
        (_("Na północ"), view.moved(0, -0.5)),
        (_("Na południe"), view.moved(0, 0.5)),
        (_("Na zachód"), view.moved(-0.5, 0)),
        (_("Na wschód"), view.moved(0.5, 0)),
        (_("Cały kraj"), whole(COUNTRY)),
    ]


def _sign(filters: Filters, view: View, row: SignRow, place: tuple[float, float]) -> PlainSign:
    x, y = round(place[0], 1), round(place[1], 1)
    if row.status is not None:
        label = f"{catalogue().get(row.category).name}, {status_name(row.status)}"
        return PlainSign(x, y, reverse("mark", args=[row.id]), label, "", row.status.value, 0, [])
    counts = {status.value: count for status, count in row.by_status.items()}
    split = ", ".join(f"{words.full}: {counts[words.code]}" for words in STATUSES if words.code in counts)
    total = ngettext("%(count)s zgłoszenie", "%(count)s zgłoszeń", row.count) % {"count": number(row.count)}
    nearer = view.around(row.lon, row.lat, deeper=_ZOOMS)
    url, label, radius = map_url(filters, nearer), f"{total}. {split}", ring_radius(row.count)
    return PlainSign(x, y, url, label, number(row.count), "", radius, _arcs(counts, 2 * pi * radius))


def _arcs(counts: Mapping[str, int], around: float) -> list[Arc]:
    """Return the arcs in the order of the legend, clockwise from the top, with gaps that can be seen in grey."""
    total, gap = sum(counts.values()), _GAP if len(counts) > 1 else 0.0
    arcs, done = [], 0.0
    for words in STATUSES:
        if count := counts.get(words.code, 0):
            length = around * count / total
            arcs.append(Arc(words.code, f"{max(1.0, length - gap):.2f} {around:.2f}", f"{-done:.2f}"))
            done += length
    return arcs
