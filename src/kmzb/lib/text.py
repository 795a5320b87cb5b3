"""Folding of text for search: the same in every database, Polish letters included."""

import unicodedata

# NFKD leaves these letters whole.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ø": "o"})


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics and with single spaces: "Łódź  Górna" → "lodz gorna"."""
    previous, bare = "", text
    while bare != previous:  # a letter can come apart into one that folds again
        previous = bare
        parts = unicodedata.normalize("NFKD", bare.casefold().translate(_WHOLE))
        bare = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(bare.split())


def clean(text: str) -> str:
    """Return `text` in NFC with line ends as LF.

    Raises:
        ValueError: a control character other than TAB and LF stands in it.
    """
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n" for c in unified):
        raise ValueError("control characters other than TAB and LF are not accepted")
    return unified
