"""The table of permissions, run over every page of the office with and without the right."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cast import Cast, Resident, assemble
from kmzb.accounts.api import Officer, Role
from kmzb.office.permissions import PERMISSIONS, may_open
from kmzb.verification.api import Action

ROUTES = sorted(PERMISSIONS)
SIGNED_OUT = sorted(route for route, grant in PERMISSIONS.items() if grant.signed_out)
# Who plays which role; the two of each role that a foreign unit has are not needed here.
PLAYERS = {
    Role.LOCAL_COORDINATOR: "coordinator",
    Role.BEAT_OFFICER: "beat_officer",
    Role.PATROL: "patrol",
    Role.TRAFFIC: "traffic",
    Role.COMMANDER: "commander",
    Role.REGIONAL_COORDINATOR: "regional",
    Role.NATIONAL_COORDINATOR: "national",
    Role.PARTNER: "partner",
    Role.ADMINISTRATOR: "administrator",
}
OF_CASES = {"office:brief", "office:case", "office:description", "office:notes", "office:card"}
OF_OFFICERS = {
    "office:officer",
    "office:post_officer",
    "office:deactivate_officer",
    "office:reactivate_officer",
    "office:give_password",
}
REFUSED = 403


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """Fill a route with a case that its reader may see, or with an account."""
    resident = Resident()
    cases = {
        Role.PATROL: _assigned(cast, resident.case(category="forest_quads")),
        Role.TRAFFIC: _assigned(cast, resident.case(category="speeding")),
    }
    ordinary = _assigned(cast, resident.case())

    def _address(route: str, role: Role = Role.LOCAL_COORDINATOR) -> str:
        case = cases.get(role, ordinary)
        if route == "office:step":
            return reverse(route, args=[case, "visit"])
        if route in OF_CASES:
            return reverse(route, args=[case])
        return reverse(route, args=[cast.foreign_beat_officer.id] if route in OF_OFFICERS else [])

    return _address


def _assigned(cast: Cast, case_id: int) -> int:
    cast.coordinator.act(Action.ACCEPT, case_id)
    return case_id


def _answers(client: Client, url: str) -> list[int]:
    return [client.get(url).status_code, client.post(url).status_code]


def test_every_page_of_the_office_is_in_the_table() -> None:
    office = next(part for part in get_resolver().url_patterns if str(part.pattern) == "office/")
    assert set(_names(office)) == set(PERMISSIONS)


def _names(part: URLResolver, space: str = "") -> Iterator[str]:
    for one in part.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}"
        else:
            yield from _names(one, f"{one.namespace}:" if one.namespace else space)


def test_the_cast_plays_every_role() -> None:
    assert set(PLAYERS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_gives_and_nothing_else(
    cast: Cast, address: Callable[[str, Role], str], role: Role
) -> None:
    player = getattr(cast, PLAYERS[role])
    for route in ROUTES:
        client = Client()
        client.force_login(Officer.objects.get(pk=player.id))
        answers = _answers(client, address(route, role))
        if may_open(role, route):
            assert REFUSED not in answers, (route, answers)
            assert 404 not in answers, (route, answers)
        elif route == "office:queue":
            assert answers == [302, 302], (route, answers)
        else:
            assert answers == [REFUSED, REFUSED], (route, answers)


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in SIGNED_OUT])
def test_nobody_opens_a_page_without_signing_in(address: Callable[[str], str], client: Client, route: str) -> None:
    url = address(route)
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/office/sign-in")


def test_only_the_sign_in_page_is_open_to_everyone() -> None:
    assert SIGNED_OUT == ["account_login"]


def test_an_unknown_page_opens_to_no_role() -> None:
    assert not any(may_open(role, "office:unknown") for role in Role)
