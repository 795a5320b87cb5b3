"""Folding of text for search: the same in every database, Polish letters included."""

import unicodedata

# NFKD leaves these letters whole.
_WHOLE = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "ss"})


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics and with single spaces: "Łódź  Górna" → "lodz gorna"."""
    bare = unicodedata.normalize("NFKD", text.translate(_WHOLE))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())


def clean(text: str) -> str:
    """Return `text` in NFC with line ends as LF.

    Raises:
        ValueError: a control character other than TAB and LF stands in it.
    """
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n" for c in unified):
        raise ValueError("control characters other than TAB and LF are not accepted")
    return unified
