"""The administrator's pages."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast, Player
from kmzb.accounts.api import Officer

Desk = Callable[[Player], Client]
NEW = {
    "email": "jan.lis@policja.example",
    "rank": "mł. asp.",
    "name": "Jan Lis",
    "role": "patrol",
    "unit_code": "KPP-1007",
    "beat_code": "",
}


def _password(text: str) -> str:
    found = re.search(r'office-secret num">([^<]+)<', text)
    assert found
    return found.group(1)


def test_an_account_opens_and_its_password_is_shown_once(cast: Cast, desk: Desk) -> None:
    answer = desk(cast.administrator).post("/office/officers/new", NEW)
    officer = Officer.objects.get(email="jan.lis@policja.example")
    password = _password(answer.content.decode())
    assert officer.check_password(password)
    assert officer.must_change_password
    for page in ("/office/officers", f"/office/officers/{officer.pk}"):
        assert password not in desk(cast.administrator).get(page).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "patrol@policja.example"}, "ma już inne konto"),
        ({"email": "jan"}, "e-mail"),
        ({"name": ""}, "Wypełnij to pole."),
        ({"unit_code": "KPP-9999"}, "Nie ma jednostki o kodzie"),
        ({"role": "beat_officer"}, "Dzielnicowy musi mieć rejon."),
        ({"role": "beat_officer", "beat_code": "1007-1"}, "ma już dzielnicowego: asp. Beat Officer"),
        ({"beat_code": "1007-1"}, "Rejon ma tylko dzielnicowy."),
        ({"role": "sheriff"}, "sheriff"),
    ],
)
def test_an_impossible_account_is_refused_beside_its_field(
    cast: Cast, desk: Desk, changed: dict[str, str], words: str
) -> None:
    before = Officer.objects.count()
    answer = desk(cast.administrator).post("/office/officers/new", {**NEW, **changed})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "mł. asp." in text
    assert Officer.objects.count() == before


def test_beats_follow_the_unit_before_anything_is_saved(cast: Cast, desk: Desk) -> None:
    client, before = desk(cast.administrator), Officer.objects.count()
    asked = {**NEW, "refresh": "1", "unit_code": "KPP-1016"}
    page = client.post("/office/officers/new", asked).content.decode()
    assert 'value="1016-1"' in page
    assert 'value="1007-1"' not in page
    part = client.post("/office/officers/new", asked, headers={"HX-Request": "true"}).content.decode()
    assert 'value="1016-1"' in part
    assert "<html" not in part
    assert Officer.objects.count() == before


def test_a_posting_changes(cast: Cast, desk: Desk) -> None:
    number = cast.patrol.id
    posting = {"role": "traffic", "unit_code": "KPP-1016", "beat_code": ""}
    answer = desk(cast.administrator).post(f"/office/officers/{number}/posting", posting)
    assert answer["Location"] == f"/office/officers/{number}"
    officer = Officer.objects.get(pk=number)
    assert (officer.role, officer.unit_code) == ("traffic", "KPP-1016")


def test_an_impossible_posting_is_told(cast: Cast, desk: Desk) -> None:
    posting = {"role": "traffic", "unit_code": "KPP-9999", "beat_code": ""}
    answer = desk(cast.administrator).post(f"/office/officers/{cast.patrol.id}/posting", posting)
    assert answer.status_code == 422
    assert Officer.objects.get(pk=cast.patrol.id).unit_code == "KPP-1007"


def test_an_account_closes_and_opens_again(cast: Cast, desk: Desk) -> None:
    client, number = desk(cast.administrator), cast.patrol.id
    client.post(f"/office/officers/{number}/deactivate")
    assert not Officer.objects.get(pk=number).is_active
    assert "Konto wyłączone" in client.get(f"/office/officers/{number}").content.decode()
    client.post(f"/office/officers/{number}/reactivate")
    assert Officer.objects.get(pk=number).is_active


def test_the_own_account_stays_open(cast: Cast, desk: Desk) -> None:
    client, number = desk(cast.administrator), cast.administrator.id
    for change in ("deactivate", "password"):
        client.post(f"/office/officers/{number}/{change}")
        assert "Własnego konta" in client.get(f"/office/officers/{number}").content.decode()
    assert Officer.objects.get(pk=number).is_active
    assert client.get("/office/officers").status_code == 200


def test_a_given_password_ends_sessions_and_is_for_once(cast: Cast, desk: Desk) -> None:
    theirs = desk(cast.patrol)
    assert theirs.get("/office/day").status_code == 200
    answer = desk(cast.administrator).post(f"/office/officers/{cast.patrol.id}/password")
    assert theirs.get("/office/day").status_code == 302
    officer = Officer.objects.get(pk=cast.patrol.id)
    assert officer.check_password(_password(answer.content.decode()))
    assert officer.must_change_password


def test_officers_of_all_units_are_found(cast: Cast, desk: Desk) -> None:
    client = desk(cast.administrator)
    assert "foreign_coordinator@policja.example" in client.get("/office/officers").content.decode()
    found = client.get("/office/officers?q=kpp-1016+beat").content.decode()
    assert "foreign_beat_officer@policja.example" in found
    assert "foreign_coordinator@policja.example" not in found
    assert "Nikogo nie znaleziono" in client.get("/office/officers?q=nobody").content.decode()


def test_an_unknown_officer_is_not_there(cast: Cast, desk: Desk) -> None:
    client = desk(cast.administrator)
    assert client.get("/office/officers/999999").status_code == 404
    assert client.post("/office/officers/999999/deactivate").status_code == 404
