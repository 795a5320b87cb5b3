"""The current edition, kept ready in every process."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Lock
from time import monotonic

from django.db import connection
from shapely import from_wkb

from kmzb.territory.content import AreaShape, BeatShape, Content, UnitFacts, UnitShape
from kmzb.territory.errors import NoTerritory
from kmzb.territory.locator import Index, Locator
from kmzb.territory.models import AreaRow, BeatRow, Edition, UnitAreaRow, UnitRow
from kmzb.territory.register import Register, Retired
from kmzb.territory.values import EditionInfo

_ASK_AGAIN_S = 1.0
_KEPT = 2  # the current content, and the one that is replacing it
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Current:
    """Everything that is read in memory of one edition."""

    content: Content
    locator: Locator
    register: Register

    @property
    def edition(self) -> EditionInfo:
        """Which edition it is."""
        return self.locator.edition


@dataclass(slots=True)
class _Kept:
    """What this process has read: the current edition, when it last asked, and the few editions it has ready."""

    current: Current | None = None
    asked_at: float = 0.0
    ready: dict[tuple[int, str, datetime], Current] = field(default_factory=dict)


_kept = _Kept()


def current() -> Current:
    """Return the current edition. The database is asked once a second; inside a transaction each time.

    A transaction may see an edition that nobody else sees yet, so what is read there is not kept for others.

    Raises:
        NoTerritory: no edition was ever loaded.
    """
    if connection.in_atomic_block:
        return _read()
    if _kept.current is None or monotonic() - _kept.asked_at >= _ASK_AGAIN_S:
        _kept.current = _read()
        _kept.asked_at = monotonic()
    return _kept.current


def forget() -> None:
    """Ask the database anew at the next call."""
    _kept.current = None


def _read() -> Current:
    row = Edition.objects.order_by("-id").first()
    if row is None:
        raise NoTerritory
    key = (row.id, row.digest, row.loaded_at)
    with _lock:
        if key not in _kept.ready:
            if len(_kept.ready) >= _KEPT:
                _kept.ready.clear()
            _kept.ready[key] = _prepare(row)
        return _kept.ready[key]


def _prepare(row: Edition) -> Current:
    info = EditionInfo(row.id, row.digest, row.valid_from, row.source, row.is_approximate)
    content = _content(row.digest)
    return Current(content, Locator(info, _index(row.digest)), Register(content, _retired(row.digest)))


@lru_cache(maxsize=_KEPT)
def _index(digest: str) -> Index:
    return Index(_content(digest))


@lru_cache(maxsize=_KEPT)
def _content(digest: str) -> Content:
    areas = AreaRow.objects.filter(digest=digest).order_by("code").values_list("code", "name", "shape")
    parts = UnitAreaRow.objects.filter(digest=digest).order_by("unit_code", "id").values_list("unit_code", "shape")
    beats = BeatRow.objects.filter(digest=digest).order_by("code").values_list("code", "name", "unit_code", "shape")
    return Content(
        areas=tuple(AreaShape(code, name, from_wkb(bytes(shape))) for code, name, shape in areas),
        units=_units(digest),
        unit_areas=tuple(UnitShape(unit, from_wkb(bytes(shape))) for unit, shape in parts),
        beats=tuple(BeatShape(code, name, unit, from_wkb(bytes(shape))) for code, name, unit, shape in beats),
    )


def _units(digest: str) -> tuple[UnitFacts, ...]:
    return tuple(unit_facts(row) for row in UnitRow.objects.filter(digest=digest).order_by("code"))


def unit_facts(row: UnitRow) -> UnitFacts:
    """Return the facts of a stored unit."""
    return UnitFacts(
        code=row.code,
        kind=row.kind,
        name=row.name,
        seat=row.seat,
        parent_code=row.parent_code,
        claims=tuple(row.claims.split()),
        lon=row.lon,
        lat=row.lat,
        phone=row.phone,
        email=row.email,
        address=row.address,
    )


def _retired(digest: str) -> Retired:
    areas = AreaRow.objects.exclude(digest=digest).order_by("id").values_list("code", "name")
    units = UnitRow.objects.exclude(digest=digest).order_by("id")
    beats = BeatRow.objects.exclude(digest=digest).order_by("id").values_list("code", "name", "unit_code")
    return Retired(
        areas=dict(areas),
        units={row.code: unit_facts(row) for row in units},
        beats={code: (name, unit) for code, name, unit in beats},
    )
