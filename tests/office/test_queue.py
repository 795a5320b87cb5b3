"""The queue: by deadline, with filters in the address, list, map and details alike."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cast import Cast, Player, Resident
from kmzb.office import queue
from kmzb.verification.api import Action
from small_country import IN_DRZEWICA, IN_TOMASZOW, NOW

Desk = Callable[[Player], Client]


def _page(client: Client, query: str = "") -> str:
    return client.get(f"/office/{query}").content.decode()


def _rows(text: str) -> list[int]:
    return [int(part.split('"')[0]) for part in text.split('data-row="')[1:]]


def _marks(client: Client, query: str = "") -> list[int]:
    return [mark["id"] for mark in json.loads(client.get(f"/office/marks.json{query}").content)["features"]]


def _placed(resident: Resident, days_ago: int, **fields: object) -> int:
    return resident.case(now=NOW - timedelta(days=days_ago), **fields)


def test_groups_stand_by_deadline_with_their_counts(cast: Cast, desk: Desk, resident: Resident) -> None:
    later, late, today = _placed(resident, 1), _placed(resident, 5), _placed(resident, 3)
    also_late = _placed(resident, 4)
    text = _page(desk(cast.coordinator))
    assert _rows(text) == [late, also_late, today, later]
    for words in ("Po terminie", "Na dziś", "Później", "2 dni po", "1 dzień po", "wt. 24 listopada"):
        assert words in text
    assert text.index("Po terminie") < text.index("Na dziś") < text.index("Później")


def test_an_empty_queue_says_so(cast: Cast, desk: Desk) -> None:
    assert "Kolejka jest pusta" in _page(desk(cast.coordinator))
    assert "Nic nie pasuje do filtrów" in _page(desk(cast.coordinator), "?q=nic")


def test_tabs_count_and_narrow_by_status(cast: Cast, desk: Desk, resident: Resident) -> None:
    new, accepted, closed = (resident.case() for _ in range(3))
    cast.coordinator.act(Action.ACCEPT, accepted)
    cast.coordinator.act(Action.DISMISS, closed, reason_code="joke")
    client = desk(cast.coordinator)
    text = _page(client)
    assert sorted(_rows(text)) == [new, accepted]
    for words in (
        'W toku <span class="num">2</span>',
        'Nowe <span class="num">1</span>',
        'Zakończone <span class="num">1</span>',
    ):
        assert words in text
    assert _rows(_page(client, "?status=new")) == [new]
    assert _rows(_page(client, "?status=verification")) == [accepted]
    assert _rows(_page(client, "?status=confirmed_eliminated,joke_or_mistake,not_confirmed")) == [closed]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?category=vandalism", [0]),
        ("?category=vandalism,speeding", [0, 1]),
        ("?category=vandalism&category=speeding", [0, 1]),
        ("?beat=1007-2", [1]),
        ("?q=wandalizm", [0]),
        ("?q=WANDALIZMU+akty", [0]),
        ("?who=traffic", []),
        ("?category=nonsense&status=nonsense&who=nonsense&from=x", [0, 1, 2]),
    ],
)
def test_filters_in_the_address_narrow_list_and_map_alike(
    cast: Cast, desk: Desk, resident: Resident, query: str, expected: list[int]
) -> None:
    cases = [
        resident.case(category="vandalism"),
        resident.case(category="speeding", lon=IN_DRZEWICA[0], lat=IN_DRZEWICA[1]),
        resident.case(category="stray_dogs"),
    ]
    client = desk(cast.coordinator)
    assert sorted(_rows(_page(client, query))) == [cases[number] for number in expected]
    assert sorted(_marks(client, query)) == [cases[number] for number in expected]


def test_who_checks_narrows(cast: Cast, desk: Desk, resident: Resident) -> None:
    road, beat = resident.case(category="speeding"), resident.case()
    for case in (road, beat):
        cast.coordinator.act(Action.ACCEPT, case)
    assert _rows(_page(desk(cast.coordinator), "?who=traffic")) == [road]


def test_a_number_of_a_card_or_a_report_is_found(cast: Cast, desk: Desk, resident: Resident) -> None:
    answer = resident.report()
    accepted, _ = resident.case(), resident.case()
    number = cast.coordinator.act(Action.ACCEPT, accepted).number
    client = desk(cast.coordinator)
    assert len(_rows(_page(client, f"?q={answer.reference}"))) == 1
    assert _rows(_page(client, f"?q={number.replace(' ', '+')}")) == [accepted]


def test_filters_stay_when_another_is_chosen(cast: Cast, desk: Desk, resident: Resident) -> None:
    resident.case()
    text = _page(desk(cast.coordinator), "?category=vandalism&beat=1007-1")
    assert 'href="?status=new&amp;category=vandalism&amp;beat=1007-1"' in text
    assert "/office/marks.json?category=vandalism&amp;beat=1007-1" in text


def test_marks_carry_the_exact_point_also_of_a_coarse_category(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(category="begging", lon=20.281234, lat=51.381234)
    [mark] = json.loads(desk(cast.coordinator).get("/office/marks.json").content)["features"]
    assert mark["geometry"] == {"type": "Point", "coordinates": [20.281234, 51.381234]}
    assert (mark["id"], mark["properties"]) == (case, {"status": "new", "late": False})


def test_the_region_narrows_by_unit_and_the_unit_by_beat(cast: Cast, desk: Desk, resident: Resident) -> None:
    home, away = resident.case(), resident.case(lon=IN_TOMASZOW[0], lat=IN_TOMASZOW[1])
    region = desk(cast.regional)
    text = _page(region)
    assert sorted(_rows(text)) == [home, away]
    assert 'name="unit"' in text
    assert 'name="beat"' not in text
    assert _rows(_page(region, "?unit=KPP-1016")) == [away]
    unit = _page(desk(cast.coordinator), "?unit=KPP-1016")
    assert _rows(unit) == []
    assert 'name="beat"' in unit


def test_the_details_stand_beside_the_list_without_scripts(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(weekdays=[1, 2, 3, 4, 5], time_of_day="evening", description="Opis")
    text = _page(desk(cast.coordinator), f"?case={case}")
    for words in (
        "przeczytać do środy 25 listopada",
        "w dni robocze, wieczorem",
        "dzielnicowy, według reguły kategorii",
    ):
        assert words in text
    assert f"/office/case/{case}/step/accept?next=%2Foffice%2F%3Fcase%3D{case}" in text
    part = desk(cast.coordinator).get(f"/office/case/{case}/brief").content.decode()
    assert "przeczytać do środy 25 listopada" in part
    assert "<html" not in part


def test_a_long_queue_goes_on_and_counts_only_what_it_knows(
    cast: Cast, desk: Desk, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    late = [_placed(resident, 9) for _ in range(3)]
    today = _placed(resident, 3)
    client = desk(cast.coordinator)
    first, second = _page(client), _page(client, "?from=2")
    assert _rows(first) == late[:2]
    assert 'href="?from=2"' in first
    assert 'Po terminie <span class="num">' not in first
    assert _rows(second) == [late[2], today]
    assert 'Na dziś <span class="num">1</span>' in second
    assert "Od początku" in second


def test_letters_can_be_switched_off_and_on_again(cast: Cast, desk: Desk, resident: Resident) -> None:
    resident.case()
    client = desk(cast.coordinator)
    assert "data-shortcuts" in _page(client)
    client.post("/office/account/shortcuts", {"shortcuts": "off"})
    assert "data-shortcuts" not in _page(client)
    assert "<kbd>J</kbd>" not in _page(client)
    client.post("/office/account/shortcuts", {"shortcuts": "on"})
    assert "data-shortcuts" in _page(client)


def test_a_strange_case_number_in_the_address_shows_the_queue(cast: Cast, desk: Desk) -> None:
    for number in ("x", "-1", "²", "999999"):
        assert desk(cast.coordinator).get(f"/office/?case={number}").status_code == 200
