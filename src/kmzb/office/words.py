"""How officers read days, deadlines and counts. The office speaks Polish only."""

from datetime import date

_MONTHS = (
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
)
_WEEKDAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")
_TO_WEEKDAY = ("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli")
_ON_WEEKDAY = ("poniedziałek", "wtorek", "środę", "czwartek", "piątek", "sobotę", "niedzielę")
_SHORT_WEEKDAYS = ("pn.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz.")
_EVERY_WEEKDAY = ("poniedziałki", "wtorki", "środy", "czwartki", "piątki", "soboty", "niedziele")
_TIMES_OF_DAY = {"morning": "rano", "afternoon": "po południu", "evening": "wieczorem", "night": "w nocy"}
_DAY_SETS = {
    frozenset(range(1, 8)): "codziennie",
    frozenset(range(1, 6)): "w dni robocze",
    frozenset({6, 7}): "w weekendy",
}
_UNIT_KINDS = {
    "Komenda Główna Policji": "KGP",
    "Komenda Stołeczna Policji": "KSP",
    "Komenda Wojewódzka Policji": "KWP",
    "Komenda Miejska Policji": "KMP",
    "Komenda Powiatowa Policji": "KPP",
    "Komenda Rejonowa Policji": "KRP",
}
_KILOMETRE = 1000


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the form that goes with the number: 1 dzień, 2 dni, 5 dni, 22 dni."""
    if count == 1:
        return one
    few_endings, teens = (2, 3, 4), (12, 13, 14)
    return few if count % 10 in few_endings and count % 100 not in teens else many


def day(value: date, today: date) -> str:
    """Return "25 listopada", with the year when it is another one."""
    text = f"{value.day} {_MONTHS[value.month - 1]}"
    return text if value.year == today.year else f"{text} {value.year}"


def full_day(value: date) -> str:
    """Return "Niedziela 22 listopada"."""
    return f"{_WEEKDAYS[value.weekday()].capitalize()} {value.day} {_MONTHS[value.month - 1]}"


def on_day(value: date, today: date) -> str:
    """Return "dziś", "wczoraj" or "w czwartek 19 listopada", "we wtorek 17 listopada"."""
    ago = (today - value).days
    if ago in {0, 1}:
        return ("dziś", "wczoraj")[ago]
    before = "we" if value.weekday() == 1 else "w"
    return f"{before} {_ON_WEEKDAY[value.weekday()]} {day(value, today)}"


def by_day(value: date, today: date) -> str:
    """Return "do dziś", "do jutra" or "do środy 25 listopada"."""
    left = (value - today).days
    if left in {0, 1}:
        return ("do dziś", "do jutra")[left]
    return f"do {_TO_WEEKDAY[value.weekday()]} {day(value, today)}"


def by_weekday(value: date, today: date) -> str:
    """Return the deadline as short as a phone wants it: "po terminie", "dziś", "do jutra", "do środy"."""
    left = (value - today).days
    if left < 0:
        return "po terminie"
    if left == 0:
        return "dziś"
    return by_day(value, today) if left == 1 or left > len(_WEEKDAYS) - 1 else f"do {_TO_WEEKDAY[value.weekday()]}"


def due(value: date, today: date) -> str:
    """Return the deadline as short as a row wants it: "2 dni po", "dziś", "jutro", "wt. 24 listopada"."""
    left = (value - today).days
    if left < 0:
        return f"{-left} {plural(-left, 'dzień', 'dni', 'dni')} po"
    if left in {0, 1}:
        return ("dziś", "jutro")[left]
    return f"{_SHORT_WEEKDAYS[value.weekday()]} {day(value, today)}"


def left(value: date, today: date) -> str:
    """Return "zostały 3 dni", "to dziś", "2 dni po terminie"."""
    days = (value - today).days
    if days == 0:
        return "to dziś"
    unit = plural(abs(days), "dzień", "dni", "dni")
    if days < 0:
        return f"{-days} {unit} po terminie"
    return f"{plural(days, 'został', 'zostały', 'zostało')} {days} {unit}"


def weekdays(days: frozenset[int]) -> str:
    """Return ISO days of the week: "codziennie", "w dni robocze", "poniedziałki, środy"; "" for none."""
    return _DAY_SETS.get(days) or ", ".join(_EVERY_WEEKDAY[number - 1] for number in sorted(days))


def recurrence(time_of_day: str, days: frozenset[int]) -> str:
    """Return when it recurs, "" when the resident did not say."""
    return ", ".join(part for part in (weekdays(days), _TIMES_OF_DAY.get(time_of_day, "")) if part)


def metres(distance: float) -> str:
    """Return "120 m" or "1,2 km"."""
    if distance < _KILOMETRE:
        return f"{max(10, round(distance / 10) * 10)} m"
    return f"{distance / _KILOMETRE:.1f} km".replace(".", ",")


def short_unit(name: str) -> str:
    """Return "KPP w Opocznie" for "Komenda Powiatowa Policji w Opocznie"; other names stay as they are."""
    return next((name.replace(full, short, 1) for full, short in _UNIT_KINDS.items() if name.startswith(full)), name)
