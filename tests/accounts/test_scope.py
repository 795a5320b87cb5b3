"""What an officer may reach."""

from collections.abc import Callable

import pytest

from kmzb.accounts.api import Officer, Role, scope_of

Hire = Callable[..., Officer]


@pytest.mark.parametrize(
    ("role", "unit_code", "reach"),
    [
        (Role.LOCAL_COORDINATOR, "KPP-1007", {"KPP-1007"}),
        (Role.COMMANDER, "KPP-1007", {"KPP-1007"}),
        (Role.TRAFFIC, "KPP-1016", {"KPP-1016"}),
        (Role.REGIONAL_COORDINATOR, "KWP-10", {"KWP-10", "KPP-1007", "KPP-1016"}),
        (Role.REGIONAL_COORDINATOR, "KWP-14", {"KWP-14", "KMP-1463"}),
        (Role.NATIONAL_COORDINATOR, "KGP", {"KGP", "KWP-10", "KWP-14", "KPP-1007", "KPP-1016", "KMP-1463"}),
        (Role.ADMINISTRATOR, "KGP", set()),
        (Role.PARTNER, "KPP-1007", set()),
    ],
)
def test_reach_is_the_own_unit_and_what_is_below(hire: Hire, role: Role, unit_code: str, reach: set[str]) -> None:
    scope = scope_of(hire(role=role, unit_code=unit_code))
    assert scope.unit_codes == reach
    assert scope.beat_code == ""


def test_a_beat_officer_carries_the_beat(hire: Hire) -> None:
    officer = hire(role=Role.BEAT_OFFICER, beat_code="1007-2")
    assert (scope_of(officer).unit_codes, scope_of(officer).beat_code) == ({"KPP-1007"}, "1007-2")
