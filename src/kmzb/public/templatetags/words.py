"""The words of `public.words` in templates."""

import re
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from kmzb.lib.time import now, warsaw_day
from kmzb.public import words

register = template.Library()

_NBSP = "\u00a0"
_TAG_OR_LETTER = re.compile(r"(<[^>]*>)|(?<=[\s(>])([aiouwzAIOUWZаіїзуйєвоАІЇЗУЙЄВО])[ \n]+")


def _today() -> date:
    return warsaw_day(now())


@register.filter
def number(value: int) -> str:
    """Group the number by thin spaces."""
    return words.number(value)


@register.filter
def day(value: date) -> str:
    """Say the day."""
    return words.day(value, today=_today())


@register.filter
def weekday(value: date) -> str:
    """Say the day of the week."""
    return words.weekday(value)


@register.filter
def by_day(value: date) -> str:
    """Say until when."""
    return words.by_day(value, today=_today())


@register.filter
def days_left(value: date) -> str:
    """Say how far off the deadline is."""
    return words.days_left(value, today=_today())


@register.filter
def bound(html: SafeString) -> SafeString:
    """Bind one-letter words to the word after them, so that none ends a line. Tags stay as they are."""
    return mark_safe(_TAG_OR_LETTER.sub(lambda m: m[1] or f"{m[2]}{_NBSP}", html))  # noqa: S308  # letters and spaces only
