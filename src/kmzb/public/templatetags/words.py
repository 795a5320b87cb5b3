"""The words of `public.words` in templates."""

import re
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from kmzb.lib.time import now, warsaw_day
from kmzb.public import words
from kmzb.public.typography import keep_short_words

register = template.Library()

_TAGS = re.compile(r"(<[^>]*>)")


def _today() -> date:
    return warsaw_day(now())


@register.filter
def day(value: date) -> str:
    """Say the day."""
    return words.day(value, today=_today())


@register.filter
def dated(value: date) -> str:
    """Say the day with its year."""
    return words.dated(value)


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
def is_past(value: date) -> bool:
    """Tell whether the day is over."""
    return value < _today()


@register.filter
def dialled(phone: str) -> str:
    """Write a phone number as a device dials it."""
    return "".join(letter for letter in phone if letter.isdecimal() or letter == "+")


@register.filter
def unlocalised(value: float) -> str:
    """Write a number for a program: with a decimal point in every language."""
    return repr(value)


@register.filter
def bound(html: SafeString) -> SafeString:
    """Bind one-letter words to the word after them between tags, so that none ends a line."""
    parts = _TAGS.split(html)
    parts[::2] = [keep_short_words(part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308  # what was safe stays so: only spaces change
