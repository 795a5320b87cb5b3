"""Signs of the plain picture: no number is covered, nothing is lost."""

from itertools import combinations, pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from kmzb.public.pages.apart import LARGEST, apart, ring_radius
from kmzb.publicmap.api import PublicStatus, SignRow

NEW, GONE = PublicStatus.NEW, PublicStatus.CONFIRMED_ELIMINATED


def ring(count: int, status: PublicStatus = NEW) -> SignRow:
    return SignRow(20.0, 52.0, count, {status: count}, "", "", None)


def mark(name: str = "aaaaaaaaaaaaaaaa") -> SignRow:
    return SignRow(20.0, 52.0, 1, {NEW: 1}, name, "vandalism", NEW)


def test_a_ring_counts_what_would_stand_over_it_and_stays_where_it_is():
    (sign, place), (far, _) = apart([ring(3), ring(50, GONE), ring(7)], [(100, 100), (110, 100), (300, 300)])
    assert (sign.count, sign.by_status, place) == (53, {GONE: 50, NEW: 3}, (110, 100))
    assert far == ring(7)


def test_a_mark_beside_a_ring_is_counted_by_it():
    ((sign, _),) = apart([mark(), ring(2)], [(100, 100), (120, 100)])
    assert (sign.count, sign.status) == (3, None)


def test_marks_that_touch_stay_marks():
    rows = [mark("a" * 16), mark("b" * 16)]
    assert [row for row, _ in apart(rows, [(100, 100), (101, 100)])] == rows


def test_the_largest_of_two_neighbours_takes_the_one_between_them():
    between = [(100.0, 100.0), (130.0, 100.0), (160.0, 100.0)]
    assert [row.count for row, _ in apart([ring(20), ring(2), ring(30)], between)] == [20, 32]


def test_a_ring_that_has_grown_takes_what_it_touches_now():
    drawn = apart([ring(9_000), ring(2_000), ring(5)], [(100, 100), (110, 100), (50, 100)])
    assert [row.count for row, _ in drawn] == [11_005]


PLACES = st.tuples(st.integers(0, 720), st.integers(0, 600))
SIGNS = st.lists(st.tuples(st.integers(1, 9_999), PLACES), max_size=40)


@given(SIGNS)
def test_nothing_is_lost_and_no_ring_is_covered(signs):
    rows = [ring(count) if count > 1 else mark() for count, _ in signs]
    drawn = apart(rows, [place for _, place in signs])
    assert sum(row.count for row, _ in drawn) == sum(row.count for row in rows)
    assert all(row.count == sum(row.by_status.values()) for row, _ in drawn)
    for (one, (x, y)), (other, (u, v)) in combinations(drawn, 2):
        if one.status is None and other.status is None:
            assert hypot(x - u, y - v) >= LARGEST * (ring_radius(one.count) + ring_radius(other.count))


def test_the_order_stays():
    places = [(float(x), 100.0) for x in range(0, 700, 100)]
    drawn = apart([ring(9 - n) if n % 2 else ring(n + 2) for n in range(7)], places)
    assert all(x < u for (_, (x, _)), (_, (u, _)) in pairwise(drawn))
