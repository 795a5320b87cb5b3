"""How sentences are set: no one-letter word at the end of a line."""

import re

NO_BREAK_SPACE = "\u00a0"

_SHORT_WORD = re.compile(r"(?<![^\s(])([aiouwzAIOUWZаієоуявзіІАЄОУЯВЗ]) (?=\S)")


def keep_short_words(text: str) -> str:
    """The text with one-letter words of Polish, English and Ukrainian tied to the word after them."""
    return _SHORT_WORD.sub(rf"\1{NO_BREAK_SPACE}", text)
