"""What is here, in figures: for programs and for spreadsheets."""

import csv
import io
from datetime import timedelta

import pytest

from kmzb.verification.api import Action
from public_eye import carry
from small_country import NOW

URL = "/api/v1/summary"
DAY = timedelta(days=1)


@pytest.fixture
def marks(resident, cast):
    """Four marks: confirmed after two days, confirmed and eliminated, not confirmed after five, and a new one."""
    kept, mended, unseen = (resident.case(now=NOW - days * DAY) for days in (32, 32, 5))
    resident.case(category="speeding", now=NOW)
    for case in (kept, mended, unseen):
        cast.coordinator.act(Action.ACCEPT, case, now=NOW - 31 * DAY if case != unseen else NOW - 4 * DAY)
    cast.coordinator.act(Action.CONFIRM, kept, reason_code="seen_on_visit", now=NOW - 30 * DAY)
    cast.coordinator.act(Action.CONFIRM, mended, reason_code="seen_on_visit", now=NOW - 29 * DAY)
    cast.coordinator.act(Action.ELIMINATE, mended, reason_code="stopped", now=NOW)
    for _ in range(3):
        cast.beat_officer.act(Action.VISIT, unseen, seen=False, now=NOW - DAY)
    cast.coordinator.act(Action.NOT_CONFIRM, unseen, reason_code="nothing_seen", now=NOW)
    carry(NOW)


def test_the_figures(visitor, marks):
    answer = visitor.get(URL)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.json() == {
        "total": 4,
        "by_status": {"confirmed": 1, "confirmed_eliminated": 1, "new": 1, "not_confirmed": 1},
        "by_category": {"speeding": 1, "vandalism": 3},
        "by_month": {"2026-10": 2, "2026-11": 2},
        "confirmed_share": pytest.approx(2 / 3),
        "typical_days": 2,
    }


def test_without_decisions_there_is_no_share_and_no_wait(visitor, marks):
    body = visitor.get(f"{URL}?status=new").json()
    assert (body["total"], body["confirmed_share"], body["typical_days"]) == (1, None, None)


def test_a_table_for_spreadsheets(visitor, marks):
    visitor.say = "en"
    answer = visitor.get(f"{URL}.csv?category=vandalism")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kmzb.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header == ["kind", "code", "name", "count"]
    assert [(kind, code, count) for kind, code, _, count in lines] == [
        ("total", "", "3"),
        ("status", "confirmed", "1"),
        ("status", "confirmed_eliminated", "1"),
        ("status", "not_confirmed", "1"),
        ("category", "vandalism", "3"),
        ("month", "2026-10", "2"),
        ("month", "2026-11", "1"),
        ("confirmed_share", "", "0.667"),
        ("typical_days", "", "2"),
    ]
    assert "Confirmed" in [name for _, _, name, _ in lines]


@pytest.mark.parametrize("path", [URL, f"{URL}.csv"])
@pytest.mark.parametrize(
    ("query", "field"), [("set=all", "set"), ("from=2026-02-30", "from"), ("bbox=nan,1,2,3", "bbox")]
)
def test_what_cannot_be_read_is_named(visitor, marks, path, query, field):
    refused = visitor.get(f"{path}?{query}")
    assert (refused.status_code, set(refused.json()["error"]["fields"])) == (422, {field})
