"""Who answers for an area."""

import pytest

from kmzb.territory.claims import Answering, answering_units, common_parent, lineage
from kmzb.territory.content import UnitFacts


def unit(code, parent="", *claims):
    return UnitFacts(code, "KPP", code, parent_code=parent, claims=claims)


def test_the_claim_on_the_area_itself_goes_before_that_on_the_county():
    units = [unit("A", "", "1007"), unit("B", "", "1007043")]
    found = answering_units(["1007043", "1007012", "1016"], units)
    assert (found["1007043"].unit_code, found["1007012"].unit_code, found["1016"].unit_code) == ("B", "A", None)


def test_a_voivodeship_can_be_claimed_as_a_whole():
    assert answering_units(["1007043"], [unit("A", "", "10")])["1007043"] == Answering("A", ("A",))


def test_claimants_without_a_common_parent_leave_it_unanswered():
    assert answering_units(["1465"], [unit("A", "X", "1465"), unit("B", "Y", "1465")])["1465"] == Answering(
        None, ("A", "B")
    )


@pytest.mark.parametrize(
    ("codes", "parent"), [(["C", "D"], "B"), (["C", "E"], "A"), (["C", "B"], "B"), (["C"], "C"), (["C", "Z"], None)]
)
def test_the_common_parent_is_the_nearest_one(codes, parent):
    assert common_parent(codes, {"B": "A", "C": "B", "D": "B", "E": "A"}) == parent


def test_a_ring_of_parents_ends():
    assert lineage("A", {"A": "B", "B": "A"}) == ["A", "B"]
