"""The map, the list and all that goes with them are answered without a right to read reports or verification."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import SQLITE_DENY, SQLITE_OK, SQLITE_READ

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction

import tile_client
from kmzb.geoindex.api import BITS, to_grid
from kmzb.publicmap.api import PublicIndex
from kmzb.reports.api import Report
from kmzb.verification.api import ArchivedReport, Case, Transition
from old_reports import bring_in, old_row
from public_eye import carry
from small_country import IN_OPOCZNO, NOW

HIDDEN = ("reports_", "verification_")


@contextmanager
def wall() -> Iterator[None]:
    """Take away, in the database itself, the right to read the tables behind the wall."""
    with _postgres_wall() if connection.vendor == "postgresql" else _sqlite_wall():
        yield


@contextmanager
def _postgres_wall() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE kmzb_visitor")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO kmzb_visitor")
        for table in connection.introspection.table_names():
            if table.startswith(HIDDEN):
                cursor.execute(f"REVOKE ALL ON {table} FROM kmzb_visitor")
        cursor.execute("SET LOCAL ROLE kmzb_visitor")
        yield
        cursor.execute("RESET ROLE")


@contextmanager
def _sqlite_wall() -> Iterator[None]:
    def decide(deed, table, *_):
        return SQLITE_DENY if deed == SQLITE_READ and (table or "").startswith(HIDDEN) else SQLITE_OK

    connection.connection.set_authorizer(decide)
    try:
        yield
    finally:
        connection.connection.set_authorizer(None)


@pytest.fixture(autouse=True)
def standing_still(time_machine, monkeypatch):
    monkeypatch.setattr("kmzb.public.tiles.close_old_connections", lambda: None)
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def feature_id(resident, monkeypatch, tmp_path):
    """A public mark, beside others and one of the archive; the index of this process has read nothing yet."""
    report = resident.report()
    resident.report(category="begging")
    bring_in(tmp_path, old_row(), now=NOW)
    carry(NOW)
    monkeypatch.setattr("kmzb.publicmap.live._live", PublicIndex())
    return report.feature_id


@pytest.mark.parametrize("model", [Report, Case, Transition, ArchivedReport])
def test_the_wall_stands(feature_id, model):
    assert model.objects.exists()
    with wall(), pytest.raises(DatabaseError), transaction.atomic():
        model.objects.exists()
    assert model.objects.exists()


def _addresses(feature_id):
    lon, lat = IN_OPOCZNO
    (x,), (y,) = to_grid(np.array([lon]), np.array([lat]))
    return {
        "map": "/",
        "map of a unit": "/?unit=KPP-1007&category=vandalism",
        "map without scripts": f"/?lon={lon}&lat={lat}&z=12",
        "card": f"/mark/{feature_id}",
        "list": "/list",
        "list under filters": "/en/list?area=1007&status=new&from=2026-11-01",
        "numbers": "/summary?area=1007&set=history",
        "features": "/api/v1/features?bbox=14,49,24,55&unit=KWP-10",
        "one feature": f"/api/v1/features/{feature_id}",
        "summary": "/api/v1/summary",
        "table": "/api/v1/summary.csv?set=history",
        "categories": "/api/v1/categories",
        "units": "/api/v1/units",
        "places": "/api/v1/places?q=opoczno",
        "areas": "/api/v1/areas?q=opoczyński",
        "outline of an area": "/basemap/area/1007.json",
        "locate": f"/api/v1/locate?lon={lon}&lat={lat}",
        "tile": f"/tiles/v1/live/14/{x >> (BITS - 14)}/{y >> (BITS - 14)}.mvt?unit=KPP-1007",
        "tile of the past": f"/tiles/v1/history/14/{x >> (BITS - 14)}/{y >> (BITS - 14)}.mvt",
        "document of the tiles": "/tiles/v1/live.json",
    }


@pytest.mark.parametrize("name", list(_addresses("")))
def test_a_visitor_needs_nothing_behind_the_wall(feature_id, client, name):
    with wall():
        status, body = _get(client, _addresses(feature_id)[name])
    assert status == 200
    assert body


def _get(client, address):
    if address.startswith("/tiles/"):
        answer = tile_client.get(*address.partition("?")[::2])
        return answer.status, answer.body
    page = client.get(address)
    return page.status_code, page.getvalue()
