"""Signing in: e-mail and password, refusals that tell nothing, sessions that end when rights end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, override_settings

from cast import PASSWORD, Cast, Player
from kmzb.accounts.api import Officer, Role, deactivate_officer, forget_sessions, give_password, post_officer
from kmzb.audit.api import entries_about
from small_country import LATER, NOW

SIGN_IN = "/office/sign-in"
MISMATCH = "Nie ma takiego adresu albo hasło jest inne."


def _sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("coordinator", "/office/"),
        ("commander", "/office/"),
        ("national", "/office/"),
        ("beat_officer", "/office/day"),
        ("traffic", "/office/day"),
        ("administrator", "/office/officers"),
        ("partner", "/office/account"),
    ],
)
def test_everybody_lands_where_they_work(cast: Cast, client: Client, name: str, home: str) -> None:
    answer = _sign_in(client, f"{name}@policja.example")
    assert (answer.status_code, answer["Location"]) == (302, home)
    assert client.get(home).status_code == 200


def test_capital_letters_in_the_address_make_no_difference(cast: Cast, client: Client) -> None:
    assert _sign_in(client, " Coordinator@Policja.EXAMPLE ").status_code == 302


def test_one_returns_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    asked = client.get("/office/?status=new")
    assert asked["Location"] == "/office/sign-in?next=%2Foffice%2F%3Fstatus%3Dnew"
    answer = _sign_in(client, "coordinator@policja.example", next="/office/?status=new")
    assert answer["Location"] == "/office/?status=new"


def test_one_never_returns_to_a_foreign_address(cast: Cast, client: Client) -> None:
    answer = _sign_in(client, "coordinator@policja.example", next="https://evil.example/")
    assert answer["Location"] == "/office/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast: Cast, client: Client) -> None:
    wrong = _sign_in(client, "coordinator@policja.example", "inne-haslo-proby")
    unknown = _sign_in(client, "nobody@policja.example")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert MISMATCH in wrong.content.decode()
    assert MISMATCH in unknown.content.decode()
    assert client.get("/office/").status_code == 302


def test_an_empty_form_says_what_is_missing_and_keeps_the_address(cast: Cast, client: Client) -> None:
    text = _sign_in(client, "coordinator@policja.example", "").content.decode()
    assert "Wpisz hasło." in text
    assert 'value="coordinator@policja.example"' in text


def test_guessing_is_stopped_after_five_tries_even_with_the_right_password(cast: Cast, client: Client) -> None:
    for _ in range(5):
        _sign_in(client, "coordinator@policja.example", "inne-haslo-proby")
    answer = _sign_in(client, "coordinator@policja.example")
    assert answer.status_code == 422
    assert "Za dużo nieudanych prób" in answer.content.decode()
    assert _sign_in(client, "patrol@policja.example").status_code == 302


def test_who_guesses_behind_one_address_does_not_lock_the_others_out(cast: Cast) -> None:
    with override_settings(KMZB=replace(settings.KMZB, trusted_proxies=("10.0.0.7",))):
        guesser = Client(REMOTE_ADDR="10.0.0.7", headers={"X-Forwarded-For": "192.0.2.1"})
        officer = Client(REMOTE_ADDR="10.0.0.7", headers={"X-Forwarded-For": "198.51.100.1"})
        for number in range(11):
            _sign_in(guesser, f"nobody{number}@policja.example")
        assert "Za dużo" in _sign_in(guesser, "coordinator@policja.example").content.decode()
        assert _sign_in(officer, "coordinator@policja.example").status_code == 302


def test_too_many_forms_from_one_address_are_refused_for_a_while(cast: Cast, client: Client) -> None:
    for _ in range(30):
        _sign_in(client, "", "")
    answer = _sign_in(client, "coordinator@policja.example")
    assert answer.status_code == 429
    assert "Odczekaj minutę" in answer.content.decode()


def test_no_address_is_kept_by_the_limits(cast: Cast) -> None:
    _sign_in(Client(REMOTE_ADDR="192.0.2.77"), "nobody@policja.example")
    kept = repr(list(cache._cache.items()))
    assert "login_failed" in kept
    assert "192.0.2" not in kept


def test_a_closed_account_is_told_so_only_to_who_knows_the_password(cast: Cast, client: Client) -> None:
    deactivate_officer(cast.administrator.actor, cast.coordinator.id, now=LATER)
    right = _sign_in(client, "coordinator@policja.example")
    assert right.status_code == 403
    assert "Konto jest wyłączone" in right.content.decode()
    wrong = _sign_in(client, "coordinator@policja.example", "inne-haslo-proby")
    assert "Konto jest wyłączone" not in wrong.content.decode()
    assert client.get("/office/").status_code == 302


def test_the_session_ends_when_the_account_is_closed(cast: Cast, client: Client) -> None:
    _sign_in(client, "coordinator@policja.example")
    assert client.get("/office/").status_code == 200
    deactivate_officer(cast.administrator.actor, cast.coordinator.id, now=LATER)
    assert client.get("/office/").status_code == 302


def test_a_new_posting_counts_from_the_next_request(cast: Cast, client: Client) -> None:
    _sign_in(client, "coordinator@policja.example")
    post_officer(
        cast.administrator.actor,
        cast.coordinator.id,
        role=Role.ADMINISTRATOR,
        unit_code="KGP",
        beat_code="",
        now=LATER,
    )
    assert client.get("/office/marks.json").status_code == 403
    assert client.get("/office/officers").status_code == 200


def test_a_one_time_password_opens_only_the_change_of_password(cast: Cast, client: Client) -> None:
    give_password(cast.administrator.actor, cast.coordinator.id, "jednorazowe-haslo", now=LATER)
    _sign_in(client, "coordinator@policja.example", "jednorazowe-haslo")
    for page in ("/office/", "/office/account", "/office/marks.json"):
        assert client.get(page)["Location"] == "/office/password"
    assert client.get("/office/password").status_code == 200
    own = {"oldpassword": "jednorazowe-haslo", "password1": "moje-wlasne-haslo", "password2": "moje-wlasne-haslo"}
    assert client.post("/office/password", own).status_code == 302
    assert client.get("/office/").status_code == 200


@pytest.mark.parametrize(
    ("passwords", "words"),
    [
        (("zle-haslo-proby", "moje-wlasne-haslo", "moje-wlasne-haslo"), "To nie jest obecne hasło."),
        ((PASSWORD, "krotkie", "krotkie"), "12"),
        ((PASSWORD, "moje-wlasne-haslo", "moje-inne-haslo"), "to samo hasło"),
        ((PASSWORD, PASSWORD, PASSWORD), "Nowe hasło musi być inne niż obecne."),
        ((PASSWORD, "", ""), "Wpisz hasło."),
    ],
)
def test_an_unfit_new_password_is_refused(
    cast: Cast, client: Client, passwords: tuple[str, str, str], words: str
) -> None:
    _sign_in(client, "coordinator@policja.example")
    answer = client.post(
        "/office/password", dict(zip(("oldpassword", "password1", "password2"), passwords, strict=True))
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Officer.objects.get(pk=cast.coordinator.id).check_password(PASSWORD)


def test_changing_the_password_keeps_this_session_and_ends_the_others(cast: Cast, client: Client) -> None:
    other = Client()
    for browser in (client, other):
        _sign_in(browser, "coordinator@policja.example")
    own = {"oldpassword": PASSWORD, "password1": "moje-wlasne-haslo", "password2": "moje-wlasne-haslo"}
    client.post("/office/password", own)
    assert client.get("/office/").status_code == 200
    assert other.get("/office/").status_code == 302


def test_signing_out_takes_a_button_and_destroys_the_session(cast: Cast, client: Client) -> None:
    _sign_in(client, "coordinator@policja.example")
    assert client.get("/office/sign-out").status_code == 200
    assert client.get("/office/").status_code == 200
    assert client.post("/office/sign-out").status_code == 302
    assert client.get("/office/").status_code == 302
    assert not Session.objects.exists()


def test_sessions_that_ran_out_are_deleted_and_open_ones_stay(cast: Cast, client: Client) -> None:
    _sign_in(client, "coordinator@policja.example")
    forget_sessions(now=NOW + timedelta(hours=11))
    assert client.get("/office/").status_code == 200
    forget_sessions(now=NOW + timedelta(hours=13))
    assert not Session.objects.exists()


def test_signing_in_and_out_and_changing_the_password_are_recorded(cast: Cast, client: Client) -> None:
    _sign_in(client, "coordinator@policja.example")
    own = {"oldpassword": PASSWORD, "password1": "moje-wlasne-haslo", "password2": "moje-wlasne-haslo"}
    client.post("/office/password", own)
    client.post("/office/sign-out")
    assert _actions(cast.coordinator) == [
        "accounts.session.opened",
        "accounts.password.changed",
        "accounts.session.closed",
    ]


def _actions(player: Player) -> list[str]:
    rows = entries_about("officer", player.id)
    return [row.action for row in rows if row.action != "accounts.officer.created"]
