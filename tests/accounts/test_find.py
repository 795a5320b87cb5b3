"""Finding accounts."""

from collections.abc import Callable

import pytest

from kmzb.accounts.api import Officer, OfficerMissing, Role, find_officers, officer, officer_names

Hire = Callable[..., Officer]


@pytest.mark.parametrize("text", ["wojcik", "WÓJCIK anna", "kpp-1007", "anna.wojcik@", ""])
def test_an_officer_is_found_with_or_without_polish_letters(hire: Hire, text: str) -> None:
    hire()
    assert [row.name for row in find_officers(text)] == ["Anna Wójcik"]


@pytest.mark.parametrize("text", ["nowak", "wójcik jan", "KPP-1016"])
def test_every_word_must_fit(hire: Hire, text: str) -> None:
    hire()
    assert find_officers(text) == []


def test_names_come_by_number_with_rank(hire: Hire) -> None:
    first = hire()
    second = hire(email="jan@policja.example", name="Jan Lis", rank="", role=Role.PATROL)
    assert officer_names([first.pk, second.pk, 999_999]) == {first.pk: "asp. szt. Anna Wójcik", second.pk: "Jan Lis"}


def test_an_unknown_number_is_no_officer(country: None) -> None:
    with pytest.raises(OfficerMissing):
        officer(999_999)
