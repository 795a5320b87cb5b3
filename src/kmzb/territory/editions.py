"""The only code that writes the territory: content first, then the row that announces it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import models, transaction
from shapely import to_wkb

from kmzb.audit.api import ACTIONS, SYSTEM, record
from kmzb.lib.time import warsaw_day
from kmzb.news.api import Channel, ring
from kmzb.territory.builtin.build import builtin_content
from kmzb.territory.content import Content, UnitFacts
from kmzb.territory.current import forget
from kmzb.territory.models import AreaRow, BeatRow, Edition, UnitAreaRow, UnitRow

_ROWS_AT_ONCE = 500
_TABLES: tuple[models.Manager[Any], ...] = (AreaRow.objects, UnitRow.objects, UnitAreaRow.objects, BeatRow.objects)
_BUILTIN_SOURCE = "kształty przybliżone, wyliczone z położenia siedzib powiatów"

LOADED = ACTIONS.register(
    "territory.edition.loaded",
    detail=("source", "valid_from", "digest", "areas", "units", "beats"),
    erasure="names no person",
)


def ensure_builtin(*, now: datetime) -> None:
    """Load the built-in approximate territory where no edition was ever loaded. Safe to repeat."""
    if not Edition.objects.exists():
        load_edition(
            builtin_content(), valid_from=warsaw_day(now), source=_BUILTIN_SOURCE, is_approximate=True, now=now
        )


def load_edition(content: Content, *, valid_from: date, source: str, is_approximate: bool, now: datetime) -> int:
    """Store the content and announce it; return the edition's number.

    Content goes in by short transactions, so that no writer holds others up; nobody reads it before the last one,
    which announces it. What a broken load left behind under the same digest is replaced.
    """
    if not Edition.objects.filter(digest=content.digest).exists():
        _store(content)
    with transaction.atomic():
        edition = Edition.objects.create(
            digest=content.digest,
            valid_from=valid_from,
            loaded_at=now,
            source=source,
            is_approximate=is_approximate,
        )
        _record(edition, content, now)
        ring(Channel.WRITTEN)
    forget()
    return edition.id


def _record(edition: Edition, content: Content, now: datetime) -> None:
    detail: dict[str, str | int | bool | None] = {
        "source": edition.source,
        "valid_from": edition.valid_from.isoformat(),
        "digest": content.digest,
        "areas": len(content.areas),
        "units": len(content.units),
        "beats": len(content.beats),
    }
    record(SYSTEM, LOADED, ("edition", edition.id), now=now, detail=detail)


def _store(content: Content) -> None:
    for table in _TABLES:
        table.filter(digest=content.digest).delete()
    rows = _rows(content)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        with transaction.atomic():
            for table in _TABLES:
                table.bulk_create([row for row in batch if isinstance(row, table.model)])


def _rows(content: Content) -> Iterator[models.Model]:
    digest = content.digest
    for area in content.areas:
        yield AreaRow(digest=digest, code=area.code, name=area.name, shape=to_wkb(area.shape))
    for unit in content.units:
        yield UnitRow(digest=digest, **_unit_columns(unit))
    for part in content.unit_areas:
        yield UnitAreaRow(digest=digest, unit_code=part.unit_code, shape=to_wkb(part.shape))
    for beat in content.beats:
        shape = to_wkb(beat.shape)
        yield BeatRow(digest=digest, code=beat.code, name=beat.name, unit_code=beat.unit_code, shape=shape)


def _unit_columns(unit: UnitFacts) -> dict[str, object]:
    return asdict(unit) | {"claims": " ".join(unit.claims)}
