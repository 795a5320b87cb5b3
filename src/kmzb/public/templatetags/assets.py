"""Tags for the look: built files, icons, status signs, the mix bar, the setting of numbers and words."""

from collections.abc import Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kmzb.public.build import current_build
from kmzb.public.typography import keep_short_words
from kmzb.public.words import number

register = template.Library()

STATUS_ORDER = (
    "new",
    "verification",
    "confirmed",
    "confirmed_referred",
    "confirmed_eliminated",
    "not_confirmed",
)
_OPEN = frozenset(STATUS_ORDER[:4])
_FONTS = ("latin-400-normal.woff2", "latin-600-normal.woff2", "latin-700-normal.woff2")
_FONTS_BY_LANGUAGE = {
    "pl": tuple(name.replace("latin", "latin-ext") for name in _FONTS),
    "uk": tuple(name.replace("latin", "cyrillic") for name in _FONTS),
}


@register.simple_tag
def asset(entry: str, *, early: bool = False) -> SafeString:
    """Links to the style sheets and the script of `frontend/src/<entry>`; nothing when it was not built.

    An early script runs before the page is drawn for the first time.
    """
    files = current_build().files(entry)
    if files is None:
        return SafeString("")
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in files.styles))
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', ((static(p),) for p in files.preloads))
    if early:
        script = '<script type="module" blocking="render" fetchpriority="high" src="{}"></script>'
        return preloads + format_html(script, static(files.script)) + styles
    return styles + preloads + format_html('<script type="module" src="{}"></script>', static(files.script))


@register.simple_tag
def fonts() -> SafeString:
    """Preloads of the letters that the page's language needs at once."""
    names = _FONTS + _FONTS_BY_LANGUAGE.get(get_language() or "pl", ())
    return format_html_join(
        "",
        '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>',
        ((static(path),) for path in current_build().fonts(names)),
    )


@register.simple_tag
def icon(name: str, size: int = 24, stroke: str = "1.8", extra: str = "") -> SafeString:
    """An icon as inline drawing, hidden from screen readers: the words beside it speak."""
    return format_html(
        '<svg class="icon icon-{}{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="{}" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        size,
        f" {extra}" if extra else "",
        stroke,
        _drawing(current_build().icon(name)),
    )


@register.simple_tag
def sign(status: str, size: int = 18) -> SafeString:
    """The shape of a status in its colour, hidden from screen readers: the status stands beside it in words."""
    return format_html(
        '<svg class="sign sign-{} sign-{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        status,
        size,
        _drawing(current_build().sign(str(status))),
    )


@register.simple_tag
def sign_drawing(status: str) -> SafeString:
    """The shape of a status alone, 24 × 24, to be set into a larger drawing."""
    return _drawing(current_build().sign(str(status)))


@register.simple_tag
def mix_bar(counts: Mapping[str, int]) -> SafeString:
    """One bar split by status: high parts are open, low parts closed. The numbers beside it speak."""
    total = sum(counts.get(status, 0) for status in STATUS_ORDER)
    parts: list[tuple[str, str, int, str, int]] = []
    done = 0
    for status in STATUS_ORDER if total else ():
        count = counts.get(status, 0)
        top, height = (-1, 10) if status in _OPEN else (1, 6)
        parts.append((status, f"{done * 100 / total:.3f}%", top, f"{count * 100 / total:.3f}%", height))
        done += count
    bars = format_html_join("", '<rect class="mix-{}" x="{}" y="{}" width="{}" height="{}"/>', parts)
    return format_html('<svg class="mix" aria-hidden="true" focusable="false">{}</svg>', bars)


@register.filter
def thin(count: int) -> str:
    """`14832` as `14 832` with a thin space; set it in an element of class `num`, which keeps it unbroken."""
    return number(count)


@register.filter
def keep(text: str) -> str:
    """The text without a one-letter word at the end of a line."""
    return keep_short_words(str(text))


def _drawing(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # it comes from our own build, never from a reader
