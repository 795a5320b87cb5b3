"""Ceilings that honest people do not reach. The address that is counted is never stored and dies with its key."""

import hmac
import ipaddress
import secrets
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kmzb.reports.errors import RateLimited
from kmzb.reports.models import Confirmation, Report
from kmzb.reports.states import Lane

_KEY_LIVES = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MOST_PREFIXES = 200_000


class PrefixCounter:
    """Counts attempts by address prefix (/32, /64) under a key that lives in memory for at most a day.

    Each process counts for itself, so the real ceiling of a node is that of the setting times its processes.
    """

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._lock = Lock()
        self._key = b""
        self._dies_at: datetime | None = None
        self._counts: Counter[bytes] = Counter()

    def admit(self, address: str, *, now: datetime) -> None:
        """Count one more attempt from the address.

        Raises:
            RateLimited: its prefix has used up the day; tells when the count begins anew.
        """
        with self._lock:
            dies_at = self._fresh_until(now)
            mark = hmac.digest(self._key, _prefix(address), "sha256")[:16]
            if self._counts[mark] >= self._ceiling:
                raise RateLimited(max(1, int((dies_at - now).total_seconds())))
            self._counts[mark] += 1

    def _fresh_until(self, now: datetime) -> datetime:
        if self._dies_at is None or now >= self._dies_at or len(self._counts) > _MOST_PREFIXES:
            self._key = secrets.token_bytes(32)
            self._counts.clear()
            self._dies_at = now + _KEY_LIVES
        return self._dies_at


def _prefix(address: str) -> bytes:
    try:
        parsed = ipaddress.ip_address(address.strip().split("%")[0])
    except ValueError:
        return address.encode()
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return parsed.ipv4_mapped.packed
        return parsed.packed[:8]
    return parsed.packed


@cache
def _counter(ceiling: int) -> PrefixCounter:
    return PrefixCounter(ceiling)


def admit(address: str, *, now: datetime) -> None:
    """Count one attempt of this client; every attempt counts, refused ones too.

    Raises:
        RateLimited: a thousand honest people behind one address would not have sent so many.
    """
    _counter(settings.KMZB.prefix_per_day).admit(address, now=now)


def admit_plain(*, now: datetime) -> None:
    """Let one more report without a proof of work in; the cap is common to everybody and every process.

    Raises:
        RateLimited: the hour is full; tells when its oldest report leaves it.
    """
    _admit_plain(Report.objects.values_list("placed_at", flat=True), "placed_at", now)


def admit_plain_confirmation(*, now: datetime) -> None:
    """Let one more confirmation without a proof of work in, under a cap of the same size.

    Raises:
        RateLimited: the hour is full; tells when its oldest confirmation leaves it.
    """
    _admit_plain(Confirmation.objects.values_list("confirmed_at", flat=True), "confirmed_at", now)


def _admit_plain(moments: QuerySet[Any, datetime], name: str, now: datetime) -> None:
    recent = moments.filter(**{"lane": Lane.PLAIN.value, f"{name}__gt": now - _HOUR}).order_by(name)
    # Two at the same moment may both take the last place: one too many in an hour does no harm.
    if recent.count() < settings.KMZB.plain_per_hour:
        return
    oldest = recent.first() or now
    raise RateLimited(max(1, int((oldest + _HOUR - now).total_seconds())))
