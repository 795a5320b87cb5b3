"""Marks and the pin in the picture: the shapes of the statuses, told apart without colour."""

from collections.abc import Callable, Mapping

from PIL import ImageDraw

Place = tuple[float, float]
Canvas = ImageDraw.ImageDraw

_PAPER, _NAVY = "#ffffff", "#173f7a"
_COLOURS = {
    "new": "#1a7a4a",
    "verification": "#a36d00",
    "confirmed": "#bf2b2b",
    "confirmed_referred": "#7042b5",
    "confirmed_eliminated": "#1c68b3",
    "not_confirmed": "#626d79",
}
_DISC, _SIGN = 24, 14  # radii in drawn pixels


def _ring(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.ellipse((x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN), outline=colour, width=6)


def _half_disc(canvas: Canvas, x: float, y: float, colour: str) -> None:
    frame = (x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN)
    canvas.ellipse(frame, outline=colour, width=4)
    canvas.pieslice(frame, 90, 270, fill=colour)


def _diamond(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.polygon([(x, y - _SIGN), (x + _SIGN, y), (x, y + _SIGN), (x - _SIGN, y)], fill=colour)


def _arrow(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line([(x - _SIGN, y), (x + 2, y)], fill=colour, width=8)
    canvas.polygon([(x, y - 12), (x + _SIGN, y), (x, y + 12)], fill=colour)


def _tick(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line([(x - 12, y), (x - 3, y + 10), (x + 13, y - 10)], fill=colour, width=7, joint="curve")


def _dash(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line([(x - 12, y), (x + 12, y)], fill=colour, width=8)


_SHAPES: Mapping[str, Callable[[Canvas, float, float, str], None]] = {
    "new": _ring,
    "verification": _half_disc,
    "confirmed": _diamond,
    "confirmed_referred": _arrow,
    "confirmed_eliminated": _tick,
    "not_confirmed": _dash,
}


def draw_sign(canvas: Canvas, at: Place, status: str) -> None:
    """Draw a mark: the shape of its status on a disc of paper."""
    x, y = at
    canvas.ellipse((x - _DISC, y - _DISC, x + _DISC, y + _DISC), fill=_PAPER, outline=_NAVY, width=1)
    _SHAPES[status](canvas, x, y, _COLOURS[status])


def draw_pin(canvas: Canvas, at: Place) -> None:
    """Draw the pin; its tip stands on the place."""
    x, y = at
    head = y - 56
    canvas.ellipse((x - 27, head - 27, x + 27, head + 27), fill=_PAPER)
    canvas.polygon([(x - 25, head + 9), (x + 25, head + 9), (x, y + 3)], fill=_PAPER)
    canvas.ellipse((x - 24, head - 24, x + 24, head + 24), fill=_NAVY)
    canvas.polygon([(x - 22, head + 10), (x + 22, head + 10), (x, y)], fill=_NAVY)
    canvas.ellipse((x - 9, head - 9, x + 9, head + 9), fill=_PAPER)
