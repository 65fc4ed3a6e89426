"""Whether a comment has the words that are searched for, in either script. Pure.

No pattern is made of what a reader types: words are compared as they are, so that
no sign means anything.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from domain.transliterate import to_latin

LONGEST = 80
"""Of what is typed no more characters are read."""

MOST = 6
"""No more words."""

_WORD = re.compile(r"\w+")
_APOSTROPHES = dict.fromkeys(map(ord, "'ʻ‘’ʼ`´′"))


def words_of(asked: str) -> tuple[str, ...]:
    """The words to search for: in lower case, in Latin, without apostrophes."""
    return tuple(_words(asked[:LONGEST])[:MOST])


def speaks(text: str, words: tuple[str, ...]) -> bool:
    """Whether ``text`` has, for each of ``words``, one that begins with it."""
    said = _words(text)
    return all(any(each.startswith(word) for each in said) for word in words)


def _words(text: str) -> list[str]:
    plain = normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return _WORD.findall(to_latin(plain).translate(_APOSTROPHES))
