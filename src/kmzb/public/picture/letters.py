"""Words in the picture: the site's own typeface, whose Polish letters come in a second file."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from PIL import ImageDraw, ImageFont

from kmzb.public.build import DIST, current_build

_FILES = ("source-sans-3-latin-600-normal.woff2", "source-sans-3-latin-ext-600-normal.woff2")
_LAST_PLAIN = 0xFF
_HALO = 4

Frame = tuple[float, float, float, float]  # left, top, right and bottom of a line

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=4)
def _fonts(size: int) -> tuple[_Font, _Font]:
    """Return the plain letters and those with Polish marks; without a build, Pillow's own for both."""
    built = [current_build().fonts((name,)) for name in _FILES]
    if not all(built):
        return ImageFont.load_default(size), ImageFont.load_default(size)
    plain, marked = (ImageFont.truetype(DIST / found[0], size) for found in built)
    return plain, marked


def _letters(text: str, size: int) -> Iterator[tuple[str, _Font]]:
    plain, marked = _fonts(size)
    for letter in text:
        yield letter, plain if ord(letter) <= _LAST_PLAIN else marked


def is_free(frame: Frame, taken: Iterable[Frame]) -> bool:
    """Whether no other line reaches into the frame."""
    return not any(frame[0] < t[2] and t[0] < frame[2] and frame[1] < t[3] and t[1] < frame[3] for t in taken)


def width(text: str, size: int) -> float:
    """Return how wide the text stands, in drawn pixels."""
    return sum(font.getlength(letter) for letter, font in _letters(text, size))


def write(canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, *, ink: str, halo: str) -> None:
    """Write the text from its upper left corner, with a halo that parts it from what lies below."""
    for stroke, colour in ((_HALO, halo), (0, ink)):
        x, y = at
        for letter, font in _letters(text, size):
            canvas.text((x, y), letter, font=font, fill=colour, stroke_width=stroke)
            x += font.getlength(letter)
