"""The order of 64-bit keys: what sorting by comparison says, equal keys in the order in which they came."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmzb.geoindex.kernels import order_of

# Many that are equal, and some that differ in one byte only.
_KEYS = st.sampled_from([0, 1, 255, 256, 1 << 40, (1 << 40) + 1, 1 << 56, 2**64 - 1]) | st.integers(0, 2**64 - 1)


@given(arrays(np.uint64, st.integers(0, 60), elements=_KEYS))
def test_keys_stand_as_by_comparison(keys):
    before = keys.copy()
    order = order_of(keys)
    assert order.dtype == np.uint32
    assert order.tolist() == np.argsort(keys, kind="stable").tolist()
    assert (keys == before).all(), "the keys themselves stay as they are"


def test_many_keys():
    keys = np.random.default_rng(3).integers(0, 1 << 20, 50_000, dtype=np.uint64) << np.uint64(22)
    assert (order_of(keys) == np.argsort(keys, kind="stable")).all()
