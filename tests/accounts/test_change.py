"""Changing an account: posting, closing, opening, one-time passwords."""

from collections.abc import Callable

import pytest

from kmzb.accounts.api import (
    BeatTaken,
    NotAdministrator,
    Officer,
    OfficerMissing,
    OwnAccount,
    Role,
    UnknownUnit,
    WeakPassword,
    beat_officer_of,
    change_own_password,
    deactivate_officer,
    give_password,
    officers_of,
    post_officer,
    reactivate_officer,
)
from kmzb.audit.api import Actor, entries_about
from small_country import LATER

Hire = Callable[..., Officer]


def _actions(officer: Officer) -> list[str]:
    return [entry.action for entry in entries_about("officer", officer.pk)]


def test_posting_moves_role_unit_and_beat_at_once(hire: Hire, administrator: Actor) -> None:
    officer = hire()
    post_officer(administrator, officer.pk, role=Role.BEAT_OFFICER, unit_code="KPP-1016", beat_code="1016-1", now=LATER)
    officer.refresh_from_db()
    assert (officer.role, officer.unit_code, officer.beat_code) == ("beat_officer", "KPP-1016", "1016-1")
    assert _actions(officer)[-1] == "accounts.officer.posted"


def test_an_impossible_posting_leaves_the_old_one(hire: Hire, administrator: Actor) -> None:
    officer = hire()
    with pytest.raises(UnknownUnit):
        post_officer(administrator, officer.pk, role=Role.COMMANDER, unit_code="KPP-9999", beat_code="", now=LATER)
    officer.refresh_from_db()
    assert (officer.role, officer.unit_code) == ("local_coordinator", "KPP-1007")
    assert _actions(officer) == ["accounts.officer.created"]


def test_a_closed_account_frees_its_beat_and_may_open_again(hire: Hire, administrator: Actor) -> None:
    officer = hire(role=Role.BEAT_OFFICER, beat_code="1007-1")
    deactivate_officer(administrator, officer.pk, now=LATER)
    assert beat_officer_of("1007-1") is None
    assert officers_of("KPP-1007") == []
    reactivate_officer(administrator, officer.pk, now=LATER)
    assert beat_officer_of("1007-1") is not None
    assert _actions(officer)[1:] == ["accounts.officer.deactivated", "accounts.officer.reactivated"]


def test_an_account_whose_beat_was_given_away_stays_closed(hire: Hire, administrator: Actor) -> None:
    officer = hire(role=Role.BEAT_OFFICER, beat_code="1007-1")
    deactivate_officer(administrator, officer.pk, now=LATER)
    hire(email="next@policja.example", name="Jan Lis", role=Role.BEAT_OFFICER, beat_code="1007-1")
    with pytest.raises(BeatTaken, match="Jan Lis"):
        reactivate_officer(administrator, officer.pk, now=LATER)
    officer.refresh_from_db()
    assert not officer.is_active


def test_a_given_password_must_be_changed_and_a_chosen_one_lets_in(hire: Hire, administrator: Actor) -> None:
    officer = hire()
    give_password(administrator, officer.pk, "jednorazowe-haslo", now=LATER)
    officer.refresh_from_db()
    assert officer.must_change_password
    assert officer.check_password("jednorazowe-haslo")
    change_own_password(officer, "moje-wlasne-haslo", now=LATER)
    officer.refresh_from_db()
    assert not officer.must_change_password
    assert _actions(officer)[1:] == ["accounts.password.given", "accounts.password.changed"]


def test_a_weak_chosen_password_leaves_the_old_one(hire: Hire) -> None:
    officer = hire(is_one_time=True)
    with pytest.raises(WeakPassword):
        change_own_password(officer, "krotkie", now=LATER)
    officer.refresh_from_db()
    assert officer.must_change_password
    assert officer.check_password("dlugie-haslo-proby")


def test_an_administrator_cannot_lock_themself_out(administrator: Actor) -> None:
    assert administrator.id is not None
    with pytest.raises(OwnAccount):
        deactivate_officer(administrator, administrator.id, now=LATER)
    with pytest.raises(OwnAccount):
        give_password(administrator, administrator.id, "jednorazowe-haslo", now=LATER)


def test_nobody_else_changes_accounts(hire: Hire) -> None:
    officer = hire()
    coordinator = Actor(id=officer.pk + 1, role=Role.LOCAL_COORDINATOR, unit_code="KPP-1007")
    for change in (deactivate_officer, reactivate_officer):
        with pytest.raises(NotAdministrator):
            change(coordinator, officer.pk, now=LATER)
    with pytest.raises(NotAdministrator):
        give_password(coordinator, officer.pk, "jednorazowe-haslo", now=LATER)
    assert _actions(officer) == ["accounts.officer.created"]


def test_an_unknown_number_is_told(administrator: Actor) -> None:
    with pytest.raises(OfficerMissing):
        deactivate_officer(administrator, 999_999, now=LATER)
