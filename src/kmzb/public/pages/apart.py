"""Signs of a picture that no hand moves nearer: none may stand over a ring, or its number would be covered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import hypot

from kmzb.publicmap.api import SignRow

Place = tuple[float, float]

_RING = 16  # radius of a ring around up to four digits, pixels
_WIDER = 4  # for each digit more
MARK = 13  # radius of a single mark's disc
EDGE = 3  # of the disc below a ring
LARGEST = 1.25  # a phone draws the signs so many times larger: `_plain-map.scss`


def ring_radius(count: int) -> int:
    """Return the radius of the ring around so many reports, in pixels: wide enough for the number."""
    return _RING + _WIDER * max(0, len(str(count)) - 4)


def apart(rows: Sequence[SignRow], places: Sequence[Place]) -> list[tuple[SignRow, Place]]:
    """Return the signs so that none stands over a ring, in the given order.

    What would is counted by the largest ring that it would touch, which stays where it is. Single marks that touch
    each other stay what they are.
    """
    rings: list[int] = []
    joined: dict[int, list[int]] = {}
    for number in sorted(range(len(rows)), key=lambda number: -rows[number].count):
        ring = next((ring for ring in rings if _touch(rows, places, ring, number)), None)
        if ring is not None:
            joined[ring].append(number)
            continue
        joined[number] = []
        if rows[number].status is None:
            rings.append(number)
    drawn = [(_with(rows[number], [rows[one] for one in joined[number]]), places[number]) for number in sorted(joined)]
    # A ring that counts more may be wider than before.
    return drawn if len(drawn) == len(rows) else apart(*zip(*drawn, strict=True))


def _touch(rows: Sequence[SignRow], places: Sequence[Place], one: int, other: int) -> bool:
    (x, y), (u, v) = places[one], places[other]
    return hypot(x - u, y - v) < LARGEST * (_reach(rows[one]) + _reach(rows[other]))


def _reach(row: SignRow) -> int:
    return ring_radius(row.count) + EDGE if row.status is None else MARK


def _with(row: SignRow, others: Sequence[SignRow]) -> SignRow:
    counts = sum((Counter(one.by_status) for one in others), Counter(row.by_status))
    return replace(row, count=row.count + sum(one.count for one in others), by_status=dict(counts))
