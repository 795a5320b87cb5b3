import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmzb.lib.text import clean, fold


@pytest.mark.parametrize("text", ["Łódź", "ŁÓDŹ", "lodz", "  Łódź ", "łódź"])
def test_polish_letters_fold_to_plain_ones(text):
    assert fold(text) == "lodz"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_text_comes_back_whole_in_one_form():
    assert clean("zażo\u0301łć 🚲\r\nnowa linia\t") == "zażółć 🚲\nnowa linia\t"


@pytest.mark.parametrize("text", ["a\x00b", "a\rb", "a\x1bb", "a\x85b", "a\ud800b"])
def test_control_characters_are_refused(text):
    with pytest.raises(ValueError, match="control characters"):
        clean(text)
