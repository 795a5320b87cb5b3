"""The day of visits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cast import Cast, Player, Resident
from kmzb.verification.api import Action, Case
from small_country import IN_OPOCZNO, NOW

Desk = Callable[[Player], Client]
NEAR, FAR = (20.2801, 51.38), (20.3, 51.4)


def _accepted(cast: Cast, resident: Resident, point: tuple[float, float], days_ago: int = 1) -> int:
    case = resident.case(now=NOW - timedelta(days=days_ago), lon=point[0], lat=point[1])
    cast.coordinator.act(Action.ACCEPT, case, now=NOW - timedelta(days=days_ago))
    return case


def _first(text: str) -> int:
    return int(text.split('data-place="')[1].split('"', maxsplit=1)[0])


def test_the_most_urgent_stands_first_until_the_phone_says_where_it_is(
    cast: Cast, desk: Desk, resident: Resident
) -> None:
    near, urgent = _accepted(cast, resident, NEAR), _accepted(cast, resident, FAR, days_ago=4)
    client = desk(cast.beat_officer)
    text = client.get("/office/day").content.decode()
    assert _first(text) == urgent
    assert 'Dziś do odwiedzenia: <span class="num">2</span>' in text
    assert "Niedziela 22 listopada, rejon nr 1" in text
    moved = client.post("/office/day/near", {"lon": IN_OPOCZNO[0], "lat": IN_OPOCZNO[1]}).content.decode()
    assert _first(moved) == near
    assert "10 m" in moved
    assert "2,6 km" in moved


@pytest.mark.parametrize(
    "point", [{}, {"lon": "x", "lat": "51"}, {"lon": "nan", "lat": "51"}, {"lon": "200", "lat": "51"}]
)
def test_a_position_that_is_none_leaves_the_order(
    cast: Cast, desk: Desk, resident: Resident, point: dict[str, str]
) -> None:
    urgent = _accepted(cast, resident, FAR, days_ago=4)
    _accepted(cast, resident, NEAR)
    answer = desk(cast.beat_officer).post("/office/day/near", point)
    assert (answer.status_code, _first(answer.content.decode())) == (200, urgent)


def test_the_position_stands_in_no_address(cast: Cast, desk: Desk) -> None:
    assert desk(cast.beat_officer).get("/office/day/near?lon=20&lat=51").status_code == 405


def test_a_visit_takes_one_form_and_leads_back_to_the_day(cast: Cast, desk: Desk, resident: Resident) -> None:
    case, other = _accepted(cast, resident, NEAR, days_ago=2), _accepted(cast, resident, FAR)
    client = desk(cast.beat_officer)
    version = Case.objects.get(pk=case).version
    visit = {
        "expected_version": version,
        "next": "/office/day",
        "seen": "no",
        "measures": ["instruction"],
        "note": "Cisza.",
    }
    assert client.post(f"/office/case/{case}/step/visit", visit)["Location"] == "/office/day"
    row = Case.objects.get(pk=case)
    assert (row.visits, row.empty_visits) == (1, 1)
    text = client.get("/office/day").content.decode()
    assert "Wizyta zapisana." in text
    assert _first(text) == other
    assert "Odwiedzone dziś: 1" in text
    assert _first(client.get(f"/office/day?case={case}").content.decode()) == case


def test_a_visit_without_a_finding_keeps_the_note(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = _accepted(cast, resident, NEAR)
    version = Case.objects.get(pk=case).version
    answer = desk(cast.beat_officer).post(
        f"/office/case/{case}/step/visit", {"expected_version": version, "note": "Cisza."}
    )
    assert answer.status_code == 422
    assert "Cisza." in answer.content.decode()


def test_an_empty_day_says_so(cast: Cast, desk: Desk) -> None:
    assert "Na dziś nic do odwiedzenia" in desk(cast.beat_officer).get("/office/day").content.decode()


def test_nobody_is_sent_to_a_foreign_place(cast: Cast, desk: Desk, resident: Resident) -> None:
    _accepted(cast, resident, NEAR)
    for player in (cast.neighbour_beat_officer, cast.foreign_beat_officer, cast.traffic, cast.patrol):
        assert "Na dziś nic do odwiedzenia" in desk(player).get("/office/day").content.decode()
