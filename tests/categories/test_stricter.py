from hypothesis import given
from hypothesis import strategies as st

from kmzb.categories.api import Visibility, stricter

kinds = st.sampled_from(Visibility)


def test_never_is_the_strictest_and_exact_the_loosest():
    for kind in Visibility:
        assert stricter(kind, Visibility.NEVER) is Visibility.NEVER
        assert stricter(kind, Visibility.EXACT) is kind


def test_a_coarse_point_shows_more_than_nothing_until_confirmed():
    assert stricter(Visibility.COARSE, Visibility.ONCE_CONFIRMED) is Visibility.ONCE_CONFIRMED


@given(kinds, kinds, kinds)
def test_the_order_of_asking_makes_no_difference(a, b, c):
    assert stricter(a, b) is stricter(b, a)
    assert stricter(stricter(a, b), c) is stricter(a, stricter(b, c))
