import json
import re
from html import unescape
from math import pi

import pytest

from kmzb.public.pages.apart import ring_radius
from public_eye import carry
from small_country import IN_TOMASZOW, NOW

LEGEND = ["new", "verification", "confirmed", "confirmed_referred", "confirmed_eliminated", "not_confirmed"]


@pytest.fixture
def marks(resident):
    lon, lat = IN_TOMASZOW
    resident.report()
    resident.report(category="speeding", lon=lon, lat=lat)
    resident.report(category="speeding", lon=lon, lat=lat)
    carry(NOW)


def config(page):
    return json.loads(unescape(re.search(r'data-config="([^"]*)"', page).group(1)))


def test_totals_legend_and_categories_agree(visitor, marks):
    context = visitor.get("/").context
    assert context["total"] == 3
    assert {row.code: row.count for row in context["statuses"]} == {**dict.fromkeys(LEGEND, 0), "new": 3}
    counts = {row.code: row.count for group in context["groups"] for row in group.categories}
    assert (counts["speeding"], counts["vandalism"], sum(counts.values())) == (2, 1, 3)


def test_a_row_counts_what_it_alone_would_show(visitor, marks):
    context = visitor.get("/?status=confirmed&category=vandalism").context
    assert context["total"] == 0
    assert {row.code: row.count for row in context["statuses"]}["new"] == 1
    assert all(row.count == 0 for group in context["groups"] for row in group.categories)


@pytest.mark.parametrize(
    "query",
    ["category=speeding,vandalism", "category=speeding&category=vandalism", "category=speeding,,speeding,vandalism"],
)
def test_a_form_may_repeat_a_name(visitor, marks, query):
    context = visitor.get(f"/?{query}").context
    assert context["total"] == 3
    assert context["query"] == "category=speeding,vandalism"


def test_a_unit_opens_the_map_there(visitor, marks):
    answer = visitor.get("/?unit=KPP-1007")
    assert answer.context["total"] == 1
    assert answer.context["unit"].name == "Komenda Powiatowa Policji w Opocznie"
    assert config(answer.text)["view"]["bbox"] == pytest.approx([20.0, 51.2, 20.6, 51.6])
    assert answer.context["without_place"] == "?"


def test_an_area_opens_the_map_there(visitor, marks):
    answer = visitor.get("/?area=1016&category=speeding")
    assert answer.context["total"] == 2
    assert answer.context["area"].name == "powiat tomaszowski"
    assert answer.context["without_place"] == "?category=speeding"


def test_scripts_learn_where_they_are(visitor, marks):
    told = config(visitor.get("/en/?status=new&mark=abc").text)
    assert told["lang"] == "en"
    assert told["filters"] == {"status": "new"}
    assert told["mark"] == "abc"
    assert told["urls"]["mark"] == "/en/mark/ID"
    assert told["today"] == "2026-11-22"


def test_without_scripts_the_marks_are_links(visitor, marks):
    page = visitor.get("/?unit=KPP-1007").text
    signs = visitor.get("/?unit=KPP-1007").context["plain_map"].signs
    assert len(signs) == 1
    assert signs[0].url.startswith("/mark/")
    assert f'href="{signs[0].url}"' in page
    assert "Akty wandalizmu" in signs[0].label


def test_without_scripts_clusters_lead_nearer_with_the_filters(visitor, marks):
    signs = visitor.get("/?area=1016").context["plain_map"].signs
    assert [sign.count for sign in signs] == ["2"]
    assert signs[0].url.startswith("/?area=1016&lon=")
    nearer = visitor.get(signs[0].url).context["plain_map"]
    assert nearer.picture_url != visitor.get("/?area=1016").context["plain_map"].picture_url


def test_without_scripts_a_ring_has_room_for_its_number(visitor, marks):
    assert ring_radius(2) == ring_radius(9_999) < ring_radius(10_000) < ring_radius(100_000)
    sign = visitor.get("/?area=1016").context["plain_map"].signs[0]
    assert f'r="{sign.radius}"' in visitor.get("/?area=1016").text
    lengths = [float(arc.dash.split()[1]) for arc in sign.arcs]
    assert lengths == pytest.approx([2 * pi * sign.radius] * len(lengths), abs=0.01)


@pytest.mark.parametrize(
    "view", ["lon=x&lat=1&z=9", "lon=1&lat=1", "lon=NaN&lat=51&z=9", "lon=20&lat=51&z=99", "z=1e3"]
)
def test_a_view_that_cannot_be_read_is_the_whole(visitor, marks, view):
    assert (
        visitor.get(f"/?{view}").context["plain_map"].picture_url == visitor.get("/").context["plain_map"].picture_url
    )


def test_places_are_searched_without_scripts(visitor, marks):
    found = visitor.get("/?q=opoczy&category=speeding").context["found"]
    assert found
    assert "category=speeding" in found[0]["url"]
    assert visitor.get(found[0]["url"]).status_code == 200
    assert visitor.get("/?q=qqqq").context["found"] == []


def test_an_area_that_was_found_is_shown_alone(visitor, marks):
    (county,) = [
        one for one in visitor.get("/?q=powiat opoczynski").context["found"] if one["name"].startswith("powiat")
    ]
    assert county["url"] == "/?area=1007"


def test_history_counts_all_and_offers_days_instead_of_periods(visitor, marks):
    page = visitor.get("/?set=history&from=2026-11-01")
    assert page.context["total"] == 3
    assert page.context["query"] == "set=history&from=2026-11-01"
    assert '<input class="input" type="date" name="from" value="2026-11-01">' in page.text
    assert 'type="date"' not in visitor.get("/").text


@pytest.mark.parametrize(
    "query", ["category=ufo", "status=x", "unit=KPP-9", "area=x", "from=yesterday", "to=%00", "set=all"]
)
def test_filters_that_cannot_be_read_are_told_calmly(visitor, marks, query):
    for path in ("/", "/list"):
        refused = visitor.get(f"{path}?{query}")
        assert refused.status_code == 422
        assert refused.text.count("<h1") == 1
