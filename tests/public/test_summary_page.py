"""The numbers of a place as tables, for whoever has no scripts or wants to read them in peace."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from kmzb.verification.api import Action
from public_eye import carry
from small_country import IN_TOMASZOW, NOW

DAY = timedelta(days=1)


@pytest.fixture
def marks(resident, cast):
    """Three marks of one county, two of them confirmed and one of these long over, and a new one of another."""
    lon, lat = IN_TOMASZOW
    kept, mended = (resident.case(now=NOW - 60 * DAY) for _ in range(2))
    for case in (kept, mended):
        cast.coordinator.act(Action.ACCEPT, case, now=NOW - 59 * DAY)
        cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", now=NOW - 57 * DAY)
    cast.coordinator.act(Action.ELIMINATE, mended, reason_code="stopped", now=NOW - 50 * DAY)
    resident.case(category="speeding", now=NOW)
    resident.report(category="speeding", lon=lon, lat=lat)
    carry(NOW)


def numbers(context):
    return {row.name: row.count for row in (*context["by_status"], *context["by_category"])}


def test_a_county_is_counted_as_the_api_counts_it(visitor, marks):
    context = visitor.get("/summary?area=1007").context
    assert context["counts"].total == visitor.get("/api/v1/summary?area=1007").json()["total"] == 2
    assert numbers(context) == {
        "Nowe": 1,
        "Potwierdzone": 1,
        "Akty wandalizmu": 1,
        "Przekraczanie dozwolonej prędkości": 1,
    }
    assert (context["share"], context["counts"].typical_days) == (100, 3)


def test_history_counts_what_has_left_the_map(visitor, marks):
    context = visitor.get("/summary?area=1007&set=history").context
    assert context["counts"].total == 3
    assert [(row.year, row.months[8], row.months[10], row.total) for row in context["years"]] == [("2026", 2, 1, 3)]
    inside = visitor.get("/summary?area=1007&set=history&from=2026-10-01").context
    assert inside["counts"].total == 1


def test_the_table_to_take_away_answers_the_same_question(visitor, marks):
    page = visitor.get("/summary?set=history&area=1007&category=vandalism&bbox=14,49,24,55")
    link = page.context["csv_url"]
    assert parse_qs(urlsplit(link).query) == {
        "set": ["history"],
        "area": ["1007"],
        "category": ["vandalism"],
        "bbox": ["14,49,24,55"],
    }
    assert f'href="{link}"' in unescape(page.text)
    assert visitor.get(link).content.decode("utf-8-sig").splitlines()[1].endswith(",2")


def test_a_box_limits_the_numbers_and_is_told(visitor, marks):
    lon, lat = IN_TOMASZOW
    page = visitor.get(f"/summary?bbox={lon - 0.1},{lat - 0.1},{lon + 0.1},{lat + 0.1}")
    assert page.context["counts"].total == 1
    assert "to, co widać na mapie" in page.text
    assert "to, co widać na mapie" not in visitor.get("/summary").text


def test_areas_are_found_by_name_with_the_filters_kept(visitor, marks):
    found = visitor.get("/summary?q=opoczyn&set=history&unit=KPP-1016").context["found"]
    assert [(place["name"], place["url"]) for place in found] == [
        ("powiat opoczyński", "/summary?set=history&area=1007")
    ]
    assert visitor.get("/summary?q=qqqq").context["found"] == []


def test_nothing_found_is_said(visitor, marks):
    page = visitor.get("/summary?category=poaching")
    assert 'class="blank"' in page.text
    assert "<table" not in page.text


@pytest.mark.parametrize("query", ["area=1", "set=all", "bbox=1,2,3", "from=2026-02-30", "category=ufo"])
def test_what_cannot_be_read_is_told_calmly(visitor, query):
    refused = visitor.get(f"/summary?{query}")
    assert refused.status_code == 422
    assert refused.text.count("<h1") == 1


def test_map_list_and_numbers_lead_to_each_other(visitor, marks):
    query = "set=history&category=speeding&area=1007"
    for path in ("/", "/list"):
        assert f"/summary?{query}" in unescape(visitor.get(f"{path}?{query}").text)
    assert f"/?{query}" in unescape(visitor.get(f"/summary?{query}").text)


def test_the_live_set_is_not_named_in_addresses(visitor, marks):
    assert visitor.get("/list?set=live&category=speeding").context["query"] == "category=speeding"
