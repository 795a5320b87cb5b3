"""The gate: nothing of the office without it, nothing of it outside."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from cast import Cast, Player, Resident
from kmzb.office.permissions import PERMISSIONS

Desk = Callable[[Player], Client]


def test_a_stranger_is_led_to_the_sign_in(client: Client, cast: Cast) -> None:
    for page in ("/office/", "/office/officers", "/office/nothing-here", "/office/case/1"):
        assert client.get(page)["Location"].startswith("/office/sign-in")


def test_a_part_of_a_page_tells_the_browser_to_leave(client: Client, cast: Cast) -> None:
    answer = client.get("/office/case/1/brief", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/office/sign-in"
    assert answer.content == b""


def test_the_address_without_its_slash_leads_in(client: Client) -> None:
    assert client.get("/office")["Location"] == "/office/"


def test_an_unknown_page_is_not_there(cast: Cast, desk: Desk) -> None:
    assert desk(cast.coordinator).get("/office/nothing-here").status_code == 404


@override_settings(ROOT_URLCONF="forgotten_urls")
def test_a_page_that_nobody_listed_opens_to_nobody(cast: Cast, desk: Desk) -> None:
    assert "forgotten" not in PERMISSIONS
    for player in (cast.coordinator, cast.administrator, cast.national):
        assert desk(player).get("/office/forgotten").status_code == 404


@pytest.mark.parametrize("path", ["/", "/list", "/en", "/report", "/api/v1/categories", "/healthz", "/nothing"])
def test_no_public_page_sets_or_reads_a_cookie(cast: Cast, desk: Desk, path: str) -> None:
    answer = desk(cast.coordinator).get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_the_offices_cookies_stay_in_the_office(cast: Cast, client: Client) -> None:
    client.get("/office/sign-in")
    client.post("/office/sign-in", {"login": "coordinator@policja.example", "password": "dlugie-haslo-proby"})
    client.post("/office/account/shortcuts", {"shortcuts": "off"})
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert (cookie["path"], cookie["samesite"]) == ("/office/", "Strict")
    assert client.cookies["sessionid"]["httponly"]


def test_cookies_are_secure_where_the_site_is(cast: Cast) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        answer = Client().get("/office/sign-in", secure=True)
    assert answer.cookies["csrftoken"]["secure"]


def test_nothing_of_the_office_is_kept_by_a_browser(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case()
    for page in ("/office/", "/office/marks.json", f"/office/case/{case}", "/office/nothing-here"):
        assert desk(cast.coordinator).get(page)["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(cast: Cast, desk: Desk, resident: Resident) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk(cast.coordinator).cookies
    answer = strict.post(f"/office/case/{resident.case()}/step/accept", {"expected_version": "1"})
    assert answer.status_code == 403
    assert "Nic nie zostało zapisane." in answer.content.decode()


@pytest.mark.parametrize(("peer", "status"), [("10.0.0.7", 302), ("192.0.2.9", 403)])
def test_a_form_comes_through_the_operators_proxy_and_through_no_other(
    cast: Cast, desk: Desk, resident: Resident, peer: str, status: int
) -> None:
    case, strict = resident.case(), Client(enforce_csrf_checks=True, REMOTE_ADDR=peer)
    strict.cookies = desk(cast.coordinator).cookies
    strict.get(f"/office/case/{case}/step/accept")
    form = {"expected_version": "1", "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    headers = {"Host": "testserver", "X-Forwarded-Proto": "https", "Origin": "https://testserver"}
    with override_settings(KMZB=replace(settings.KMZB, trusted_proxies=("10.0.0.0/8",))):
        answer = strict.post(f"/office/case/{case}/step/accept", form, headers=headers)
    assert answer.status_code == status


def test_no_page_holds_a_script_or_a_style_of_its_own(cast: Cast, desk: Desk, resident: Resident) -> None:
    case = resident.case(description="Opis")
    pages = (
        "/office/",
        f"/office/?case={case}",
        f"/office/case/{case}",
        f"/office/case/{case}/step/transfer",
        "/office/day",
    )
    for page in pages:
        text = desk(cast.coordinator).get(page).content.decode()
        assert "<script>" not in text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "hx-on" not in text


def test_the_policy_allows_no_inline_code(client: Client, cast: Cast) -> None:
    policy = client.get("/office/sign-in")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_sessions_live_behind_the_gate_only() -> None:
    named = {name.rsplit(".", 1)[-1] for name in settings.MIDDLEWARE}
    assert not named & {"SessionMiddleware", "CsrfViewMiddleware", "AuthenticationMiddleware", "MessageMiddleware"}
