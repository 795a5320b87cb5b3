"""The next batch is as long as the last one lets expect."""

import pytest

from kmzb.lib.pace import Pace


def test_a_slow_batch_makes_the_next_one_shorter_in_proportion():
    pace = Pace(least=10, most=4000)
    assert pace.size == 1000
    pace.took(0.4)
    assert pace.size == 500


def test_a_quick_batch_at_most_doubles_it_up_to_the_most():
    pace = Pace(least=10, most=4000)
    sizes = []
    for _ in range(4):
        pace.took(0.001)
        sizes.append(pace.size)
    assert sizes == [2000, 4000, 4000, 4000]


@pytest.mark.parametrize("seconds", [60.0, 1e9])
def test_it_never_falls_below_the_least(seconds):
    pace = Pace(least=10, most=4000)
    pace.took(seconds)
    assert pace.size == 10


def test_no_time_at_all_is_no_fault():
    pace = Pace(least=10, most=4000)
    pace.took(0.0)
    assert pace.size == 2000


@pytest.mark.parametrize("ms_of_a_row", [0.01, 0.1, 1.0, 9.0])
def test_on_an_even_machine_batches_come_to_the_target(ms_of_a_row):
    pace = Pace(least=10, most=100_000)
    for _ in range(20):
        pace.took(pace.size * ms_of_a_row / 1000)
    assert pace.size * ms_of_a_row / 1000 == pytest.approx(0.2, rel=0.1)
