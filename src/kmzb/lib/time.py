"""The clock of the system and the calendar of Warsaw."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def warsaw_day(moment: datetime) -> date:
    """Return the day that people in Poland have at the aware `moment`."""
    return moment.astimezone(WARSAW).date()


def warsaw_midnight(day: date) -> datetime:
    """Return the first moment of `day` in Poland, aware, in UTC."""
    return datetime.combine(day, time.min, WARSAW).astimezone(UTC)


def next_morning(moment: datetime, *, hour: int = 6) -> datetime:
    """Return the first `hour`:00 Warsaw time that lies after `moment`, in UTC."""
    day = warsaw_day(moment)
    morning = datetime.combine(day, time(hour), WARSAW)
    if morning <= moment:
        morning = datetime.combine(day + timedelta(days=1), time(hour), WARSAW)
    return morning.astimezone(UTC)


def one_month_after(day: date) -> date:
    """Return the same day of the next month, or that month's last day (31 January → 28 or 29 February)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
