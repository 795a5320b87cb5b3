"""Lists, counts, neighbours: what is asked of many marks."""

from datetime import timedelta

import pytest
import time_machine

from kmzb.publicmap.api import FeatureQuery, MarkSet, feature, live_index, nearby, signs, summary
from kmzb.publicmap.models import Feature, Projection
from kmzb.reports.api import Purpose
from kmzb.territory.api import coarse_point
from kmzb.verification.api import Action, confirm_feature
from public_eye import ask, carry, look
from small_country import IN_DRZEWICA, IN_OPOCZNO, IN_RADOM, IN_TOMASZOW, NOW

DAY = timedelta(days=1)


@pytest.fixture
def marks(resident, cast):
    """Six public marks, the last of them changed last; and two that nobody may see."""
    placed = [
        ("vandalism", IN_OPOCZNO),
        ("speeding", IN_OPOCZNO),
        ("speeding", IN_DRZEWICA),
        ("begging", IN_TOMASZOW),
        ("speeding", IN_TOMASZOW),
        ("illegal_dump", IN_RADOM),
    ]
    cases = [
        resident.case(category=category, lon=lon, lat=lat, now=NOW - (9 - day) * DAY)
        for day, (category, (lon, lat)) in enumerate(placed)
    ]
    resident.case(category="drug_use")
    cast.coordinator.act(Action.DISMISS, resident.case(), reason_code="joke")
    cast.coordinator.act(Action.ACCEPT, cases[0])
    carry(NOW)
    return cases


def _told(page):
    return [(row.category, row.unit_code) for row in page.rows]


def test_the_newest_change_comes_first(marks):
    page = ask(NOW)
    assert (page.total, page.next) == (6, None)
    assert _told(page) == [
        ("vandalism", "KPP-1007"),
        ("illegal_dump", "KMP-1463"),
        ("speeding", "KPP-1016"),
        ("begging", "KPP-1016"),
        ("speeding", "KPP-1007"),
        ("speeding", "KPP-1007"),
    ]


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"category": "speeding"}, 3),
        ({"category": "speeding", "unit": "KPP-1016"}, 1),
        ({"category": "drug_use"}, 0),
        ({"status": "verification"}, 1),
        ({"status": "joke_or_mistake"}, 0),
        ({"unit": "KWP-10"}, 5),
        ({"unit": "KGP"}, 6),
        ({"area": "10"}, 5),
        ({"area": "1016,14"}, 3),
        ({"from": "2026-11-13", "to": "2026-11-14"}, 2),
        ({"from": "2026-11-19"}, 0),
        ({"bbox": "20.28,51.38,20.28,51.38"}, 2),
        ({"bbox": "20.280001,51.38,21,51.39"}, 0),
        ({"bbox": "0,0,1,1"}, 0),
    ],
)
def test_filters_and_totals_agree(marks, parameters, count):
    page = ask(NOW, **parameters)
    query = FeatureQuery.parse({name: [value] for name, value in parameters.items()})
    assert len(page.rows) == page.total == count
    assert summary(query, now=NOW).total == count


def test_counts_by_status_and_category(marks):
    counts = summary(FeatureQuery(), now=NOW)
    assert counts.by_status == {"new": 5, "verification": 1}
    assert counts.by_category == {"vandalism": 1, "speeding": 3, "begging": 1, "illegal_dump": 1}


def test_pages_put_together_are_the_whole(marks):
    whole, found, cursor = ask(NOW).rows, [], ""
    while cursor is not None:
        page = ask(NOW, limit="2", cursor=cursor)
        assert (len(page.rows), page.total) == (2, 6)
        found += page.rows
        cursor = page.next
    assert tuple(found) == whole


def test_a_coarse_mark_is_found_by_its_public_point_only(marks):
    lon, lat = IN_TOMASZOW
    assert ask(NOW, category="begging", bbox=f"{lon - 1e-6},{lat - 1e-6},{lon + 1e-6},{lat + 1e-6}").total == 0
    lon, lat = coarse_point(lon, lat)
    assert ask(NOW, category="begging", bbox=f"{lon},{lat},{lon},{lat}").total == 1


def test_what_is_hidden_answers_like_what_never_was(marks, resident):
    hidden = resident.report(category="vandalism", now=NOW)
    assert feature(hidden.feature_id, now=NOW) is None
    assert feature("a" * 16, now=NOW) is None
    carry(NOW)
    assert feature(hidden.feature_id, now=NOW) is not None


def test_neighbours_of_the_same_category_that_can_be_confirmed(marks, cast):
    lon, lat = IN_OPOCZNO
    assert [round(row.metres) for row in nearby("speeding", lon, lat + 0.001, 200, now=NOW)] == [111]
    assert nearby("speeding", lon, lat + 0.001, 100, now=NOW) == []
    assert nearby("weather", lon, lat, 100, now=NOW) == []
    case = marks[1]
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="measured")
    assert look(case, NOW) is not None
    assert len(nearby("speeding", lon, lat, 200, now=NOW)) == 1
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    assert look(case, NOW) is not None
    assert nearby("speeding", lon, lat, 200, now=NOW) == []


def test_neighbours_in_a_coarse_category_are_those_of_the_cell(marks):
    lon, lat = IN_TOMASZOW
    assert [row.metres for row in nearby("begging", lon, lat, 1, now=NOW)] == [0.0]


@pytest.mark.parametrize(("times", "label"), [(0, "0"), (1, "1"), (2, "2-4"), (4, "2-4"), (5, "5+")])
@time_machine.travel(NOW, tick=False)  # the library of proofs asks the real clock
def test_confirmations_are_told_in_steps(resident, times, label):
    case = resident.case()
    name = look(case, NOW).row.id
    for _ in range(times):
        confirm_feature(name, resident.token(), resident.proof(Purpose.CONFIRMATION, now=NOW), now=NOW)
    assert look(case, NOW).row.confirmations == label


def test_signs_of_a_drawn_map(marks):
    found = signs((19.5, 51.0, 21.5, 52.0), 6, FeatureQuery(), now=NOW)
    assert sum(sign.count for sign in found) == 6
    single = next(sign for sign in found if sign.category == "illegal_dump")
    assert single.by_status == {single.status: 1}
    assert (round(single.lon, 1), round(single.lat, 1)) == IN_RADOM
    assert sum(sign.count for sign in signs((-180, -90, 180, 90), 16, FeatureQuery(), now=NOW)) == 6


def test_a_row_that_opens_later_is_not_answered_before(resident):
    name = look(resident.case(), NOW).row.id
    Feature.objects.update(visible_from=NOW + DAY, sequence=2)
    Projection.objects.update(sequence=2)
    moments = (NOW, NOW + DAY - timedelta(seconds=1), NOW + DAY)
    assert [ask(moment).total for moment in moments] == [0, 0, 1]
    assert [feature(name, now=moment) is not None for moment in moments] == [False, False, True]
    snapshot = live_index().snapshot(now=NOW)
    assert len({snapshot.key(MarkSet.HISTORY, 6, 0, 0, now=moment) for moment in moments[1:]}) == 2
