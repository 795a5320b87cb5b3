import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.lib.ids import receipt
from kmzb.reports.api import hash_of_receipt, is_hash, normalise_receipt

LETTERS = "H3KD7QXAM2RPVZ5LC6TNYB4W"


@pytest.mark.parametrize(
    "typed",
    [
        LETTERS,
        LETTERS.lower(),
        "H3KD 7QXA M2RP VZ5L C6TN YB4W",
        " h3kd-7qxa-m2rp-vz5l-c6tn-yb4w\n",
        "H3KD – 7QXA\u00a0M2RP—VZ5L C6TN YB4W",
    ],
)
def test_case_spaces_and_dashes_do_not_matter(typed):
    assert normalise_receipt(typed) == LETTERS
    assert hash_of_receipt(typed) == hashlib.sha256(LETTERS.encode()).hexdigest()


@pytest.mark.parametrize("typed", ["", "H3KD", LETTERS + "A", LETTERS[:-1] + "1", LETTERS[:-1] + "Ł", "0" * 24])
def test_anything_else_is_no_receipt(typed):
    assert normalise_receipt(typed) == ""
    assert hash_of_receipt(typed) == ""


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text):
    assert normalise_receipt(text) in {"", normalise_receipt(text)}
    assert is_hash(hash_of_receipt(text)) or hash_of_receipt(text) == ""


def test_a_drawn_receipt_is_one():
    assert normalise_receipt(receipt())
