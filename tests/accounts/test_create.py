"""Opening an account: one person, one sign-in, one posting."""

from collections.abc import Callable

import pytest

from kmzb.accounts.api import (
    AccountRefusal,
    BeatMissing,
    BeatNotWanted,
    BeatTaken,
    EmailTaken,
    InvalidEmail,
    NameMissing,
    NotAdministrator,
    Officer,
    Role,
    UnknownBeat,
    UnknownUnit,
    WeakPassword,
    beat_officer_of,
    officers_of,
)
from kmzb.audit.api import Actor, entries_about

Hire = Callable[..., Officer]


def test_an_account_opens_with_a_hashed_password_and_its_record(hire: Hire, administrator: Actor) -> None:
    officer = hire(actor=administrator)
    assert officer.check_password("dlugie-haslo-proby")
    assert "dlugie-haslo" not in officer.password
    assert [row.title for row in officers_of("KPP-1007")] == ["asp. szt. Anna Wójcik"]
    [entry] = entries_about("officer", officer.pk)
    assert (entry.action, entry.actor_id) == ("accounts.officer.created", administrator.id)


def test_capital_letters_in_the_address_make_no_second_account(hire: Hire) -> None:
    assert hire(email=" Anna.Wojcik@Policja.example ").email == "anna.wojcik@policja.example"
    with pytest.raises(EmailTaken):
        hire(email="ANNA.WOJCIK@policja.example")


def test_a_beat_officer_gets_the_beat(hire: Hire) -> None:
    officer = hire(role=Role.BEAT_OFFICER, beat_code="1007-1")
    holder = beat_officer_of("1007-1")
    assert holder is not None
    assert holder.id == officer.pk
    assert beat_officer_of("1007-2") is None
    assert beat_officer_of("") is None


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "anna"}, InvalidEmail),
        ({"name": "  "}, NameMissing),
        ({"password": "krotkie"}, WeakPassword),
        ({"password": "qwerty123456"}, WeakPassword),
        ({"unit_code": "KPP-9999"}, UnknownUnit),
        ({"unit_code": ""}, UnknownUnit),
        ({"role": Role.BEAT_OFFICER}, BeatMissing),
        ({"role": Role.BEAT_OFFICER, "beat_code": "1007-9"}, UnknownBeat),
        ({"role": Role.BEAT_OFFICER, "beat_code": "1016-1"}, UnknownBeat),
        ({"role": Role.TRAFFIC, "beat_code": "1007-1"}, BeatNotWanted),
    ],
)
def test_an_impossible_account_is_refused_and_nothing_is_kept(
    hire: Hire, fields: dict[str, object], refusal: type[AccountRefusal]
) -> None:
    with pytest.raises(refusal) as refused:
        hire(**fields)
    assert refused.value.field in fields or refused.value.field == "beat_code"
    assert not Officer.objects.exists()


def test_a_beat_has_one_officer(hire: Hire) -> None:
    hire(role=Role.BEAT_OFFICER, beat_code="1007-1")
    with pytest.raises(BeatTaken, match="Anna Wójcik"):
        hire(email="other@policja.example", role=Role.BEAT_OFFICER, beat_code="1007-1")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_opens_accounts(hire: Hire, role: Role) -> None:
    with pytest.raises(NotAdministrator):
        hire(actor=Actor(id=1, role=role, unit_code="KPP-1007"))
    assert not Officer.objects.exists()
