"""Days and moments as the index counts them."""

from datetime import date, datetime

from kmzb.geoindex.api import Moment
from kmzb.lib.time import warsaw_day

_EPOCH_DAY = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def moment_of(now: datetime) -> Moment:
    """Return the moment as the index takes it."""
    return Moment(int(now.timestamp()), day_number(warsaw_day(now)))
