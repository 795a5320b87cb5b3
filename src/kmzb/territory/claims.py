"""Which unit answers for an area, from what the units claim."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kmzb.territory.content import UnitFacts
from kmzb.territory.values import parent_of


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for one area.

    Attributes:
        unit_code: the unit, None where nobody claims the area or the claimants have no common parent.
        claimants: the units that claim it at the finest level; more than one leaves the answer to their parent.

    """

    unit_code: str | None
    claimants: tuple[str, ...]


def lineage(code: str, parents: Mapping[str, str]) -> list[str]:
    """Return the unit and those above it, nearest first. A ring of parents is cut where it closes."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = parents.get(code, "")
    return found


def common_parent(codes: Sequence[str], parents: Mapping[str, str]) -> str | None:
    """Return the nearest unit above or equal to all of `codes`, None where there is none."""
    lines = [lineage(code, parents) for code in codes]
    return next((code for code in lines[0] if all(code in line for line in lines)), None)


def answering_units(area_codes: Iterable[str], units: Iterable[UnitFacts]) -> dict[str, Answering]:
    """Return who answers for each area: the claim on the area itself, else on its county, else on its voivodeship.

    Where several units claim the same area and nothing finer is given, their common parent answers.
    """
    parents: dict[str, str] = {}
    claimants: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        parents[unit.code] = unit.parent_code
        for claim in unit.claims:
            claimants[claim].append(unit.code)
    return {code: _answering(code, claimants, parents) for code in area_codes}


def _answering(code: str, claimants: Mapping[str, list[str]], parents: Mapping[str, str]) -> Answering:
    while code:
        if found := claimants.get(code):
            return Answering(common_parent(found, parents), tuple(sorted(found)))
        code = parent_of(code)
    return Answering(None, ())
