"""How people say days, numbers, statuses and times: the words of the public pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

THIN_SPACE = "\u2009"
_WEEK = 7

# The contexts part what one Polish word says in two ways: until "środy", and on "środy".
_MONTHS = (
    pgettext_lazy("dzień miesiąca", "stycznia"),
    pgettext_lazy("dzień miesiąca", "lutego"),
    pgettext_lazy("dzień miesiąca", "marca"),
    pgettext_lazy("dzień miesiąca", "kwietnia"),
    pgettext_lazy("dzień miesiąca", "maja"),
    pgettext_lazy("dzień miesiąca", "czerwca"),
    pgettext_lazy("dzień miesiąca", "lipca"),
    pgettext_lazy("dzień miesiąca", "sierpnia"),
    pgettext_lazy("dzień miesiąca", "września"),
    pgettext_lazy("dzień miesiąca", "października"),
    pgettext_lazy("dzień miesiąca", "listopada"),
    pgettext_lazy("dzień miesiąca", "grudnia"),
)
_WEEKDAYS = (
    *(noop("poniedziałek"), noop("wtorek"), noop("środa"), noop("czwartek")),
    *(noop("piątek"), noop("sobota"), noop("niedziela")),
)
_OF_WEEKDAYS = (
    pgettext_lazy("do kiedy", "poniedziałku"),
    pgettext_lazy("do kiedy", "wtorku"),
    pgettext_lazy("do kiedy", "środy"),
    pgettext_lazy("do kiedy", "czwartku"),
    pgettext_lazy("do kiedy", "piątku"),
    pgettext_lazy("do kiedy", "soboty"),
    pgettext_lazy("do kiedy", "niedzieli"),
)
_EVERY_WEEKDAY = (
    pgettext_lazy("w jakie dni", "poniedziałki"),
    pgettext_lazy("w jakie dni", "wtorki"),
    pgettext_lazy("w jakie dni", "środy"),
    pgettext_lazy("w jakie dni", "czwartki"),
    pgettext_lazy("w jakie dni", "piątki"),
    pgettext_lazy("w jakie dni", "soboty"),
    pgettext_lazy("w jakie dni", "niedziele"),
)
TIMES_OF_DAY: Mapping[str, str | Promise] = {
    "morning": _("rano (6–12)"),
    "afternoon": _("po południu (12–18)"),
    "evening": _("wieczorem (18–22)"),
    "night": _("w nocy (22–6)"),
}
_CONFIRMATIONS: Mapping[str, str] = {
    "1": noop("1 osoba też to widzi"),
    "2-4": noop("od 2 do 4 osób też to widzi"),
    "5+": noop("co najmniej 5 osób też to widzi"),
}


@dataclass(frozen=True, slots=True)
class StatusWords:
    """A status as the legend names it: alone (`full`), and hanging under "Potwierdzone" (`short`)."""

    code: str
    full: str | Promise
    short: str | Promise
    meaning: str | Promise


# In the order of the legend and of the rings.
STATUSES = (
    StatusWords("new", _("Nowe"), _("Nowe"), _("Policjanci jeszcze tego nie przeczytali.")),
    StatusWords("verification", _("Weryfikacja"), _("Weryfikacja"), _("Policjanci sprawdzają to miejsce.")),
    StatusWords(
        "confirmed",
        _("Potwierdzone"),
        _("Potwierdzone"),
        _("Policjanci potwierdzili zagrożenie i działają, żeby zniknęło."),
    ),
    StatusWords(
        "confirmed_referred",
        _("Potwierdzone (przekazane poza Policję)"),
        _("przekazane poza Policję"),
        _("Policjanci potwierdzili zagrożenie. Usunąć je może inna instytucja i to jej przekazali sprawę."),
    ),
    StatusWords(
        "confirmed_eliminated",
        _("Potwierdzone (wyeliminowane)"),
        _("wyeliminowane"),
        _("Zagrożenia już nie ma."),
    ),
    StatusWords(
        "not_confirmed",
        _("Niepotwierdzone"),
        _("Niepotwierdzone"),
        _("Policjanci byli na miejscu kilka razy i nie zauważyli zagrożenia."),
    ),
)
STATUS_WORDS: Mapping[str, StatusWords] = {words.code: words for words in STATUSES}


def number(count: int) -> str:
    """Return the number in groups of three, parted by thin spaces: 14832 → "14 832"."""
    return f"{count:,}".replace(",", THIN_SPACE)


def day(value: date, *, today: date) -> str:
    """Return "25 listopada", with the year when it is not this one."""
    text = gettext("%(day)d %(month)s") % {"day": value.day, "month": _MONTHS[value.month - 1]}
    return text if value.year == today.year else f"{text} {value.year}"


def dated(value: date) -> str:
    """Return "25 listopada 2026", always with the year."""
    return f"{day(value, today=value)} {value.year}"


def weekday(value: date) -> str:
    """Return the name of the day: "środa"."""
    return gettext(_WEEKDAYS[value.weekday()])


def by_day(value: date, *, today: date) -> str:
    """Return until when: "do środy 25 listopada"."""
    return gettext("do %(weekday)s %(day)s") % {
        "weekday": _OF_WEEKDAYS[value.weekday()],
        "day": day(value, today=today),
    }


def days_left(value: date, *, today: date) -> str:
    """Return how far off a deadline is: "zostały 3 dni", "dziś", "2 dni po terminie"."""
    left = (value - today).days
    if left == 0:
        return gettext("to dziś")
    if left > 0:
        return ngettext("został %(count)d dzień", "zostało %(count)d dni", left) % {"count": left}
    return ngettext("%(count)d dzień po terminie", "%(count)d dni po terminie", -left) % {"count": -left}


def weekdays(days: Iterable[int]) -> str:
    """Return ISO weekdays in words: "codziennie", "od poniedziałku do piątku" or "poniedziałki, środy"."""
    chosen: Sequence[int] = sorted(set(days))
    if len(chosen) == _WEEK:
        return gettext("codziennie")
    is_run = len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1  # noqa: PLR2004  # two days are named both
    if is_run:
        return gettext("od %(first)s do %(last)s") % {
            "first": _OF_WEEKDAYS[chosen[0] - 1],
            "last": _OF_WEEKDAYS[chosen[-1] - 1],
        }
    return ", ".join(str(_EVERY_WEEKDAY[one - 1]) for one in chosen)


def recurrence(time_of_day: str | None, days: Iterable[int]) -> str:
    """Return when it recurs, as one phrase; empty when nothing was said."""
    parts = (weekdays(days), str(TIMES_OF_DAY[time_of_day]) if time_of_day else "")
    return ", ".join(part for part in parts if part)


def confirmations(label: str | None) -> str:
    """Return the published number of confirmations in words; empty when there is none."""
    text = _CONFIRMATIONS.get(label or "")
    return gettext(text) if text else ""


def weekday_choices() -> list[tuple[int, str]]:
    """Return ISO weekdays with their names."""
    return [(index + 1, gettext(name)) for index, name in enumerate(_WEEKDAYS)]


def metres(distance: float) -> str:
    """Return a distance as people say it: "80 m", "1,2 km"."""
    kilometre = 1000
    if distance < kilometre:
        return gettext("%(count)d m") % {"count": max(10, round(distance / 10) * 10)}
    return gettext("%(count)s km") % {"count": f"{distance / kilometre:.1f}".replace(".", gettext(","))}


def period(days: int, *, today: date) -> date:
    """Return the first day of the last `days` days, today included."""
    return today - timedelta(days=days - 1)
