"""The map as a picture that the server draws, for those without JavaScript."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import ImageDraw

from kmzb.public.picture.ground import drawn, ground, in_palette
from kmzb.public.picture.signs import draw_pin, draw_sign
from kmzb.public.picture.view import View
from kmzb.territory.api import basemap_etag


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark in the picture."""

    lon: float
    lat: float
    status: str


def draw(
    view: View, *, has_names: bool = True, pin: tuple[float, float] | None = None, signs: Iterable[Sign] = ()
) -> bytes:
    """Return the PNG of the view, twice as dense as its pixels, with the signs and the pin on it."""
    picture = ground(view, basemap_etag(), has_names=has_names).convert("RGB")
    canvas = ImageDraw.Draw(picture)
    shown = list(signs)
    places = drawn(view, [sign.lon for sign in shown], [sign.lat for sign in shown])
    for sign, place in zip(shown, places, strict=True):
        draw_sign(canvas, place, sign.status)
    if pin is not None:
        draw_pin(canvas, drawn(view, [pin[0]], [pin[1]])[0])
    file = BytesIO()
    in_palette(picture).save(file, "PNG")
    return file.getvalue()
